"""What the pages are promised of the read model: the same for the one in memory and the one on the disk."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cashier.domain.desk_payment import PaidBy, PaymentQuery, read_payment_query
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from cashier.domain.tender_change import decide_change
from cashier.domain.tenders import Tender, TenderKind
from cashier.usecases.ports.activity import Activity
from tests.domain.correcting import a_change, a_paid, change_at
from tests.fakes.builders import (
    NOW,
    OAK3,
    SHIFT_ID,
    TODAY,
    a_member,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)
from tests.fakes.memory_store import MemoryDesk
from tests.store.desk_store import an_id, an_opening, new_store

LAST_WEEK = TODAY - timedelta(weeks=1)


@dataclass
class Kept:
    """A store with its read model; ``take`` commits a payment and returns its receipt number."""

    open_work: Callable[[], AbstractContextManager[Any]]
    activity: Activity
    count: int = 0

    def append(self, line: Line) -> None:
        with self.open_work() as work:
            work.journal.append(line)
            work.commit()

    def take(
        self,
        *tenders: Tender,
        member: str = "11048827",
        name: str = "Tran, Mai Linh",
        at: datetime = NOW,
        day: date = TODAY,
        under: str = "",
    ) -> str:
        self.count += 1
        statement = replace(a_statement(f"S-{self.count:08d}", 100000), member_number=member)
        paid = sum(tender.amount.cents for tender in tenders)
        with self.open_work() as work:
            receipt = under or work.journal.next_receipt()
            known = replace(a_situation(statement), member=a_member(member, name=name), now=at, receipt=receipt)
            wish = replace(
                a_wish(pays(statement.number, paid), tenders=tenders, payment_id=an_id(self.count)),
                member_number=member,
                identified={member: "card scanned, name heard"},
            )
            line = decide_payment(wish, known)
            work.journal.append(replace(line, business_date=day))
            work.commit()
        return receipt

    def record(self, kind: LineKind, at: datetime = NOW, **facts: str) -> None:
        self.count += 1
        self.append(
            Line(
                line_id=an_id(self.count),
                kind=kind,
                desk=OAK3.desk,
                center=OAK3.center,
                staff="rosa",
                taken_at=at,
                business_date=TODAY,
                shift_id=SHIFT_ID,
                facts=facts,
            )
        )

    def receipts(self, text: str) -> list[str]:
        return [payment.receipt for payment in self.activity.found(read_payment_query(text), 100)]


@pytest.fixture(params=["memory", "disk"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    if request.param == "memory":
        memory = MemoryDesk(OAK3.desk)
        yield _opened(Kept(memory.open_work, memory.activity))
        return
    store = new_store(tmp_path / "desk")
    yield _opened(Kept(store.open_work, store.activity))
    store.close()


def _opened(kept: Kept) -> Kept:
    """No cash is taken without an open drawer."""
    kept.append(an_opening())
    return kept


def test_an_empty_journal_has_no_payments(kept: Kept) -> None:
    day = kept.activity.day(TODAY, (LAST_WEEK,))

    assert day.payments == ()
    assert day.hours == {TODAY: {}, LAST_WEEK: {}}
    assert day.declined == 0
    assert kept.activity.found(PaymentQuery(), 10) == ()
    assert kept.activity.of("OAK3-0000001") is None
    assert kept.activity.behind() == 0


def test_a_payment_is_known_at_once_with_what_each_tender_paid(kept: Kept) -> None:
    receipt = kept.take(check(27260), cash(20000))

    (payment,) = kept.activity.day(TODAY, ()).payments
    assert payment == kept.activity.of(receipt)
    assert (payment.receipt, payment.business_date, payment.taken_at) == (receipt, TODAY, NOW)
    assert payment.who == "M. T. · 8827"
    assert payment.how == "Check 1043 + Cash"
    assert payment.amount == Money(47260)
    assert payment.paid_by == (
        PaidBy(TenderKind.CHECK, Money(27260), "Check 1043", "1043"),
        PaidBy(TenderKind.CASH, Money(20000), "Cash", "", Money(20000)),
    )


def test_later_parts_stand_under_their_receipt_once(kept: Kept) -> None:
    receipt = kept.take(check(10000))
    kept.take(cash(100))
    kept.take(cash(5000), under=receipt, at=NOW + timedelta(minutes=3))

    found = kept.activity.of(receipt)
    assert found is not None
    assert (found.place, found.through) == (2, 4), "after the line that opens the drawer"
    assert found.amount == Money(15000)
    assert [payment.receipt for payment in kept.activity.day(TODAY, ()).payments] == ["OAK3-0000002", receipt]
    assert kept.receipts("150") == [receipt]
    assert kept.receipts("100.00") == [receipt], "the check by itself"
    assert kept.receipts("50") == [receipt], "the cash by itself"


def test_change_is_not_what_was_paid(kept: Kept) -> None:
    statement = a_statement("S-1", 6000)
    wish = a_wish(pays("S-1", 6000), tenders=(cash(10000),), payment_id=an_id(500))
    kept.append(decide_payment(wish, a_situation(statement)))

    assert [payment.amount for payment in kept.activity.day(TODAY, ()).payments] == [Money(6000)]
    assert kept.receipts("100") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OAK3-0000002", [2]),
        ("oak3-2", [2]),
        ("2", [2]),
        ("11048827", [3, 1]),
        ("8827", [3, 1]),
        ("tran", [3, 1]),
        ("mai tra", [3, 1]),
        ("m. t.", [3, 1]),
        ("o'brien", [2]),
        ("tran 298.17", [3]),
        ("tran 60", []),
        ("60", [2]),
        ("$60.00", [2]),
        ("2210", [1]),
        ("35", [1]),
        ("nobody", []),
        ("99999999", []),
        ("", [3, 2, 1]),
    ],
)
def test_payments_are_found_by_receipt_member_name_amount_and_check(kept: Kept, text: str, found: list[int]) -> None:
    kept.take(check(3500, "2210"))
    kept.take(cash(6000), member="11041172", name="O'Brien, Dan")
    kept.take(cash(29817), at=NOW + timedelta(days=8), day=TODAY + timedelta(days=8))

    assert kept.receipts(text) == [f"OAK3-{number:07d}" for number in found]


def test_no_more_are_found_than_asked_for_and_the_newest_of_them(kept: Kept) -> None:
    receipts = [kept.take(cash(500)) for _ in range(5)]

    for text in ("", "5", "tran"):
        found = kept.activity.found(read_payment_query(text), 2)
        assert [payment.receipt for payment in found] == [receipts[4], receipts[3]], text


def test_a_payment_without_a_member_is_found_by_no_empty_number(kept: Kept) -> None:
    wish = replace(a_wish(pays("holding", 2500), tenders=(cash(2500),)), member_number="", identified={})
    nobody = replace(a_member(""), number="", family_name="", given_names="", guarantor_number="")
    kept.append(decide_payment(wish, replace(a_situation(), member=nobody, member_statements=())))

    assert [payment.who for payment in kept.activity.found(PaymentQuery(), 5)] == [""]
    assert kept.receipts("$25") == ["OAK3-0000001"]
    assert kept.receipts("$26") == []


def test_days_are_apart_and_hours_are_counted_for_those_asked(kept: Kept) -> None:
    old = datetime(2026, 11, 14, 17, 5, tzinfo=UTC)
    kept.take(cash(100), at=old, day=LAST_WEEK)
    kept.take(cash(100), at=old + timedelta(minutes=30), day=LAST_WEEK)
    kept.take(cash(100))

    day = kept.activity.day(TODAY, (LAST_WEEK, TODAY - timedelta(weeks=2)))
    assert len(day.payments) == 1
    assert day.hours == {
        TODAY: {datetime(2026, 11, 21, 18, tzinfo=UTC): 1},
        LAST_WEEK: {datetime(2026, 11, 14, 17, tzinfo=UTC): 2},
        TODAY - timedelta(weeks=2): {},
    }


def test_the_days_with_payments_are_told_the_latest_first(kept: Kept) -> None:
    for weeks in (0, 1, 2, 2, 3):
        kept.take(cash(1000), day=TODAY - timedelta(weeks=weeks), at=NOW - timedelta(weeks=weeks))

    before = tuple(TODAY - timedelta(weeks=weeks) for weeks in (1, 2, 3))
    assert kept.activity.days_before(TODAY, 7) == before
    assert kept.activity.days_before(TODAY, 2) == before[:2]
    assert kept.activity.days_before(before[-1], 7) == ()


def test_the_time_at_the_window_is_from_the_opened_account_to_the_last_tender(kept: Kept) -> None:
    kept.record(LineKind.ACCOUNT_OPENED, at=NOW - timedelta(hours=1), member="11048827")
    kept.record(LineKind.ACCOUNT_OPENED, at=NOW - timedelta(seconds=72), member="11048827")
    kept.record(LineKind.ACCOUNT_OPENED, at=NOW - timedelta(seconds=9), member="11041172")
    first = kept.take(check(10000))
    kept.take(cash(100), under=first, at=NOW + timedelta(seconds=8))
    second = kept.take(cash(100), at=NOW + timedelta(minutes=9))

    waited = {payment.receipt: payment.waited_s for payment in kept.activity.day(TODAY, ()).payments}
    assert waited == {first: 80, second: None}


def test_declined_cards_are_counted_by_day_and_others_are_not(kept: Kept) -> None:
    for state in ("declined", "cancelled", "unknown", "declined"):
        kept.record(LineKind.CARD_CLOSED, attempt="a", service_id="1", state=state, words="")

    assert kept.activity.day(TODAY, ()).declined == 2
    assert kept.activity.day(LAST_WEEK, ()).declined == 0


def test_a_tender_that_was_keyed_wrong_is_listed_and_found_by_its_right_name(kept: Kept) -> None:
    paid = a_paid(check(20000), cash(21260))
    kept.append(paid)
    at = change_at(paid)
    kept.append(decide_change(a_change(at, cash(20000)), at))

    found = kept.activity.of("OAK3-0000001")
    assert found is not None
    assert found.paid_by == tuple(
        PaidBy(TenderKind.CASH, Money(cents), "Cash", "", Money(cents)) for cents in (20000, 21260)
    )
    assert (found.place, found.through, found.how) == (2, 3, "Cash")
    assert (kept.receipts("1043"), kept.receipts("200.00")) == ([], ["OAK3-0000001"])
