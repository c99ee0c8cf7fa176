"""Training is entered signed in, never beside an open drawer, and the real journal says who was in it and when."""

from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.training import check_begins
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import record


def begin_training(desk: Desk, staff: Staff) -> None:
    """From here on this person's keys go to the training desk. Raises NotAllowed, or Refused beside an open drawer."""
    staff.needs(Right.TRAIN, "begin training")
    with desk.open_work() as work:
        shift = work.journal.open_shift()
        check_begins(drawer_of=shift.staff_name if shift else None)
        record(LineKind.TRAINING_BEGUN, {}, work=work, desk=desk, staff=staff)
        work.commit()


def end_training(desk: Desk, staff: Staff) -> None:
    """They are back at the real desk."""
    with desk.open_work() as work:
        record(LineKind.TRAINING_ENDED, {}, work=work, desk=desk, staff=staff)
        work.commit()
