"""One line of each kind that cash between two cashiers writes, for the golden bodies and for paper."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from cashier.domain.drawer import drawer_holds, items_in
from cashier.domain.drawer_count import Attempt
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.hand_over import (
    AcceptTransfer,
    GiveCash,
    HandOver,
    count_differs,
    decide_accept,
    decide_close_handed,
    decide_give,
    decide_hand_over,
    decide_recall,
    decide_settled,
    rejected_facts,
)
from cashier.domain.handing import Accepted, Handed, read_handed
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.shift import Shift, ShiftState
from cashier.domain.shift_close import Accounted, Closing
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.z_report import z_facts
from tests.domain.absent_lines import ABSENT_LINES
from tests.domain.drawer_lines import EVENING, HELD, a_number, numbered, shift_in, shift_lines
from tests.fakes.builders import HELEN, NOW, ROSA, SHIFT_ID, a_shift

LATER = NOW + timedelta(minutes=5)


def given() -> Line:
    """$40.00 of Rosa's for Helen."""
    wish = GiveCash(line_id=a_number(30), count={"20.00": 2, "5.00": 0}, note="small notes")
    return decide_give(wish, HELEN, shift=a_shift(), staff=ROSA, held=HELD, tried=False, now=NOW)


def handed_over(*, is_here: bool = False) -> Line:
    """All of Rosa's drawer, which holds $260.00 and a check."""
    lines = shift_lines()
    held = drawer_holds(SHIFT_ID, [moved for line in lines for moved in line.transfers])
    attempt = Attempt(number=1, count={"20.00": 13}, amount=Money(26000), matches=True, counted_at=EVENING)
    items = items_in(SHIFT_ID, lines)
    at = Closing(
        shift=shift_in(ShiftState.COUNTING),
        staff=ROSA,
        held=held,
        items=items,
        attempts=(attempt,),
        rules=DrawerRules(),
        now=EVENING,
    )
    accounted = Accounted(present=frozenset(item.key for item in items))
    return decide_hand_over(HandOver(line_id=a_number(31), accounted=accounted, is_here=is_here), HELEN, at)


def helens() -> Shift:
    """Helen's drawer, at the next window."""
    return replace(a_shift(HELEN), shift_id=a_number(32), desk="OAK4")


def accepted(handed: Handed) -> Line:
    wish = AcceptTransfer(line_id=a_number(33), count={"10.00": 4})
    return decide_accept(wish, handed, shift=helens(), staff=HELEN, now=LATER)


def counted_otherwise() -> Line:
    wish = AcceptTransfer(line_id=a_number(34), count={"10.00": 3})
    return count_differs(wish, read_handed(given()), shift=helens(), staff=HELEN, before=0, now=LATER)


def rejected() -> Line:
    shift = helens()
    return Line(
        line_id=a_number(35),
        kind=LineKind.TRANSFER_REJECTED,
        desk=shift.desk,
        center=shift.center,
        staff=HELEN.user,
        taken_at=LATER,
        business_date=shift.business_date,
        shift_id=shift.shift_id,
        facts=rejected_facts(read_handed(given()), "one is torn"),
    )


def recalled(line: Line, number: UUID) -> Line:
    shift = shift_in(ShiftState.PENDING if line.kind is LineKind.DRAWER_HANDED_OVER else ShiftState.ACTIVE)
    return decide_recall(number, read_handed(line), shift=shift, staff=ROSA, now=LATER)


WHO = Accepted(by=HELEN.user, by_name=HELEN.name, desk="OAK4")


def closed_handed() -> Line:
    lines = (*shift_lines(), handed_over())
    report = z_facts(a_shift(), ShiftLines.whole(numbered(lines)), previous=None, received_through=4)
    handed = read_handed(lines[-1])
    return decide_close_handed(a_number(39), handed, WHO, report, shift=a_shift(), now=EVENING)


HANDED_LINES: dict[str, Callable[[], Line]] = {
    "transfer_given": given,
    "drawer_handed_over": handed_over,
    "transfer_counted": counted_otherwise,
    "transfer_accepted": lambda: accepted(read_handed(given())),
    "transfer_accepted-drawer": lambda: accepted(read_handed(handed_over())),
    "transfer_rejected": rejected,
    "transfer_recalled": lambda: recalled(given(), a_number(36)),
    "drawer_recalled": lambda: recalled(handed_over(), a_number(37)),
    "transfer_settled": lambda: decide_settled(a_number(38), read_handed(given()), WHO, desk="OAK3", now=LATER),
    "shift_closed-handed-over": closed_handed,
    **ABSENT_LINES,
}
