"""The acts of a day script for Day and Activity, with the use cases of those pages."""

from typing import Any

from cashier.domain.day import shown_amount
from cashier.domain.day_report import ReportForm
from cashier.domain.money import Money
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter, dollars
from cashier.doors.replay_script_day import DayReported, Payments
from cashier.usecases.activity import day_at, find_payments
from cashier.usecases.day_report import ReportAsked, report_day

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
    asked = ReportAsked(report_id=at.desk.new_id(), form=ReportForm(act.form), reason=act.reason)
    reported = report_day(asked, at.reports, at.desk, counter.signed_in())
    figures = reported.report.figures
    told = {"cash": figures.cash.amount, "checks": figures.checks.amount, "card": figures.card.amount}
    return {
        "ok": True,
        "said": reported.said,
        "receipts": figures.receipts,
        **{tender: _dollars(amount) for tender, amount in told.items()},
        "total": _dollars(figures.total),
    }


def _dollars(amount: Money | None) -> str | None:
    return None if amount is None else dollars(amount)
