"""A card terminal that answers as it is told, and looks whether what it is asked for was written down first."""

from collections import deque

from cashier.domain import card
from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.errors import DeviceTrouble
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.poi import PoiTransaction
from cashier.domain.terminal_totals import TerminalTotal
from tests.fakes.builders import TERMINAL
from tests.fakes.memory_store import MemoryDesk

Answer = CardOutcome | DeviceTrouble


POI = PoiTransaction("0000000001", "2026-11-21T18:44:00.000000Z")


def approved(cents: int, poi: PoiTransaction | None = None) -> CardOutcome:
    """An approval; with ``poi`` the sale can be given back."""
    return CardOutcome(
        state=AttemptState.APPROVED,
        authorized=Money(cents),
        brand="Visa",
        last_four="4421",
        approval_code="071882",
        poi=poi,
        is_partial=True,  # Where it is less than was asked for.
    )


def given_back(cents: int) -> CardOutcome:
    return CardOutcome(state=AttemptState.REVERSED, authorized=Money(cents), words="given back")


UNKNOWN = CardOutcome(state=AttemptState.UNKNOWN, words="no answer")
NOT_FOUND = CardOutcome(state=AttemptState.UNKNOWN, words=card.NOT_FOUND)
DECLINED = CardOutcome(state=AttemptState.DECLINED, words="declined")
CANCELLED = CardOutcome(state=AttemptState.CANCELLED, words="cancelled at the terminal")
AWAY = DeviceTrouble("The card terminal does not answer.")


class ScriptedTerminal:
    """`ports.CardTerminal`. Each question takes the next answer; ``sales``, ``reversals`` and ``questions`` are what it
    was asked.
    """

    def __init__(self, store: MemoryDesk, *answers: Answer) -> None:
        self.name = TERMINAL
        self.answers = deque(answers)
        self.sales: list[tuple[str, Money]] = []
        self.reversals: list[tuple[str, PoiTransaction, Money]] = []
        self.questions: list[str] = []
        self.trouble = ""
        self.charged = 0, 0  # What it says of a shift: sales and cents.
        self._store = store

    def sale(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        asked = [line for line in self._store.lines() if line.kind is LineKind.CARD_ASKED]
        assert asked, "money was asked for before it was written down"
        assert (asked[-1].facts["service_id"], asked[-1].facts["cents"]) == (service_id, amount.cents)
        assert group == str(asked[-1].shift_id), "its totals are asked for by shift"
        self.sales.append((service_id, amount))
        return self._answer()

    def status(self, service_id: str) -> CardOutcome:
        self.questions.append(service_id)
        return self._answer()

    def abort(self, service_id: str) -> None:
        self.questions.append(service_id)

    def reverse(self, service_id: str, original: PoiTransaction, amount: Money, group: str = "") -> CardOutcome:
        asked = [line for line in self._store.lines() if line.kind is LineKind.REVERSAL_ASKED]
        assert asked, "money was asked back before it was written down"
        assert (asked[-1].facts["service_id"], asked[-1].facts["cents"]) == (service_id, amount.cents)
        assert group == str(asked[-1].shift_id), "it counts to the totals of its sale"
        self.reversals.append((service_id, original, amount))
        return self._answer()

    def reversal_status(self, service_id: str, amount: Money) -> CardOutcome:
        self.questions.append(service_id)
        return self._answer()

    def totals(self, group: str) -> TerminalTotal:
        if self.trouble:
            raise DeviceTrouble(self.trouble)
        return TerminalTotal(terminal=self.name, count=self.charged[0], amount=Money(self.charged[1]))

    def diagnose(self) -> str:
        if self.trouble:
            raise DeviceTrouble(self.trouble)
        return "Card terminal"

    def _answer(self) -> CardOutcome:
        answer = self.answers.popleft()
        if isinstance(answer, DeviceTrouble):
            raise answer
        return answer
