"""The watch over large cash in a day script: what a payment asks for, and the act *report_cash* that answers it."""

from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.large_cash import NOTHING_ELSEWHERE, CashElsewhere, CashForm
from cashier.domain.scan import safe_text
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Answer, Counter
from cashier.doors.replay_script_entry import ReportCash
from cashier.usecases.large_cash import keep_form, payor_with_cash, report_due


def report_answer(name: str, receipt: str, counter: Counter, at: ReplayDesk) -> Answer:
    """What the window would ask for after this payment, in the answer to *take*; nothing where nothing is due."""
    with at.desk.open_reading() as work:
        lines = work.journal.receipt(receipt)
    payor = payor_with_cash(lines)
    asked = report_due(lines, at.desk, _elsewhere(payor, at)) if payor else None
    if asked is None:
        return {}
    if name:
        counter.cash_reports[name] = asked
    return {"cash_report": {"due_on": asked.due_on.isoformat()}}


def play_report(act: ReportCash, counter: Counter, at: ReplayDesk) -> Answer:
    """Keep the form, sealed. Raises Refused."""
    asked = counter.cash_reports.get(act.payment)
    if asked is None:
        raise Refused(f"No report is asked for on {safe_text(act.payment, 'The name')}.")
    form = CashForm(name=act.payor, **act.model_dump(include={*CashForm.__dataclass_fields__} - {"name"}))
    keep_form(asked, form, at.desk, counter.signed_in())
    return {"ok": True, "due_on": asked.due_on.isoformat()}


def _elsewhere(payor: str, at: ReplayDesk) -> CashElsewhere:
    try:
        return at.ledger.cash.cash_of(payor)
    except (LedgerAway, LedgerRefuses):
        return NOTHING_ELSEWHERE
