"""A drawer is counted blind and closed the same day: on the store in memory and on the real one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cashier.domain.accounts import BookLine
from cashier.domain.drawer_count import COUNT_ACT, CountDrawer
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import Refused, StoreTrouble
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Right
from cashier.domain.shift import OpenShift
from cashier.domain.shift_close import CLOSE_ACT, CloseShift, FoundItem, bag_totals
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.z_report import read_z
from cashier.usecases.card_payment import ask_card
from cashier.usecases.close_shift import Counted, close_sheet, close_shift, closing, count_drawer, last_z
from cashier.usecases.drawer_acts import resume_drawer, suspend_drawer
from cashier.usecases.reprint import reprint
from cashier.usecases.shift import current_shift, open_shift
from cashier.usecases.sign_in import InPerson
from cashier.usecases.suspend import suspend
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import (
    ROSA,
    SHIFT_ID,
    TODAY,
    Counter,
    a_desk,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)
from tests.store.desk_store import new_store


@pytest.fixture(params=["memory", "disk"])
def counter(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counter]:
    """Rosa's desk, a float of $100.00 in her drawer."""
    here = a_desk(a_statement(), a_statement("S-2", 10000), is_open=request.param == "memory")
    if request.param == "memory":
        yield here
        return
    store = new_store(tmp_path / "desk")
    desk = replace(here.desk, open_work=store.open_work, open_reading=store.open_reading)
    open_shift(OpenShift(shift_id=SHIFT_ID, count={"20.00": 5}, business_date=TODAY), desk, ROSA)
    yield replace(here, desk=desk)
    store.close()


def take(counter: Counter, code: str, cents: int, tender: Tender | None = None) -> None:
    wish = a_wish(pays(code, cents), tenders=(tender or cash(cents),), payment_id=counter.desk.new_id())
    take_payment(wish, counter.desk, ROSA)


def count(counter: Counter, **pieces: int) -> Counted:
    """``count(counter, n20=5)``: five of $20."""
    by_code = {f"{name[1:]}.00": number for name, number in pieces.items()}
    return count_drawer(CountDrawer(line_id=counter.desk.new_id(), count=by_code), counter.desk, ROSA)


def signed(counter: Counter, cents: int, act: str = CLOSE_ACT) -> Approval:
    return InPerson(counter.desk).approve(
        "helen", "helen's words", act=act, amount=Money(cents), right=Right.APPROVE_DRAWER
    )


def a_close(counter: Counter, **changes: object) -> CloseShift:
    """All paper is there, $100.00 stays in twenties."""
    sheet = close_sheet(counter.desk, ROSA)
    wish = CloseShift(
        line_id=counter.desk.new_id(),
        present=frozenset(item.key for item in sheet.items),
        left={"20.00": 5},
        till_bag="T-118",
        received_by="helen",
        bags={BookLine.MEDICAL: "OAK-771-0412", BookLine.PREMIUM: "OAK-771-0413"},
    )
    return replace(wish, **changes)  # type: ignore[arg-type]


def the_lines(counter: Counter) -> list[Line]:
    with counter.desk.open_reading() as work:
        return [numbered.line for numbered in work.journal.after(0, 1000)]


def in_drawer(counter: Counter) -> int:
    """What all lines leave in Rosa's drawer, cash and checks."""
    moved = [t for line in the_lines(counter) for t in line.transfers]
    ins = sum(t.amount.cents for t in moved if t.debit.kind.startswith("drawer_"))
    return ins - sum(t.amount.cents for t in moved if t.credit.kind.startswith("drawer_"))


def the_sums(close: Numbered) -> dict[str, int]:
    return {f"{t.debit.kind.value}<{t.credit.kind.value}": t.amount.cents for t in close.line.transfers}


def test_a_count_that_matches_closes_the_drawer_and_empties_it(counter: Counter) -> None:
    take(counter, "S-2", 4000)
    take(counter, "S-48210377", 41260, check(41260))

    counted = count(counter, n20=7)
    assert (counted.words, counted.difference, counted.expected) == ("Your count matches.", ZERO, None)
    close = close_shift(a_close(counter), counter.desk, ROSA)

    assert in_drawer(counter) == 0
    assert the_sums(close) == {"safe<drawer_cash": 10000, "transit<drawer_cash": 4000, "transit<drawer_checks": 41260}
    assert current_shift(counter.desk) is None
    z = read_z(close.line)
    assert (z.number, z.previous, z.difference, z.left) == (1, 0, ZERO, Money(10000))
    with counter.desk.open_reading() as work:
        assert [job.line_id for job in work.jobs.of(str(close.line.line_id))] == [close.line.line_id]
        assert work.journal.drawers.z(1) == close
    assert reprint("OAK3-Z00001", counter.desk, ROSA) == 1


def test_a_first_count_that_differs_says_neither_amount_nor_direction(counter: Counter) -> None:
    take(counter, "S-2", 4000)

    first = count(counter, n20=6)

    assert first.words == "Your count doesn't match. Count again."
    assert (first.difference, first.expected) == (None, None)
    sheet = close_sheet(counter.desk, ROSA)
    assert sheet.counted is not None
    assert sheet.counted.difference is None
    with pytest.raises(Refused, match=r"Your count doesn't match. Count again."):
        closing(counter.desk, ROSA)
    with pytest.raises(Refused, match=r"Your count doesn't match. Count again."):
        close_shift(a_close(counter), counter.desk, ROSA)


def test_after_the_second_count_the_difference_is_said_and_both_counts_are_kept(counter: Counter) -> None:
    take(counter, "S-2", 4000)
    count(counter, n20=4)

    second = count(counter, n20=6)

    assert second.words == "Counted twice. Cash is $20.00 short."
    assert second.expected is None
    kept = [line.facts["cents"] for line in the_lines(counter) if line.kind is LineKind.DRAWER_COUNTED]
    assert kept == [8000, 12000]


def test_a_third_count_is_one_with_a_lead_who_is_told_what_should_be_there(counter: Counter) -> None:
    count(counter, n20=4)
    count(counter, n20=4)

    with pytest.raises(Refused, match="have a lead count with you"):
        count(counter, n20=5)
    wish = CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 5}, witness=signed(counter, 0, COUNT_ACT))
    third = count_drawer(wish, counter.desk, ROSA)

    assert (third.difference, third.expected) == (ZERO, Money(10000))


def test_a_difference_above_the_limit_needs_a_second_person_who_is_not_oneself(counter: Counter) -> None:
    count(counter, n20=4)
    count(counter, n20=4)
    wish = a_close(counter, left={"20.00": 4})

    for lacking, sentence in (
        (wish, "enter a reason"),
        (replace(wish, reason="wrong change"), "This difference needs a lead's approval."),
        (replace(wish, reason="x", approval=replace(signed(counter, 2000), approver="rosa")), "Nobody approves for"),
        (replace(wish, reason="x", approval=signed(counter, 1999)), "given for something else"),
    ):
        with pytest.raises(Refused, match=sentence):
            close_shift(lacking, counter.desk, ROSA)
    assert current_shift(counter.desk) is not None
    close = close_shift(replace(wish, reason="wrong change", approval=signed(counter, 2000)), counter.desk, ROSA)

    assert the_sums(close) == {"over_short<drawer_cash": 2000, "safe<drawer_cash": 8000}
    assert (in_drawer(counter), close.line.facts["approver"]) == (0, "helen")


def test_a_small_difference_needs_a_reason_alone(counter: Counter) -> None:
    for _ in range(2):
        count(counter, n20=4, n10=1, n5=1, n1=1)

    close = close_shift(a_close(counter, reason="four dollars", left={"20.00": 4}), counter.desk, ROSA)

    assert close.line.facts["difference_cents"] == -400
    assert in_drawer(counter) == 0


def test_cash_that_is_over_is_booked_too(counter: Counter) -> None:
    for _ in range(2):
        count(counter, n20=5, n1=3)

    close = close_shift(a_close(counter, reason="found three"), counter.desk, ROSA)

    assert the_sums(close) == {"drawer_cash<over_short": 300, "safe<drawer_cash": 10000, "transit<drawer_cash": 300}


def test_each_check_is_accounted_for(counter: Counter) -> None:
    take(counter, "S-48210377", 30000, check(30000, "1043"))
    take(counter, "S-2", 2500, check(2500, "5543"))
    count(counter, n20=5)
    first, second = close_sheet(counter.desk, ROSA).items

    with pytest.raises(Refused, match="Check 5543 is open: tick it, or say it is missing"):
        close_shift(a_close(counter, present=frozenset({first.key})), counter.desk, ROSA)
    with pytest.raises(Refused, match="list of checks changed"):
        close_shift(a_close(counter, present=frozenset({first.key, second.key, "other.0"})), counter.desk, ROSA)
    wish = a_close(
        counter,
        present=frozenset({first.key}),
        missing=frozenset({second.key}),
        found=(FoundItem(kind=TenderKind.CHECK, number="77", amount=Money(1000)),),
        reason="not in the drawer",
    )
    with pytest.raises(Refused, match="needs a lead's approval"):
        close_shift(wish, counter.desk, ROSA)
    close = close_shift(replace(wish, approval=signed(counter, 3500)), counter.desk, ROSA)

    assert in_drawer(counter) == 0
    assert close.line.facts["missing"] == [second.key]
    assert [bag["checks_cents"] for bag in close.line.facts["bags"]] == [31000]


def test_a_bag_number_is_used_once(counter: Counter) -> None:
    take(counter, "S-2", 4000)
    count(counter, n20=7)
    with pytest.raises(Refused, match="Bag T-118 was used before"):
        close_shift(a_close(counter, bags={BookLine.MEDICAL: "t-118"}), counter.desk, ROSA)
    close_shift(a_close(counter), counter.desk, ROSA)

    open_again(counter)
    count(counter, n20=5)
    with pytest.raises(Refused, match="Bag OAK-771-0412 was used before"):
        close_shift(a_close(counter, till_bag="oak-771-0412"), counter.desk, ROSA)
    with pytest.raises(Refused, match="Enter the number of the till bag"):
        close_shift(a_close(counter, till_bag=" "), counter.desk, ROSA)


def open_again(counter: Counter) -> UUID:
    shift_id = counter.desk.new_id()
    open_shift(OpenShift(shift_id=shift_id, count={"20.00": 5}, business_date=TODAY), counter.desk, ROSA)
    return shift_id


def test_a_new_shift_opens_after_the_close_and_its_z_is_tied_to_the_one_before(counter: Counter) -> None:
    count(counter, n20=5)
    first = close_shift(a_close(counter), counter.desk, ROSA)
    open_again(counter)
    assert close_sheet(counter.desk, ROSA).counted is None
    count(counter, n20=5)

    second = close_shift(a_close(counter, till_bag="T-119"), counter.desk, ROSA)

    z = read_z(second.line)
    assert (z.number, z.previous, z.previous_chain) == (2, 1, first.chain)
    assert (first.line.facts["assigned_cents"], z.said["assigned_cents"]) == (20000, first.line.facts["left_cents"])
    assert last_z(counter.desk) == second


def test_closing_twice_is_one_close_and_another_window_finds_it_closed(counter: Counter) -> None:
    count(counter, n20=5)
    wish = a_close(counter)
    close = close_shift(wish, counter.desk, ROSA)

    assert close_shift(wish, counter.desk, ROSA) == close
    with pytest.raises(Refused, match="it was closed already"):
        close_shift(replace(wish, line_id=counter.desk.new_id()), counter.desk, ROSA)
    assert [line.kind for line in the_lines(counter)].count(LineKind.SHIFT_CLOSED) == 1


def test_after_a_count_and_after_the_close_no_money_is_taken(counter: Counter) -> None:
    count(counter, n20=5)
    with pytest.raises(Refused, match="being counted"):
        take(counter, "S-2", 4000)
    close_shift(a_close(counter), counter.desk, ROSA)

    with pytest.raises(Refused, match="Open your drawer first"):
        take(counter, "S-2", 4000)


def test_the_store_itself_takes_no_cash_without_an_open_drawer(counter: Counter) -> None:
    """Also not from a fault of ours that asks for it."""
    take(counter, "S-2", 4000)
    payment = the_lines(counter)[-1]
    for shut in (lambda: suspend_drawer(counter.desk.new_id(), counter.desk, ROSA), lambda: _close(counter)):
        shut()
        again = replace(payment, line_id=counter.desk.new_id(), facts={**payment.facts, "receipt": "OAK3-0000002"})
        with pytest.raises(StoreTrouble), counter.desk.open_work() as work:
            work.journal.append(again)


def _close(counter: Counter) -> None:
    resume_drawer(counter.desk.new_id(), counter.desk, ROSA)
    count(counter, n20=7)
    close_shift(a_close(counter), counter.desk, ROSA)


def test_a_card_whose_result_is_not_known_blocks_the_close_and_says_what_to_do(counter: Counter) -> None:
    ask_card(replace(a_wish(), tenders=()), Money(41260), "T1", counter.desk, ROSA)
    count(counter, n20=5)

    (sentence,) = close_sheet(counter.desk, ROSA).blocked_by

    assert sentence.startswith("The result of a card for $412.60, asked for at 10:44 AM, is not known.")
    assert "settle it with a lead on the Desk page" in sentence
    with pytest.raises(Refused, match=r"card for \$412.60"):
        close_shift(a_close(counter), counter.desk, ROSA)


LUIS = replace(ROSA, user="luis", name="Luis Ortega")


def test_nobody_else_counts_or_closes_a_drawer(counter: Counter) -> None:
    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={}), counter.desk, LUIS)
    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        close_sheet(counter.desk, LUIS)


def test_going_back_to_the_window_after_a_count_needs_a_lead(counter: Counter) -> None:
    count(counter, n20=4)
    with pytest.raises(Refused, match="Going on after a count needs a lead's approval"):
        resume_drawer(counter.desk.new_id(), counter.desk, ROSA)

    resume_drawer(counter.desk.new_id(), counter.desk, ROSA, signed(counter, 0, "going on after a count"))

    take(counter, "S-2", 4000)
    assert count(counter, n20=4).attempt.number == 1


def test_the_float_is_never_premium_money(counter: Counter) -> None:
    sheet_desk = replace(counter.desk, place=replace(counter.desk.place, drawers=DrawerRules()))
    counter = replace(counter, desk=sheet_desk)
    count(counter, n20=5)

    with pytest.raises(Refused, match=r"There are 5 of \$20, and not 6"):
        close_shift(a_close(counter, left={"20.00": 6}), counter.desk, ROSA)


def test_absurd_counts_are_refused_and_nothing_is_kept(counter: Counter) -> None:
    for absurd in ({"20.00": 10_000}, {"20.00": -1}, {"3.00": 1}):
        with pytest.raises(Refused):
            count_drawer(CountDrawer(line_id=counter.desk.new_id(), count=absurd), counter.desk, ROSA)

    assert LineKind.DRAWER_COUNTED not in [line.kind for line in the_lines(counter)]


def test_neither_midnight_nor_a_clock_set_back_moves_a_shifts_business_date(counter: Counter) -> None:
    counter.clock.now += timedelta(hours=17)
    take(counter, "S-2", 2000)
    counter.clock.now -= timedelta(hours=18)
    take(counter, "S-2", 2000)
    count(counter, n20=7)

    close = close_shift(a_close(counter), counter.desk, ROSA)

    assert {line.business_date for line in the_lines(counter) if line.shift_id} == {TODAY}
    assert close.line.taken_at < the_lines(counter)[1].taken_at
    assert in_drawer(counter) == 0


def test_an_offline_close_names_what_the_ledger_has_not(counter: Counter) -> None:
    take(counter, "S-2", 2000)
    take(counter, "S-2", 2000)
    with counter.desk.open_work() as work:
        mark = work.journal.mark()
        work.journal.move_mark(replace(mark, received_through=2))
        work.commit()
    count(counter, n20=7)

    close = close_shift(a_close(counter), counter.desk, ROSA)

    not_sent = close.line.facts["not_sent"]
    assert (not_sent["past"], not_sent["payments"], not_sent["receipts"]) == (2, 1, ["OAK3-0000002"])


def test_what_each_bag_will_hold_is_said_before_it_is_closed(counter: Counter) -> None:
    take(counter, "S-48210377", 41260, check(41260))
    count(counter, n20=5)

    totals = bag_totals(closing(counter.desk, ROSA), left=Money(8000))

    assert {book.line: amount for book, amount in totals.items()} == {BookLine.MEDICAL: Money(43260)}


def test_a_suspended_transaction_is_told_and_holds_up_no_close(counter: Counter) -> None:
    assert close_sheet(counter.desk, ROSA).note == ""
    suspend(replace(a_wish(payment_id=counter.desk.new_id()), tenders=()), counter.desk, ROSA)
    count(counter, n20=5)

    assert close_sheet(counter.desk, ROSA).note.startswith("A suspended transaction waits for its member.")
    close_shift(a_close(counter), counter.desk, ROSA)
