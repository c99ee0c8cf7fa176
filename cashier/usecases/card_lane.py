"""The lane between the store and the card terminal: runs what was asked, asks again about what is not known."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from cashier.domain.card import NOT_FOUND, Attempt, AttemptState, CardOutcome
from cashier.domain.errors import DeviceTrouble
from cashier.usecases.card_payment import Settled, hand_out_pending, settle_card
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.devices import CardTerminal

IDLE_S = 3600.0
NOT_FOUND_AFTER = timedelta(seconds=120)
NOT_FOUND_TIMES = 2


class CardLane:
    """A `ports.Lane`. Another terminal's attempts are not its own: what that one took, this one has never heard of.

    ``heard`` gets every answer, on this lane's thread; ``words`` gets the strip's sentence.
    """

    name = "card terminal"

    def __init__(
        self,
        desk: Desk,
        terminal: CardTerminal,
        *,
        ask_again_s: float,
        heard: Callable[[Settled], None],
        words: Callable[[str, bool], None],
    ) -> None:
        self._desk = desk
        self._terminal = terminal
        self._ask_again_s = ask_again_s
        self._heard = heard
        self._words = words
        self._sent: set[UUID] = set()
        self._not_found: dict[UUID, int] = {}
        self._is_asking = False

    def step(self) -> float:
        """Run one asked attempt, or ask once about each unknown one."""
        with self._desk.open_reading() as work:
            waiting = [a for a in work.attempts.unsettled() if a.terminal == self._terminal.name]
        for attempt in waiting:
            if attempt.state is AttemptState.ASKED and attempt.attempt_id not in self._sent:
                self._sent.add(attempt.attempt_id)
                self._settle(attempt, self._sale(attempt) if attempt.gives_back is None else self._reverse(attempt))
                return 0.0
        for attempt in waiting:
            self._settle(attempt, self._status(attempt), is_asked_again=True)
        if self._is_asking and not waiting:  # Two people have settled it.
            self._say(AttemptState.APPROVED)
        return self._ask_again_s if waiting else IDLE_S

    def _sale(self, attempt: Attempt) -> CardOutcome:
        return self._first(lambda: self._terminal.sale(attempt.service_id, attempt.amount, str(attempt.shift_id)))

    def _reverse(self, attempt: Attempt) -> CardOutcome:
        back = attempt.gives_back
        assert back is not None, "a sale is not given back"
        shift = str(attempt.shift_id)
        return self._first(lambda: self._terminal.reverse(attempt.service_id, back.original, attempt.amount, shift))

    def _first(self, ask: Callable[[], CardOutcome]) -> CardOutcome:
        """The one time that the terminal is asked for money, there or back."""
        try:
            outcome = ask()
        except DeviceTrouble as trouble:  # Nothing left this desk: no money moved.
            self._words(trouble.sentence, False)
            return CardOutcome(state=AttemptState.NOT_CHARGED, words=trouble.sentence)
        self._say(outcome.state)
        return outcome

    def _status(self, attempt: Attempt) -> CardOutcome:
        try:
            outcome = self._what_became_of(attempt)
            if outcome.state is AttemptState.UNKNOWN and outcome.words == NOT_FOUND and self._surely_not(attempt):
                outcome = CardOutcome(state=AttemptState.NOT_CHARGED, words="the terminal never heard of it")
        except DeviceTrouble as trouble:
            self._words(trouble.sentence, False)
            return CardOutcome(state=AttemptState.UNKNOWN, words=trouble.sentence)
        self._say(outcome.state)
        return outcome

    def _say(self, state: AttemptState) -> None:
        """For the strip."""
        self._is_asking = state is AttemptState.UNKNOWN
        self._words("Card terminal · asking" if self._is_asking else "Card terminal", True)

    def _what_became_of(self, attempt: Attempt) -> CardOutcome:
        """Raises DeviceTrouble."""
        if attempt.gives_back is not None:
            return self._terminal.reversal_status(attempt.service_id, attempt.amount)
        return self._terminal.status(attempt.service_id)

    def _surely_not(self, attempt: Attempt) -> bool:
        """Two times not found, two minutes after it was asked, by a terminal that is well. Raises DeviceTrouble."""
        self._not_found[attempt.attempt_id] = self._not_found.get(attempt.attempt_id, 0) + 1
        late = self._desk.clock() - attempt.asked_at >= NOT_FOUND_AFTER
        if not late or self._not_found[attempt.attempt_id] < NOT_FOUND_TIMES:
            return False
        self._terminal.diagnose()
        return True

    def _settle(self, attempt: Attempt, outcome: CardOutcome, *, is_asked_again: bool = False) -> None:
        settled = settle_card(attempt.attempt_id, outcome, self._desk)
        if is_asked_again and settled.attempt.state is AttemptState.UNKNOWN and attempt.gives_back is None:
            # A silence that the first question ends needs no paper, nor does money of which the member has a receipt.
            hand_out_pending(settled.attempt, self._desk)
        self._heard(settled)
