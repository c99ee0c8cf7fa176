"""What stands in the panel *Correct* while the terminal gives a card its money back, and while nobody knows it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.times import Clock
from ui import keys
from ui.counter.card_box import CardBox
from ui.counter.card_state import CardState
from ui.counter.slip_form import SlipForm
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_SECOND_MS = 1000


class ReversalView(Card):
    """``left`` when the cashier goes on with something else; the desk goes on asking.

    While it is in sight its figures go on by the second. ``slip``: what is typed where the terminal speaks to nobody.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=20, parent=parent)
        self._state: CardState | None = None
        self._clock: Clock | None = None
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._show)
        self._title = Words(face=Face.NAME)
        self._back = Pair(self.tr("Back to the card"), "", Face.AMOUNT)
        self._box = CardBox()
        self.slip = SlipForm()
        self._then = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._lead = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._told = Words(face=Face.LABEL, tone="muted", wraps=True)
        leave = KeyButton(self.tr("Do something else meanwhile"), keys.BACK)
        leave.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addWidget(leave)
        foot.addStretch(1)
        for widget in (self._title, self._back, self._box, self.slip, self._then, self._lead):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addWidget(self._told)
        self.body.addLayout(foot)

    def show_state(self, state: CardState, clock: Clock) -> None:
        """Called for every answer that settles nothing."""
        self._state, self._clock = state, clock
        self._show()

    def take_focus(self) -> None:
        """Where a slip is typed; else on nothing, so that no Enter that was meant for something else leaves it."""
        if self.slip.isVisibleTo(self):
            self.slip.take_focus()
            return
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        state = self._state
        if state is None or self._clock is None:
            return
        now, back = self._clock(), state.attempt.gives_back
        title = self.tr("Void %s: the card first") % (back.void.receipt if back else "")
        self._title.setText(title)
        self.setAccessibleName(title)
        self._back.show_figure(str(state.attempt.amount))
        self._box.show_state(state, state.progress_words(now), state.progress(now))
        from_drawer = self.tr("Then the rest of it is given back from the drawer. Until then it stays there.")
        self._then.setText(from_drawer if back is not None and back.from_drawer else "")
        self._lead.setText(state.lead_words(now))
        asks = self.tr("You can leave this page: the desk goes on asking, and the banner says what became of it.")
        waits = self.tr("You can leave this page: what the slip says is typed here, with Correct on this receipt.")
        self._told.setText(waits if state.by_hand else asks)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._second.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()
