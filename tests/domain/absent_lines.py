"""Lines of a drawer that two counted and closed without its cashier, for the golden bodies and for paper."""

from collections.abc import Callable

from cashier.domain.absent import ABSENT_ACT
from cashier.domain.drawer import drawer_holds, items_in
from cashier.domain.drawer_acts import decide_opening_for
from cashier.domain.drawer_count import CountDrawer, decide_count, read_attempt
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Role, Staff
from cashier.domain.shift import ShiftState
from cashier.domain.shift_close import CLOSE_ACT, CloseShift, Closing, decide_close
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.z_report import z_facts
from tests.domain.drawer_lines import EVENING, HELD, a_number, numbered, shift_in, shift_lines
from tests.fakes.builders import HELEN, NOW, SHIFT_ID

OSCAR = Staff(user="oscar", name="Oscar Reyes", role=Role.CASHIER)


def along(act: str = ABSENT_ACT, amount: Money = ZERO) -> Approval:
    return Approval(approver=OSCAR.user, approver_name=OSCAR.name, act=act, amount=amount, given_at=NOW)


def counted_absent() -> Line:
    """Helen counts $480.00 with Oscar where $550.00 should be; Rosa had gone on a break."""
    wish = CountDrawer(line_id=a_number(51), count={"100.00": 4, "20.00": 4}, witness=along())
    return decide_count(wish, shift=shift_in(ShiftState.SUSPENDED), staff=HELEN, held=HELD, before=(), now=EVENING)


def opened_absent() -> Line:
    return decide_opening_for(a_number(52), along(), shift=shift_in(ShiftState.SUSPENDED), staff=HELEN, now=EVENING)


def closed_absent() -> Line:
    """All is there; Helen and Oscar close Rosa's drawer and leave no float."""
    lines = shift_lines()
    held = drawer_holds(SHIFT_ID, [transfer for line in lines for transfer in line.transfers])
    shift = shift_in(ShiftState.COUNTING)
    count = CountDrawer(line_id=a_number(53), count={"20.00": 13}, witness=along())
    counted = decide_count(count, shift=shift, staff=HELEN, held=held, before=(), now=EVENING)
    attempt = read_attempt(counted)
    items = items_in(SHIFT_ID, lines)
    at = Closing(shift=shift, staff=HELEN, held=held, items=items, attempts=[attempt], rules=DrawerRules(), now=EVENING)
    wish = CloseShift(
        line_id=a_number(54),
        present=frozenset(item.key for item in items),
        reason="went home ill",
        approval=along(CLOSE_ACT, ZERO),
        bags={
            book.line: f"OAK-{place}" for place, book in enumerate(sorted(held.cash.keys() | held.checks.keys()), 10)
        },
    )
    report = z_facts(shift, ShiftLines.whole(numbered(lines)), previous=None, received_through=4)
    return decide_close(wish, at, report)


ABSENT_LINES: dict[str, Callable[[], Line]] = {
    "drawer_counted-absent": counted_absent,
    "no_sale-absent": opened_absent,
    "shift_closed-absent": closed_absent,
}
