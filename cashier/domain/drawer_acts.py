"""What happens to an open drawer between its float and its count: drops, openings without a sale, breaks, exchanges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cashier.domain.absent import absent_facts, check_along, may_count_for
from cashier.domain.accounts import Account, AccountKind, Book, BookLine, misc
from cashier.domain.bags import check_bag
from cashier.domain.count import without_zeros
from cashier.domain.drawer import Holdings
from cashier.domain.drawer_count import drawer_line
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Right, Staff, check_approval
from cashier.domain.scan import field_text
from cashier.domain.shift import Shift, ShiftState, counted
from cashier.domain.transfer import Transfer
from cashier.domain.tries import check_witness, more_than_there

BAG = "the bag"  # The field that a refusal may be about.
DROP_ACT = "a drop"
PAY_ACT = "cash in or out without a payment"
EXCHANGE_ACT = "an exchange with the safe"
GO_ON_ACT = "going on after a count"
PETTY_CASH = "PETTY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Cash that goes from the drawer to the safe, by denomination code, in a numbered bag, before a witness."""

    line_id: UUID
    count: Mapping[str, int]
    bag: str
    line: BookLine = BookLine.MEDICAL
    witness: Approval | None = None


def decide_drop(
    wish: Drop, *, shift: Shift, staff: Staff, held: Holdings, known_bags: frozenset[str], now: datetime
) -> Line:
    """The line of a drop: in transit until the safe accepts it. Raises Refused, MoreThanThere."""
    may_move(shift, staff)
    amount = counted(wish.count)
    if amount == ZERO:
        raise Refused("Count what goes into the bag first.")
    book = Book(shift.region, wish.line)
    bag = check_bag(wish.bag, BAG, known_bags)
    # The witness signs first: else anybody could find out by trying how much there should be (R2).
    witness = check_witness(wish.witness, requester=staff.user, act=DROP_ACT, amount=amount, words="A drop")
    if amount > held.cash.get(book, ZERO):
        raise more_than_there(
            f"There is not that much {wish.line} cash in this drawer. Count again what goes into the bag.",
            act=DROP_ACT,
            wish=wish.line_id,
            amount=amount,
            count=wish.count,
            witness=witness,
        )
    return drawer_line(
        LineKind.CASH_DROPPED,
        wish.line_id,
        {
            "count": without_zeros(wish.count),
            "staff_name": staff.name,
            "bags": [
                {"number": bag, "book": book.code, "cash_cents": amount.cents, "count": without_zeros(wish.count)}
            ],
            "witness": witness.approver,
            "witness_name": witness.approver_name,
        },
        shift=shift,
        staff=staff,
        now=now,
        transfers=(
            Transfer(
                Account(AccountKind.TRANSIT, shift.center, book), shift.drawer(AccountKind.DRAWER_CASH, book), amount
            ),
        ),
    )


def decide_no_sale(line_id: UUID, reason: str, *, shift: Shift, staff: Staff, number: int, now: datetime) -> Line:
    """The line of an opening without a sale, the ``number``-th of its shift. Raises Refused without a reason."""
    may_move(shift, staff)
    facts = {"reason": check_reason(reason), "staff_name": staff.name, "number": number}
    return drawer_line(LineKind.NO_SALE, line_id, facts, shift=shift, staff=staff, now=now)


def decide_opening(line_id: UUID, purpose: str, *, shift: Shift, staff: Staff, now: datetime) -> Line:
    """The line of an opening for a drop or a count, which has a paper of its own. Raises Refused."""
    may_move(shift, staff)
    facts = {"reason": "", "for": purpose, "staff_name": staff.name, "number": 0}
    return drawer_line(LineKind.NO_SALE, line_id, facts, shift=shift, staff=staff, now=now)


def decide_opening_for(line_id: UUID, along: Approval | None, *, shift: Shift, staff: Staff, now: datetime) -> Line:
    """The line of an opening by two whose cashier is not here, for a count (R10). Raises Refused."""
    may_count_for(shift, staff)
    both = absent_facts(shift, staff, check_along(shift, staff, along))
    facts = {"reason": "", "for": "a count", "staff_name": staff.name, "number": 0, **both}
    return drawer_line(LineKind.NO_SALE, line_id, facts, shift=shift, staff=staff, now=now)


def is_no_sale(line: Line) -> bool:
    """Whether a line opened the drawer with no other act to follow."""
    return line.kind is LineKind.NO_SALE and not line.facts.get("for")


def decide_suspend(line_id: UUID, *, shift: Shift, staff: Staff, now: datetime) -> Line:
    """A break: nobody takes money in this drawer until its owner comes back. Raises Refused."""
    may_move(shift, staff)
    return drawer_line(LineKind.DRAWER_SUSPENDED, line_id, {}, shift=shift, staff=staff, now=now)


def decide_resume(line_id: UUID, approval: Approval | None, *, shift: Shift, staff: Staff, now: datetime) -> Line:
    """The owner comes back from a break, or, where a lead agrees, from a count to the window. Raises Refused."""
    shift.must_be_of(staff)
    if shift.state is ShiftState.ACTIVE:
        raise Refused("This drawer is in use already.")
    if shift.state is ShiftState.PENDING:
        shift.must_be_active()
    facts: dict[str, object] = {}
    if shift.state is ShiftState.COUNTING:
        check_approval(approval, requester=staff.user, act=GO_ON_ACT, amount=ZERO, words="Going on after a count")
        assert approval is not None
        facts = {"approver": approval.approver, "approver_name": approval.approver_name, **approval.word_facts()}
    return drawer_line(LineKind.DRAWER_RESUMED, line_id, facts, shift=shift, staff=staff, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayInOrOut:
    """Cash that comes or goes without a payment. ``is_out``: it leaves the drawer."""

    line_id: UUID
    amount: Money
    is_out: bool
    reason: str
    approval: Approval | None = None


def decide_pay(
    wish: PayInOrOut, *, shift: Shift, staff: Staff, held: Holdings, rules: DrawerRules, now: datetime
) -> Line:
    """The line of a paid in or out, against the center's petty cash. Raises Refused, also where it's switched off."""
    if not rules.pays_in_and_out:
        raise Refused("Cash is not paid in or out at this center's windows. Ask the cash office.")
    may_move(shift, staff)
    if wish.amount <= ZERO:
        raise Refused("Enter an amount above zero.")
    book = Book(shift.region, BookLine.MEDICAL)
    reason = check_reason(wish.reason)
    check_approval(wish.approval, requester=staff.user, act=PAY_ACT, amount=wish.amount, words="This")
    assert wish.approval is not None
    if wish.is_out and wish.amount > held.cash.get(book, ZERO):
        raise more_than_there(
            "There is not that much medical cash in this drawer.",
            act=PAY_ACT,
            wish=wish.line_id,
            amount=wish.amount,
            count={},
            witness=wish.approval,
        )
    drawer, petty = shift.drawer(AccountKind.DRAWER_CASH, book), misc(shift.center, PETTY_CASH)
    return drawer_line(
        LineKind.PAID_OUT if wish.is_out else LineKind.PAID_IN,
        wish.line_id,
        {
            "reason": reason,
            "staff_name": staff.name,
            "approver": wish.approval.approver,
            "approver_name": wish.approval.approver_name,
            **wish.approval.word_facts(),
        },
        shift=shift,
        staff=staff,
        now=now,
        transfers=(Transfer(*((petty, drawer) if wish.is_out else (drawer, petty)), wish.amount),),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Notes for the safe and what comes back for them, by denomination code; ``witness`` is somebody of the office."""

    line_id: UUID
    given: Mapping[str, int]
    got: Mapping[str, int]
    witness: Approval | None = None


def exchanged_amount(given: Mapping[str, int], got: Mapping[str, int]) -> Money:
    """What each side of an exchange comes to. Raises Refused where they differ."""
    gives, gets = counted(given), counted(got)
    if gives == ZERO or gives != gets:
        raise Refused(f"What goes to the safe ({gives}) and what comes back ({gets}) have to be the same sum.")
    return gives


def decide_exchange(wish: Exchange, *, shift: Shift, staff: Staff, held: Holdings, now: datetime) -> Line:
    """Big notes to the safe for small ones, with who opens it: both sides are the same sum, so no money moves.

    Raises Refused, also for more than is in the drawer; who witnesses it signs first, so that nobody finds out by
    trying how much there should be (R2).
    """
    may_move(shift, staff)
    amount = exchanged_amount(wish.given, wish.got)
    witness = check_witness(wish.witness, requester=staff.user, act=EXCHANGE_ACT, amount=amount, words="An exchange")
    if amount > held.cash_total:
        raise more_than_there(
            "There is not that much cash in this drawer. Count again what goes to the safe.",
            act=EXCHANGE_ACT,
            wish=wish.line_id,
            amount=amount,
            count=wish.given,
            witness=witness,
        )
    facts = {
        "given": without_zeros(wish.given),
        "got": without_zeros(wish.got),
        "cents": amount.cents,
        "staff_name": staff.name,
        "witness": witness.approver,
        "witness_name": witness.approver_name,
    }
    return drawer_line(LineKind.BILLS_EXCHANGED, wish.line_id, facts, shift=shift, staff=staff, now=now)


def is_over_limit(held: Holdings, rules: DrawerRules) -> bool:
    """Whether there is more cash in a drawer than there should be: its cashier is asked for a drop, never stopped."""
    return held.cash_total > rules.cash_most


def may_move(shift: Shift, staff: Staff) -> None:
    """Raises Refused for anybody but the drawer's owner, and while no money may move in it."""
    staff.needs(Right.HOLD_DRAWER, "open a drawer")
    shift.must_be_of(staff)
    shift.must_be_active()


def check_reason(text: str) -> str:
    """A reason as it is kept. Raises FieldRefused."""
    reason = field_text(text, "The reason", "reason")
    if not reason:
        raise FieldRefused("Enter a reason.", "reason")
    return reason
