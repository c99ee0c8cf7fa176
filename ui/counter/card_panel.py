"""The right-hand panel while card money is asked for, and while nobody knows whether it was taken."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier.domain.money import ZERO
from cashier.domain.times import Clock
from ui import keys
from ui.counter.card_box import CardBox
from ui.counter.card_state import CardState
from ui.counter.slip_form import SlipForm
from ui.fonts import Face
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_SECOND_MS = 1000


class CardPanel(QWidget):
    """``next_asked`` when the cashier serves the next member while the answer is still out, ``stop_asked`` when the
    terminal is to stop. ``slip``: what is typed where the terminal speaks to nobody.

    While it is in sight its figures go on by the second.
    """

    next_asked = Signal()
    stop_asked = Signal()

    def __init__(self, clock: Clock, *, can_stop: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._can_stop = can_stop
        self._state: CardState | None = None
        self._why_stay = ""
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(lambda: self.show_state(self._state, why_stay=self._why_stay))
        self._to_pay = Pair(self.tr("To pay"), "", Face.AMOUNT)
        self._on_card = Pair(self.tr("On the card"), "", Face.SUBHEADING)
        self._rest = Pair(self.tr("Then check or cash"), "", muted=True)
        self._box = CardBox()
        self._waits = Words(face=Face.LABEL, tone="muted", wraps=True)
        self.slip = SlipForm()
        self._meanwhile = Words(self.tr("You can meanwhile"), Face.LABEL, tone="muted")
        self._next = KeyButton(self.tr("Serve the next member"), keys.FIND, spread=True)
        self._next.clicked.connect(self.next_asked)
        self._stop = KeyButton(self.tr("Cancel at the terminal"), keys.BACK, spread=True)
        self._stop.clicked.connect(self.stop_asked)
        self._lead = Words(face=Face.LABEL, tone="muted", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(Words(self.tr("Card"), Face.HEADING))
        layout.addSpacing(4)
        layout.addWidget(self._to_pay)
        layout.addWidget(self._on_card)
        layout.addWidget(self._rest)
        layout.addSpacing(14)
        layout.addWidget(self._box)
        layout.addSpacing(10)
        layout.addWidget(self.slip)
        layout.addWidget(self._waits)
        layout.addSpacing(10)
        layout.addWidget(self._meanwhile)
        layout.addWidget(self._next)
        layout.addSpacing(6)
        layout.addWidget(self._stop)
        layout.addStretch(1)
        layout.addWidget(self._lead)

    def show_state(self, state: CardState | None, *, why_stay: str) -> None:
        """Called for every answer; without a card, what was said stays. ``why_stay``: why nobody else is served yet."""
        if state is None:
            return
        self._state, self._why_stay = state, why_stay
        now = self._clock()
        self._to_pay.show_figure(str(state.to_pay))
        self._on_card.show_figure(str(state.attempt.amount))
        self._rest.show_figure(state.rest.plain())
        self._rest.setVisible(state.rest > ZERO)
        self._on_card.setVisible(not state.by_hand)  # It is typed below, and the smallest screen has no room for both.
        self._box.show_state(state, state.progress_words(now), state.progress(now))
        for told, words in ((self._waits, state.rest_words * state.is_unknown), (self._lead, state.lead_words(now))):
            told.setText(words)
            told.setVisible(bool(words))  # An empty line takes the room of one, which the smallest screen has not.
        for meanwhile in (self._meanwhile, self._next):
            meanwhile.setVisible(state.is_unknown or not state.by_hand)
        (self._next.disable(why_stay) if why_stay else self._next.enable())
        self._stop.setVisible(self._can_stop)
        (self._stop.enable() if state.can_stop else self._stop.disable(self.tr("The terminal is being asked to stop.")))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._second.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()
