"""The drawer of a cashier who is not here (R10): a lead counts it, with a second named person, and closes it.

Taking over a desk never takes over its cash. Whoever counts for somebody else signs in for that alone; each count and
the close are signed by the one who counts along. The owner's own counts are not theirs: it is counted anew, blind (R1).
"""

from collections.abc import Mapping
from typing import Any

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.over_short import over_short_words
from cashier.domain.people import Approval, Right, Staff, check_approval
from cashier.domain.shift import Shift, ShiftState

ABSENT_ACT = "counting a drawer whose cashier is not here"
WHY_ABSENT = "Say why the drawer is closed without its cashier: enter a reason."


def counts_for_another(shift: Shift, staff: Staff) -> bool:
    """Whether this drawer is somebody else's than whoever counts it."""
    return shift.staff != staff.user


def may_count_for(shift: Shift, staff: Staff) -> None:
    """Raises Refused for anybody but its cashier and, where they are not here, a lead; and while it is handed over."""
    staff.needs(Right.HOLD_DRAWER, "count a drawer")
    if not staff.may(Right.COUNT_FOR_ABSENT):
        shift.must_be_of(staff)
    if shift.state is ShiftState.PENDING or (shift.state is ShiftState.SUSPENDED and shift.staff == staff.user):
        shift.must_be_active()


def check_along(
    shift: Shift, staff: Staff, along: Approval | None, *, act: str = ABSENT_ACT, amount: Money = ZERO
) -> Approval:
    """Who counts along, or signs the close. Raises Refused unless that is a third person's word for just this."""
    if along is None:
        raise Refused(f"{shift.staff_name}'s drawer is counted by two. Have a colleague count along and sign.")
    if along.approver == shift.staff:
        raise Refused(
            f"This is {shift.staff_name}'s own drawer: if they are here, they count it. Ask another colleague."
        )
    check_approval(along, requester=staff.user, act=act, amount=amount, words="Counting for somebody else")
    return along


def check_same(along: Approval | None, counted_with: str, name: str) -> None:
    """Raises FieldRefused unless whoever counted along last signs, too."""
    if along is None or along.approver != counted_with:
        raise FieldRefused(
            f"{name} counted along, and signs that it is closed. Or count again with somebody else.", "lead"
        )


def absent_facts(shift: Shift, staff: Staff, along: Approval) -> dict[str, object]:
    """Both names, as bodies say them; nothing of it stands in the body of a drawer that its cashier counted."""
    return {
        "absent": {
            "cashier": shift.staff,
            "cashier_name": shift.staff_name,
            "by": staff.user,
            "by_name": staff.name,
            "witness": along.approver,
            "witness_name": along.approver_name,
        }
    }


_SAID = frozenset({"cashier", "cashier_name", "by", "by_name", "witness", "witness_name"})


def absent_in(line: Line) -> Mapping[str, Any] | None:
    """What a line says of that; None for a drawer whose cashier counted it, and where it can't be read."""
    said = line.facts.get("absent")
    is_whole = isinstance(said, dict) and said.keys() >= _SAID and all(isinstance(word, str) for word in said.values())
    return said if is_whole else None


def told_words(line: Line, at: str) -> str:
    """What its cashier is told of a count, a hand-over or a close; ``at`` is when. Empty for any other line."""
    said = absent_in(line)
    if said is None:
        return ""
    who = f"{said['by_name']} with {said['witness_name']}, {at}"
    if line.kind is LineKind.DRAWER_COUNTED:
        return f"Your drawer was counted by {who}. It is not closed: go on with it on the Drawer page."
    cash = over_short_words(Money(int(line.facts.get("difference_cents", 0))))
    what = "handed over" if line.kind is LineKind.DRAWER_HANDED_OVER else "closed"
    return f"Your drawer was counted and {what} by {who}. Cash: {cash}."
