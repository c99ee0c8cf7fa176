"""What people of the office and the ledger say to each other: JSON over HTTPS, lists as CSV, too.

``POST /v1/office/sign-in``           SignIn → Session; ``POST /v1/office/sign-out``
``GET  /v1/office/{list}``            → Rows of drawers, held, credits, holding, alarms, quarantine,
returned-checks or day-totals
``GET  /v1/office/quarantine/{desk}/{run_hash}`` → the raw run
``POST /v1/office/tasks/{task}/take`` TakeTask → Done
``GET  /v1/office/notes``             → NoteRow; ``POST /v1/office/notes/{note}/take`` TakeTask, ``…/close`` CloseNote
``POST /v1/office/held/{task}/release`` ReleaseHeld → Released
``POST /v1/office/alarms/{alarm}/acknowledge`` Acknowledge → Done
``POST /v1/office/returned-checks``   ListAccount → Done
Deposits stand in `cashier.ledger.office_deposits`.
A person shows the token of their session as ``Authorization: Bearer``.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from cashier.domain.people import Role
from cashier.wire import Message

Short = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Sentence = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]


class SignIn(Message):
    user: Short
    passphrase: Sentence


class Session(Message):
    """Who signed in, and the token to show until it expires."""

    v: Literal[1] = 1
    token: str
    user: str
    name: str
    role: Role
    expires_at: datetime


class DrawerRow(Message):
    """An open drawer. ``state``: active, suspended or counting. ``expected_cents``: cash, or None (R2).

    ``is_over_limit``: there is more cash in it than was asked about. ``waits``: two counts were not what it should be.
    ``also_at``: other desks at which its cashier has a drawer open.
    """

    center: str
    region: str
    desk: str
    cashier: str
    cashier_name: str
    business_date: date
    opened_at: datetime
    state: str
    payments: int
    expected_cents: int | None
    is_over_limit: bool = False
    waits: bool = False
    also_at: tuple[str, ...] = ()


class HeldRow(Message):
    """A part of a line that could not be posted where the desk said.

    ``cents`` were taken for a statement or a guarantor that the ledger did not know; ``held_cents`` are still held.
    ``is_known_now``: it does now, so the part can be released to it.
    """

    task: str
    why: str
    center: str
    desk: str
    sequence: int
    line_id: UUID
    cashier: str
    business_date: date | None
    received_at: datetime
    age_days: int
    owner: str
    cents: int
    held_cents: int
    statement_number: str
    guarantor_number: str
    is_known_now: bool


class CreditRow(Message):
    """What came to a guarantor's credit and is left of it: ``cents``, of ``credit_cents`` that the guarantor has.

    ``statement_number``: of which balance it was paid beyond what was open; empty where it was meant to be credit.
    """

    task: str
    guarantor_number: str
    statement_number: str
    center: str
    desk: str
    sequence: int
    business_date: date | None
    received_at: datetime
    age_days: int
    owner: str
    cents: int
    credit_cents: int


class NoteRow(Message):
    """What a desk noted for somebody of the office: a referral, an application given out, or what it agreed to on a
    statement that the ledger does not know (``is_known``)."""

    note: int
    kind: str
    center: str
    desk: str
    cashier: str
    at: datetime
    received_at: datetime
    age_days: int
    owner: str
    member_number: str
    guarantor_number: str
    statement_number: str
    reason: str
    words: str
    is_known: bool


class CloseNote(Message):
    """``note``: what was done about it."""

    line_id: UUID
    note: Sentence


class HoldingRow(Message):
    """Money that has no name yet, and all that is known of it: ``held_cents`` of ``cents`` still wait.

    ``owner`` is who looks after it: the cashier who took it, until somebody takes the task.
    """

    task: str
    center: str
    region: str
    desk: str
    sequence: int
    receipt: str
    cashier: str
    business_date: date | None
    received_at: datetime
    age_days: int
    owner: str
    cents: int
    held_cents: int
    clues: str
    source: str
    payor: str
    payor_phone: str


class PaperBookRow(Message):
    """A paper receipt book: ``missing`` numbers between the first and the last that were entered, with blanks."""

    center: str
    book: str
    first: int
    last: int
    entered: int
    missing: str


class CashReportRow(Message):
    """A report on large cash (Form 8300): by when it is filed, and the sealed form once a desk took it down.

    ``why_not``: why something of the form is missing.
    """

    task: str
    desk: str
    center: str
    receipt: str
    cashier: str
    within: str
    reached_on: date
    due_on: date
    owner: str
    is_taken_down: bool
    why_not: str
    sealed: str


class AlarmRow(Message):
    """``acknowledged_by`` is empty while nobody has."""

    alarm: int
    at: datetime
    age_days: int
    what: str
    sentence: str
    acknowledged_by: str
    acknowledged_at: datetime | None


class QuarantineRow(Message):
    """A run that was kept raw, because other lines stand under its numbers."""

    desk: str
    run_hash: str
    received_at: datetime
    age_days: int
    bytes: int


class DayTotalRow(Message):
    """What payors paid on a day. Fields that were not asked for are empty; sums that may not be seen are None."""

    business_date: date
    region: str = ""
    center: str = ""
    desk: str = ""
    cashier: str = ""
    tender: str = ""
    tenders: int | None
    cents: int | None


class TakeTask(Message):
    """``line_id`` is made before the first attempt, here and in every act: sent again it is the same act."""

    line_id: UUID


class Acknowledge(Message):
    line_id: UUID
    note: Sentence = ""


class ReleaseHeld(Message):
    """To a statement or to a guarantor's credit, one of both; all that is held, or ``cents`` of it.

    ``second_token``: of the session of whoever agrees to it.
    """

    line_id: UUID
    statement_number: Short = ""
    guarantor_number: Short = ""
    cents: int | None = Field(default=None, gt=0)
    reason: Sentence
    second_token: Short = ""


class ListAccount(Message):
    """A check of ``receipt`` came back unpaid: through ``until`` a lead agrees to another one on its account."""

    line_id: UUID
    receipt: Short
    number: Short
    until: date
    reason: Sentence = ""


class ReturnedCheckRow(Message):
    """An account with a returned check; the last one, by its receipt and number."""

    receipt: str
    number: str
    last_four: str
    until: date
    listed_by: str


class Done(Message):
    """The act's place in the ledger's own journal."""

    v: Literal[1] = 1
    sequence: int


class Released(Message):
    """Where it went: ``applied_cents`` to the statement, ``credit_cents`` to the guarantor; ``held_cents`` remain."""

    v: Literal[1] = 1
    task: str
    applied_cents: int
    credit_cents: int
    held_cents: int
