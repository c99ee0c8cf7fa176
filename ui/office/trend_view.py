"""Over and short of the last months, by person: in the place of the lists, in the order of names."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier.domain.office import OverShort, WaitingList
from cashier.usecases.office import TREND_DAYS, see_trend
from ui import keys
from ui.activity.asking import Asking
from ui.counter.around import Around
from ui.doors import Doors
from ui.fonts import Face
from ui.office.waiting_card import WaitingCard
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import sentence_of

_LANE = "trend"
_ROWS = 8


class TrendView(QWidget):
    """``left``: back to the lists."""

    left = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._around = doors, around
        self._asking: Asking[OverShort] = Asking(around.work, show=self._show, failed=self._on_fault, lane=_LANE)
        self._message = InlineMessage(boxed=False)
        none = self.tr("No drawer was closed.")
        self._closing = WaitingCard(self.tr("Over and short, by cashier"), none, rows=_ROWS)
        self._floats = WaitingCard(self.tr("Floats, by who left them"), self.tr("No float was counted."), rows=_ROWS)
        self._back = KeyButton(self.tr("Back to the lists"), keys.BACK, "quiet")
        self._back.clicked.connect(self.left)
        words = self.tr(
            "The last %d days, surprise counts with them. The figure is the shift in the middle: half were below it, "
            "half above. By name: nobody is ranked."
        )
        about = words % TREND_DAYS
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for part in (Words(about, Face.LABEL, tone="muted", wraps=True), self._message, self._closing, self._floats):
            layout.addWidget(part)
        layout.addWidget(self._back)
        layout.addStretch(1)

    def begin(self) -> None:
        """Asked for anew; what stood there before stays until then."""
        desk, staff, ledger = self._doors.desk, self._around.staff, self._doors.office
        for card in (self._closing, self._floats):
            card.show_list(WaitingList(), is_known=False)
        self._message.clear()
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asking.ask(lambda: see_trend(desk, staff, ledger))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, told: OverShort) -> None:
        self._closing.show_list(told.closing)
        self._floats.show_list(told.floats)
        if self._back.hasFocus():
            self._closing.focus_first()

    def _on_fault(self, fault: BaseException) -> None:
        self._message.say("bad", sentence_of(fault))
