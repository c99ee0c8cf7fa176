"""A ledger that says what a test wants it to of a payor's cash at other desks."""

from dataclasses import dataclass, field

from cashier.domain.large_cash import NOTHING_ELSEWHERE, CashElsewhere


@dataclass(slots=True)
class OthersCash:
    """What the ledger says of a payor's cash at other desks, and of whom it was asked."""

    known: CashElsewhere = NOTHING_ELSEWHERE
    asked: list[str] = field(default_factory=list)

    def cash_of(self, payor: str) -> CashElsewhere:
        self.asked.append(payor)
        return self.known
