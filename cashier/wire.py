"""What desk and ledger say to each other: JSON over HTTPS, every message with its version.

``POST /v1/desks/{desk}/lines``      Run → Standing
``GET  /v1/desks/{desk}/standing``   → Standing
``GET  /v1/desks/{desk}/directory?epoch=…&after=…&limit=…&wait_s=…`` → Page
``POST /v1/channels/{channel}/payments``  ChannelPayments → ChannelAnswer
``GET  /v1/members?text=…``          → SearchAnswer
A desk shows its token as ``Authorization: Bearer``. An answer other than 200 carries Trouble, and every answer the
request's id in ``X-Request-Id``.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from cashier.domain.people import Role
from cashier.domain.statements import StatementKind

VERSION = 1
RUN_LINES_MAX = 500
PAGE_ROWS_MAX = 500


class Message(BaseModel):
    """A message ignores fields that a newer peer may have added; it never changes once read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


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
    """How far the ledger has this desk's journal. ``state`` conflict: it holds other lines under these numbers."""

    v: Literal[1] = 1
    desk: str
    epoch: str
    received_through: int = Field(ge=0)
    chain: str
    state: Literal["ok", "conflict"] = "ok"


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


class GuarantorRow(Message):
    number: str
    name: str
    region: str


class StatementRow(Message):
    """``open_cents`` contains our lines up to the page's mark; ``held_cents`` are parts of ours that it does not."""

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


class StaffRow(Message):
    user: str
    name: str
    role: Role
    passphrase_hash: str
    badge: str = ""
    active: bool = True


class Page(Message):
    """A part of the directory, read in one snapshot: rows that changed after a cursor, oldest change first.

    ``after`` is the cursor to ask on with; ``more`` says whether to ask at once. A desk whose epoch differs starts over
    from an empty cursor, and forgets what the first page of the new epoch does not bring back by its end.
    """

    v: Literal[1] = 1
    epoch: str
    mark: int = Field(ge=0)
    after: str
    more: bool
    members: tuple[MemberRow, ...] = ()
    guarantors: tuple[GuarantorRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()


class ChannelPayment(Message):
    """Money that came another way. ``reference`` is the channel's own, and makes it count once."""

    reference: str = Field(min_length=1, max_length=80)
    statement_number: str
    cents: int = Field(gt=0)
    business_date: date


class ChannelPayments(Message):
    v: Literal[1] = 1
    payments: tuple[ChannelPayment, ...] = Field(max_length=RUN_LINES_MAX)


class ChannelAnswer(Message):
    """How many were new; the others had been received before."""

    v: Literal[1] = 1
    posted: int
    known: int


class FoundRow(Message):
    number: str
    family_name: str
    given_names: str
    birth_year: int
    home_center: str


class SearchAnswer(Message):
    v: Literal[1] = 1
    found: tuple[FoundRow, ...]


class Trouble(Message):
    """Why a request was not answered, in one sentence; ``request`` is its id in the ledger's log."""

    v: Literal[1] = 1
    sentence: str
    at: datetime | None = None
    request: str = ""
