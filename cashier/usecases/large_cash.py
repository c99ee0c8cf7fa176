"""After a payment: whether the law asks for a report on its payor's cash, and keeping what was asked, sealed."""

from cashier.domain.errors import Refused
from cashier.domain.large_cash import (
    NOTHING_ELSEWHERE,
    Asked,
    CashElsewhere,
    CashForm,
    check_form,
    large_cash_facts,
    reached,
    received_of,
    whose_cash,
)
from cashier.domain.line import LineKind, Numbered
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.people import Right, Staff
from cashier.usecases.find_member import today_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import record

LOOK_BACK = 1_000  # Payments of one payor with cash at one desk; more than anybody makes in a year.


def payor_with_cash(lines: tuple[Numbered, ...]) -> str:
    """Whose cash a payment brought; nothing where it brought none, or nobody knows whose."""
    return next(filter(None, (whose_cash(numbered.line) for numbered in lines)), "")


def report_due(lines: tuple[Numbered, ...], desk: Desk, elsewhere: CashElsewhere = NOTHING_ELSEWHERE) -> Asked | None:
    """The report that a payment, already taken, makes due; None without one. ``elsewhere``: by the ledger's word."""
    payor = payor_with_cash(lines)
    if not payor:
        return None
    with desk.open_reading() as work:
        theirs = work.journal.cash_of(payor, LOOK_BACK)
    within = reached([received_of(numbered.line) for numbered in theirs], desk.clock(), elsewhere)
    if not within:
        return None
    facts, line = _facts(lines)[0], lines[-1].line
    return Asked(
        asked_id=desk.new_id(),
        payment_id=facts.payment_id,
        receipt=facts.receipt,
        payor=payor,
        within=within,
        reached_on=line.business_date or today_at(desk),
    )


def keep_form(asked: Asked, form: CashForm, desk: Desk, staff: Staff) -> None:
    """Seal the form to the office and write the line; once, however often. Raises FormRefused or Refused."""
    staff.needs(Right.TAKE_PAYMENTS, "take down a report on cash")
    form = check_form(form, today_at(desk))
    sealed = desk.sealer.seal_form(form.asked())
    with desk.open_work() as work:
        if work.journal.line(asked.asked_id) is not None:
            return
        if not work.journal.payment(asked.payment_id):
            raise Refused("This payment is not in the journal. Nothing of the form was kept.")
        facts = large_cash_facts(asked, sealed=sealed, why_not=form.why_not)
        record(LineKind.LARGE_CASH, facts, work=work, desk=desk, staff=staff, line_id=asked.asked_id)
        work.commit()


def _facts(lines: tuple[Numbered, ...]) -> list[PaymentFacts]:
    return [read_payment(numbered.line) for numbered in lines]
