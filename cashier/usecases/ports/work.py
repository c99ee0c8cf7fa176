"""One durable transaction of the desk: its journal, its paper that is due, its attempts."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from cashier.domain.card import Attempt, AttemptState
from cashier.domain.line import Line, Numbered
from cashier.domain.money import Money
from cashier.domain.shift import Shift
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.transfer import Transfer


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


class Drawers(Protocol):
    """What the journal says of its drawers."""

    def moved(self, shift_id: UUID) -> tuple[Transfer, ...]:
        """All that moved into and out of a shift's drawer: its own accounts as they are, all others perhaps as one."""

    def lines(self, shift_id: UUID) -> ShiftLines:
        """All lines of a shift, from the one that opened it; payments by cash alone may be told as a sum."""

    def changes(self, shift_id: UUID) -> tuple[Numbered, ...]:
        """The lines of a shift that changed how its drawer stands: opened, suspended, resumed, counted, closed."""

    def paper_and_cards(self, shift_id: UUID) -> tuple[Numbered, ...]:
        """The lines of a shift that moved checks or other paper, or booked a card."""

    def last_close(self) -> Numbered | None:
        """The last Z report of this desk."""

    def z(self, number: int) -> Numbered | None:
        """A Z report of this desk: the first is 1."""

    def handed(self, limit: int) -> tuple[Numbered, ...]:
        """The latest lines about cash between cashiers (`handing.KINDS`) and closes, at most ``limit``, in order."""

    def done_for(self, user: str) -> tuple[Numbered, ...]:
        """What others did with this person's drawers, in order, up to what they have read (MESSAGE_READ) of it."""

    def bags(self, numbers: Collection[str]) -> frozenset[str]:
        """Those of these numbers that a bag had which was filled at this desk."""


class Journal(Protocol):
    """This desk's numbered, immutable lines, and what follows from them."""

    def head(self) -> Head: ...
    def append(self, line: Line) -> Numbered:
        """Write a line and its transfers at the next place. Raises StoreTrouble, and Refused where another act has used
        a lead's word that was given from afar (`asks.words_of`): then nothing is written.
        """

    def line(self, line_id: UUID) -> Numbered | None: ...
    def payment(self, payment_id: UUID) -> tuple[Numbered, ...]:
        """The PAYMENT lines of one payment, in order."""

    def receipt(self, number: str) -> tuple[Numbered, ...]:
        """The PAYMENT lines under one receipt number, in order."""

    def corrections(self, payment_id: str) -> tuple[Numbered, ...]:
        """The lines that correct a payment, in order."""

    def taken_for(self, items: tuple[str, ...]) -> Mapping[str, Numbered]:
        """By `Tender.items`, the last PAYMENT line that took such a piece of paper; none for what is new here."""

    def next_receipt(self) -> str:
        """The next receipt number, gapless: it is used up only if this transaction commits a line that carries it."""

    def suspensions(self, limit: int) -> tuple[Numbered, ...]:
        """The latest SUSPENDED and RESUMED lines, at most ``limit``, in order."""

    def cash_of(self, payor: str, limit: int) -> tuple[Numbered, ...]:
        """The latest lines that are about a payor's cash (`large_cash.whose_cash`), at most ``limit``, in order."""

    def open_shift(self) -> Shift | None:
        """The shift that is open at this desk, in use or not."""

    @property
    def drawers(self) -> Drawers: ...
    def papers(self, book: str) -> tuple[Numbered, ...]:
        """The last PAYMENT line of each number of a paper receipt book that was entered here, in their order; of a
        desk's receipt instead of a book, the one line.
        """

    def batches(self, limit: int) -> tuple[Numbered, ...]:
        """The latest BATCH_OPENED and BATCH_CLOSED lines, at most ``limit``, in order."""

    def after(self, sequence: int, limit: int) -> tuple[Numbered, ...]: ...
    def stored_after(self, sequence: int, limit: int) -> tuple[Stored, ...]:
        """The same lines as `after`, also those that this version could not read."""

    def applied_past(self, marks: Mapping[str, int]) -> Mapping[str, Money]:
        """For each account code, what our lines past its mark have credited to it, less what they took back; accounts
        that none of them moved left out.
        """

    def crediting(self, accounts: Collection[str], limit: int) -> tuple[Numbered, ...]:
        """The lines that moved money to one of these account codes, newest first."""

    def deposits_of(self, member_number: str, limit: int) -> tuple[Numbered, ...]:
        """The payments with a deposit that may be for this member, newest first; the lines say whose each is."""

    def uses_of(self, guarantor_number: str, limit: int) -> tuple[Numbered, ...]:
        """The CREDIT_SLIP and REFUND_SLIP lines of this guarantor, newest first."""

    def arranged_past(self, marks: Mapping[str, int]) -> Mapping[str, tuple[Line, ...]]:
        """Our arranging lines past each mark, in order, by what they are about (`Arrangement.about`); none left out."""

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

    SENT is the end where a printer takes papers and never says more, like a queue of the system.

    A printer that waits for a payment has its job SENDING in the payment's own commit.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One piece of paper to be made. ``copy`` 0 is the original; DUPLICATE n otherwise.

    ``receipt`` is a receipt's number, or the id of the one line that another paper says.
    """

    job_id: int
    receipt: str
    copy: int
    state: JobState
    tries: int
    words: str

    @property
    def line_id(self) -> UUID | None:
        """The line whose paper it is; None for a receipt."""
        try:
            return UUID(self.receipt)
        except ValueError:
            return None

    @property
    def name(self) -> str:
        """What a person calls it: a receipt by its number, another paper by the end of its line's id."""
        return f"Receipt {self.receipt}" if self.line_id is None else f"Paper {self.receipt[-6:].upper()}"


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
    """Card money asked for, or asked to go back."""

    def add(self, attempt: Attempt) -> None:
        """Raises StoreTrouble for a reversal of a sale that another one gave back, or may have."""

    def get(self, attempt_id: UUID) -> Attempt | None: ...
    def unsettled(self) -> tuple[Attempt, ...]: ...
    def reversal_of(self, sale: UUID) -> Attempt | None:
        """The last attempt to give a sale's money back."""

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
    def last_code(self, user: str) -> int:
        """The step of the last authenticator's code that this person used here; 0 where there is none."""

    def use_code(self, user: str, step: int) -> None: ...


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
