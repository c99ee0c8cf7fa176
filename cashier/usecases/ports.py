"""What the use cases need of the world, as Protocols. Adapters stand in other folders; `cashier.doors` joins them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from cashier.domain.card import Attempt, AttemptState, CardOutcome
from cashier.domain.ids import NewId
from cashier.domain.line import Line, Numbered
from cashier.domain.money import Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.people import Staff
from cashier.domain.place import Place
from cashier.domain.scan import Query
from cashier.domain.shift import Shift
from cashier.domain.sign_in import OfflineLimits
from cashier.domain.statements import Member, Statement
from cashier.domain.tenders import SealedAccount
from cashier.domain.times import Clock

# --- the journal database: one unit of work is one durable transaction ---


@dataclass(frozen=True, slots=True)
class Head:
    """The last line's place and link; sequence 0 and the first link for an empty journal."""

    sequence: int
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A line as it lies in the journal, unread: sending needs its bytes, not its meaning."""

    sequence: int
    chain: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far the ledger has this desk's journal, as it said at ``heard_at`` (None: never)."""

    received_through: int
    epoch: str
    heard_at: datetime | None


class Journal(Protocol):
    """This desk's numbered, immutable lines, and what follows from them."""

    def head(self) -> Head: ...
    def append(self, line: Line) -> Numbered:
        """Write a line and its transfers at the next place. Raises StoreTrouble."""

    def line(self, line_id: UUID) -> Numbered | None: ...
    def payment(self, payment_id: UUID) -> tuple[Numbered, ...]:
        """The PAYMENT lines of one payment, in order."""

    def receipt(self, number: str) -> tuple[Numbered, ...]:
        """The PAYMENT lines under one receipt number, in order."""

    def next_receipt(self) -> str:
        """The next receipt number, gapless: it is used up only if this transaction commits a line that carries it."""

    def open_shift(self) -> Shift | None: ...
    def after(self, sequence: int, limit: int) -> tuple[Numbered, ...]: ...
    def stored_after(self, sequence: int, limit: int) -> tuple[Stored, ...]:
        """The same lines as `after`, also those that this version could not read."""

    def applied_past(self, marks: Mapping[str, int]) -> Mapping[str, Money]:
        """For each account code, what our lines past its mark have credited to it; accounts with nothing left out."""

    def mark(self) -> Mark: ...
    def move_mark(self, mark: Mark) -> None:
        """Remember the ledger's standing. A mark of the same epoch never moves back."""

    def differs(self) -> str:
        """Why this journal may take no more money: the ledger holds another history of it. Empty if it does not."""

    def set_differs(self, sentence: str) -> None:
        """Remember, or with an empty sentence forget, that the ledger holds another history."""

    def to_send(self) -> int:
        """How many payments and corrections the ledger doesn't have."""


class JobState(StrEnum):
    """QUEUED → SENDING → CONFIRMED; UNKNOWN where bytes left and no answer came; a failed start goes back to QUEUED.

    A printer that waits for a payment has its job SENDING in the payment's own commit.
    """

    QUEUED = "queued"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One piece of paper to be made. ``copy`` 0 is the original; DUPLICATE n otherwise."""

    job_id: int
    receipt: str
    copy: int
    state: JobState
    tries: int
    words: str


class PrintJobs(Protocol):
    """Paper that is to be made, as rows written in the commit that makes them due."""

    def add(self, receipt: str, copy: int, state: JobState = JobState.QUEUED) -> int:
        """A new job, QUEUED or SENDING; returns its id."""

    def next(self) -> PrintJob | None:
        """The oldest job that is QUEUED or SENDING: for the one lane that prints, which has none under way then."""

    def move(self, job_id: int, state: JobState, words: str = "") -> None: ...
    def of(self, receipt: str) -> tuple[PrintJob, ...]: ...
    def in_state(self, state: JobState) -> tuple[PrintJob, ...]: ...
    def unprinted_payments(self) -> tuple[str, ...]:
        """Receipts with booked money and no job: a card payment whose desk died before it was finished."""


class Attempts(Protocol):
    """Card money asked for."""

    def add(self, attempt: Attempt) -> None: ...
    def get(self, attempt_id: UUID) -> Attempt | None: ...
    def unsettled(self) -> tuple[Attempt, ...]: ...
    def move(self, attempt_id: UUID, state: AttemptState, words: str = "") -> None: ...
    def next_service_id(self) -> str:
        """From a persistent counter, at most ten characters, never the same twice."""


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed sign-ins of one name at this desk since the last good one."""

    count: int
    last_at: datetime | None


class SignInTries(Protocol):
    """Failed sign-ins, kept so that the delay survives a restart."""

    def failures(self, user: str) -> Failures: ...
    def add(self, user: str, at: datetime) -> None: ...
    def clear(self, user: str) -> None: ...


class UnitOfWork(Protocol):
    """One transaction. Leaves by rollback unless `commit` was called; commit returns when it is on the disk."""

    @property
    def journal(self) -> Journal: ...
    @property
    def jobs(self) -> PrintJobs: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def tries(self) -> SignInTries: ...
    def commit(self) -> None:
        """Make it durable. Raises StoreTrouble, and then nothing was written."""


OpenWork = Callable[[], AbstractContextManager[UnitOfWork]]

# --- the directory: what the ledger can send again ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A member as a list shows one: no amounts, last four only (R15)."""

    number: str
    family_name: str
    given_names: str
    birth_year: int
    home_center: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A statement as the ledger last said it, and what that figure already contains of this desk.

    ``mark``: our lines up to here are in ``statement.open``. ``held``: parts of ours that the ledger has and did not
    post to it. What is open on screen is ``statement.open`` less our lines past the mark, less ``held``.
    """

    statement: Statement
    mark: int
    held: Money


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the ledger last answered with what it knows; None if it never did."""

    as_of: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRecord:
    """A person who may sign in here, with the hash of the passphrase."""

    staff: Staff
    passphrase_hash: str
    badge: str
    active: bool


class Directory(Protocol):
    """Members, guarantors, statements and staff as the ledger last sent them. Reads only; the pull lane writes."""

    def search(self, query: Query, limit: int) -> tuple[Found, ...]:
        """Members for a query, best first, at most ``limit``."""

    def member(self, number: str) -> Member | None: ...
    def family(self, guarantor_number: str) -> tuple[Member, ...]: ...
    def member_of_statement(self, statement_number: str) -> str | None: ...
    def statements_of(self, member_number: str) -> tuple[Known, ...]:
        """A member's statements on which the ledger says that something is open or held."""

    def settled_of(self, member_number: str) -> Mapping[str, int]:
        """All others of the member: their marks by number, since a long history is seldom needed whole."""

    def statements(self, numbers: tuple[str, ...]) -> tuple[Known, ...]: ...
    def paid_elsewhere_of(self, member_number: str) -> tuple[PaidElsewhere, ...]:
        """The last payment that came another way of each of the member's statements where one did, by number."""

    def staff(self, user_or_badge: str) -> StaffRecord | None: ...
    def freshness(self) -> Freshness: ...


@dataclass(frozen=True, slots=True)
class DirectoryCursor:
    """How far the desk's copy of the directory has come, in the ledger's words; both empty for one with nothing yet."""

    epoch: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPage:
    """Rows that the ledger sent, already looked at: what changed after the cursor it was asked with.

    ``mark``: our lines up to here are in its statements. ``after``: the cursor to ask on with, at once if ``more``.
    ``gone``: members who are to be forgotten with all that is theirs.
    """

    epoch: str
    mark: int
    after: str
    more: bool
    gone: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    statements: tuple[Known, ...] = ()
    staff: tuple[StaffRecord, ...] = ()
    paid_elsewhere: tuple[PaidElsewhere, ...] = ()


class DirectoryWriter(Protocol):
    """What the ledger's answers write, and nobody else."""

    def cursor(self) -> DirectoryCursor: ...
    def apply(self, page: DirectoryPage, as_of: datetime) -> None:
        """Write a page and its cursor in one transaction. Raises StoreTrouble, and then nothing was written.

        The first page of another epoch starts over; what the new epoch has not brought back is gone with its first page
        that has no more after it. Such a page also makes ``as_of`` the directory's freshness.
        """

    def bring(self, page: DirectoryPage) -> bool:
        """Write rows that move no cursor; False, and nothing, for those of another epoch. Raises StoreTrouble."""


class Hasher(Protocol):
    """Passphrases: slow on purpose, so never on the Qt thread."""

    def matches(self, passphrase_hash: str, passphrase: str) -> bool: ...


class Sealer(Protocol):
    """Turns a check's account number into what may be kept of it."""

    def seal_account(self, routing: str, account: str) -> SealedAccount: ...


class CardTerminal(Protocol):
    """A card terminal. ``service_id`` names the attempt to it, in the sale and in every question about it."""

    @property
    def name(self) -> str: ...
    def sale(self, service_id: str, amount: Money) -> CardOutcome:
        """Run a sale; blocks until it answers. UNKNOWN for a silence; DeviceTrouble only if nothing was sent."""

    def status(self, service_id: str) -> CardOutcome:
        """What became of an earlier sale; UNKNOWN while it cannot be said. Raises DeviceTrouble."""

    def abort(self, service_id: str) -> None:
        """Ask it to stop a running sale; the sale's own answer stays the truth. Raises DeviceTrouble."""

    def reverse(self, service_id: str, amount: Money) -> CardOutcome:
        """Give an approved sale back. Raises DeviceTrouble."""

    def diagnose(self) -> str:
        """Words for the strip when all is well. Raises DeviceTrouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus:
    """What a printer says of itself; ``words`` for the strip, ``ready`` if paper would come out now."""

    ready: bool
    words: str
    near_end: bool = False


class Printer(Protocol):
    """A receipt printer with the drawer's cable in it."""

    @property
    def columns(self) -> int: ...
    def status(self) -> PrinterStatus:
        """Raises DeviceTrouble if it does not answer."""

    def print(self, data: bytes) -> bool:
        """Send a whole document behind a fence. True: the printer said it is through. False: it may have printed.

        Raises DeviceTrouble only if no byte was sent.
        """

    def open_drawer(self) -> None:
        """Pulse the drawer now. Raises DeviceTrouble."""

    def hang_up(self) -> None:
        """Nothing follows for now: let others talk to it."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of a receipt as laid out in columns."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PaperText:
    """A receipt as the screen shows it, from the same document as the paper's."""

    lines: tuple[PaperLine, ...]
    barcode: str


class PaperWords(Protocol):
    """Says a payment's lines as paper does."""

    def preview(self, lines: tuple[Line, ...], *, copy: int, columns: int) -> PaperText: ...


class Lane(Protocol):
    """Slow work that asks the store what is next. It has no thread of its own and loses nothing if it is not called."""

    @property
    def name(self) -> str: ...
    def step(self) -> float:
        """Do one thing that is due; returns after how many seconds to look again unless woken (0: at once)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything a use case needs, joined once at start.

    ``open_reading`` is for those who only look: one snapshot, which waits for no writer and is never committed.
    """

    place: Place
    open_work: OpenWork
    open_reading: OpenWork
    directory: Directory
    clock: Clock
    new_id: NewId
    hasher: Hasher
    sealer: Sealer
    offline: OfflineLimits = field(default_factory=OfflineLimits)
