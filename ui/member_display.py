"""The second window, which faces the member: amount, received, change. On a second screen where there is one (R19)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.fonts import plex
from ui.member_display_state import NOTHING, Rows
from ui.theme import scaled
from ui.widgets.words import Words

_ROWS_MOST = 3
_WORDS_PX, _AMOUNT_PX = 26.0, 56.0


class MemberDisplay(QWidget):
    """Never takes the focus, and can be closed only with the desk. Blank until it is told what to show."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.setWindowTitle("Counterfoil")
        self.setAccessibleName(self.tr("Member display"))
        self._rows = [(Words(), Words()) for _ in range(_ROWS_MOST)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 32, 48, 32)
        layout.setSpacing(4)
        layout.addStretch(1)
        for words, amount in self._rows:
            words.setFont(plex(_WORDS_PX, 400, is_code=False))
            words.set_tone("muted")
            amount.setFont(plex(_AMOUNT_PX, 600, is_code=False))
            for label in (words, amount):
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                layout.addWidget(label)
            layout.addSpacing(14)
        layout.addStretch(1)
        self.resize(scaled(self, 640), scaled(self, 480))
        self.show_rows(NOTHING)

    def show_rows(self, rows: Rows) -> None:
        """These rows and nothing else."""
        for place, (words, amount) in enumerate(self._rows):
            words.setText(rows[place].words if place < len(rows) else "")
            amount.setText(rows[place].amount if place < len(rows) else "")

    def show_beside(self, desk: QWidget) -> None:
        """All over the first screen that the desk is not on; with one screen alone, a window of its own."""
        others = [screen for screen in QGuiApplication.screens() if screen is not desk.screen()]
        if others:
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
        else:
            self.show()
        desk.activateWindow()  # Some window systems give a new window the keys whatever it asks for.
