"""Somebody of the office counts an open drawer with its cashier, at any time (R29)."""

from cashier.domain.drawer import drawer_holds
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind, Numbered
from cashier.domain.people import Staff
from cashier.domain.surprise import SurpriseCount, decide_surprise
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import must_agree
from cashier.usecases.situation import NO_DRAWER
from cashier.usecases.slips import add_slips


def surprise_count(wish: SurpriseCount, desk: Desk, staff: Staff) -> Numbered:
    """Keep it, with its slip; the same id twice is one count. The caller opens the drawer before. Raises Refused."""
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        shift, drawers = work.journal.open_shift(), work.journal.drawers
        if shift is None:
            raise Refused(NO_DRAWER)
        before = [line for line in drawers.lines(shift.shift_id).said if line.kind is LineKind.SURPRISE_COUNTED]
        held = drawer_holds(shift.shift_id, drawers.moved(shift.shift_id))
        line = decide_surprise(wish, shift=shift, staff=staff, held=held, before=before, now=desk.clock())
        numbered = work.journal.append(line)
        add_slips(numbered, work)
        work.commit()
    return numbered
