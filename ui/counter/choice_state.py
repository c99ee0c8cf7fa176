"""A statement that is chosen, and what its balance became while the cashier had it on screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.plan_due import due_part
from cashier.domain.statements import Statement

_CHOOSE_FIRST = "First choose what is paid: Space ticks a statement, Alt A all that is due."
_SAY_FIRST = "First say what is paid: Alt M for a miscellaneous receipt, Alt K for unidentified money."
_PAYS_NOTHING = (
    "What is tendered pays nothing now. Choose what is paid, keep it on account with Alt P, or go back with Esc."
)


def first_words(*, has_member: bool, has_tenders: bool) -> str:
    """What is needed before money is taken; of tenders whose bill was paid another way meanwhile, what may be done."""
    if not has_member:
        return _SAY_FIRST
    return _PAYS_NOTHING if has_tenders else _CHOOSE_FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A statement that is ticked, and the text in its Pay now field."""

    statement: Statement
    text: str

    @staticmethod
    def ticked(statement: Statement, today: date | None) -> "Choice":
        """All that is open, or of a plan its installment, where its words say which."""
        due = due_part(statement, today).amount if today is not None else ZERO
        return Choice(statement=statement, text=(due if due > ZERO else statement.open).plain())

    def amount(self) -> Money:
        """What is to be paid on it. Raises Refused."""
        number = self.statement.number
        amount = parse_amount(self.text, number)
        if amount > self.statement.open:
            raise Refused(f"Only {self.statement.open} is open on {number}. Alt P takes more, as credit with a reason.")
        return amount

    @property
    def problem(self) -> str:
        try:
            self.amount()
        except Refused as refused:
            return refused.sentence
        return ""

    def on(self, fresh: Statement) -> "Choice":
        """The same on a figure that may have changed. A full amount stays full, a typed one stays typed."""
        was_full = self.text == self.statement.open.plain()
        return replace(self, statement=fresh, text=fresh.open.plain() if was_full else self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What was open when it was chosen, and now. ``paid``: the payment that did it, where that is known."""

    number: str
    before: Money
    now: Money
    paid: PaidElsewhere | None = None

    @property
    def words(self) -> str:
        """``$17.81 of S-48211904 was paid online just now: $100.00 is open.``"""
        if self.now > self.before:
            return f"{self.number} went up from {self.before} to {self.now} just now."
        less = self.before - self.now
        how = self.paid.way if self.paid is not None and self.paid.amount == less else "paid or taken off elsewhere"
        left = f"{self.now} is open" if self.now > ZERO else "nothing is open, and it is not ticked any more"
        return f"{less} of {self.number} was {how} just now: {left}."


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes that nobody has seen yet. ``is_asked`` once Enter was answered with them; the next one goes on."""

    by_number: Mapping[str, Changed] = field(default_factory=dict)
    is_asked: bool = False

    @property
    def are_new(self) -> bool:
        """Whether Enter has to be answered with them first."""
        return bool(self.by_number) and not self.is_asked

    @property
    def words(self) -> str:
        return " ".join(changed.words for changed in self.by_number.values())

    def with_fresh(self, statement: Statement, before: Money, paid: PaidElsewhere | None) -> "Changes":
        """What was open was read again; the same figure changes nothing, and the first one back is no change."""
        if statement.open == before:
            return self
        number = statement.number
        first = self.by_number[number].before if number in self.by_number else before
        others = {other: changed for other, changed in self.by_number.items() if other != number}
        if first == statement.open:
            return Changes(others)
        return Changes({**others, number: Changed(number=number, before=first, now=statement.open, paid=paid)})


NO_CHANGES = Changes()
NOWHERE: Mapping[str, PaidElsewhere] = {}
