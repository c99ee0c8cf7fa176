"""A shift: a drawer from its counted float on. No shift, no payment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.people import Approval, Right, Staff, check_approval
from cashier.domain.transfer import Transfer

MOST_OF_ONE = 9999
OPEN_ACT = "a float that differs"
ALSO_ACT = "a second drawer"
ALSO = "second drawer"  # The field of a refusal that a lead can lift.
OPENS_OTHERWISE = "This is not the float that was left here. Count it again, or have a second person count it, too."
OPENS_WITH_MORE = (
    "This is more than a drawer is opened with here. Count it again, or have a second person count it, too."
)


@dataclass(frozen=True, slots=True)
class Denomination:
    """A kind of note or coin. ``code`` stands in scripts and bodies, ``words`` on screen."""

    code: str
    words: str
    cents: int
    is_coin: bool


DENOMINATIONS = (
    Denomination("100.00", "$100", 10000, False),
    Denomination("50.00", "$50", 5000, False),
    Denomination("20.00", "$20", 2000, False),
    Denomination("10.00", "$10", 1000, False),
    Denomination("5.00", "$5", 500, False),
    Denomination("2.00", "$2", 200, False),
    Denomination("1.00", "$1", 100, False),
    Denomination("1.00 coin", "$1 coin", 100, True),
    Denomination("0.50", "50¢", 50, True),
    Denomination("0.25", "25¢", 25, True),
    Denomination("0.10", "10¢", 10, True),
    Denomination("0.05", "5¢", 5, True),
    Denomination("0.01", "1¢", 1, True),
)

_SAID_MOST = 20  # A code is repeated, and no story.
_BY_CODE = {denomination.code: denomination for denomination in DENOMINATIONS}


def counted(count: Mapping[str, int]) -> Money:
    """What a count by denomination code adds up to. Raises Refused for an unknown code or an impossible number."""
    for code, number in count.items():
        if code not in _BY_CODE:
            raise Refused(f"There is no {code[:_SAID_MOST]} note or coin. Count by the denominations on the form.")
        if type(number) is not int or not 0 <= number <= MOST_OF_ONE:
            raise Refused(f"Enter how many {_BY_CODE[code].words} there are, as a whole number up to {MOST_OF_ONE:,}.")
    return total([Money(_BY_CODE[code].cents * number) for code, number in count.items()])


class ShiftState(StrEnum):
    """What an open shift is about. Money moves only while it is ACTIVE; how far it was sent is another matter."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    COUNTING = "counting"
    PENDING = "pending"  # Handed over, and not yet accepted.


# What changes it: the last of these lines says how the desk's drawer stands.
SHIFT_KINDS: Mapping[LineKind, ShiftState | None] = {
    LineKind.SHIFT_OPENED: ShiftState.ACTIVE,
    LineKind.DRAWER_SUSPENDED: ShiftState.SUSPENDED,
    LineKind.DRAWER_RESUMED: ShiftState.ACTIVE,
    LineKind.DRAWER_COUNTED: ShiftState.COUNTING,
    LineKind.DRAWER_HANDED_OVER: ShiftState.PENDING,
    LineKind.DRAWER_RECALLED: ShiftState.COUNTING,
    LineKind.SHIFT_CLOSED: None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An open drawer and whose it is."""

    shift_id: UUID
    desk: str
    center: str
    region: str
    staff: str
    staff_name: str
    business_date: date
    opened_at: datetime
    float_amount: Money
    state: ShiftState = ShiftState.ACTIVE

    def must_be_active(self) -> None:
        """Raises Refused while no money may move in this drawer."""
        match self.state:
            case ShiftState.SUSPENDED:
                raise Refused("This drawer is suspended. Resume it on the Drawer page first.")
            case ShiftState.COUNTING:
                raise Refused("This drawer is being counted. Close it on the Drawer page, and open another one.")
            case ShiftState.PENDING:
                raise Refused("This drawer was handed over. It is accepted, or taken back, on the Drawer page.")
            case ShiftState.ACTIVE:
                pass

    def must_be_of(self, staff: Staff) -> None:
        """Raises Refused for anybody but whose drawer it is (R10)."""
        if self.staff != staff.user:
            raise Refused(f"This drawer is {self.staff_name}'s, and only they count it or open it.")

    def too_long_after(self, now: datetime, most_h: int) -> bool:
        """Whether it is open for longer than so many hours. A clock that was set back makes it no longer."""
        return now - self.opened_at > timedelta(hours=most_h)

    def drawer(self, kind: AccountKind, book: Book) -> Account:
        """This shift's account for cash or for checks in one book."""
        return Account(kind, str(self.shift_id), book)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShift:
    """The wish to open a drawer. ``count`` is by denomination code.

    ``assigned``: the float that the last close left, which the desk knows, or, where the drawer is the first at its
    desk, what a site leaves in one; such a float may be up to ``first_most``. ``approval``: of the second person who
    counted another one (R3). ``business_date``: None for the proposed one; another needs ``date_approval``, and
    ``is_date_confirmed`` says that a proposal which was asked about is right. ``also_at``: the other desks at which the
    ledger knows a drawer of theirs, which takes ``also_approval``.
    """

    shift_id: UUID
    count: Mapping[str, int]
    business_date: date | None = None
    approval: Approval | None = None
    is_date_confirmed: bool = False
    date_approval: Approval | None = None
    assigned: Money | None = None
    first_most: Money | None = None
    also_at: tuple[str, ...] = ()
    also_approval: Approval | None = None


def decide_open_shift(
    wish: OpenShift,
    *,
    staff: Staff,
    desk: str,
    center: str,
    region: str,
    float_book: Book,
    open_now: Shift | None,
    now: datetime,
) -> Line:
    """The line that opens a drawer; ``float_book`` is whose money the float is.

    What differs from that stays on the safe and is nobody's shortage. Raises Refused if a drawer is open at this desk,
    the count cannot be, a second person has not counted a difference, or no lead agreed to a second drawer.
    """
    staff.needs(Right.HOLD_DRAWER, "open a drawer")
    if open_now is not None:
        raise Refused(f"{open_now.staff_name}'s drawer is still open at this desk. It has to be closed first.")
    if wish.also_at:
        if wish.also_approval is None:
            raise FieldRefused(_also_words(staff, wish.also_at), ALSO)
        check_approval(wish.also_approval, requester=staff.user, act=ALSO_ACT, amount=ZERO, words="A second drawer")
    amount = counted(wish.count)
    if differs := opening_difference(amount, wish.assigned, first_most=wish.first_most):
        if wish.approval is None:
            raise Refused(OPENS_WITH_MORE if wish.first_most is not None else OPENS_OTHERWISE)
        check_approval(wish.approval, requester=staff.user, act=OPEN_ACT, amount=differs, words="This float")
    shift_id = str(wish.shift_id)
    drawer, safe = Account(AccountKind.DRAWER_CASH, shift_id, float_book), Account(AccountKind.SAFE, center, float_book)
    return Line(
        line_id=wish.shift_id,
        kind=LineKind.SHIFT_OPENED,
        desk=desk,
        center=center,
        staff=staff.user,
        taken_at=now,
        business_date=wish.business_date,
        shift_id=wish.shift_id,
        facts={
            "staff_name": staff.name,
            "region": region,
            "count": {code: number for code, number in wish.count.items() if number},
            "float_cents": amount.cents,
            **_date_facts(wish.date_approval),
            **_also_facts(wish),
            **({"assigned_cents": wish.assigned.cents} if wish.assigned is not None else {}),
            **(
                {"approver": wish.approval.approver, "approver_name": wish.approval.approver_name}
                if wish.approval is not None
                else {}
            ),
        },
        transfers=(Transfer(drawer, safe, amount),) if amount > ZERO else (),
    )


def check_only_drawer(staff: Staff, others: Sequence[str]) -> None:
    """Raises Refused for who has a drawer open at ``others``: nobody answers for two at once."""
    if others:
        raise Refused(
            f"{staff.name}'s drawer at {' and '.join(others)} is still open: close it or hand it over there, "
            "then open one here."
        )


def _also_words(staff: Staff, others: Sequence[str]) -> str:
    """The way out for who closed a drawer at a desk that could not send it."""
    return (
        f"{staff.name}'s drawer at {' and '.join(others)} is still open: close it or hand it over there, then open one "
        "here. If it was closed offline, a lead signs here, and the office is told."
    )


def _also_facts(wish: OpenShift) -> dict[str, object]:
    """Who agreed to a drawer beside which others."""
    by = wish.also_approval
    if by is None or not wish.also_at:
        return {}
    return {"also_at": list(wish.also_at), "also_by": by.approver, "also_by_name": by.approver_name}


def _date_facts(approval: Approval | None) -> dict[str, object]:
    """Who set a date that was not the proposed one."""
    return {} if approval is None else {"date_by": approval.approver, "date_by_name": approval.approver_name}


def opening_difference(amount: Money, assigned: Money | None, *, first_most: Money | None = None) -> Money:
    """By how much a float is not the assigned one. The first of a desk may be up to a most."""
    if assigned is None or (first_most is not None and amount <= first_most):
        return ZERO
    return max(amount - assigned, assigned - amount)


def shift_of(line: Line) -> Shift:
    """The shift that a SHIFT_OPENED line opened. Raises UnreadableBody for any other line."""
    if line.kind is not LineKind.SHIFT_OPENED or line.shift_id is None or line.business_date is None:
        raise UnreadableBody("This line opens no shift.")
    try:
        return Shift(
            shift_id=line.shift_id,
            desk=line.desk,
            center=line.center,
            region=line.facts["region"],
            staff=line.staff,
            staff_name=line.facts["staff_name"],
            business_date=line.business_date,
            opened_at=line.taken_at,
            float_amount=Money(line.facts["float_cents"]),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A shift cannot be read: {type(trouble).__name__}.") from trouble
