"""What was paid before, read from journal lines: a desk's own, or those of every desk and channel at the ledger."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cashier.domain.accounts import AccountKind
from cashier.domain.carried import read_carried
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money, total
from cashier.domain.times import read_instant

PAST_MOST = 50  # A cashier is asked about the last few.


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """What one line paid for one member. ``line_id`` makes it the same one wherever it was read.

    ``statements``: the numbers it paid; with none it went on account. ``tenders``: ``cash``, ``check``, ``card``.
    ``channel``: which other way it came, and then there is no desk, no tender and no receipt.
    ``is_voided``: it went back.
    """

    line_id: UUID
    paid_at: datetime
    business_date: date | None
    amount: Money
    statements: tuple[str, ...] = ()
    tenders: tuple[str, ...] = ()
    receipt: str = ""
    desk: str = ""
    center: str = ""
    channel: str = ""
    is_voided: bool = False


_TENDERS = {
    AccountKind.DRAWER_CASH: "cash",
    AccountKind.DRAWER_CHECKS: "check",
    AccountKind.CARD_CLEARING: "card",
}


def past_payment(
    line: Line, statements: Collection[str], guarantor_number: str, voided: Collection[str] = ()
) -> PastPayment | None:
    """What a line paid on these statements, or on account of this guarantor; None if nothing.

    ``voided``: the payments, by their ids as bodies say them, that went back.
    """
    moved = [
        transfer
        for transfer in line.transfers
        if (transfer.credit.kind is AccountKind.RECEIVABLE and transfer.credit.owner in statements)
        or (transfer.credit.kind is AccountKind.CREDIT and transfer.credit.owner == guarantor_number)
    ]
    if not moved or line.kind not in (LineKind.PAYMENT, LineKind.CHANNEL_PAYMENT):
        return None
    is_desks = line.kind is LineKind.PAYMENT
    receivable = (t.credit.owner for t in moved if t.credit.kind is AccountKind.RECEIVABLE)
    return PastPayment(
        line_id=line.line_id,
        paid_at=_paid_at(line),
        business_date=line.business_date,
        amount=total([transfer.amount for transfer in moved]),
        statements=tuple(dict.fromkeys(receivable)),
        tenders=tuple(dict.fromkeys(_TENDERS[t.debit.kind] for t in moved if t.debit.kind in _TENDERS)),
        receipt=str(line.facts.get("receipt", "")) if is_desks else "",
        desk=line.desk if is_desks else "",
        center=line.center if is_desks else "",
        channel="" if is_desks else line.staff,
        is_voided=is_desks and line.facts.get("payment") in voided,
    )


def past_payments(
    lines: Iterable[Line], statements: Collection[str], guarantor: str, voided: Collection[str] = ()
) -> tuple[PastPayment, ...]:
    """What these lines paid, newest first, at most `PAST_MOST`. A carried line is what it carries."""
    found = (past_payment(inner_line(line), statements, guarantor, voided) for line in lines)
    return newest_first(payment for payment in found if payment is not None)


def newest_first(payments: Iterable[PastPayment]) -> tuple[PastPayment, ...]:
    """Each once, in order of its instant."""
    once: dict[UUID, PastPayment] = {}
    for payment in payments:  # Who knows that it went back knows it later.
        if payment.is_voided or payment.line_id not in once:
            once[payment.line_id] = payment
    return tuple(sorted(once.values(), key=lambda payment: payment.paid_at, reverse=True)[:PAST_MOST])


def paid_on(day: date, payments: Iterable[PastPayment]) -> Money:
    """How much of it was paid on a business date."""
    return total([payment.amount for payment in payments if payment.business_date == day and not payment.is_voided])


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
