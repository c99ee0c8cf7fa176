"""Cash as three figures: what was handed over, what went back as change, and what stayed in the drawer."""

from collections.abc import Iterable
from dataclasses import dataclass

from cashier.domain.drawer import changes_in, voided_in
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money, total
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.shift_lines import NO_CASH_ALONE, CashAlone
from cashier.domain.tenders import TenderKind


@dataclass(frozen=True, slots=True)
class CashTaken:
    """``tendered`` less ``change`` is ``net``, to the cent, with what rounding kept."""

    tendered: Money
    change: Money
    net: Money

    def facts(self) -> dict[str, int]:
        """In cents."""
        return {"tendered": self.tendered.cents, "change": self.change.cents, "net": self.net.cents}


def cash_taken(payments: Iterable[PaymentFacts]) -> CashTaken:
    """The cash of some payment lines. Change is given from cash alone, so all of it is cash's."""
    those = tuple(payments)
    tendered = total([t.amount for facts in those for t in facts.tenders if t.kind is TenderKind.CASH])
    change = total([facts.change for facts in those])
    return CashTaken(tendered=tendered, change=change, net=tendered - change)


def cash_taken_in(lines: Iterable[Line], cash_alone: CashAlone = NO_CASH_ALONE) -> CashTaken:
    """The cash of a shift's lines, without what was voided in it; ``cash_alone`` are payments that are not in
    ``lines``. Raises UnreadableBody.
    """
    lines = tuple(lines)
    voided = voided_in(lines)
    payments = (read_payment(line) for line in lines if line.kind is LineKind.PAYMENT)
    taken = cash_taken(facts for facts in payments if str(facts.payment_id) not in voided)
    cash = TenderKind.CASH.value
    found = total([amount for _, now, amount in changes_in(lines) if now == cash])
    found -= total([amount for was, _, amount in changes_in(lines) if was == cash])
    return CashTaken(
        tendered=taken.tendered + cash_alone.tendered + found,
        change=taken.change + cash_alone.change,
        net=taken.net + cash_alone.amount + found,
    )
