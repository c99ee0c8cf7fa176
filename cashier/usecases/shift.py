"""Opening a drawer with its counted float."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict

from cashier.domain.business_date import check_date, propose_date
from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.money import Money
from cashier.domain.people import Right, Staff
from cashier.domain.shift import (
    OPENS_OTHERWISE,
    OPENS_WITH_MORE,
    OpenShift,
    Shift,
    check_only_drawer,
    counted,
    decide_open_shift,
    opening_difference,
    shift_of,
)
from cashier.domain.times import clock_words, day_words
from cashier.domain.z_report import read_z
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.drawers import DrawersElsewhere
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import must_agree
from cashier.usecases.slips import add_slips


class Assigned(TypedDict):
    """The float that a drawer should be opened with; see `OpenShift`."""

    assigned: Money
    first_most: Money | None


def open_shift(wish: OpenShift, desk: Desk, staff: Staff) -> Shift:
    """Open the drawer; the same wish twice is one shift. Raises Refused."""
    staff.needs(Right.HOLD_DRAWER, "open a drawer")
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.shift_id)) is not None:
            return shift_of(earlier.line)
        must_agree(work)
        business_day = _date(wish, work, desk, staff)
        line = decide_open_shift(
            replace(wish, business_date=business_day, **_assigned(work, desk)),
            staff=staff,
            desk=desk.place.desk,
            center=desk.place.center,
            region=desk.place.region,
            float_book=desk.place.medical,
            open_now=work.journal.open_shift(),
            now=desk.clock(),
        )
        numbered = work.journal.append(line)
        if desk.place.drawers.opening_tape:
            add_slips(numbered, work)
        work.commit()
    return shift_of(line)


def must_hold_no_other(staff: Staff, elsewhere: DrawersElsewhere) -> None:
    """Raises Refused for who has a drawer open at another desk. Slow, never on the Qt thread.

    While the ledger cannot say, nobody is kept from working: it raises an alarm once it hears of both.
    """
    check_only_drawer(staff, drawers_elsewhere(staff, elsewhere))


def drawers_elsewhere(staff: Staff, elsewhere: DrawersElsewhere) -> tuple[str, ...]:
    """The other desks at which somebody has a drawer, as `OpenShift` takes them. Slow, never on the Qt thread.

    While the ledger cannot say, there are none.
    """
    staff.needs(Right.HOLD_DRAWER, "open a drawer")
    try:
        return elsewhere.open_at(staff.user)
    except (LedgerAway, LedgerRefuses):
        return ()


def _date(wish: OpenShift, work: UnitOfWork, desk: Desk, staff: Staff) -> date:
    last = work.journal.drawers.last_close()
    return check_date(
        wish.business_date,
        proposed_date(desk),
        calendar=_local(desk).date(),
        last=last.line.business_date if last is not None else None,
        is_confirmed=wish.is_date_confirmed,
        approval=wish.date_approval,
        requester=staff.user,
    )


def proposed_date(desk: Desk) -> date:
    """The day that a shift opened now counts for."""
    return propose_date(_local(desk), desk.place.drawers.day_start)


def business_date(desk: Desk) -> date:
    """The open shift's; without one, that of a shift opened now."""
    shift = current_shift(desk)
    return shift.business_date if shift is not None else proposed_date(desk)


def is_long(desk: Desk) -> bool:
    """Whether the open drawer is open for so long that it should be counted and closed (R11)."""
    shift = current_shift(desk)
    return shift is not None and shift.too_long_after(desk.clock(), desk.place.drawers.shift_warn_h)


def must_not_be_too_long(shift: Shift, desk: Desk) -> None:
    """Raises Refused for a new payment in a drawer that is open for longer than a shift may be (R11)."""
    if shift.too_long_after(desk.clock(), most_h := desk.place.drawers.shift_most_h):
        opened = shift.opened_at.astimezone(desk.place.time_zone)
        raise Refused(
            f"This drawer is open since {day_words(opened.date())} {clock_words(opened)}, and a shift lasts {most_h} "
            "hours at most. Count and close it on the Drawer page before the next payment."
        )


def _local(desk: Desk) -> datetime:
    return desk.clock().astimezone(desk.place.time_zone)


def second_count(count: Mapping[str, int], desk: Desk) -> Money:
    """What a second person has to sign for before a drawer opens with this count; zero where nobody has to.

    Raises Refused for a count that cannot be.
    """
    with desk.open_reading() as work:
        return opening_difference(counted(count), **_assigned(work, desk))


def opens_otherwise(desk: Desk) -> str:
    """Why a second person is asked for."""
    with desk.open_reading() as work:
        return OPENS_WITH_MORE if _assigned(work, desk)["first_most"] is not None else OPENS_OTHERWISE


def opening_right(differs: Money, desk: Desk) -> Right:
    """What a second person needs who signs for a float: above the site's limit a lead does, as at the close (R3)."""
    return Right.APPROVE_DRAWER if differs > desk.place.drawers.approve_above else Right.HOLD_DRAWER


def _assigned(work: UnitOfWork, desk: Desk) -> Assigned:
    """The float that the last close left at this desk; at its first drawer, what the site leaves in one."""
    last = work.journal.drawers.last_close()
    if last is None:
        return {"assigned": desk.place.drawers.float_amount, "first_most": desk.place.drawers.cash_most}
    return {"assigned": read_z(last.line).left, "first_most": None}


def current_shift(desk: Desk) -> Shift | None:
    """The drawer that is open at this desk."""
    with desk.open_reading() as work:
        return work.journal.open_shift()
