"""The plain choices of *Correct*: the money goes back, it pays the wrong thing, or it was keyed as another tender."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import keys
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words


class ActChoice(Card):
    """``void_chosen``, ``move_chosen`` and ``change_chosen``; ``left`` where nothing is corrected."""

    void_chosen = Signal()
    move_chosen = Signal()
    change_chosen = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=20, parent=parent)
        self.setAccessibleName(self.tr("Correct this payment"))
        self._void = KeyButton(self.tr("The money goes back: void it"))
        self._move = KeyButton(self.tr("The money is good, and pays the wrong thing: move it"))
        self._change = KeyButton(self.tr("It was keyed as the wrong tender: call it by its right name"))
        self._void.clicked.connect(self.void_chosen)
        self._move.clicked.connect(self.move_chosen)
        self._change.clicked.connect(self.change_chosen)
        back = KeyButton(self.tr("Leave it"), keys.BACK)
        back.clicked.connect(self.left)
        told = self.tr("A wrong member is a move: the money stays where it lies. ↓ goes down, Enter chooses.")
        self.body.addWidget(Words(self.tr("Correct this payment"), Face.NAME))
        self.body.addWidget(Words(told, Face.LABEL, tone="muted", wraps=True))
        for button in (self._void, self._move, self._change):
            self.body.addWidget(button)
        self.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def offer(self, *, void: bool, move: bool, change: bool) -> None:
        """Show what is legal now, and nothing else."""
        for button, is_legal in ((self._void, void), (self._move, move), (self._change, change)):
            button.setVisible(is_legal)

    def take_focus(self) -> None:
        """Nothing is chosen by an Enter that was meant for something else: the first arrow goes to a choice."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_arrow(self, *, down: bool) -> None:
        """To the next choice, or the one before it."""
        buttons = [button for button in (self._void, self._move, self._change) if not button.isHidden()]
        at = next((place for place, button in enumerate(buttons) if button.hasFocus()), None)
        place = 0 if at is None else min(len(buttons) - 1, max(0, at + (1 if down else -1)))
        buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
