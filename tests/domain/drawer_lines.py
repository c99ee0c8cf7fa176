"""One line of each kind that a drawer's day writes, for the golden bodies and for paper."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from cashier.domain.accounts import BookLine
from cashier.domain.chain import chained
from cashier.domain.drawer import Holdings, drawer_holds, items_in
from cashier.domain.drawer_acts import (
    DROP_ACT,
    EXCHANGE_ACT,
    GO_ON_ACT,
    PAY_ACT,
    Drop,
    Exchange,
    PayInOrOut,
    decide_drop,
    decide_exchange,
    decide_no_sale,
    decide_pay,
    decide_resume,
    decide_suspend,
)
from cashier.domain.drawer_count import Attempt, CountDrawer, decide_count, drawer_line, read_attempt
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.money import ZERO, Money
from cashier.domain.payment import decide_payment
from cashier.domain.people import Approval
from cashier.domain.shift import OpenShift, Shift, ShiftState, decide_open_shift
from cashier.domain.shift_close import CLOSE_ACT, CloseShift, Closing, decide_close
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.surprise import SURPRISE_ACT, SurpriseCount, decide_surprise
from cashier.domain.terminal_totals import TerminalTotal
from cashier.domain.tries import MoreThanThere
from cashier.domain.z_report import z_facts
from tests.fakes.builders import (
    HELEN,
    MEDICAL,
    NOW,
    OAK3,
    PREMIUM,
    ROSA,
    SHIFT_ID,
    TODAY,
    a_shift,
    a_situation,
    a_statement,
    a_wish,
    check,
    pays,
)

EVENING = NOW + timedelta(hours=6)
HELD = Holdings(cash={MEDICAL: Money(50000), PREMIUM: Money(5000)}, checks={})


def an_approval(act: str, amount: Money = ZERO) -> Approval:
    return Approval(approver=HELEN.user, approver_name=HELEN.name, act=act, amount=amount, given_at=NOW)


def shift_in(state: ShiftState) -> Shift:
    return replace(a_shift(), state=state)


def a_number(count: int) -> UUID:
    return UUID(int=(0x20 + count) << 76)


def counted(count: int = 1) -> Line:
    """Rosa's first count, of $480.00, where $550.00 should be."""
    wish = CountDrawer(line_id=a_number(count), count={"100.00": 4, "20.00": 4})
    before = () if count == 1 else (read_attempt(counted(1)),)
    shift = shift_in(ShiftState.ACTIVE if count == 1 else ShiftState.COUNTING)
    return decide_count(wish, shift=shift, staff=ROSA, held=HELD, before=before, now=EVENING)


def dropped() -> Line:
    wish = Drop(
        line_id=a_number(3),
        count={"100.00": 2, "50.00": 0},
        bag="oak-771-0400",
        witness=an_approval(DROP_ACT, Money(20000)),
    )
    return decide_drop(wish, shift=a_shift(), staff=ROSA, held=HELD, known_bags=frozenset(), now=NOW)


def tried() -> Line:
    """What is kept of a drop of more than was there."""
    wish = Drop(
        line_id=a_number(15), count={"100.00": 9}, bag="oak-771-0400", witness=an_approval(DROP_ACT, Money(90000))
    )
    try:
        return decide_drop(wish, shift=a_shift(), staff=ROSA, held=HELD, known_bags=frozenset(), now=NOW)
    except MoreThanThere as more:
        return drawer_line(LineKind.TRANSFER_COUNTED, a_number(16), more.facts, shift=a_shift(), staff=ROSA, now=NOW)


def paid(*, is_out: bool) -> Line:
    wish = PayInOrOut(
        line_id=a_number(4),
        amount=Money(1250),
        is_out=is_out,
        reason="taxi voucher",
        approval=an_approval(PAY_ACT, Money(1250)),
    )
    rules = DrawerRules(pays_in_and_out=True)
    return decide_pay(wish, shift=a_shift(), staff=ROSA, held=HELD, rules=rules, now=NOW)


def exchanged() -> Line:
    witness = an_approval(EXCHANGE_ACT, Money(10000))
    wish = Exchange(line_id=a_number(5), given={"100.00": 1}, got={"20.00": 5}, witness=witness)
    return decide_exchange(wish, shift=a_shift(), staff=ROSA, held=HELD, now=NOW)


def exchanged_alone() -> Line:
    """As exchanges were before somebody of the office signed them."""
    line = exchanged()
    return replace(line, facts={name: said for name, said in line.facts.items() if not name.startswith("witness")})


def surprised() -> Line:
    """The second count, of $540.00 where $550.00 should be."""
    wish = SurpriseCount(line_id=a_number(15), count={"100.00": 5, "20.00": 2}, witness=an_approval(SURPRISE_ACT))
    first = decide_surprise(wish, shift=a_shift(), staff=ROSA, held=HELD, before=(), now=NOW)
    return decide_surprise(wish, shift=a_shift(), staff=ROSA, held=HELD, before=(first,), now=NOW)


def read() -> Line:
    facts = {
        "staff_name": HELEN.name,
        "drawer_of": ROSA.name,
        "payments": 2,
        "papers": 1,
        "no_sales": 0,
        "tenders": [["check", 1, 27260]],
        "cards": [["T1", 1, 5000]],
        "cash_cents": None,
    }
    return drawer_line(LineKind.DRAWER_READ, a_number(6), facts, shift=a_shift(), staff=HELEN, now=NOW)


def shift_lines() -> tuple[Line, ...]:
    """A shift with a float of $200.00, a check for a hospital bill, and cash for it and for a premium."""
    opening = OpenShift(shift_id=SHIFT_ID, count={"20.00": 10}, business_date=TODAY)
    opened = decide_open_shift(
        opening,
        staff=ROSA,
        desk=OAK3.desk,
        center=OAK3.center,
        region=OAK3.region,
        float_book=MEDICAL,
        open_now=None,
        now=NOW - timedelta(hours=2),
    )
    hospital = decide_payment(a_wish(pays("S-48210377", 41260), tenders=(check(41260),)), a_situation())
    office = a_statement("S-48211904", 6000)
    cash_payment = decide_payment(
        a_wish(pays(office.number, 6000), payment_id=a_number(7)),
        replace(a_situation(office), receipt="OAK3-0000002"),
    )
    return opened, hospital, cash_payment


def numbered(lines: tuple[Line, ...]) -> tuple[Numbered, ...]:
    """The lines as a journal has them, their links not tied to anything."""
    return tuple(
        Numbered(sequence=place, chain=chained("0" * 64, place, line.body()), body=line.body(), line=line)
        for place, line in enumerate(lines, start=1)
    )


def closed(*, previous: Line | None = None, terminals: tuple[TerminalTotal, ...] = (), says_cash: bool = False) -> Line:
    """$20.00 of $260.00 are gone, the check is there, Helen signs. Earlier reports had cash in no three figures."""
    lines = shift_lines()
    moved = [transfer for line in lines for transfer in line.transfers]
    held = drawer_holds(SHIFT_ID, moved)
    first = CountDrawer(line_id=a_number(8), count={"20.00": 12})
    shift = shift_in(ShiftState.COUNTING)
    attempts: list[Attempt] = []
    for line_id in (a_number(8), a_number(9)):
        wish = replace(first, line_id=line_id)
        line = decide_count(wish, shift=shift, staff=ROSA, held=held, before=attempts, now=EVENING)
        attempts.append(read_attempt(line))
    items = items_in(SHIFT_ID, lines)
    at = Closing(
        shift=shift,
        staff=ROSA,
        held=held,
        items=items,
        attempts=attempts,
        rules=DrawerRules(),
        now=EVENING,
    )
    wish_to_close = CloseShift(
        line_id=a_number(10),
        present=frozenset(item.key for item in items),
        reason="possible wrong change",
        approval=an_approval(CLOSE_ACT, Money(2000)),
        left={"20.00": 10},
        till_bag="T-118",
        bags={BookLine.MEDICAL: "OAK-771-0412"},
        terminals=terminals,
    )
    before = numbered((previous,))[0] if previous else None
    report = z_facts(shift, ShiftLines.whole(numbered(lines)), previous=before, received_through=2)
    if not says_cash:
        del report["cash"]
    return decide_close(wish_to_close, at, report)


DRAWER_LINES: dict[str, Callable[[], Line]] = {
    "drawer_left_open": lambda: replace(
        decide_suspend(a_number(40), shift=a_shift(), staff=ROSA, now=NOW),
        kind=LineKind.DRAWER_LEFT_OPEN,
        facts={"seconds": 30},
    ),
    "drawer_suspended": lambda: decide_suspend(a_number(11), shift=a_shift(), staff=ROSA, now=NOW),
    "drawer_resumed": lambda: decide_resume(
        a_number(12), None, shift=shift_in(ShiftState.SUSPENDED), staff=ROSA, now=NOW
    ),
    "drawer_resumed-after-count": lambda: decide_resume(
        a_number(13), an_approval(GO_ON_ACT), shift=shift_in(ShiftState.COUNTING), staff=ROSA, now=NOW
    ),
    "drawer_counted": counted,
    "drawer_read": read,
    "shift_closed": closed,
    "shift_closed-terminals": lambda: closed(
        terminals=(TerminalTotal(terminal="T1", count=1, amount=Money(4000)), TerminalTotal(terminal="T2"))
    ),
    "shift_closed-cash": lambda: closed(says_cash=True),
    "cash_dropped": dropped,
    "transfer_counted-tried": tried,
    "no_sale": lambda: decide_no_sale(
        a_number(14), "change for a colleague", shift=a_shift(), staff=ROSA, number=1, now=NOW
    ),
    "paid_in": lambda: paid(is_out=False),
    "paid_out": lambda: paid(is_out=True),
    "bills_exchanged": exchanged_alone,
    "bills_exchanged-witnessed": exchanged,
    "surprise_counted": surprised,
}
