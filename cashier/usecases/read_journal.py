"""Somebody takes lines or a paper out of this desk by a command: named first, with a reason (R2, R17)."""

from cashier.domain.errors import FieldRefused
from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import field_text
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import record

REASON = "the reason"


def read_journal(what: str, reason: str, desk: Desk, staff: Staff) -> None:
    """Write down who takes ``what`` out, before it is told. Raises Refused without right or reason.

    What a drawer should hold follows from its lines, so nobody who may hold one has this right.
    """
    staff.needs(Right.READ_JOURNAL, "read this desk's journal")
    why = field_text(reason, "The reason", REASON)
    if not why:
        raise FieldRefused("Say what it is for: give a reason.", REASON)
    with desk.open_work() as work:
        facts = {"what": what, "reason": why, "staff_name": staff.name}
        record(LineKind.JOURNAL_READ, facts, work=work, desk=desk, staff=staff)
        work.commit()
