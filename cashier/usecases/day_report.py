"""Take a day's report out of the desk: recorded first, with a reason, so that none is without a name beside it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cashier.domain.day_report import DayReport, ReportForm, read_report, report_of
from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.usecases.activity import day_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.reports import Reports
from cashier.usecases.records import record


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAsked:
    """Which report is wanted. ``report_id`` is made before the first attempt: asked again it is the same report.

    ``day`` is its business date; without one it is that of the open drawer, or else the center's day.
    """

    report_id: UUID
    form: ReportForm
    reason: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report that was handed out, and where it is."""

    report: DayReport
    said: str


def report_day(asked: ReportAsked, reports: Reports, desk: Desk, staff: Staff) -> Reported:
    """Record the report and hand it out; off the Qt thread. Raises Refused, StoreTrouble, DeviceTrouble.

    A disk or printer that fails leaves the record: asked again under the same id, no other one is made.
    """
    staff.needs(Right.REPORT_DAY, "take reports out of this desk")
    day = day_at(desk, asked.day)
    with desk.open_work() as work:
        if (earlier := work.journal.line(asked.report_id)) is not None:
            report = read_report(earlier.line)
        else:
            report = report_of(day, asked.form, asked.reason, staff.name)
            line = record(
                LineKind.DAY_REPORTED, report.facts(), work=work, desk=desk, staff=staff, line_id=asked.report_id
            )
            if asked.form is ReportForm.SLIP:
                work.jobs.add(str(line.line_id), 0)
            work.commit()
    if report.form is ReportForm.SLIP:
        return Reported(report=report, said="The report is on its way to the receipt printer.")
    return Reported(report=report, said=reports.hand_out(report, day))
