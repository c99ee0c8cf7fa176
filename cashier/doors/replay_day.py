"""The acts of a day script for Day, Activity and records, with the use cases of those pages."""

from typing import Any

from cashier.domain.day import shown_amount
from cashier.domain.day_report import ReportForm
from cashier.domain.money import Money
from cashier.domain.records import FIRST_DAY, LAST_DAY, RecordFilter, RecordGroup, read_record_day
from cashier.doors.record_files import DeskRecordFiles
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter, dollars
from cashier.doors.replay_script_day import DayReported, Payments, RecordsSeen
from cashier.usecases.activity import day_at, find_payments, read_day
from cashier.usecases.day_report import ReportAsked, report_day
from cashier.usecases.find_member import today_at
from cashier.usecases.records_seen import export_records, see_records

Answer = dict[str, Any]


def play_payments(act: Payments, counter: Counter, at: ReplayDesk) -> Answer:
    """Find payments. Amounts with cash in them are left out before the count (R2). Raises Refused."""
    counter.signed_in()
    found = find_payments(act.text, at.desk)
    day = day_at(at.desk)
    payments = []
    for payment in found.payments:
        is_told = day.cash_is_counted or payment.business_date != day.business_date
        amount = shown_amount(payment, cash_is_counted=is_told)
        payments.append(
            {"receipt": payment.receipt, "member": payment.who, "tender": payment.how, "state": payment.state.value}
            | ({} if amount is None else {"amount": dollars(amount)})
        )
    return {"ok": True, "payments": payments}


def play_day_report(act: DayReported, counter: Counter, at: ReplayDesk) -> Answer:
    """Take a day's report. Raises Refused, and then nothing is recorded."""
    day = read_day(act.day, at.desk) if act.day else None
    asked = ReportAsked(report_id=at.desk.new_id(), form=ReportForm(act.form), reason=act.reason, day=day)
    reported = report_day(asked, at.reports, at.desk, counter.signed_in())
    figures = reported.report.figures
    told = {"cash": figures.cash.amount, "checks": figures.checks.amount, "card": figures.card.amount}
    return {
        "ok": True,
        "said": reported.said,
        "day": reported.report.business_date.isoformat(),
        "receipts": figures.receipts,
        **{tender: _dollars(amount) for tender, amount in told.items()},
        "total": _dollars(figures.total),
    }


def play_records(act: RecordsSeen, counter: Counter, at: ReplayDesk) -> Answer:
    """Read who did what, today where no day is said. Raises Refused, LedgerAway."""
    staff, today = counter.signed_in(), today_at(at.desk)
    wanted = RecordFilter(
        first=read_record_day(act.first, today, FIRST_DAY) if act.first else today,
        last=read_record_day(act.last, today, LAST_DAY) if act.last else today,
        who=act.who,
        desk=act.desk,
        group=RecordGroup(act.group),
    )
    told = see_records(wanted, at.desk, staff, at.ledger.records)
    rows = [{"desk": row.desk, "who": row.user, "what": row.kind, "about": row.words} for row in told.rows]
    answer: Answer = {"ok": True, "records": rows, "more": told.more}
    if act.reason:
        files = DeskRecordFiles(at.assembly.store.folder, at.desk.place.center)
        export_id = at.desk.new_id()
        answer["said"] = export_records(export_id, wanted, act.reason, at.desk, staff, at.ledger.records, files)
    return answer


def _dollars(amount: Money | None) -> str | None:
    return None if amount is None else dollars(amount)
