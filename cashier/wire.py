"""What desk and ledger say to each other: JSON over HTTPS, every message with its version.

``POST /v1/desks/{desk}/lines``      Run → Standing
``GET  /v1/desks/{desk}/standing``   → Standing
``GET  /v1/desks/{desk}/directory?epoch=…&after=…&limit=…&wait_s=…`` → Page
``PUT  /v1/desks/{desk}/people/{member}``  → Page of that member's family, which the desk is told of from then on
``GET  /v1/desks/{desk}/people/{member}/payments``  → PastAnswer
``POST /v1/enrollment``              Enrollment → Enrolled
``POST /v1/channels/{channel}/payments``  ChannelPayments → ChannelAnswer
``POST /v1/billing/{system}/events``      BillingEvents → BillingAnswer, which stand in `cashier.wire_billing`
``POST /v1/billing/{system}/details``     BillingDetails → BillingAnswer
``GET  /v1/billing/{system}/told?after=…``  → Told
``GET  /v1/desks/{desk}/details?statement=…``  → StatementDetailsRow
``GET  /v1/desks/{desk}/receipts/{receipt}``  → ReceiptAnswer, whichever desk made it
``GET  /v1/members?text=…``          → SearchAnswer
``GET  /v1/guarantors/{number}``     → GuarantorAccount
``GET  /v1/desks/{desk}/suspended``  → SuspendedList of the desk's center
``PUT  /v1/desks/{desk}/suspended/{id}``  TakeUp → TakenUp
``POST /v1/desks/{desk}/cash``       CashAsked → CashAnswer
``POST /v1/desks/{desk}/office``     OfficeAsked → OfficeAnswer, which stand in `cashier.wire_office`
A desk signs each request (`cashier.security.signing`), a channel shows its token as ``Authorization: Bearer``.
An answer other than 200 carries Trouble: 401 the ledger does not know who asks, 403 it may not, 408 the request came
too slowly, 413 it is too large, 429 it comes too often (``Retry-After`` in seconds).
Every answer carries the request's id in ``X-Request-Id``.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from cashier.domain.money import MOST_CENTS, no_yes
from cashier.domain.past_payments import PAST_MOST
from cashier.domain.people import Role
from cashier.domain.statements import StatementKind

VERSION = 1
RUN_LINES_MAX = 1000
PAGE_ROWS_MAX = 500

PAID_FROM, PAID_BEFORE = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
PaidAt = Annotated[AwareDatetime, Field(ge=PAID_FROM, lt=PAID_BEFORE)]


class Message(BaseModel):
    """A message ignores fields that a newer peer may have added; it never changes once read."""

    # Built when it is read first: a desk's start would wait for it, and its lanes may begin later.
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class SentLine(Message):
    """A journal line as it is stored: its place, its link and its canonical bytes as text."""

    sequence: int = Field(ge=1)
    chain: str = Field(pattern="^[0-9a-f]{64}$")
    body: str


class Run(Message):
    """Lines in order, without a gap among them."""

    v: Literal[1] = 1
    lines: tuple[SentLine, ...] = Field(max_length=RUN_LINES_MAX)


class Standing(Message):
    """How far the ledger has this desk's journal. ``state`` conflict: it holds other lines under these numbers.

    ``revoked``: it only delivers from now on, and forgets whom it knows once all is there.
    """

    v: Literal[1] = 1
    desk: str
    epoch: str
    received_through: int = Field(ge=0)
    chain: str
    state: Literal["ok", "conflict"] = "ok"
    revoked: bool = False


class Enrollment(Message):
    """A desk's first word: the code that a person was given for it, and its public key (Ed25519, base64).

    ``journal_lines``: how many its journal has. ``replaces``: whose place it takes, as the code says, too. Signed with
    that key, like every later request.
    """

    v: Literal[1] = 1
    desk: str = Field(pattern="^[A-Z0-9]{2,20}$")
    code: str = Field(min_length=1, max_length=40)
    public_key: str = Field(pattern="^[A-Za-z0-9+/]{43}=$")
    journal_lines: int = Field(ge=0)
    replaces: str | None = None


class Enrolled(Message):
    """The desk is in. ``replaces``: the desk whose place it takes, which the ledger has up to ``replaced_through``."""

    v: Literal[1] = 1
    desk: str
    center: str
    epoch: str
    replaces: str | None = None
    replaced_through: int = Field(default=0, ge=0)


class MemberRow(Message):
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


class GuarantorRow(Message):
    number: str
    name: str
    region: str


class PaidElsewhere(Message):
    """What somebody paid another way: ``online``, by mail, at a bank."""

    channel: str
    cents: int
    paid_at: AwareDatetime


class StatementRow(Message):
    """``open_cents`` contains our lines up to the page's mark; ``held_cents`` are parts of ours that it does not.

    ``paid_elsewhere`` are the latest payments that came another way, newest first.
    """

    number: str
    kind: StatementKind
    region: str
    member_number: str
    guarantor_number: str
    title: str
    statement_date: date
    due_date: date
    billed_cents: int
    open_cents: int
    version: int
    held_cents: int = 0
    service_date: date | None = None
    under_review: bool = False
    autopay_on: date | None = None
    plan_words: str = ""
    confidential: bool = False
    paid_elsewhere: tuple[PaidElsewhere, ...] = ()
    statuses: tuple[str, ...] = ()


class StaffRow(Message):
    """``centers``: where this person works; none stands for all centers."""

    user: str
    name: str
    role: Role
    passphrase_hash: str
    badge: str = ""
    active: bool = True
    centers: tuple[str, ...] = ()


class ReturnedCheckRow(Message):
    """An account, by its token, with a returned check: through ``until`` a lead has to agree to another one."""

    token: str
    until: date


class Page(Message):
    """A part of the directory, read in one snapshot: rows that changed after a cursor, oldest change first.

    ``after`` is the cursor to ask on with; ``more`` says whether to ask at once. A desk whose epoch differs starts over
    from an empty cursor, and forgets what the first page of the new epoch does not bring back by its end. ``gone`` are
    members who are no longer this desk's to hold: it forgets them with their statements before it takes the rows.
    ``came_back``: what became of this desk's receipts at the office (checks returned, money moved), as `masked_since`
    leaves it.
    """

    v: Literal[1] = 1
    epoch: str
    mark: int = Field(ge=0)
    after: str
    more: bool
    gone: tuple[str, ...] = ()
    members: tuple[MemberRow, ...] = ()
    guarantors: tuple[GuarantorRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    returned_checks: tuple[ReturnedCheckRow, ...] = ()
    came_back: tuple[str, ...] = ()


class ChannelPayment(Message):
    """Money that came another way. ``reference`` is the channel's own, and makes it count once.

    It pays a statement; with a guarantor's number alone it becomes that guarantor's credit. ``paid_at`` is when the
    payor paid, where the channel knows.
    """

    reference: str = Field(min_length=1, max_length=80)
    statement_number: str = ""
    guarantor_number: str = ""
    cents: int = Field(gt=0, strict=True)
    business_date: date
    paid_at: PaidAt | None = None


class ChannelPayments(Message):
    v: Literal[1] = 1
    payments: tuple[ChannelPayment, ...] = Field(max_length=RUN_LINES_MAX)


class ChannelAnswer(Message):
    """How many were new, and how many had been received before.

    ``conflicts`` are the places in the message, from 0, of payments whose reference came before with another amount or
    for somebody else; of these nothing was posted.
    """

    v: Literal[1] = 1
    posted: int
    known: int
    conflicts: tuple[int, ...] = ()


# What other systems write: strict enough that every desk can keep and show it.
NUMBER, CODE, LANGUAGE = "[0-9A-Za-z][0-9A-Za-z._/-]{0,39}", "[0-9A-Za-z][0-9A-Za-z_-]{0,19}", "[A-Za-z-]{2,20}"
NO_LETTER = r"\x00-\x1f\x7f-\x9f"
WORDS_MOST, CHIPS_MOST = 100, 20

Number = Annotated[str, Field(pattern=f"^{NUMBER}$")]
Code = Annotated[str, Field(pattern=f"^{CODE}$")]
Words = Annotated[str, Field(max_length=WORDS_MOST, pattern=f"^[^{NO_LETTER}]*$")]
Name = Annotated[Words, Field(min_length=1)]
Chips = Annotated[tuple[Name, ...], Field(max_length=CHIPS_MOST)]
Cents = Annotated[int, BeforeValidator(no_yes), Field(ge=0, le=MOST_CENTS)]


class FoundRow(Message):
    number: str
    family_name: str
    given_names: str
    birth_year: int
    home_center: str


class SearchAnswer(Message):
    v: Literal[1] = 1
    found: tuple[FoundRow, ...]


class PaidRow(Message):
    """What a guarantor paid at once, at a desk or another way: ``channel`` says which, and is empty for a desk."""

    taken_at: datetime
    business_date: date | None
    cents: int
    desk: str
    center: str
    channel: str = ""


class PastRow(Message):
    """What one line paid for one member: `cashier.domain.past_payments.PastPayment`."""

    line_id: UUID
    paid_at: AwareDatetime
    business_date: date | None
    cents: int = Field(gt=0)
    statements: tuple[str, ...] = ()
    deposits: tuple[str, ...] = ()
    used: str = ""
    tenders: tuple[str, ...] = ()
    receipt: str = ""
    desk: str = ""
    center: str = ""
    channel: str = ""
    is_voided: bool = False
    is_moved: bool = False
    is_refund: bool = False
    is_returned: bool = False


class PastAnswer(Message):
    """A member's latest payments, newest first."""

    v: Literal[1] = 1
    payments: tuple[PastRow, ...] = Field(max_length=PAST_MOST)


class GuarantorAccount(Message):
    """A guarantor with the whole family, every statement with its balance, and the latest payments, newest first.

    ``credit_cents`` pay no statement yet.
    """

    v: Literal[1] = 1
    guarantor: GuarantorRow
    credit_cents: int
    members: tuple[MemberRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    payments: tuple[PaidRow, ...] = ()


class SuspendedList(Message):
    """What the desk may take up of its center's suspended transactions: their lines' bodies, in one snapshot.

    Our lines up to ``mark`` are in it.
    """

    v: Literal[1] = 1
    mark: int = Field(ge=0)
    bodies: tuple[str, ...] = ()


class TakeUp(Message):
    """``staff``: who takes it up."""

    v: Literal[1] = 1
    staff: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class TakenUp(Message):
    """It is the asking desk's from now on, unless ``why_not`` says otherwise."""

    v: Literal[1] = 1
    why_not: str


class ReceiptAnswer(Message):
    """A receipt's lines in their order, as `cashier.domain.receipt_seen.masked` leaves them, and where it was made.

    ``voided``: the payment went back. ``since``: the bodies of what became of it, as `masked_since` leaves them.
    """

    v: Literal[1] = 1
    region: str
    center_name: str
    voided: bool = False
    bodies: tuple[str, ...]
    since: tuple[str, ...] = ()


class ChargeRow(Message):
    """One line of a statement; less than zero for what an insurer paid or took off."""

    service_date: date | None = None
    words: str
    cents: int


class StatementDetailsRow(Message):
    """What a copy of a statement shows beside its sums. ``address`` is empty where none is known or may be used."""

    v: Literal[1] = 1
    addressee: str
    address: tuple[str, ...] = ()
    charges: tuple[ChargeRow, ...] = ()


class CashAsked(Message):
    """``payor`` as `cashier.domain.large_cash.payor_key` says it: in a body, since addresses stand in logs."""

    v: Literal[1] = 1
    payor: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class CashAnswer(Message):
    """What the payor brought in cash to other desks within a day and a year, since the last report on them."""

    v: Literal[1] = 1
    day_cents: int = Field(ge=0, le=10**15)
    year_cents: int = Field(ge=0, le=10**15)
    reported_at: AwareDatetime | None = None


class Trouble(Message):
    """Why a request was not answered, in one sentence; ``request`` is its id in the ledger's log, ``field`` what of a
    form the sentence is about.
    """

    v: Literal[1] = 1
    sentence: str
    field: str = ""
    at: datetime | None = None
    request: str = ""
