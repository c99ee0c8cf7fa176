"""Paper again: always marked and counted, and a receipt that may have printed is never printed again by itself."""

from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.slips import z_of
from cashier.usecases.correct_payment import corrections_of
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import JobState, PrintJob, UnitOfWork
from cashier.usecases.records import record
from cashier.usecases.take_payment import add_receipt


def reprint(receipt: str, desk: Desk, staff: Staff) -> int:
    """Print a receipt again. Returns the copy's number, 0 if it was on no paper yet. Raises Refused if not ours."""
    with desk.open_work() as work:
        copy = _again(receipt, work, desk, staff)
        work.commit()
    return copy


def find_receipt(number: str, desk: Desk, staff: Staff) -> tuple[Line, ...]:
    """The lines of a receipt that the member brought back, its corrections, and its checks that came back.

    Raises Refused for one that was not made at this desk.
    """
    staff.needs(Right.REPRINT, "look at receipts again")
    with desk.open_reading() as work:
        lines = tuple(numbered.line for numbered in _of_ours(number, work))
        return (*lines, *corrections_of(lines, work), *desk.directory.came_back(number))


def paper_again(name: str, work: UnitOfWork, desk: Desk, staff: Staff) -> int:
    """The same paper once more, counted and recorded in the transaction of ``work``. Returns the copy's number."""
    copy = add_receipt(name, work)
    record(LineKind.REPRINTED, {"receipt": name, "copy": copy}, work=work, desk=desk, staff=staff)
    return copy


def unsure_prints(desk: Desk) -> tuple[PrintJob, ...]:
    """Receipts that may or may not have come out: the cashier is asked."""
    with desk.open_reading() as work:
        return work.jobs.in_state(JobState.UNKNOWN)


def say_printed(job: PrintJob, desk: Desk) -> None:
    """The cashier holds the paper."""
    with desk.open_work() as work:
        work.jobs.move(job.job_id, JobState.CONFIRMED, "seen by the cashier")
        work.commit()


def say_not_printed(job: PrintJob, desk: Desk, staff: Staff) -> int:
    """Nothing came out: a marked copy is printed. Returns the copy's number; said twice, it is printed once."""
    staff.needs(Right.REPRINT, "print receipts again")
    with desk.open_work() as work:
        now = next(known for known in work.jobs.of(job.receipt) if known.job_id == job.job_id)
        if now.state is not JobState.UNKNOWN:
            return max(known.copy for known in work.jobs.of(job.receipt))
        work.jobs.move(job.job_id, JobState.GIVEN_UP, "did not come out")
        copy = paper_again(job.receipt, work, desk, staff) if job.line_id else _again(job.receipt, work, desk, staff)
        work.commit()
    return copy


def _again(receipt: str, work: UnitOfWork, desk: Desk, staff: Staff) -> int:
    staff.needs(Right.REPRINT, "print receipts again")
    if number := z_of(receipt, desk.place.desk):
        receipt = str(_z(number, work).line.line_id)
    else:
        if not work.journal.receipt(receipt) and desk.activity.of(receipt) is not None:
            raise Refused(f"The desk before this one took {receipt}. Scan it at the Counter, then press F11.")
        _of_ours(receipt, work)
    return paper_again(receipt, work, desk, staff)


def _of_ours(receipt: str, work: UnitOfWork) -> tuple[Numbered, ...]:
    lines = work.journal.receipt(receipt)
    if not lines:
        raise Refused(f"No receipt {safe_text(receipt, 'The number')} was made at this desk. Check the number.")
    return lines


def _z(number: int, work: UnitOfWork) -> Numbered:
    numbered = work.journal.drawers.z(number)
    if numbered is None:
        raise Refused(f"Z report {number} was not made at this desk. Check the number.")
    return numbered
