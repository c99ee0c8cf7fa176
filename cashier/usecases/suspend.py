"""Put by what was chosen for a member, see what waits, and take it up again: once, and the ledger decides by whom."""

from uuid import UUID

from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.line import LineKind, Numbered
from cashier.domain.payment import TakePayment
from cashier.domain.people import Right, Staff
from cashier.domain.suspended import (
    Suspended,
    decide_suspend,
    read_suspended,
    resumed_facts,
    resumed_id,
    still_suspended,
)
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.suspended import SuspendedElsewhere, Waiting
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import record
from cashier.usecases.situation import situation

LOOK_BACK = 400  # Lines that suspend or resume; more than a desk has within the longest time that one waits.
TAKEN_UP = "This was taken up again before. Find the member instead."


def suspend(wish: TakePayment, desk: Desk, staff: Staff) -> Suspended:
    """Put a wish by; the same one twice is one. Raises Refused, also where a card was asked for it."""
    staff.needs(Right.TAKE_PAYMENTS, "suspend a transaction")
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.payment_id)) is not None and earlier.line.kind is LineKind.SUSPENDED:
            return read_suspended(earlier.line)
        now = situation(wish, work, desk, staff=staff, shift=work.journal.open_shift())
        line = decide_suspend(wish, now, desk.keep_suspended)
        work.journal.append(line)
        work.commit()
    return read_suspended(line)


def waiting_here(desk: Desk, there: Waiting | None) -> tuple[Suspended, ...]:
    """What can be taken up at this desk, oldest first; ``there`` is the ledger's word, None where it has none yet.

    Ours are known offline, too. One that the ledger has and does not list is somebody else's by now.
    """
    with desk.open_reading() as work:
        lines = work.journal.suspensions(LOOK_BACK)
    now = desk.clock()
    theirs = {s.suspended_id: s for s in there.rows} if there is not None else {}
    through = there.mark if there is not None else 0
    ours = still_suspended(tuple(numbered.line for numbered in lines), now)
    at = {numbered.line.line_id: numbered.sequence for numbered in lines}
    taken_up = _taken_up(lines)
    rows = {s.suspended_id: s for s in ours if at[s.suspended_id] > through}
    rows |= {number: s for number, s in theirs.items() if number not in taken_up and now < s.expires_at}
    return tuple(sorted(rows.values(), key=lambda s: s.at))


def claim(suspended: Suspended, desk: Desk, elsewhere: SuspendedElsewhere, staff: Staff) -> bool:
    """Ask the ledger for it. Whether the ledger agreed; False where it cannot, and then only for one of our own.

    Raises Refused where another desk has it, LedgerAway or LedgerRefuses for another desk's that can't be asked for.
    """
    staff.needs(Right.TAKE_PAYMENTS, "take up a suspended transaction")
    with desk.open_reading() as work:
        ours = work.journal.line(suspended.suspended_id)
        if ours is not None and ours.sequence > work.journal.mark().received_through:
            return False  # Nobody else can know of it.
    try:
        why_not = elsewhere.take_up(suspended.suspended_id, staff.user)
    except (LedgerAway, LedgerRefuses):
        if ours is None:
            raise
        return False
    if why_not:
        raise Refused(why_not)
    return True


def resume(suspended: Suspended, identified: str, desk: Desk, staff: Staff, *, ledger_agreed: bool) -> None:
    """Write down that it is taken up, after the account was opened on two identifiers. Raises Refused."""
    staff.needs(Right.TAKE_PAYMENTS, "take up a suspended transaction")
    if not identified:
        raise Refused("Ask for two identifiers again first: the name, and the date of birth or photo ID.")
    with desk.open_work() as work:
        must_wait_still(suspended, work, desk)
        facts = resumed_facts(suspended, identified, ledger_agreed=ledger_agreed)
        record(LineKind.RESUMED, facts, work=work, desk=desk, staff=staff)
        work.commit()


def must_wait_still(suspended: Suspended, work: UnitOfWork, desk: Desk) -> None:
    """Raises Refused for one that was taken up here before, or whose time is over."""
    if suspended.suspended_id in _taken_up(work.journal.suspensions(LOOK_BACK)):
        raise Refused(TAKEN_UP)
    if desk.clock() >= suspended.expires_at:
        raise Refused("The time to take this up again is over. Find the member and choose anew.")


def _taken_up(lines: tuple[Numbered, ...]) -> set[UUID]:
    return {resumed_id(numbered.line) for numbered in lines if numbered.line.kind is LineKind.RESUMED}
