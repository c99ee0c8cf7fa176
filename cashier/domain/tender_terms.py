"""On which terms a site takes each kind of tender: for which bills, up to how much, with a number, with change or not.

What a kind is (where its money goes, whether it pays one book) is no site's to decide and stands in `tenders`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cashier.domain.accounts import AccountKind
from cashier.domain.allocation import Applied, Filled
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import ZERO, Money, total
from cashier.domain.statements import StatementKind
from cashier.domain.tenders import RULES, Tender, TenderKind, check_tender

MOST_CHANGE = Money(1_000_00)  # More is a mistyped amount: no drawer has it to give.
EVERY_BILL = frozenset(StatementKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderTerms:
    """A tender is never taken off the list, only made not ``active``. None for an amount stands for no limit.

    ``warn_above``: the cashier is asked once. ``most``: more is refused. ``depositable``: it goes to the bank as paper.
    """

    kind: TenderKind
    active: bool = True
    bills: frozenset[StatementKind] = EVERY_BILL
    warn_above: Money | None = None
    most: Money | None = None
    gives_change: bool = False
    needs_number: bool = False
    opens_drawer: bool = False
    depositable: bool = False

    def check(self, tender: Tender) -> None:
        """Raises FieldRefused for a tender that is not taken, or for more of it than is."""
        words = tender.rule.words
        if not self.active:
            raise FieldRefused(f"{words} is not taken here. Choose another way to pay.", "amount")
        if self.most is not None and tender.amount > self.most:
            raise FieldRefused(f"{words} is taken up to {self.most}. Take the rest another way.", "amount")

    def asks_about(self, amount: Money) -> bool:
        """Whether this much is asked about once."""
        return self.warn_above is not None and amount > self.warn_above


def usual_terms(kind: TenderKind) -> TenderTerms:
    """Where a site says nothing: every bill, no limit, change from cash alone, a number where there is one."""
    is_paper = RULES[kind].into is AccountKind.DRAWER_CHECKS
    return TenderTerms(
        kind=kind,
        gives_change=kind is TenderKind.CASH,
        needs_number=is_paper,
        opens_drawer=kind is not TenderKind.CARD,
        depositable=is_paper,
    )


@dataclass(frozen=True, slots=True)
class TenderTable:
    """The terms of each kind; those of a kind without a row are the usual ones."""

    rows: Mapping[TenderKind, TenderTerms] = field(default_factory=dict)

    def of(self, kind: TenderKind) -> TenderTerms:
        return self.rows.get(kind) or usual_terms(kind)

    def checked(self, tenders: tuple[Tender, ...]) -> tuple[Tender, ...]:
        """The tenders with their texts as they may be kept. Raises FieldRefused for one that is not taken as it is."""
        kept = []
        for tender in tenders:
            terms = self.of(tender.kind)
            kept.append(check_tender(tender, needs_number=terms.needs_number))
            terms.check(tender)
        return tuple(kept)

    def check_filled(self, tenders: tuple[Tender, ...], filled: Filled) -> None:
        """Raises Refused where something is missing, left over, or too much to give back."""
        short = total(filled.short)
        for tender, over in zip(tenders, filled.over, strict=True):
            if over > MOST_CHANGE and self.of(tender.kind).gives_change:
                raise Refused(
                    f"That is {over} more than is to pay, and no drawer gives so much change. Count it again."
                )
            if over == ZERO or self.of(tender.kind).gives_change:
                continue
            if short > ZERO:
                raise Refused(
                    f"{tender.words} pays either medical bills or premium, not both. Take premium on its own."
                )
            why = "No change is given here" if tender.kind is TenderKind.CASH else "Change is given from cash only"
            raise Refused(f"{tender.words} is {over} more than is to pay. {why}.")
        if short > ZERO:
            raise Refused(f"{short} is still to be tendered.")
        for index, tender in enumerate(tenders):
            if not any(part.tender == index for part in filled.applied):
                raise Refused(f"Nothing is left to pay with {tender.words.lower()}. Remove it.")

    def check_bills(
        self, tenders: tuple[Tender, ...], applied: tuple[Applied, ...], bills: Mapping[int, StatementKind]
    ) -> None:
        """Raises FieldRefused where a tender pays a kind of bill that it is not taken for. ``bills``: by target."""
        for part in applied:
            tender, bill = tenders[part.tender], bills.get(part.target)
            if bill is not None and bill not in self.of(tender.kind).bills:
                words = tender.rule.words
                raise FieldRefused(f"{words} is not taken for a {bill} bill. Choose another way to pay it.", "amount")


USUAL_TABLE = TenderTable()
