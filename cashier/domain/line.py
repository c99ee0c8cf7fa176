"""A journal line and its canonical bytes: stored = hashed = printed from = sent.

A body says its version. Bodies of every version that was ever written stay readable for ever; golden ones are kept
in the tests.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NoReturn
from uuid import UUID

import msgspec

from cashier.domain.accounts import Account
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.money import Money
from cashier.domain.times import instant_text, read_instant
from cashier.domain.transfer import Transfer

VERSION = 1

Facts = Mapping[str, Any]  # JSON values only: text, int, bool, None, lists and objects of these.


class LineKind(StrEnum):
    """What happened. Money kinds carry transfers; the others are records."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"  # A wrong passphrase or PIN; a name that nobody has is not kept.
    REFUSED = "refused"  # A known person wanted to sign in, or to agree, and might not; a word was used twice.
    GLASS_BROKEN = "glass_broken"  # Two signed in together after the ledger was away too long for one.
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    TRAINING_BEGUN = "training_begun"  # Who went to the training desk, which writes none of these lines (R13).
    TRAINING_ENDED = "training_ended"
    SHIFT_OPENED = "shift_opened"
    DRAWER_SUSPENDED = "drawer_suspended"
    DRAWER_RESUMED = "drawer_resumed"
    DRAWER_COUNTED = "drawer_counted"
    DRAWER_READ = "drawer_read"
    SHIFT_CLOSED = "shift_closed"
    CASH_DROPPED = "cash_dropped"
    NO_SALE = "no_sale"
    DRAWER_LEFT_OPEN = "drawer_left_open"  # Its sensor said so for too long; no person did it.
    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    BILLS_EXCHANGED = "bills_exchanged"
    TRANSFER_GIVEN = "transfer_given"  # Cash out of this drawer for another cashier's: in transit until they accept.
    DRAWER_HANDED_OVER = "drawer_handed_over"  # All that is in a counted drawer, likewise.
    TRANSFER_COUNTED = "transfer_counted"  # A receiver's count that was not what was given; no money with it.
    TRANSFER_ACCEPTED = "transfer_accepted"
    TRANSFER_REJECTED = "transfer_rejected"  # The receiver does not take it: its giver takes it back.
    TRANSFER_RECALLED = "transfer_recalled"
    DRAWER_RECALLED = "drawer_recalled"  # A whole drawer that nobody accepted is its giver's again.
    TRANSFER_SETTLED = "transfer_settled"  # The giver's desk heard that another desk accepted.
    SURPRISE_COUNTED = "surprise_counted"  # Somebody of the office counted an open drawer with its cashier.
    DESK_OPENED = "desk_opened"  # The program began at this desk, with which settings.
    DESK_FORGOT = "desk_forgot"  # It was revoked, had delivered all it took, and knows no member and nobody any more.
    SEARCHED = "searched"  # A list of members was looked at, and none of them was opened for it.
    ACCOUNT_OPENED = "account_opened"
    PAYMENT = "payment"
    VOIDED = "voided"  # A payment went back whole, in its own shift, signed by two.
    MOVED = "moved"  # Good money that paid the wrong thing pays another one, signed by two.
    TENDER_CHANGED = "tender_changed"  # A check that was keyed as cash is a check, signed by two.
    CARD_ASKED = "card_asked"
    CARD_CLOSED = "card_closed"
    REVERSAL_ASKED = "reversal_asked"  # Card money of a payment is to go back at the terminal, signed by two.
    REVERSAL_CLOSED = "reversal_closed"  # It did not go back, or nobody knows yet; where it did, the void says so.
    REPRINTED = "reprinted"
    RECEIPT_COPIED = "receipt_copied"  # Another desk's receipt was printed again here, as the ledger told it.
    PAPER_ASKED = "paper_asked"  # The office's copy of a receipt, one member's part, or one with service dates.
    RECEIPT_MAILED = "receipt_mailed"  # A member wants it by e-mail, which the ledger sends.
    ENDORSED = "endorsed"
    SUSPENDED = "suspended"  # What was chosen for a member is kept for later; no money with it.
    AGENCY_LISTED = "agency_listed"  # An agency's list, line by line, with where each line's money went.
    BATCH_OPENED = "batch_opened"  # Two people counted mail or a drop box.
    BATCH_CLOSED = "batch_closed"  # All of it was entered, or both signed for the difference.
    LARGE_CASH = "large_cash"  # What the law asks to be reported of a payor's cash was asked for, sealed.
    RESUMED = "resumed"  # It is taken up again, here or at another desk.
    STATEMENT_COPIED = "statement_copied"
    DUE_DATE_EXTENDED = "due_date_extended"
    PLAN_AGREED = "plan_agreed"
    ASSISTANCE_ASKED = "assistance_asked"  # An application was given out.
    REFERRED = "referred"  # To the office, which has a list of them.
    CREDIT_SLIP = "credit_slip"  # The ledger let a deposit or credit pay a bill, as asked here: the paper of it.
    REFUND_SLIP = "refund_slip"  # The ledger made a refund payable, as asked here: the paper of it.
    JOURNAL_READ = "journal_read"  # Who took lines or a paper out of this desk by a command, and why.
    RETURN_SLIP = "return_slip"  # The ledger opened again what a returned check paid, as told here: the paper of it.
    MOVE_SLIP = "move_slip"  # The ledger moved money of a closed drawer, as agreed to here: the paper of it.
    EXPLAIN_SLIP = "explain_slip"  # The office explained a closed drawer's difference, as told here: the paper of it.
    DAY_REPORTED = "day_reported"  # Who took a day's report out of this desk, in which form, and why.
    STATEMENTS_BILLED = "statements_billed"  # The ledger's own journal: bills that came from the billing system.
    CHANNEL_PAYMENT = "channel_payment"  # The ledger's own journal: money that came another way.
    TASK_TAKEN = "task_taken"  # The ledger's own journal: somebody looks after what waits for a person.
    HELD_RELEASED = "held_released"  # The ledger's own journal: held money goes where it belongs.
    NOTE_CLOSED = "note_closed"  # The ledger's own journal: what was referred, or asked for, is done with.
    ALARM_ACKNOWLEDGED = "alarm_acknowledged"  # The ledger's own journal.
    EXPORTED = "exported"  # The ledger's own journal: who took a list or a raw run out of it, and why.
    ACCOUNT_LISTED = "account_listed"  # The ledger's own journal: a check came back, a lead agrees to another one.
    BAG_ACCEPTED = "bag_accepted"  # The ledger's own journal: a bag that was in transit is in the safe.
    DEPOSIT_PREPARED = "deposit_prepared"  # The ledger's own journal: which bags go to the bank, as counted.
    DEPOSIT_REVIEWED = "deposit_reviewed"  # The ledger's own journal: another person counted; the money left the safe.
    BOOKS_COMPARED = "books_compared"  # The ledger's own journal: desks, terminals and ledger, and where they differ.
    DESKS_TOLD = "desks_told"  # The ledger's own journal: the office says something to its desks, or takes it back.
    MESSAGE_READ = "message_read"  # What the office said was read at this desk.
    APPROVAL_ASKED = "approval_asked"  # The ledger's own journal: a desk asks a colleague's word for one act.
    APPROVAL_GIVEN = "approval_given"  # The ledger's own journal: somebody else agreed, from afar.
    APPROVAL_DECLINED = "approval_declined"  # The ledger's own journal.
    DEPOSIT_GIVEN = "deposit_given"  # The ledger's own journal: the courier has the sealed bag.
    DEPOSIT_ARRIVED = "deposit_arrived"  # The ledger's own journal: the bank has it.
    DEPOSIT_CORRECTED = "deposit_corrected"  # The ledger's own journal: two people took over the bank's figure.
    BANK_CREDITED = "bank_credited"  # The ledger's own journal: what a bank's file says, credit by credit.
    CARDS_BATCHED = "cards_batched"  # The ledger's own journal: which typed cards a terminal's batch lists.
    BAG_COUNTED = "bag_counted"  # The ledger's own journal: two people counted a bag of the safe.
    BAGS_NAMED = "bags_named"  # The ledger's own journal: two people gave bags of one number a name each.
    SAFE_COUNTED = "safe_counted"  # The ledger's own journal: two people counted the safe.
    CHANGE_RECEIVED = "change_received"  # The ledger's own journal: change from the bank, as two people counted it.
    CREDIT_USED = "credit_used"  # The ledger's own journal: a deposit or credit pays a bill.
    REFUND_ASKED = "refund_asked"  # The ledger's own journal: a deposit or credit is payable to its guarantor.
    REFUND_APPROVED = "refund_approved"  # The ledger's own journal: a second person agrees to it.
    REFUND_DECLINED = "refund_declined"  # The ledger's own journal: it is not paid out, and the guarantor's again.
    REFUND_PAID = "refund_paid"  # The ledger's own journal: a third person paid it out.
    CHECK_RETURNED = "check_returned"  # The ledger's own journal: a bank returned a check; what it paid is open.
    MOVE_ASKED = "move_asked"  # The ledger's own journal: money of a closed drawer is to pay another thing.
    MOVE_AGREED = "move_agreed"  # The ledger's own journal: a second person agrees, and it pays that from now on.
    MOVE_DECLINED = "move_declined"  # The ledger's own journal: it pays on what it pays.
    DIFFERENCE_EXPLAINED = "difference_explained"  # The ledger's own journal: what was over there was short here.
    ADMINISTERED = "administered"  # The ledger's own journal: who may send, who may sign in, which centers there are.
    DESK_REPLACED = "desk_replaced"  # The first line of a desk that takes another one's place.
    CARRIED = "carried"  # A line of the desk that was replaced, its bytes within this one.


MONEY_TO_SEND = frozenset({LineKind.PAYMENT, LineKind.VOIDED, LineKind.MOVED, LineKind.TENDER_CHANGED})
"""What *n to send* counts: payments and corrections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One immutable event of a desk. ``facts`` are the kind's own; ``transfers`` are all the money it moves."""

    line_id: UUID
    kind: LineKind
    desk: str
    center: str
    staff: str
    taken_at: datetime
    business_date: date | None = None
    shift_id: UUID | None = None
    facts: Facts = field(default_factory=dict)
    transfers: tuple[Transfer, ...] = ()

    @property
    def is_to_send(self) -> bool:
        """Whether *n to send* counts this line: payments and corrections, not the float, also where one is carried."""
        kind = self.facts.get("kind") if self.kind is LineKind.CARRIED else self.kind
        return kind in MONEY_TO_SEND

    def body(self) -> bytes:
        """The canonical form: sorted keys, no spaces, UTC with microseconds, cents as integers, UTF-8."""
        return json.dumps(
            {
                "v": VERSION,
                "id": str(self.line_id),
                "kind": self.kind.value,
                "desk": self.desk,
                "center": self.center,
                "staff": self.staff,
                "taken_at": instant_text(self.taken_at),
                "business_date": self.business_date.isoformat() if self.business_date else None,
                "shift": str(self.shift_id) if self.shift_id else None,
                "facts": self.facts,
                "transfers": [[t.debit.code, t.credit.code, t.amount.cents] for t in self.transfers],
            },
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
            allow_nan=False,
        ).encode()


def _no_number(said: str) -> NoReturn:
    raise ValueError(f"{said} is no whole number")


class _Body(msgspec.Struct):
    v: Any
    id: str
    kind: LineKind
    desk: str
    center: str
    staff: str
    taken_at: str
    business_date: date | None
    shift: str | None
    facts: dict[str, Any]
    transfers: list[tuple[str, str, int]]


class _Facts(msgspec.Struct):
    facts: dict[str, Any]


class _Version(msgspec.Struct):
    v: Any


_BODY = msgspec.json.Decoder(_Body, float_hook=_no_number)
_FACTS = msgspec.json.Decoder(_Facts, float_hook=_no_number)
_VERSION = msgspec.json.Decoder(_Version)


# A payment says its line's id twice, and all lines of a shift say the shift's.
read_id = lru_cache(maxsize=64)(UUID)


def read_line(body: bytes) -> Line:
    """The line that these bytes say. Raises UnreadableBody, naming what is wrong."""
    try:
        said = _BODY.decode(body)
        if said.v != VERSION:
            raise ValueError("another version")
        return Line(
            line_id=read_id(said.id),
            kind=said.kind,
            desk=said.desk,
            center=said.center,
            staff=said.staff,
            taken_at=read_instant(said.taken_at),
            business_date=said.business_date,
            shift_id=read_id(said.shift) if said.shift else None,
            facts=said.facts,
            transfers=tuple(
                Transfer(Account.read(debit), Account.read(credit), Money(cents))
                for debit, credit, cents in said.transfers
            ),
        )
    except (*MISREAD, RecursionError) as trouble:  # Brackets in brackets without end are garbage, too.
        raise UnreadableBody(_why_not(body, trouble)) from trouble


def _why_not(body: bytes, trouble: Exception) -> str:
    """A body of another version may have another shape: what it is called comes first."""
    with suppress(*MISREAD, RecursionError):
        if (version := _VERSION.decode(body).v) != VERSION:
            return f"A line of version {version} is not known here."
    return f"A line cannot be read: {type(trouble).__name__}."


def read_facts(body: str) -> Facts:
    """What a body says beside its money, for whoever reads many and asks for nothing else. Raises UnreadableBody."""
    try:
        return _FACTS.decode(body).facts
    except (*MISREAD, RecursionError) as trouble:
        raise UnreadableBody(f"A line's facts cannot be read: {type(trouble).__name__}.") from trouble


def text_of(value: object) -> str:
    """A value of a body that has to be text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError("a name is text")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A line with its place in a journal: gapless from 1, and the link that ties it to all before."""

    sequence: int
    chain: str
    body: bytes
    line: Line
