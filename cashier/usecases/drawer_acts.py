"""What is done with an open drawer besides taking payments: one line each, with its slip."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cashier.domain.bags import bag_number, check_new_bag
from cashier.domain.drawer import (
    CardTotal,
    Holdings,
    TenderTotal,
    cards_of,
    drawer_holds,
    items_in,
    receipts_in,
    tender_totals,
)
from cashier.domain.drawer_acts import (
    Drop,
    Exchange,
    PayInOrOut,
    decide_drop,
    decide_exchange,
    decide_no_sale,
    decide_opening,
    decide_opening_for,
    decide_pay,
    decide_resume,
    decide_suspend,
    is_no_sale,
    is_over_limit,
)
from cashier.domain.drawer_count import drawer_line
from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.money import Money
from cashier.domain.office import sees_expected
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.shift import Shift
from cashier.domain.tenders import TenderKind
from cashier.domain.tries import MoreThanThere
from cashier.usecases.awaiting import must_not_await_reversal
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.drawers import DrawersElsewhere
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import each_word_once, keep_try, must_agree
from cashier.usecases.situation import NO_DRAWER
from cashier.usecases.slips import add_slips

Decide = Callable[[Shift, UnitOfWork], Line]


def must_be_new_bag(number: str, what: str, elsewhere: DrawersElsewhere) -> None:
    """As `must_be_new_bags`, for one bag."""
    must_be_new_bags({what: number}, elsewhere)


def must_be_new_bags(numbers: Mapping[str, str], elsewhere: DrawersElsewhere) -> None:
    """Raises FieldRefused, about what a number is of, for one that another desk has used. Slow, never on the Qt thread.

    While the ledger cannot say, what this desk knows is enough: it is not waited for again.
    """
    for what, number in numbers.items():
        try:
            desks = elsewhere.bag_at(bag_number(number))
        except (LedgerAway, LedgerRefuses):
            return
        check_new_bag(number, what, desks)


def drop(wish: Drop, desk: Desk, staff: Staff) -> Numbered:
    """Put cash into a bag for the safe. The caller opens the drawer before it is counted. Raises Refused."""

    def decide(shift: Shift, work: UnitOfWork) -> Line:
        held, bags = _held(shift, work), work.journal.drawers.bags({bag_number(wish.bag)})
        return decide_drop(wish, shift=shift, staff=staff, held=held, known_bags=bags, now=desk.clock())

    return _once(wish.line_id, desk, staff, decide)


def open_without_sale(line_id: UUID, reason: str, desk: Desk, staff: Staff) -> Numbered:
    """Write down why the drawer is opened; the caller opens it when this returns. Raises Refused."""

    def decide(shift: Shift, work: UnitOfWork) -> Line:
        lines = work.journal.drawers.lines(shift.shift_id)
        number = 1 + sum(1 for line in lines.said if is_no_sale(line))
        return decide_no_sale(line_id, reason, shift=shift, staff=staff, number=number, now=desk.clock())

    return _once(line_id, desk, staff, decide, takes_nothing=True)


def open_for(line_id: UUID, purpose: str, desk: Desk, staff: Staff) -> Numbered:
    """Write down that the drawer is opened for a drop or a count; the caller opens it then. Raises Refused."""
    return _once(
        line_id,
        desk,
        staff,
        lambda shift, _: decide_opening(line_id, purpose, shift=shift, staff=staff, now=desk.clock()),
    )


def open_for_absent(line_id: UUID, along: Approval, desk: Desk, staff: Staff) -> Numbered:
    """Write down that two open the drawer of a cashier who is not here, to count it; the caller opens it then.

    Raises Refused.
    """
    staff.needs(Right.COUNT_FOR_ABSENT, "open somebody else's drawer")
    return _once(
        line_id,
        desk,
        staff,
        lambda shift, _: decide_opening_for(line_id, along, shift=shift, staff=staff, now=desk.clock()),
    )


def suspend_drawer(line_id: UUID, desk: Desk, staff: Staff) -> Numbered:
    """A break: no money moves in this drawer until its owner resumes it. Raises Refused."""
    return _once(
        line_id, desk, staff, lambda shift, _: decide_suspend(line_id, shift=shift, staff=staff, now=desk.clock())
    )


def resume_drawer(line_id: UUID, desk: Desk, staff: Staff, approval: Approval | None = None) -> Numbered:
    """Its owner is back; from a count only where a lead agrees. Raises Refused."""
    staff.needs(Right.HOLD_DRAWER, "open a drawer")
    return _once(
        line_id,
        desk,
        staff,
        lambda shift, _: decide_resume(line_id, approval, shift=shift, staff=staff, now=desk.clock()),
        takes_nothing=True,
    )


def pay_in_or_out(wish: PayInOrOut, desk: Desk, staff: Staff) -> Numbered:
    """Cash without a payment, where the site allows it. Raises Refused."""
    staff.needs(Right.PAY_OUT, "give cash out of the drawer")

    def decide(shift: Shift, work: UnitOfWork) -> Line:
        held, rules = _held(shift, work), desk.place.drawers
        return decide_pay(wish, shift=shift, staff=staff, held=held, rules=rules, now=desk.clock())

    return _once(wish.line_id, desk, staff, decide)


def exchange_bills(wish: Exchange, desk: Desk, staff: Staff) -> Numbered:
    """Big notes for small ones, with somebody of the office. Raises Refused unless both are the same sum."""
    return _once(
        wish.line_id,
        desk,
        staff,
        lambda shift, work: decide_exchange(wish, shift=shift, staff=staff, held=_held(shift, work), now=desk.clock()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class XReading:
    """A shift's totals so far, nothing closed. ``cash`` is None for who may not know it (R2), and so is each amount
    from which it follows.
    """

    shift: Shift
    payments: int
    tenders: tuple[TenderTotal, ...]
    cards: tuple[CardTotal, ...]
    papers: int
    no_sales: int
    cash: Money | None


def read_x(line_id: UUID, desk: Desk, staff: Staff) -> XReading:
    """Read the totals, and keep who did and when. Raises Refused without a drawer."""
    if not staff.may(Right.SEE_EXPECTED_CASH):
        staff.needs(Right.HOLD_DRAWER, "read a drawer")
    with desk.open_work() as work:
        shift = work.journal.open_shift()
        if shift is None:
            raise Refused(NO_DRAWER)
        reading = _reading(shift, work, sees_cash=sees_expected(staff, shift.staff, shift.state.value))
        if work.journal.line(line_id) is None:
            numbered = work.journal.append(
                drawer_line(
                    LineKind.DRAWER_READ, line_id, _x_facts(reading, staff), shift=shift, staff=staff, now=desk.clock()
                )
            )
            add_slips(numbered, work)
            work.commit()
    return reading


def _reading(shift: Shift, work: UnitOfWork, *, sees_cash: bool) -> XReading:
    lines = work.journal.drawers.lines(shift.shift_id)
    said = lines.said
    return XReading(
        shift=shift,
        payments=lines.payments(receipts_in(said)),
        tenders=tuple(t for t in tender_totals(said, lines.cash_alone) if sees_cash or t.kind != TenderKind.CASH),
        cards=cards_of(said),
        papers=len(items_in(shift.shift_id, said)),
        no_sales=sum(1 for line in said if is_no_sale(line)),
        cash=_held(shift, work).cash_total if sees_cash else None,
    )


def _x_facts(reading: XReading, staff: Staff) -> dict[str, object]:
    return {
        "staff_name": staff.name,
        "drawer_of": reading.shift.staff_name,
        "payments": reading.payments,
        "papers": reading.papers,
        "no_sales": reading.no_sales,
        "tenders": [[t.kind, t.count, t.amount.cents] for t in reading.tenders],
        "cards": [[c.terminal, c.count, c.amount.cents] for c in reading.cards],
        "cash_cents": reading.cash.cents if reading.cash is not None else None,
    }


def has_too_much(desk: Desk) -> bool:
    """Whether the open drawer holds more than the site's limit; it says no more than that."""
    with desk.open_reading() as work:
        shift = work.journal.open_shift()
        return shift is not None and is_over_limit(_held(shift, work), desk.place.drawers)


def _held(shift: Shift, work: UnitOfWork) -> Holdings:
    return drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id))


def _once(line_id: UUID, desk: Desk, staff: Staff, decide: Decide, *, takes_nothing: bool = False) -> Numbered:
    """Write what is decided, with its slips; the same id twice is one act. A wish for more than is there is kept.

    Unless it ``takes_nothing`` out of the drawer, it waits for a card that cash of this drawer goes back with.
    """
    with each_word_once("an act with the drawer", desk, staff), desk.open_work() as work:
        if (earlier := work.journal.line(line_id)) is not None:
            return earlier
        must_agree(work)
        if not takes_nothing:
            must_not_await_reversal(work)
        shift = work.journal.open_shift()
        if shift is None:
            raise Refused(NO_DRAWER)
        try:
            line = decide(shift, work)
        except MoreThanThere as more:
            keep_try(more, work, desk, staff)
            raise
        numbered = work.journal.append(line)
        add_slips(numbered, work)
        work.commit()
    return numbered
