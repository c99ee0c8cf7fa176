"""Opening a drawer with its counted float."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cashier.domain.money import Money
from cashier.domain.people import Staff
from cashier.domain.shift import OpenShift, Shift, counted, decide_open_shift, opening_difference, shift_of
from cashier.domain.z_report import read_z
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import must_agree


def open_shift(wish: OpenShift, desk: Desk, staff: Staff) -> Shift:
    """Open the drawer; the same wish twice is one shift. Raises Refused."""
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.shift_id)) is not None:
            return shift_of(earlier.line)
        must_agree(work)
        line = decide_open_shift(
            replace(wish, assigned=_left(work)),
            staff=staff,
            desk=desk.place.desk,
            center=desk.place.center,
            region=desk.place.region,
            float_book=desk.place.medical,
            open_now=work.journal.open_shift(),
            now=desk.clock(),
        )
        work.journal.append(line)
        work.commit()
    return shift_of(line)


def business_date(desk: Desk) -> date:
    """The open shift's; without one, the day where the desk stands."""
    shift = current_shift(desk)
    return shift.business_date if shift is not None else desk.clock().astimezone(desk.place.time_zone).date()


def second_count(count: Mapping[str, int], desk: Desk) -> Money:
    """What a second person has to sign for before a drawer opens with this count; zero where nobody has to.

    Raises Refused for a count that cannot be.
    """
    with desk.open_reading() as work:
        return opening_difference(counted(count), _left(work))


def _left(work: UnitOfWork) -> Money | None:
    """The float that the last close left at this desk."""
    last = work.journal.drawers.last_close()
    return read_z(last.line).left if last is not None else None


def current_shift(desk: Desk) -> Shift | None:
    """The drawer that is open at this desk."""
    with desk.open_reading() as work:
        return work.journal.open_shift()
