"""The office's look at its center: from the ledger, with this desk's own drawer as it stands here."""

from dataclasses import replace
from uuid import UUID

from cashier.domain.bags import check_bag
from cashier.domain.drawer import drawer_holds
from cashier.domain.errors import LedgerAway
from cashier.domain.office import BagInSafe, Office, OfficeDrawer, OverShort, closed_row, open_row, with_own
from cashier.domain.people import Right, Staff
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.office import OfficeLedger
from cashier.usecases.shift import business_date

TREND_DAYS = 90


def see_office(desk: Desk, staff: Staff, ledger: OfficeLedger) -> Office:
    """The center now; with the ledger away what it told this person last, and this desk's own drawer.

    Raises NotAllowed for who may not see the office, and LedgerRefuses where the ledger says so.
    """
    staff.needs(Right.SEE_OFFICE, "see the office")
    own = _own_drawers(desk, staff)
    try:
        seen = ledger.look(staff, business_date(desk), desk.place.drawers.cash_most)
    except LedgerAway as trouble:
        seen = replace(ledger.last(staff) or Office(as_of=None, drawers=()), away=trouble.sentence)
    now, zone = desk.clock(), desk.place.time_zone
    messages = tuple(item.by_clock(now, zone) for item in seen.messages.items)
    return replace(
        seen,
        drawers=with_own(seen.drawers, own, desk.place.desk),
        messages=replace(seen.messages, items=messages),
    )


def see_trend(desk: Desk, staff: Staff, ledger: OfficeLedger) -> OverShort:
    """Over and short of the last 90 days, by person. Raises NotAllowed, LedgerRefuses, LedgerAway."""
    staff.needs(Right.SEE_EXPECTED_CASH, "see what drawers were over and short by")
    return ledger.trend(staff, business_date(desk), TREND_DAYS)


def _own_drawers(desk: Desk, staff: Staff) -> tuple[OfficeDrawer, ...]:
    """This desk's drawer, and the one before it if that was closed on the same day."""
    today = business_date(desk)
    rows: list[OfficeDrawer] = []
    with desk.open_reading() as work:
        drawers, shift = work.journal.drawers, work.journal.open_shift()
        closed = drawers.last_close()
        if closed is not None and closed.line.business_date == today:
            rows.append(closed_row(closed.line, staff))
        if shift is not None:
            lines = drawers.lines(shift.shift_id)
            held = drawer_holds(shift.shift_id, drawers.moved(shift.shift_id))
            rows.append(open_row(shift, lines, held, rules=desk.place.drawers, caller=staff))
    return tuple(rows)


def accept_bag(line_id: UUID, number: str, staff: Staff, ledger: OfficeLedger) -> BagInSafe:
    """Take a bag that is in transit into the safe, by its number; ``line_id`` is made before the first attempt.

    Raises Refused here for what is no number, LedgerRefuses where the ledger says no, and LedgerAway: then it may
    have been taken in all the same, and the same id asks again.
    """
    staff.needs(Right.KEEP_SAFE, "take bags into the safe")
    return ledger.accept_bag(line_id, check_bag(number, "the bag", frozenset()), staff)
