"""The two plain choices of *Correct*: the money goes back, or it is good and pays the wrong thing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import keys
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words


class ActChoice(Card):
    """``void_chosen`` and ``move_chosen``; ``left`` where nothing is corrected."""

    void_chosen = Signal()
    move_chosen = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=20, parent=parent)
        self.setAccessibleName(self.tr("Correct this payment"))
        self._void = KeyButton(self.tr("The money goes back: void it"))
        self._move = KeyButton(self.tr("The money is good, and pays the wrong thing: move it"))
        self._void.clicked.connect(self.void_chosen)
        self._move.clicked.connect(self.move_chosen)
        back = KeyButton(self.tr("Leave it"), keys.BACK)
        back.clicked.connect(self.left)
        told = self.tr("A wrong member is a move: the money stays where it lies. ↓ goes down, Enter chooses.")
        self.body.addWidget(Words(self.tr("Correct this payment"), Face.NAME))
        self.body.addWidget(Words(told, Face.LABEL, tone="muted", wraps=True))
        self.body.addWidget(self._void)
        self.body.addWidget(self._move)
        self.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def take_focus(self) -> None:
        """Nothing is chosen by an Enter that was meant for something else: the first arrow goes to a choice."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_arrow(self, *, down: bool) -> None:
        """To the other choice."""
        is_on_one = self._void.hasFocus() or self._move.hasFocus()
        button = self._move if down and is_on_one else self._void
        button.setFocus(Qt.FocusReason.TabFocusReason)
