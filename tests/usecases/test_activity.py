"""A desk's payments as its cashier may see them: found, opened, added up, and never an uncounted drawer's cash."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from cashier.domain.carried import Carried, carried_line
from cashier.domain.desk_payment import PostState
from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from cashier.domain.payor import Payor
from cashier.domain.shift import OpenShift
from cashier.domain.tenders import Tender
from cashier.usecases import activity
from cashier.usecases.activity import (
    cash_is_counted,
    day_at,
    earlier_days,
    find_payments,
    open_payment,
    read_day,
)
from cashier.usecases.close_shift import close_shift
from cashier.usecases.find_member import open_member
from cashier.usecases.ports.work import Mark
from cashier.usecases.reprint import reprint
from cashier.usecases.shift import open_shift
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import (
    MEMBER,
    NOW,
    ROSA,
    TODAY,
    Counter,
    a_desk,
    a_shift,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)
from tests.fakes.memory_activity import MemoryActivity
from tests.usecases.test_close_shift import a_close, count


def take(counter: Counter, *tenders: Tender, statement: str = "S-48210377") -> str:
    paid = sum(tender.amount.cents for tender in tenders)
    wish = a_wish(pays(statement, paid), tenders=tenders, payment_id=counter.desk.new_id())
    return take_payment(wish, counter.desk, ROSA).receipt


def post(counter: Counter, through: int) -> None:
    with counter.desk.open_work() as work:
        work.journal.move_mark(Mark(received_through=through, epoch="e1", heard_at=NOW))
        work.commit()


def states(counter: Counter) -> list[PostState]:
    return [payment.state for payment in day_at(counter.desk).payments]


def test_the_day_is_the_open_drawers_and_its_cash_waits_for_the_count() -> None:
    counter = a_desk()
    take(counter, check(5000), cash(2000))
    counter.clock.forward(7 * 3600)  # Past midnight in UTC, and the center's evening.

    day = day_at(counter.desk)
    assert day.business_date == TODAY
    assert day.figures.receipts == 1
    assert day.figures.checks.amount == Money(5000)
    assert day.figures.cash.amount is None
    assert day.figures.total is None
    assert not day.cash_is_counted
    assert [(hour.hour, hour.taken) for hour in day.hours] == [(10, 1)]


def test_without_an_open_drawer_the_day_is_the_centers() -> None:
    counter = a_desk(is_open=False)

    day = day_at(counter.desk)
    assert day.business_date == TODAY
    assert day.payments == ()
    assert day.figures.total == Money(0)


def test_an_earlier_day_is_shown_whole_and_the_open_drawers_own_still_without_its_cash() -> None:
    counter = a_desk()
    take(counter, cash(2000))
    earlier = day_at(counter.desk, TODAY - timedelta(days=1))
    named = day_at(counter.desk, TODAY)

    assert (earlier.business_date, earlier.payments) == (TODAY - timedelta(days=1), ())
    assert earlier.figures.total == Money(0)
    assert (named.figures.receipts, named.figures.cash.amount, named.figures.total) == (1, None, None)


def test_a_closed_day_is_read_again_after_midnight() -> None:
    counter = a_desk()
    take(counter, check(5000))
    count(counter, n20=5)
    close_shift(a_close(counter), counter.desk, ROSA)
    counter.clock.forward(24 * 3600)

    assert day_at(counter.desk).payments == ()
    assert earlier_days(counter.desk) == (TODAY,)
    assert day_at(counter.desk, read_day("11/21", counter.desk)).figures.total == Money(5000)


@pytest.mark.parametrize(("typed", "said"), [("soon", "Enter the day like 11/21/26."), ("11/22/26", "is to come")])
def test_a_day_that_is_none_or_to_come_is_refused(typed: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_day(typed, a_desk().desk)


def test_the_first_day_of_the_calendar_has_none_to_compare_with() -> None:
    assert day_at(a_desk().desk, date.min).days_compared == 0


def test_cash_may_be_told_of_a_day_whose_drawer_is_not_open() -> None:
    assert cash_is_counted(None, TODAY)
    assert cash_is_counted(a_shift(), TODAY - timedelta(days=1))
    assert not cash_is_counted(a_shift(), TODAY)


def test_a_payment_is_to_send_until_the_mark_has_its_last_line() -> None:
    counter = a_desk()
    take(counter, check(5000))
    take(counter, check(5100))
    assert states(counter) == [PostState.TO_SEND, PostState.TO_SEND]

    post(counter, 2)
    assert states(counter) == [PostState.TO_SEND, PostState.POSTED]


def test_a_payment_that_the_ledger_holds_could_not_be_posted() -> None:
    counter = a_desk()
    take(counter, check(5000))
    take(counter, check(6000))
    post(counter, 3)
    counter.know(a_statement(), mark=3, held=5000)
    assert states(counter) == [PostState.POSTED, PostState.NOT_POSTED]

    counter.know(a_statement(), mark=3, held=700)
    assert states(counter) == [PostState.UNCLEAR, PostState.UNCLEAR]


def test_what_the_ledger_does_not_have_yet_is_none_of_what_it_holds() -> None:
    counter = a_desk()
    take(counter, check(5000))
    take(counter, check(5000, "2210"))
    post(counter, 2)
    counter.know(a_statement(), mark=2, held=5000)

    assert states(counter) == [PostState.TO_SEND, PostState.NOT_POSTED]


def test_the_time_at_the_window_begins_with_the_opened_account() -> None:
    counter = a_desk()
    open_member(MEMBER, "photo ID seen", counter.desk, ROSA)
    counter.clock.forward(72)
    take(counter, check(5000))

    assert day_at(counter.desk).figures.window_s == 72


def test_payments_are_found_and_at_most_so_many() -> None:
    counter = a_desk()
    receipts = [take(counter, check(5000)), take(counter, check(5100, "2210"))]

    assert [payment.receipt for payment in find_payments("2210", counter.desk).payments] == [receipts[1]]
    found = find_payments("", counter.desk)
    assert [payment.receipt for payment in found.payments] == receipts[::-1]
    assert not found.more


def test_that_there_are_more_is_said_of_one_more_than_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity, "FOUND_MOST", 2)
    counter = a_desk()
    receipts = [take(counter, check(5000, str(number))) for number in (2210, 2211)]
    assert not find_payments("", counter.desk).more

    receipts.append(take(counter, check(5000, "2212")))
    found = find_payments("", counter.desk)
    assert found.more
    assert [payment.receipt for payment in found.payments] == receipts[:0:-1]


def test_a_bank_cards_number_finds_nothing_and_is_not_kept() -> None:
    with pytest.raises(Refused, match="It was not kept"):
        find_payments("4111111111111111", a_desk().desk)


def test_a_payment_is_opened_with_its_lines_and_papers() -> None:
    counter = a_desk()
    receipt = take(counter, check(5000), cash(2000))
    reprint(receipt, counter.desk, ROSA)

    opened = open_payment(receipt, counter.desk)
    assert opened.payment.state is PostState.TO_SEND
    assert [facts.member_name for facts in opened.facts] == ["Tran, Mai Linh"]
    assert [paper.copy for paper in opened.papers] == [0, 1]


def test_it_knows_where_the_member_reads_mail_unless_somebody_else_paid() -> None:
    counter = a_desk()
    own = take(counter, check(5000))
    wish = replace(a_wish(pays("S-48210377", 2000), payment_id=counter.desk.new_id()), payor=Payor(name="Kevin Tran"))
    others = take_payment(wish, counter.desk, ROSA).receipt
    assert open_payment(own, counter.desk).address == ""

    counter.know_members(replace(counter.store.directory.members[MEMBER], email="mai@example.org"))

    assert open_payment(own, counter.desk).address == "mai@example.org"
    assert open_payment(others, counter.desk).address == ""


def carry(counter: Counter, *lines: Line) -> None:
    """Lines of OAK2, whose place this desk took."""
    with counter.desk.open_work() as work:
        for sequence, line in enumerate(lines, start=1):
            body = replace(line, desk="OAK2").body().decode()
            carried = Carried(desk="OAK2", sequence=sequence, chain="0" * 64, body=body)
            work.journal.append(carried_line(carried, desk="OAK3", center="OAK", staff="helen", now=NOW))
        work.commit()


def test_a_payment_of_the_desk_before_opens_with_its_own_lines_and_no_others() -> None:
    first, second, other = (
        decide_payment(a_wish(tenders=(check(41260),), payment_id=UUID(int=n << 76)), a_situation()) for n in (1, 2, 3)
    )
    first, second, other = (
        replace(line, facts={**line.facts, "receipt": f"OAK2-{n:07d}"})
        for line, n in ((first, 1), (second, 1), (other, 2))
    )
    counter = a_desk()
    take(counter, check(5000))
    between = replace(first, line_id=UUID(int=4 << 76), kind=LineKind.ACCOUNT_OPENED, transfers=())
    carry(counter, first, other, between, second)
    take(counter, check(5100, "2210"))

    opened = open_payment("OAK2-0000001", counter.desk)
    assert [line.line_id for line in opened.lines] == [first.line_id, second.line_id]
    assert {line.desk for line in opened.lines} == {"OAK2"}


def test_a_payment_that_is_in_the_journal_or_among_the_found_alone_is_not_opened() -> None:
    counter = a_desk()
    receipt = take(counter, check(5000))

    for desk in (
        replace(counter.desk, activity=MemoryActivity(list)),
        replace(a_desk().desk, activity=counter.desk.activity),
    ):
        with pytest.raises(Refused, match="was made at this desk"):
            open_payment(receipt, desk)


@pytest.mark.parametrize("number", ["OAK3-0000009", "", "SAC1-0000001"])
def test_a_receipt_of_another_desk_is_refused(number: str) -> None:
    counter = a_desk()
    take(counter, check(5000))

    with pytest.raises(Refused, match="was made at this desk"):
        open_payment(number, counter.desk)


def test_the_cash_is_told_once_the_drawer_is_closed_and_not_while_it_is_counted() -> None:
    counter = a_desk()
    take(counter, cash(4000))
    take(counter, check(5000))

    count(counter, n20=7)
    assert day_at(counter.desk).figures.cash.amount is None
    close_shift(a_close(counter), counter.desk, ROSA)

    figures = day_at(counter.desk).figures
    assert (figures.cash.amount, figures.total) == (Money(4000), Money(9000))


def test_the_days_cash_is_hidden_again_while_a_second_drawer_of_that_day_is_open() -> None:
    counter = a_desk()
    take(counter, cash(4000))
    count(counter, n20=7)
    close_shift(a_close(counter), counter.desk, ROSA)
    second = OpenShift(shift_id=counter.desk.new_id(), count={"20.00": 5}, business_date=TODAY)
    open_shift(second, counter.desk, ROSA)
    take(counter, cash(2000))

    assert day_at(counter.desk).figures.cash.amount is None
