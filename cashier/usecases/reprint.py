"""Paper again: always marked and counted, and a receipt that may have printed is never printed again by itself."""

from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.usecases.ports import Desk, JobState, PrintJob


def reprint(receipt: str, desk: Desk, staff: Staff) -> int:
    """Print a receipt again. Returns the copy's number, from 1. Raises Refused for a number that is not ours."""
    staff.needs(Right.REPRINT, "print receipts again")
    with desk.open_work() as work:
        lines = work.journal.receipt(receipt)
        if not lines:
            raise Refused(f"No receipt {safe_text(receipt, 'The number')} was made at this desk. Check the number.")
        copy = 1 + max((job.copy for job in work.jobs.of(receipt)), default=0)
        shift = work.journal.open_shift()
        work.journal.append(
            Line(
                line_id=desk.new_id(),
                kind=LineKind.REPRINTED,
                desk=desk.place.desk,
                center=desk.place.center,
                staff=staff.user,
                taken_at=desk.clock(),
                business_date=shift.business_date if shift else None,
                shift_id=shift.shift_id if shift else None,
                facts={"receipt": receipt, "copy": copy},
            )
        )
        work.jobs.add(receipt, copy)
        work.commit()
    return copy


def unsure_prints(desk: Desk) -> tuple[PrintJob, ...]:
    """Receipts that may or may not have come out: the cashier is asked."""
    with desk.open_work() as work:
        return work.jobs.in_state(JobState.UNKNOWN)


def say_printed(job: PrintJob, desk: Desk) -> None:
    """The cashier holds the paper."""
    with desk.open_work() as work:
        work.jobs.move(job.job_id, JobState.CONFIRMED, "seen by the cashier")
        work.commit()


def say_not_printed(job: PrintJob, desk: Desk, staff: Staff) -> int:
    """Nothing came out: a marked copy is printed. Returns the copy's number."""
    with desk.open_work() as work:
        work.jobs.move(job.job_id, JobState.GIVEN_UP, "did not come out")
        work.commit()
    return reprint(job.receipt, desk, staff)
