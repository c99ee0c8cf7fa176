"""A desk takes the place of another one: what was found there is written down, and what it had not sent comes along."""

from collections.abc import Iterable

from cashier.domain.carried import Carried, Replacement, carried_line, decide_replacement
from cashier.domain.errors import Refused
from cashier.domain.people import Approval
from cashier.usecases.ports.desk import Desk


def replace_desk(found: Replacement, to_carry: Iterable[Carried], approval: Approval, desk: Desk) -> int:
    """Begin this desk's journal, in one commit; returns how many lines came along.

    Raises Refused where the journal has begun already, or without a lead's word; UnreadableBody.
    """
    code, center, now = desk.place.desk, desk.place.center, desk.clock()
    with desk.open_work() as work:
        if work.journal.head().sequence:
            raise Refused(f"{code} has begun its journal. Ask the cash office to invite a new desk.")
        work.journal.append(
            decide_replacement(found, approval, line_id=desk.new_id(), desk=code, center=center, now=now)
        )
        for carried in to_carry:
            work.journal.append(carried_line(carried, desk=code, center=center, staff=approval.approver, now=now))
        came = work.journal.head().sequence - 1
        work.commit()
    return came
