"""What a billing system says to the ledger: guarantors, members, statements, and what happens to them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from cashier.domain.mailed_receipt import is_address
from cashier.domain.money import MOST_CENTS, no_yes
from cashier.domain.statements import StatementKind
from cashier.wire import (
    LANGUAGE,
    RUN_LINES_MAX,
    Cents,
    Chips,
    Code,
    GuarantorRow,
    MemberRow,
    Message,
    Name,
    Number,
    Words,
)


def _address(said: str) -> str:
    if said and not is_address(said):
        raise ValueError("It has to be an address like mai@example.org, or left out")
    return said


class BilledGuarantor(GuarantorRow):
    """A guarantor as a billing system writes it."""

    number: Number
    name: Name
    region: Code


class BilledMember(MemberRow):
    """A member as a billing system writes it. ``notes`` are chips like *deceased* or *restricted*."""

    number: Number
    guarantor_number: Number
    family_name: Name
    given_names: Name
    region: Code
    home_center: Name
    plan: Words = ""
    language: Annotated[str, Field(pattern=f"^{LANGUAGE}$")] = "en"
    notes: Chips = ()
    email: Annotated[str, AfterValidator(_address)] = ""


class Bill(Message):
    """A statement as its billing system writes it. ``paid_cents``: paid or written off before it came here."""

    number: Number
    kind: StatementKind
    region: Code
    member_number: Number
    guarantor_number: Number
    title: Name
    statement_date: date
    due_date: date
    billed_cents: Cents
    paid_cents: Cents = 0
    service_date: date | None = None
    under_review: bool = False
    autopay_on: date | None = None
    plan_words: Words = ""
    confidential: bool = False
    statuses: Chips = ()

    @model_validator(mode="after")
    def _is_not_overpaid(self) -> Self:
        if self.paid_cents > self.billed_cents:
            raise ValueError("paid_cents is more than billed_cents. Send the rest as a payment")
        return self


LINES_MOST, ADDRESS_LINES_MOST = 999, 5


class BilledLine(Message):
    """One line of a statement, at its ``place`` from 1; less than zero for what an insurer paid or took off."""

    statement_number: Number
    place: Annotated[int, Field(ge=1, le=LINES_MOST)]
    words: Name
    cents: Annotated[int, BeforeValidator(no_yes), Field(ge=-MOST_CENTS, le=MOST_CENTS)]
    service_date: date | None = None

    @property
    def number(self) -> str:
        """Whose line it is."""
        return self.statement_number


class MailAddress(Message):
    """Where a guarantor is written to: street, place, country, each a line."""

    guarantor_number: Number
    address: Annotated[tuple[Name, ...], Field(min_length=1, max_length=ADDRESS_LINES_MOST)]

    @property
    def number(self) -> str:
        """Whose address it is."""
        return self.guarantor_number


class BillingDetails(Message):
    """What copies of statements show. Sent again it changes nothing; a line at place 1 begins its statement's anew."""

    v: Literal[1] = 1
    lines: tuple[BilledLine, ...] = Field(default=(), max_length=RUN_LINES_MAX)
    addresses: tuple[MailAddress, ...] = Field(default=(), max_length=RUN_LINES_MAX)


class BillingKind(StrEnum):
    """What a billing system tells. The first three bring what is new or changed; the others happen to a statement."""

    GUARANTOR = "guarantor"
    MEMBER = "member"
    STATEMENT = "statement"
    WITHDRAWN = "withdrawn"
    SENT_TO_COLLECTIONS = "sent_to_collections"
    BACK_FROM_COLLECTIONS = "back_from_collections"
    PLAN_MADE = "plan_made"
    PLAN_ENDED = "plan_ended"
    EXTENDED = "extended"
    ASSISTANCE_ASKED = "assistance_asked"
    ASSISTANCE_GRANTED = "assistance_granted"
    ASSISTANCE_DENIED = "assistance_denied"
    STATUS_SET = "status_set"
    STATUS_ENDED = "status_ended"


_NEEDS = {
    BillingKind.GUARANTOR: "guarantor",
    BillingKind.MEMBER: "member",
    BillingKind.STATEMENT: "statement",
    BillingKind.PLAN_MADE: "words",
    BillingKind.EXTENDED: "due_date",
    BillingKind.STATUS_SET: "words",
    BillingKind.STATUS_ENDED: "words",
}
_BRINGS_A_ROW = frozenset({BillingKind.GUARANTOR, BillingKind.MEMBER, BillingKind.STATEMENT})


class BillingEvent(Message):
    """What a billing system tells once. ``reference`` is its own, and makes it count once.

    ``words`` are a plan's, or a status; ``due_date`` is the extended one; ``cents`` are what assistance takes off.
    """

    reference: Annotated[Name, Field(max_length=80)]
    event: BillingKind
    statement_number: Number | None = None
    words: Words = ""
    due_date: date | None = None
    cents: Cents = 0
    guarantor: BilledGuarantor | None = None
    member: BilledMember | None = None
    statement: Bill | None = None

    @model_validator(mode="after")
    def _brings_what_it_needs(self) -> Self:
        need = _NEEDS.get(self.event, "statement_number")
        if not getattr(self, need):
            raise ValueError(f"{self.event} needs {need}. Add it")
        if self.statement_number is None and self.event not in _BRINGS_A_ROW:
            raise ValueError(f"{self.event} needs statement_number. Add it")
        return self


class BillingEvents(Message):
    v: Literal[1] = 1
    events: tuple[BillingEvent, ...] = Field(max_length=RUN_LINES_MAX)


class ToldRow(Message):
    """What a desk agreed to or noted, for a billing system to follow: ``number`` is what to ask on after.

    ``kind``: due_date_extended (``due_date``), plan_agreed (``plan_words``), assistance_asked, or referred (``reason``,
    ``words``).
    """

    number: int
    kind: str
    center: str
    at: datetime
    member_number: str
    guarantor_number: str
    statement_number: str
    due_date: date | None = None
    plan_words: str = ""
    reason: str = ""
    words: str = ""


class Told(Message):
    v: Literal[1] = 1
    rows: tuple[ToldRow, ...] = ()


class NotTaken(Message):
    """An event that changed nothing, and why; it may be sent again."""

    reference: str
    sentence: str


class BillingAnswer(Message):
    """How many events were new, and how many had been received before."""

    v: Literal[1] = 1
    taken: int
    known: int
    not_taken: tuple[NotTaken, ...] = ()
