"""Every word of a statement's copy, in each language it can be said in: `statement_glossary.tsv`."""

from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from cashier.domain.statements import StatementKind
from cashier.domain.times import clock_words
from receipts.glossary import read_glossary
from receipts.words import receipt_language


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWords:
    """One language. What stands in braces is filled in; ``kinds`` are hospital, professional, pharmacy, premium.

    ``ages``: not yet due, 1 to 30, 31 to 60, 61 to 90 and over 90 days past due.
    """

    title: str
    made: str
    statement: str
    member: str
    guarantor: str
    statement_date: str
    due_date: str
    service_date: str
    kinds: tuple[str, str, str, str]
    dated: str
    description: str
    amount: str
    billed: str
    paid: str
    open: str
    no_lines: str
    aging: str
    ages: tuple[str, str, str, str, str]
    messages: str
    autopay: str
    review: str
    plan: str
    late: str
    assistance: str
    confidential: str
    ways: str
    online: str
    app: str
    phone: str
    mail: str
    bank: str
    detach: str
    remit_to: str
    enclosed: str
    check_to: str
    questions: str
    page: str
    continued: str
    months: tuple[str, ...]
    date_form: str
    clock_form: str
    halves: tuple[str, str]

    def clock(self, there: datetime) -> str:
        """The time of a day as this language writes it, in the zone of ``there``."""
        return clock_words(there, self.clock_form, self.halves)

    def day(self, day: date) -> str:
        """A date as this language writes it."""
        return self.date_form.format(month=self.months[day.month - 1], day=day.day, year=day.year)

    def kind(self, kind: StatementKind) -> str:
        """What is billed."""
        return self.kinds[tuple(StatementKind).index(kind)]


STATEMENT_WORDS = MappingProxyType(dict(read_glossary("statement_glossary.tsv", StatementWords)))


def statement_words(language: str) -> StatementWords:
    """The words of a reader's language; English where there are none, or no letters to draw them with."""
    return STATEMENT_WORDS[receipt_language(language)]
