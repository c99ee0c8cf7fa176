"""Payments in a sample desk's journal, as if they had been taken at its window."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from cashier.domain.line import LineKind
from cashier.domain.payment import decide_payment
from cashier.domain.shift import Shift
from cashier.domain.tenders import Tender
from cashier.usecases.ports.work import Mark
from tests.fakes.builders import a_member, a_situation, a_statement, a_wish, pays
from tests.ui.sample_desk import NOW, ROSA, SampleDesk

TODAY = date(2026, 11, 21)


def add_payment(
    sample: SampleDesk,
    *tenders: Tender,
    member: str = "11048827",
    name: str = "Tran, Mai Linh",
    at: datetime = NOW,
    day: date = TODAY,
) -> str:
    """Commit one; returns its receipt number. It is in the shift that was opened last."""
    paid = sum(tender.amount.cents for tender in tenders)
    with sample.store.open_work() as work:
        receipt = work.journal.next_receipt()
        statement = a_statement(f"S-9{int(receipt[-7:]):07d}", paid, member=member)
        now = replace(
            a_situation(statement),
            member=a_member(member, name=name),
            now=at,
            receipt=receipt,
            shift=_shift(sample, day),
        )
        wish = a_wish(pays(statement.number, paid), tenders=tenders, payment_id=sample.desk.new_id())
        wish = replace(wish, member_number=member, identified={member: "photo ID seen"})
        work.journal.append(decide_payment(wish, replace(now, staff=ROSA)))
        work.jobs.add(receipt, 0)
        work.commit()
    return receipt


def post_all(sample: SampleDesk) -> None:
    """The ledger has every line."""
    with sample.store.open_work() as work:
        work.journal.move_mark(Mark(received_through=work.journal.head().sequence, epoch="1", heard_at=NOW))
        work.commit()


def _shift(sample: SampleDesk, day: date) -> Shift:
    opened = [line for line in sample.store.lines() if line.kind is LineKind.SHIFT_OPENED]
    of_today = opened[-1].shift_id if opened and day == TODAY else None
    shift_id = of_today or UUID(int=day.toordinal())
    return replace(a_situation().shift, shift_id=shift_id, business_date=day)
