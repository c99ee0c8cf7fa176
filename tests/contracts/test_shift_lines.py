"""A shift's totals are the same whether its payments by cash alone are read one by one or told as a sum."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from cashier.domain.cash_taken import CashTaken, cash_taken_in
from cashier.domain.drawer import TenderTotal, items_in, receipts_in, tender_totals
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.tender_change import decide_change
from cashier.domain.tenders import Tender
from cashier.domain.transfer import Transfer
from cashier.usecases.ports.work import OpenWork
from tests.domain.correcting import a_change, a_paid, change_at
from tests.domain.test_cash_rounding import SYMMETRICAL, rounding
from tests.fakes.builders import OAK3, SHIFT_ID, a_situation, a_statement, a_wish, cash, check, pays
from tests.fakes.memory_store import MemoryDesk
from tests.store.desk_store import an_id, an_opening, new_store


@pytest.fixture(params=["memory", "disk"])
def open_work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenWork]:
    if request.param == "memory":
        yield MemoryDesk(OAK3.desk).open_work
        return
    store = new_store(tmp_path / "desk")
    yield store.open_work
    store.close()


class Paid(NamedTuple):
    """Tenders of one payment, in cents."""

    cash: tuple[int, ...]
    checks: tuple[int, ...] = ()
    change: int = 0


PAID = (
    Paid((4000,), change=500),
    Paid((2500,)),
    Paid((1000,), (3000,)),
    Paid((), (700,)),
    Paid((300, 200)),
    Paid((5000,)),
)


def pay(open_work: OpenWork, paid: Paid, count: int) -> None:
    bill = a_statement("S-1", 10**6)
    tenders = (*map(cash, paid.cash), *(check(cents, str(count)) for cents in paid.checks))
    with open_work() as work:
        wish = a_wish(
            pays("S-1", sum(paid.cash) + sum(paid.checks) - paid.change), tenders=tenders, payment_id=an_id(count)
        )
        now = replace(a_situation(bill), receipt=work.journal.next_receipt())
        work.journal.append(decide_payment(wish, now))
        work.jobs.add(now.receipt, 0)
        work.commit()


def told(open_work: OpenWork) -> ShiftLines:
    with open_work() as work:
        work.journal.append(an_opening())
        work.commit()
    for count, paid in enumerate(PAID, start=50):
        pay(open_work, paid, count)
    with open_work() as work:
        return work.journal.drawers.lines(SHIFT_ID)


def test_totals_places_and_receipts_are_those_of_all_lines(open_work: OpenWork) -> None:
    lines = told(open_work)

    assert tender_totals(lines.said, lines.cash_alone) == (
        TenderTotal(kind="cash", count=6, amount=Money(12500)),
        TenderTotal(kind="check", count=2, amount=Money(3700)),
    )
    assert cash_taken_in(lines.said, lines.cash_alone) == CashTaken(Money(13000), Money(500), Money(12500))
    assert lines.payments(receipts_in(lines.said)) == 6
    assert lines.places == tuple(range(1, 8))
    assert lines.receipts() == [f"OAK3-{number:07d}" for number in range(1, 7)]
    assert lines.receipts_past(5) == ["OAK3-0000005", "OAK3-0000006"]
    assert next(line.kind for line in lines.said) is LineKind.SHIFT_OPENED


def test_the_disk_reads_no_body_of_a_payment_by_cash_alone(tmp_path: Path) -> None:
    """Four of six, with one tender each; two cash tenders are two, as a body alone says."""
    store = new_store(tmp_path / "desk")
    lines = told(store.open_work)
    store.close()

    assert (lines.cash_alone.count, lines.cash_alone.amount) == (3, Money(11000))
    assert len(lines.lines) == 4


def test_rounded_cash_is_told_apart_from_what_it_pays(open_work: OpenWork) -> None:
    with open_work() as work:
        work.journal.append(an_opening())
        for count, (cents, tendered) in enumerate(((1002, 1000), (1003, 1005), (1000, 1000)), start=50):
            wish = a_wish(pays("S-1", cents), tenders=(cash(tendered),), payment_id=an_id(count))
            now = replace(rounding(SYMMETRICAL, ("S-1", cents)), receipt=work.journal.next_receipt())
            work.journal.append(decide_payment(wish, now))
            work.jobs.add(now.receipt, 0)
        work.commit()
    with open_work() as work:
        lines = work.journal.drawers.lines(SHIFT_ID)

    totals = {each.kind: (each.count, each.amount) for each in tender_totals(lines.said, lines.cash_alone)}
    assert totals == {"cash": (3, Money(3005)), "cash_rounding": (2, Money(0))}


def test_a_voided_payment_is_read_whole_and_counts_nothing(open_work: OpenWork) -> None:
    told(open_work)
    with open_work() as work:
        paid = work.journal.payment(an_id(50))[0].line
        gone = replace(paid, line_id=an_id(90), kind=LineKind.VOIDED, facts={**paid.facts, "approver": "helen"})
        gone = replace(gone, transfers=tuple(map(_back, paid.transfers)))
        work.journal.append(gone)
        work.commit()
    with open_work() as work:
        lines = work.journal.drawers.lines(SHIFT_ID)

    cash_total, _ = tender_totals(lines.said, lines.cash_alone)
    assert (cash_total.count, cash_total.amount) == (5, Money(9000))
    assert lines.payments(receipts_in(lines.said)) == 5
    assert cash_taken_in(lines.said, lines.cash_alone).net == Money(9000)


@pytest.mark.parametrize(("keyed", "right"), [(cash(41260), check(41260)), (check(41260, "9"), check(41260))])
def test_a_tender_that_was_keyed_wrong_counts_as_what_it_is(open_work: OpenWork, keyed: Tender, right: Tender) -> None:
    paid = a_paid(keyed)
    at = change_at(paid)
    with open_work() as work:
        for line in (an_opening(), paid, decide_change(a_change(at, right), at)):
            work.journal.append(line)
        work.jobs.add("OAK3-0000001", 0)
        work.commit()
    with open_work() as work:
        lines = work.journal.drawers.lines(SHIFT_ID)
        paper = work.journal.drawers.paper_and_cards(SHIFT_ID)
        assert work.journal.taken_for(right.items).keys() == set(right.items)

    assert tender_totals(lines.said, lines.cash_alone) == (TenderTotal(kind="check", count=1, amount=Money(41260)),)
    assert [item.number for item in items_in(SHIFT_ID, [n.line for n in paper])] == ["1043"]


def _back(moved: Transfer) -> Transfer:
    return Transfer(moved.credit, moved.debit, moved.amount)
