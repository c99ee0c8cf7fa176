"""What was paid before, read from journal lines: a desk's own, or those of every desk and channel at the ledger."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.carried import read_carried
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.funds import UseRecord, read_use_record
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money, total
from cashier.domain.refund import read_refund_record
from cashier.domain.targets import TargetKind
from cashier.domain.times import read_instant
from cashier.domain.transfer import Transfer

MOVED_HERE = "moved here"
PAST_MOST = 50  # A cashier is asked about the last few.


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """What one line paid for one member. ``line_id`` makes it the same one wherever it was read.

    ``statements``: the numbers it paid, ``deposits``: the estimates it is for; with none of both it went on account.
    ``used``: the deposit or credit that paid it, and then no money came in. ``tenders``: ``cash``, ``check``, ``card``.
    ``channel``: which other way it came, and then there is no desk, no tender and no receipt.
    ``is_voided``: it went back. ``is_moved``: some of it pays another thing by now.
    ``is_refund``: it was asked back, of what ``used`` names; voided where that was declined. ``is_returned``: no money
    came; a bank returned the check of this receipt, and so much is open again.
    """

    line_id: UUID
    paid_at: datetime
    business_date: date | None
    amount: Money
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

    @property
    def came_in(self) -> bool:
        """Whether it is money that was handed over and stayed."""
        return not self.is_voided and not self.used and not self.is_returned and MOVED_HERE not in self.tenders


_TENDERS = {
    AccountKind.DRAWER_CASH: "cash",
    AccountKind.DRAWER_CHECKS: "check",
    AccountKind.CARD_CLEARING: "card",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose payments are wanted: a member's statements and deposits, and what is on account of their guarantor."""

    member: str
    guarantor: str
    statements: Collection[str]


_KINDS = frozenset(
    {
        LineKind.PAYMENT,
        LineKind.MOVED,
        LineKind.CHANNEL_PAYMENT,
        LineKind.CREDIT_USED,
        LineKind.REFUND_ASKED,
        LineKind.CHECK_RETURNED,
        LineKind.MOVE_AGREED,
    }
)
_MOVES = frozenset({LineKind.MOVED, LineKind.MOVE_AGREED})


def past_payment(
    line: Line,
    whose: Whose,
    voided: Collection[str] = (),
    moved_on: Collection[str] = (),
    changes: Collection[Line] = (),
) -> PastPayment | None:
    """What a line paid on these statements, for this member's estimates, or on account; None if nothing.

    ``voided``: the payments, by their ids as bodies say them, that went back; ``moved_on``: of which some was moved;
    ``changes``: where tenders of them were called otherwise.
    """
    if line.kind in (LineKind.CREDIT_SLIP, LineKind.REFUND_SLIP):
        return _asked_here(line, whose)
    if line.kind not in _KINDS:
        return None
    is_members = line.facts.get("member") == whose.member
    is_refund, is_returned = line.kind is LineKind.REFUND_ASKED, line.kind is LineKind.CHECK_RETURNED
    sides = [(t, t.debit if is_refund or is_returned else t.credit) for t in line.transfers]
    theirs = [(transfer, side) for transfer, side in sides if _is_theirs(side, whose, is_members=is_members)]
    moved = [transfer for transfer, _ in theirs]
    if not moved:
        return None
    is_channels, is_used = line.kind is LineKind.CHANNEL_PAYMENT, line.kind is LineKind.CREDIT_USED or is_refund
    is_offices = is_used or is_returned or line.kind is LineKind.MOVE_AGREED
    owners = {
        kind: tuple(dict.fromkeys(side.owner for t, side in theirs if side.kind is kind and not is_refund))
        for kind in _BILLS
    }
    return PastPayment(
        line_id=line.line_id,
        paid_at=_paid_at(line),
        business_date=line.business_date,
        amount=total([transfer.amount for transfer in moved]),
        statements=owners[AccountKind.RECEIVABLE],
        deposits=owners[AccountKind.PREPAYMENT],
        used=str(line.facts.get("fund", "")) if is_used else "",
        tenders=(MOVED_HERE,) if line.kind in _MOVES else _as_changed(line, moved, changes),
        receipt=str(line.facts.get("receipt", "")) if line.kind in _RECEIPTED else "",
        desk="" if is_channels else str(line.facts.get("desk", "")) if is_offices else line.desk,
        center="" if is_channels else str(line.facts.get("center", "")) if is_offices else line.center,
        channel=line.staff if is_channels else "",
        is_voided=(line.kind in _RECEIPTED or is_refund) and not is_returned and event_of(line) in voided,
        is_moved=line.kind is LineKind.PAYMENT and line.facts.get("payment") in moved_on,
        is_refund=is_refund,
        is_returned=is_returned,
    )


def event_of(line: Line) -> str:
    """What is voided, moved or declined as a whole: the payment's id, or a refund's name."""
    return str(line.facts.get("subject" if line.kind is LineKind.REFUND_ASKED else "payment", ""))


def _asked_here(line: Line, whose: Whose) -> PastPayment | None:
    """A deposit or credit that was used or asked back, as its desk has it: the same one as the ledger's, by its id."""
    is_refund = line.kind is LineKind.REFUND_SLIP
    try:
        said = read_refund_record(line) if is_refund else read_use_record(line)
    except UnreadableBody:
        return None
    statement = said.wish.statement if isinstance(said, UseRecord) else ""
    is_theirs = said.guarantor_number == whose.guarantor if is_refund else statement in whose.statements
    is_anothers = said.wish.fund.target.kind is TargetKind.PREPAY and said.member_number != whose.member
    if not is_theirs or (is_refund and is_anothers):
        return None
    return PastPayment(
        line_id=said.wish.act_id,
        paid_at=line.taken_at,
        business_date=None,  # As at the ledger: no money came in that day.
        amount=said.wish.amount,
        statements=(statement,) if statement else (),
        used=said.wish.fund.target.code,
        desk=line.desk,
        center=line.center,
        is_refund=is_refund,
    )


_RECEIPTED = frozenset({LineKind.PAYMENT, LineKind.MOVED, LineKind.CHECK_RETURNED, LineKind.MOVE_AGREED})


def _tenders(moved: Iterable[Transfer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_TENDERS[t.debit.kind] for t in moved if t.debit.kind in _TENDERS))


def _as_changed(line: Line, moved: Sequence[Transfer], changes: Collection[Line]) -> tuple[str, ...]:
    """The tenders by their right names: one all of which was called otherwise is none of them any more."""
    said = list(_tenders(moved))
    for change in (inner_line(one) for one in changes):
        if line.kind is not LineKind.PAYMENT or change.facts.get("payment") != line.facts.get("payment"):
            continue
        for transfer in change.transfers:
            was, now = (_TENDERS.get(side.kind, "") for side in (transfer.credit, transfer.debit))
            keyed = total([t.amount for t in moved if _TENDERS.get(t.debit.kind) == was])
            if was in said and total([t.amount for t in change.transfers]) >= keyed:
                said.remove(was)
            if now and now not in said:
                said.append(now)
    return tuple(said)


_BILLS = (AccountKind.RECEIVABLE, AccountKind.PREPAYMENT)


def _is_theirs(account: Account, whose: Whose, *, is_members: bool) -> bool:
    """A deposit is the member's whose account was open; another's estimate is nobody's business in the family."""
    if account.kind is AccountKind.RECEIVABLE:
        return account.owner in whose.statements
    if account.kind is AccountKind.CREDIT:
        return account.owner == whose.guarantor
    return account.kind is AccountKind.PREPAYMENT and is_members


def past_payments(
    lines: Iterable[Line],
    whose: Whose,
    voided: Collection[str] = (),
    moved_on: Collection[str] = (),
    changes: Collection[Line] = (),
) -> tuple[PastPayment, ...]:
    """What these lines paid, newest first, at most `PAST_MOST`. A carried line is what it carries."""
    found = (past_payment(inner_line(line), whose, voided, moved_on, changes) for line in lines)
    return newest_first(payment for payment in found if payment is not None)


def newest_first(payments: Iterable[PastPayment]) -> tuple[PastPayment, ...]:
    """Each once, in order of its instant."""
    once: dict[UUID, PastPayment] = {}
    for payment in payments:  # Who knows that it went back knows it later.
        if payment.is_voided or payment.is_moved or payment.line_id not in once:
            once[payment.line_id] = payment
    return tuple(sorted(once.values(), key=lambda payment: payment.paid_at, reverse=True)[:PAST_MOST])


def paid_on(day: date, payments: Iterable[PastPayment]) -> Money:
    """How much of it was paid on a business date."""
    paid = [each for each in payments if each.business_date == day and each.came_in]
    return total([each.amount for each in paid])


def _paid_at(line: Line) -> datetime:
    """When the payor paid, where a channel said so."""
    try:
        return read_instant(line.facts["paid_at"])
    except MISREAD:
        return line.taken_at


def inner_line(line: Line) -> Line:
    """The line that a CARRIED one brings along; any other as it is."""
    if line.kind is not LineKind.CARRIED:
        return line
    try:
        return read_line(read_carried(line).body.encode())
    except UnreadableBody:
        return line
