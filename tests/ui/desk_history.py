"""Payments in a sample desk's journal, as if they had been taken at its window."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from cashier.domain.line import Line, LineKind
from cashier.domain.payment import decide_payment
from cashier.domain.shift import Shift
from cashier.domain.tenders import Tender
from cashier.usecases.ports.work import Journal, Mark
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
    shift = _shift(sample, day)
    with sample.store.open_work() as work:
        _use_drawer(work.journal, shift)
        receipt = work.journal.next_receipt()
        statement = a_statement(f"S-9{int(receipt[-7:]):07d}", paid, member=member)
        now = replace(
            a_situation(statement),
            member=a_member(member, name=name),
            now=at,
            receipt=receipt,
            shift=shift,
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


def _use_drawer(journal: Journal, shift: Shift) -> None:
    """The drawer of that shift is the one in use: taken up again, or opened for what is from before this desk's."""
    in_use = journal.open_shift()
    if in_use is None or in_use.shift_id == shift.shift_id:
        return
    is_known = journal.line(shift.shift_id) is not None
    opened = Line(
        line_id=uuid4() if is_known else shift.shift_id,
        kind=LineKind.DRAWER_RESUMED if is_known else LineKind.SHIFT_OPENED,
        desk=shift.desk,
        center=shift.center,
        staff=shift.staff,
        taken_at=shift.opened_at,
        business_date=shift.business_date,
        shift_id=shift.shift_id,
        facts={} if is_known else {"region": shift.region, "staff_name": shift.staff_name, "float_cents": 0},
    )
    journal.append(opened)


def _shift(sample: SampleDesk, day: date) -> Shift:
    opened = [line for line in sample.store.lines() if line.kind is LineKind.SHIFT_OPENED]
    of_day = [line.shift_id for line in opened if line.business_date == day]
    shift_id = (of_day and of_day[-1]) or UUID(int=day.toordinal())
    return replace(a_situation().shift, shift_id=shift_id, business_date=day)
