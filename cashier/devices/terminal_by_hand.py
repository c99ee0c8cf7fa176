"""A card terminal that speaks to nobody: what is typed from its slip is answered here as by one that does."""

from threading import Condition

from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.card_report import SETTLED_FROM
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import Money
from cashier.domain.poi import PoiTransaction
from cashier.domain.terminal_totals import TerminalTotal
from cashier.domain.typed_card import NOT_TYPED


class TerminalByHand:
    """`ports.StandAloneTerminal`. What nobody has typed after ``wait_s`` is unknown like any silence: what is typed
    later settles it, or two people who read the terminal's report. What was typed is kept for the life of the program.

    Its methods may be called from any thread.
    """

    def __init__(self, name: str, *, wait_s: float = SETTLED_FROM.total_seconds()) -> None:
        self.name = name
        self._wait_s = wait_s
        self._typed: dict[str, CardOutcome] = {}
        self._news = Condition()

    def type_in(self, service_id: str, outcome: CardOutcome) -> None:
        with self._news:
            self._typed.setdefault(service_id, outcome)
            self._news.notify_all()

    def sale(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        return self._wait(service_id)

    def status(self, service_id: str) -> CardOutcome:
        with self._news:
            return self._typed.get(service_id, CardOutcome(state=AttemptState.UNKNOWN, words=NOT_TYPED))

    def abort(self, service_id: str) -> None:
        raise DeviceTrouble("This terminal stands alone. Press its own cancel key, then say that it was not charged.")

    def reverse(self, service_id: str, original: PoiTransaction, amount: Money, group: str = "") -> CardOutcome:
        return self._wait(service_id)

    def reversal_status(self, service_id: str, amount: Money) -> CardOutcome:
        return self.status(service_id)

    def refund(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        return self._wait(service_id)

    def refund_status(self, service_id: str) -> CardOutcome:
        return self.status(service_id)

    def totals(self, group: str) -> TerminalTotal:
        raise DeviceTrouble("This terminal stands alone. Its batch says what it charged: put that with the Z.")

    def diagnose(self) -> str:
        return "Card terminal · typed by hand"

    def _wait(self, service_id: str) -> CardOutcome:
        with self._news:
            self._news.wait_for(lambda: service_id in self._typed, self._wait_s)
        return self.status(service_id)
