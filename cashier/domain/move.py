"""A move: the money is good and lies where it lay, only what it pays is another thing (CO-8, R7).

A wrong member is a move, never a void. Money never leaves its book: another region's bill, or premium instead of
medical, is not paid by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cashier.domain.accounts import BookLine
from cashier.domain.correction import (
    OTHER_REASON,
    PartNow,
    PaymentNow,
    Why,
    check_signed,
    check_why,
    corrected_facts,
    must_lie_here,
)
from cashier.domain.drawer_count import drawer_line
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Staff
from cashier.domain.shift import Shift
from cashier.domain.statements import Statement
from cashier.domain.targets import Part, Placed, Target, TargetKind
from cashier.domain.transfer import Transfer

MOVE_REASONS = {
    "wrong_statement": "Wrong statement chosen",
    "wrong_member": "Wrong member",
    "owner_known": "Owner is known now",
    "member_asked": "Member asked for it",
    OTHER_REASON: "Other",
}
FROM, TO, AMOUNT = "from", "to", "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The wish to move ``amount`` of a payment from what it pays now to a statement or to a guarantor's credit.

    ``source`` is the code of what it pays (`Target.code`).
    """

    line_id: UUID
    receipt: str
    source: str
    to: Target
    amount: Money
    why: Why
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAt:
    """All that a move depends on besides the wish. ``statements``: what is known of the one that is to be paid;
    ``guarantors``: each account that credit may go to, with its region.
    """

    payment: PaymentNow
    shift: Shift | None
    staff: Staff
    statements: Mapping[str, Statement]
    guarantors: Mapping[str, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """What a payment pays now, in words, and how much."""

    target: Target
    words: str
    amount: Money


def move_act(receipt: str, source: str, to: Target) -> str:
    """What a second person signs for; no other payment, and no other way."""
    return f"the move of {receipt} from {source} to {to.code}"


def must_be_movable(at: MoveAt) -> Shift:
    """The shift in which it is written. Raises Refused, with who may move it instead."""
    receipt = at.payment.receipt
    shift = must_lie_here(
        at.payment,
        at.shift,
        at.staff,
        closed=". The cash office moves its money by this number, on its page Office: Move a payment.",
    )
    if not sources(at.payment, shift.center):
        raise Refused(f"Nothing of receipt {receipt} pays a bill or an account, so nothing of it can be moved.")
    return shift


def sources(payment: PaymentNow, center: str) -> tuple[Source, ...]:
    """What the payment pays now and may leave: bills, credit and holding, in the order in which they were paid."""
    words = {p.part.target.account(center): (p.part.target, p.words) for p in _placed(payment)}
    amounts: dict[Target, Money] = {}
    said: dict[Target, str] = {}
    for _, part in payment.standing:
        if part.target in words:
            target, of_target = words[part.target]
            if target.kind in (TargetKind.STATEMENT, TargetKind.CREDIT, TargetKind.HOLDING):
                amounts[target] = amounts.get(target, ZERO) + part.amount
                said[target] = of_target
    return tuple(Source(target, said[target], amount) for target, amount in amounts.items())


def decide_move(wish: Move, at: MoveAt) -> Line:
    """The line of a move. Raises Refused (FieldRefused names the field), and then nothing has moved."""
    shift = must_be_movable(at)
    source = next((each for each in sources(at.payment, shift.center) if each.target.code == wish.source), None)
    if source is None:
        raise FieldRefused(f"Receipt {at.payment.receipt} does not pay that. Choose what it pays now.", FROM)
    if not ZERO < wish.amount <= source.amount:
        raise FieldRefused(f"{source.amount} of this payment is on {source.target.code}. Move that, or less.", AMOUNT)
    if wish.to == source.target:
        raise FieldRefused("It pays that already. Enter another statement, or choose the account.", TO)
    taken = _taken(at.payment, source, shift.center, wish.amount)
    placed = _place(wish, at)
    why = check_why(wish.why, MOVE_REASONS)
    approval = check_signed(
        wish.approval,
        requester=at.staff.user,
        act=move_act(at.payment.receipt, wish.source, wish.to),
        amount=wish.amount,
        words="A move",
        now=at.now,
    )
    to = wish.to.account(shift.center)
    return drawer_line(
        LineKind.MOVED,
        wish.line_id,
        {
            **corrected_facts(at.payment, [(place, amount) for place, _, amount in taken]),
            "member_name": at.payment.facts[-1].member_name,
            "from": wish.source,
            "from_words": source.words,
            "to": placed.facts(),
            "cents": wish.amount.cents,
            "reason": why.reason,
            "text": why.text,
            "staff_name": at.staff.name,
            "approver": approval.approver,
            "approver_name": approval.approver_name,
            **approval.word_facts(),
        },
        shift=shift,
        staff=at.staff,
        now=at.now,
        transfers=tuple(Transfer(part.target, to, amount) for _, part, amount in taken),
    )


def _placed(payment: PaymentNow) -> tuple[Placed, ...]:
    first = [placed for facts in payment.facts for placed in facts.targets]
    return (*first, *payment.moved_to)


def _taken(payment: PaymentNow, source: Source, center: str, amount: Money) -> list[tuple[int, PartNow, Money]]:
    """The parts that leave, in order, with what of each."""
    account, taken = source.target.account(center), []
    for place, part in payment.standing:
        share = min(amount, part.amount)
        if part.target == account and share > ZERO:
            taken.append((place, part, share))
            amount -= share
    return taken


def _place(wish: Move, at: MoveAt) -> Placed:
    """Where it goes. Raises FieldRefused for what is not known, not open, or in another book (R12)."""
    books = {placed.book for placed in _placed(at.payment) if placed.part.target.code == wish.source}
    if wish.to.kind is TargetKind.CREDIT:
        region = at.guarantors.get(wish.to.number)
        if region is None:
            raise FieldRefused("This account is not known at this desk. Find its member first.", TO)
        if any(book.region != region for book in books):
            raise FieldRefused("That account belongs to another region, whose books are others.", TO)
        (book,) = books
        if book.line is not BookLine.MEDICAL:  # No payee has money of both (R12).
            raise FieldRefused("Premium money pays premiums, and no account. Enter another premium's number.", TO)
        part = Part(target=wish.to, amount=wish.amount, note=f"moved from {wish.source}")
        return Placed(part=part, book=book, member_number="", words="Credit on account", open_before=ZERO)
    if wish.to.kind is not TargetKind.STATEMENT:
        raise FieldRefused("Money is moved to a statement, or on account.", TO)
    statement = at.statements.get(wish.to.number)
    if statement is None:
        raise FieldRefused("This statement is not known at this desk. Find its member first.", TO)
    if books != {statement.book}:
        here = " and ".join(sorted(book.line.value for book in books))
        raise FieldRefused(
            f"This was taken as {here} money, and {statement.number} is another book's. Choose one of the same book.",
            TO,
        )
    if wish.amount > statement.open:
        raise FieldRefused(
            f"Only {max(ZERO, statement.open)} is open on {statement.number}. Move that, or less.", AMOUNT
        )
    return Placed(
        part=Part(target=wish.to, amount=wish.amount),
        book=statement.book,
        member_number=statement.member_number,
        words=statement.title,
        open_before=statement.open,
    )
