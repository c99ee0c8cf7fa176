"""Writes down that a drawer stood open for too long, as its sensor said it."""

from dataclasses import replace

from cashier.domain.line import LineKind
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import NOBODY, record


def note_left_open(seconds: int, desk: Desk) -> None:
    """A record under the name of who holds the drawer, or of nobody where no shift is open. Raises StoreTrouble."""
    with desk.open_work() as work:
        shift = work.journal.open_shift()
        holder = replace(NOBODY, user=shift.staff, name=shift.staff_name) if shift is not None else NOBODY
        record(LineKind.DRAWER_LEFT_OPEN, {"seconds": seconds}, work=work, desk=desk, staff=holder)
        work.commit()
