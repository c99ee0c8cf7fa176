"""Write the back of a payment's checks: a slip on the receipt printer's paper, or the check itself; each recorded."""

from cashier.domain.endorsement import EndorsedHow, Endorsement, endorsed_facts, endorsements
from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import record


def endorse(receipt: str, desk: Desk, staff: Staff, *, mailed: bool = False) -> tuple[Endorsement, ...]:
    """Record and print the slip for the checks of a receipt. Raises Refused where there is none to write."""
    staff.needs(Right.TAKE_PAYMENTS, "endorse checks")
    with desk.open_work() as work:
        lines = _lines(receipt, work)
        backs = _backs(lines, desk, mailed=mailed)
        line = _record(lines, backs, EndorsedHow.SLIP, work, desk, staff, mailed=mailed)
        work.jobs.add(str(line.line_id), 0)
        work.commit()
    return backs


def note_endorsed(
    receipt: str, which: tuple[int, ...], how: EndorsedHow, desk: Desk, staff: Staff, *, mailed: bool = False
) -> tuple[Endorsement, ...]:
    """Record that checks of a receipt, by their places among its `endorsements`, have theirs; nothing is printed.

    It stands there already: a check that was written on twice is two lines. Raises Refused where there is none.
    """
    staff.needs(Right.TAKE_PAYMENTS, "endorse checks")
    with desk.open_work() as work:
        lines = _lines(receipt, work)
        there = _backs(lines, desk, mailed=mailed)
        backs = tuple(there[place] for place in which if place < len(there))
        if not backs:
            raise Refused(f"Receipt {lines[0].facts['receipt']} has no such check to endorse.")
        _record(lines, backs, how, work, desk, staff, mailed=mailed)
        work.commit()
    return backs


def _lines(receipt: str, work: UnitOfWork) -> tuple[Line, ...]:
    lines = tuple(numbered.line for numbered in work.journal.receipt(receipt))
    if not lines:
        raise Refused(f"No receipt {safe_text(receipt, 'The number')} was made at this desk. Check the number.")
    return lines


def _backs(lines: tuple[Line, ...], desk: Desk, *, mailed: bool) -> tuple[Endorsement, ...]:
    backs = endorsements(lines, desk.place.payees, mailed=mailed, table=desk.place.rules.tenders)
    if not backs:
        raise Refused(f"Receipt {lines[0].facts['receipt']} has no check with a payee to endorse it for.")
    return backs


def _record(
    lines: tuple[Line, ...],
    backs: tuple[Endorsement, ...],
    how: EndorsedHow,
    work: UnitOfWork,
    desk: Desk,
    staff: Staff,
    *,
    mailed: bool,
) -> Line:
    facts = endorsed_facts(lines[0].facts["receipt"], backs, how, mailed=mailed)
    return record(LineKind.ENDORSED, facts, work=work, desk=desk, staff=staff)
