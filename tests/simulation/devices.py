"""A receipt printer and a card terminal that misbehave as real ones do, and keep a book of what they really did."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cashier.domain.card import NOT_FOUND, AttemptState, CardOutcome
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import Money
from cashier.domain.poi import PoiTransaction
from cashier.domain.terminal_totals import TerminalTotal
from cashier.usecases.ports.devices import PrinterStatus
from receipts.document import Document
from tests.simulation.world import Died, World

NO_ANSWER = CardOutcome(state=AttemptState.UNKNOWN, words="no answer")
NEVER_HEARD = CardOutcome(state=AttemptState.UNKNOWN, words=NOT_FOUND)
PAPER_OUT = "is out of paper"


def told_bytes(document: Document) -> bytes:
    """A paper as this printer keeps it: what it is about and which copy."""
    return f"{document.barcode}|{document.copy}|{document.title}".encode()


class SimPrinter:
    """`ports.Printer`. ``papers`` counts what came out of it."""

    columns = 42
    confirms = True

    def __init__(self, world: World) -> None:
        self._world = world
        self.papers: Counter[str] = Counter()
        self.is_out = False

    def status(self) -> PrinterStatus:
        if self._world.fails(0.01):
            raise DeviceTrouble("does not answer")
        return PrinterStatus(ready=not self.is_out, words=PAPER_OUT if self.is_out else "ready")

    def print(self, data: bytes) -> bool:
        """Out of paper nothing comes; silent, the paper came out and nobody said so, or the desk died meanwhile."""
        if self.is_out or self._world.fails(0.01):
            raise DeviceTrouble(PAPER_OUT if self.is_out else "does not answer")
        if self._world.fails(0.01):
            return False
        self.papers[data.decode()] += 1
        if self._world.fails(0.003):
            raise Died
        return not self._world.fails(0.02)

    def open_drawer(self) -> None:
        if self._world.fails(0.01):
            raise DeviceTrouble("does not answer")

    def hang_up(self) -> None:
        """It keeps no connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A sale that this terminal approved. ``silent_until``: before that it says nothing of it."""

    cents: int
    code: str
    group: str
    silent_until: datetime
    poi: PoiTransaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """A charge that this terminal gave back."""

    sale: str
    cents: int
    silent_until: datetime


class SimTerminal:
    """`ports.CardTerminal`, with the acquirer's book of charges behind it, which outlives every desk process."""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.book: dict[str, Charge] = {}
        self._backs: dict[str, Back] = {}
        self._declined: dict[str, CardOutcome] = {}
        self._world = world

    @property
    def charges(self) -> list[Charge]:
        """What cards paid in the end."""
        gone = {back.sale for back in self._backs.values()}
        return [charge for sale, charge in self.book.items() if sale not in gone]

    def sale(self, service_id: str, amount: Money, group: str = "") -> CardOutcome:
        world = self._world
        self._must_be_new(service_id)
        if world.fails(0.03):
            raise DeviceTrouble("The card terminal does not answer.")
        if world.fails(0.03):  # The question was lost on its way.
            return NO_ANSWER
        if world.likely(0.08):
            answer = CardOutcome(state=AttemptState.DECLINED, words="declined")
            self._declined[service_id] = answer
            return answer
        cents = amount.cents
        if cents > 500 and world.likely(0.03):
            cents -= 300
        is_slow = world.fails(0.06)
        charge = Charge(
            cents=cents,
            code=f"{len(self.book) + 1:06d}",
            group=group,
            silent_until=world.now + timedelta(seconds=world.between(20, 600) if is_slow else 0),
            poi=PoiTransaction(f"P{len(self.book) + 1}", world.now.isoformat()),
        )
        self.book[service_id] = charge
        if world.fails(0.02):
            raise Died
        if is_slow or world.fails(0.04):  # Approved, and the answer was lost.
            return NO_ANSWER
        return _approved(charge)

    def status(self, service_id: str) -> CardOutcome:
        if self._world.fails(0.05):
            raise DeviceTrouble("The card terminal does not answer.")
        if (charge := self.book.get(service_id)) is not None:
            if self._world.now < charge.silent_until:
                return NO_ANSWER
            return _approved(charge)
        return self._declined.get(service_id, NEVER_HEARD)

    def abort(self, service_id: str) -> None:
        """The sale's own answer stays the truth."""

    def reverse(self, service_id: str, original: PoiTransaction, amount: Money, group: str = "") -> CardOutcome:
        world = self._world
        if group not in [charge.group for charge in self.book.values() if charge.poi == original]:
            raise AssertionError("a reversal counts to the totals of its sale")
        self._must_be_new(service_id)
        if world.fails(0.03):
            raise DeviceTrouble("The card terminal does not answer.")
        if world.fails(0.03):  # The question was lost on its way.
            return NO_ANSWER
        ((sale, charge),) = ((sale, each) for sale, each in self.book.items() if each.poi == original)
        if charge not in self.charges or charge.cents != amount.cents:
            raise AssertionError(f"{amount} of {charge} was to go back, which is not what the card paid")
        if world.likely(0.1):
            self._declined[service_id] = CardOutcome(state=AttemptState.DECLINED, words="settled already")
            return self._declined[service_id]
        is_slow = world.fails(0.06)
        silent = timedelta(seconds=world.between(20, 600) if is_slow else 0)
        self._backs[service_id] = Back(sale=sale, cents=charge.cents, silent_until=world.now + silent)
        if world.fails(0.02):
            raise Died
        if is_slow or world.fails(0.04):  # Given back, and the answer was lost.
            return NO_ANSWER
        return CardOutcome(state=AttemptState.REVERSED, authorized=amount)

    def reversal_status(self, service_id: str, amount: Money) -> CardOutcome:
        if self._world.fails(0.05):
            raise DeviceTrouble("The card terminal does not answer.")
        if (back := self._backs.get(service_id)) is not None:
            if self._world.now < back.silent_until:
                return NO_ANSWER
            return CardOutcome(state=AttemptState.REVERSED, authorized=Money(back.cents))
        return self._declined.get(service_id, NEVER_HEARD)

    def bank_gives_back(self, service_id: str) -> None:
        """Who paid gets back what was charged, if it was, and not through this terminal."""
        if (charge := self.book.get(service_id)) is not None:
            back = Back(sale=service_id, cents=charge.cents, silent_until=self._world.now)
            self._backs[f"bank {service_id}"] = back

    def _must_be_new(self, service_id: str) -> None:
        if service_id in self.book or service_id in self._backs or service_id in self._declined:
            raise AssertionError(f"{service_id} was asked for twice")

    def totals(self, group: str) -> TerminalTotal:
        if self._world.fails(0.1):
            raise DeviceTrouble("The card terminal does not answer.")
        charges = [charge for charge in self.charges if charge.group == group]
        return TerminalTotal(
            terminal=self.name, count=len(charges), amount=Money(sum(charge.cents for charge in charges))
        )

    def diagnose(self) -> str:
        return "Card terminal"


def _approved(charge: Charge) -> CardOutcome:
    return replace(
        CardOutcome(state=AttemptState.APPROVED, brand="Visa", last_four="4421"),
        authorized=Money(charge.cents),
        approval_code=charge.code,
        poi=charge.poi,
    )
