"""Members, guarantors and what they are billed; when a statement is due and how that is said."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cashier.domain.accounts import Book, BookLine
from cashier.domain.money import ZERO, Money
from cashier.domain.times import short_day_words

DUE_AFTER_DAYS = 30  # Unless the statement says otherwise.
DUE_SOON_DAYS = 7


class StatementKind(StrEnum):
    """What a statement bills."""

    HOSPITAL = "hospital"
    PROFESSIONAL = "professional"
    PHARMACY = "pharmacy"
    PREMIUM = "premium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person with a member number. ``notes`` are chips the cashier must see, in the order to show them.

    ``email``: where they read their mail, for what they ask to be sent; empty where nobody knows.
    """

    number: str
    guarantor_number: str
    family_name: str
    given_names: str
    birth_date: date
    region: str
    home_center: str
    plan: str = ""
    language: str = "en"
    notes: tuple[str, ...] = ()
    email: str = ""

    @property
    def name(self) -> str:
        """``Tran, Mai Linh``."""
        return f"{self.family_name}, {self.given_names}"

    @property
    def initials(self) -> str:
        """``MT``: the given name's first letter, then the family name's."""
        return (self.given_names[:1] + self.family_name[:1]).upper()

    @property
    def last_four(self) -> str:
        return self.number[-4:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A bill with what is open on it now. ``version`` changes whenever the balance does."""

    number: str
    kind: StatementKind
    region: str
    member_number: str
    guarantor_number: str
    title: str
    statement_date: date
    due_date: date
    billed: Money
    open: Money
    version: str
    service_date: date | None = None
    under_review: bool = False
    autopay_on: date | None = None
    plan_words: str = ""
    confidential: bool = False

    @property
    def book(self) -> Book:
        return book_of(self.kind, self.region)

    @property
    def plan(self) -> str:
        """The plan of a premium, whose title says plan and month: ``Senior Advantage`` of the one for November."""
        return self.title.rpartition(", ")[0] or self.title

    def next_draw(self, today: date) -> date | None:
        """When autopay takes it; None without autopay, and after the draw: what is open then it did not take."""
        return self.autopay_on if self.autopay_on is not None and self.autopay_on >= today else None

    def less(self, paid: Money, *, version: str) -> "Statement":
        """The same statement after ``paid`` that its source did not know of yet."""
        return replace(self, open=self.open - paid, version=version)


def book_of(kind: StatementKind, region: str) -> Book:
    """Whose money a statement's is: the region's premium book, or its medical one."""
    return Book(region, BookLine.PREMIUM if kind is StatementKind.PREMIUM else BookLine.MEDICAL)


def default_due_date(statement_date: date) -> date:
    """30 days after the statement date."""
    return statement_date + timedelta(days=DUE_AFTER_DAYS)


class DueKind(StrEnum):
    """What to say about a statement's date."""

    PAID = "paid"
    UNDER_REVIEW = "under_review"
    AUTOPAY = "autopay"
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Due:
    """A due state with its words, as the table's chip says them."""

    kind: DueKind
    words: str


def due_of(statement: Statement, today: date, *, autopay_words: str = "") -> Due:
    """How a statement stands on ``today``; ``autopay_words`` is the draw's date as the reader says it."""
    days = (statement.due_date - today).days
    if statement.open <= ZERO:
        return Due(DueKind.PAID, "paid")
    if statement.under_review:
        return Due(DueKind.UNDER_REVIEW, "under review · voluntary")
    if (draw := statement.next_draw(today)) is not None:
        return Due(DueKind.AUTOPAY, f"autopay draws {autopay_words or short_day_words(draw)}")
    if days < 0:
        return Due(DueKind.OVERDUE, f"overdue {-days} {'day' if days == -1 else 'days'}")
    if days == 0:
        return Due(DueKind.TODAY, "due today")
    words = f"due in {days} {'day' if days == 1 else 'days'}"
    return Due(DueKind.SOON if days <= DUE_SOON_DAYS else DueKind.LATER, words)


def counts_as_due(statement: Statement, today: date) -> bool:
    """Whether *all that is due* and *oldest first* take it in: neither under review nor drawn by autopay (R18)."""
    return statement.open > ZERO and not statement.under_review and statement.next_draw(today) is None
