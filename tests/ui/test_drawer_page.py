"""The Drawer page by keyboard: counted blind, checks ticked off, closed; drops, breaks and openings beside it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment, decide_payment
from cashier.domain.tenders import Tender
from cashier.usecases.shift import current_shift
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import a_situation, a_wish, cash, check, pays
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import OFFICE, PREMIUM, PRESCRIPTION, ROSA, STATEMENTS, SampleDesk

TWENTIES = 2


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa's Drawer page: $200.00 float and $60.00 cash, and a check for her member's premium."""
    sample = SampleDesk()
    sample.open_drawer()
    take(sample, OFFICE, 6000, cash(6000))
    take(sample, PREMIUM, 29817, check(29817, "3318"))
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    show_drawer(driver)
    yield driver
    driver.close()


def take(sample: SampleDesk, code: str, cents: int, tender: Tender) -> None:
    wish = TakePayment(
        payment_id=sample.desk.new_id(),
        member_number="11048827",
        parts=(pays(code, cents),),
        tenders=(tender,),
        identified={"11048827": "name and date of birth"},
    )
    take_payment(wish, sample.desk, ROSA)


def show_drawer(driver: DeskDriver) -> None:
    driver.button_on_rail("Drawer").click()
    driver.settle()


def count(driver: DeskDriver, twenties: int) -> None:
    """Type a count: Enter goes from field to field, and in the last one it is done."""
    for place in range(13):
        if place == TWENTIES:
            driver.type(str(twenties))
        driver.press(ENTER)


def fill(driver: DeskDriver, *texts: str) -> None:
    """Type into the field that has the focus, Enter to the next."""
    for text in texts:
        driver.type(text)
        driver.press(ENTER)


def lines_of(driver: DeskDriver, kind: LineKind) -> list[Line]:
    return [line for line in driver.sample.store.lines() if line.kind is kind]


def test_a_drawer_that_matches_is_closed_by_keyboard_alone(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    assert page.sample.drawer_pulses == 1
    count(page, 13)
    assert page.shows("The count matches.")

    fill(page, "3318")
    fill(page, "T-118", "helen", "OAK-771-0412", "OAK-771-0413")
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: page.shows("The drawer is closed. Z report 1 is being printed."))
    assert page.shows("Open a new drawer on Counter, or sign out on Desk.")

    (z,) = lines_of(page, LineKind.SHIFT_CLOSED)
    assert (z.facts["left_cents"], z.facts["till_bag"], z.facts["received_by"]) == (20000, "T-118", "Helen Park")
    assert [bag["number"] for bag in z.facts["bags"]] == ["OAK-771-0413", "OAK-771-0412"]
    assert page.shows("no drawer open")


def test_after_the_close_another_drawer_is_opened(page: DeskDriver) -> None:
    test_a_drawer_that_matches_is_closed_by_keyboard_alone(page)

    page.button_on_rail("Counter").click()
    page.settle()
    count(page, 5)
    page.press(ENTER)
    assert page.shows("This is not the float that was left here.")
    page.field("Second person").setFocus()
    fill(page, "oscar", "oscar 1")
    page.qtbot.waitUntil(lambda: page.shows("may not approve a float that differs"))
    assert current_shift(page.sample.desk) is None, "two cashiers do not sign $100.00 away"
    page.field("Second person").setFocus()
    page.field("Second person").clear()
    fill(page, "helen", "helen 1")
    page.qtbot.waitUntil(lambda: current_shift(page.sample.desk) is not None)

    shift = current_shift(page.sample.desk)
    assert shift is not None
    assert shift.float_amount.cents == 10000
    assert [line.facts.get("assigned_cents") for line in lines_of(page, LineKind.SHIFT_OPENED)] == [20000, 20000]


def test_enter_in_the_last_field_keeps_the_count_and_goes_to_the_checks(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    for _ in range(13):
        page.press(ENTER)
    assert page.shows("Count the cash first. For an empty drawer, enter 0.")
    assert lines_of(page, LineKind.DRAWER_COUNTED) == []

    page.type("0")
    page.field("$100").setFocus()
    count(page, 13)
    assert len(lines_of(page, LineKind.DRAWER_COUNTED)) == 1
    assert page.focus_name() == "Number, or scan"


def test_a_first_count_that_differs_says_no_more_and_empties_the_fields(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 12)

    assert page.shows("Your count doesn't match. Count again.")
    assert page.field("$20").text() == ""
    assert page.focus_name() == "$100"
    assert not any("short" in text or "260" in text or "240" in text for text in page.texts())


def test_after_the_second_count_a_lead_signs_the_difference(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 12)
    count(page, 12)
    assert page.shows("Counted twice. Cash is $20.00 short.")

    fill(page, "3318")
    assert page.focus_name() == "Reason"
    fill(page, "wrong change", "T-1", "B-1", "B-2", "helen", "wrong")
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: page.shows("That doesn't match."))
    assert current_shift(page.sample.desk) is not None
    page.sample.now = page.sample.now.replace(second=59)
    page.field("Lead's passphrase").setFocus()
    page.type("helen 1")
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: current_shift(page.sample.desk) is None)

    (z,) = lines_of(page, LineKind.SHIFT_CLOSED)
    assert (z.facts["difference_cents"], z.facts["reason"], z.facts["approver"]) == (-2000, "wrong change", "helen")
    assert [attempt["cents"] for attempt in z.facts["attempts"]] == [24000, 24000]


def test_a_refusal_leaves_what_was_typed(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    fill(page, "3318")
    fill(page, "T-118", "helen", "t-118", "B-2")
    page.press(Qt.Key.Key_F4)

    page.qtbot.waitUntil(lambda: page.shows("Bag T-118 was used before. Take a new bag, and enter its number."))
    assert page.field("Till bag number").text() == "T-118"
    assert page.focus().property("text") == "t-118", "the sentence is about that bag, and so is the next key"
    assert lines_of(page, LineKind.SHIFT_CLOSED) == []


def test_a_check_is_missing_and_another_one_is_not_on_the_list(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    fill(page, "9999")
    assert page.shows("That number is not on the list. Look at it again, or press Alt N.")

    page.press(Qt.Key.Key_N, ALT)
    fill(page, "25.00")
    page.field("Number, or scan").setFocus()
    page.type("3318")
    page.press(Qt.Key.Key_M, ALT)

    assert page.shows("missing")
    assert page.shows("Checks and money orders · 1")
    assert page.button("Have the lead sign").isEnabled()


def test_a_scanned_check_is_ticked_where_it_is_closed(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)

    page.window._desk.on_scan("3318")  # type: ignore[union-attr]
    assert page.shows("Checks and money orders · 1")

    page.window._desk.on_scan("4111111111111111")  # type: ignore[union-attr]
    assert page.shows("That looks like a bank card number. It was not kept.")
    assert page.shows("Checks and money orders · 1")


def test_an_opening_without_a_sale_asks_for_a_reason(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_O, ALT)
    page.press(ENTER)
    assert page.shows("Enter a reason.")
    assert page.sample.drawer_pulses == 0
    page.type("change for a colleague")
    page.press(ENTER)

    assert [line.facts["reason"] for line in lines_of(page, LineKind.NO_SALE)] == ["change for a colleague"]
    assert page.sample.drawer_pulses == 1


def test_a_break_and_back(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_B, ALT)
    assert page.shows("suspended: nobody takes money in it")
    assert not page.button("Drop to the safe").isEnabled()
    page.press(Qt.Key.Key_B, ALT)

    assert page.shows("in use")
    assert len(lines_of(page, LineKind.DRAWER_RESUMED)) == 1


def test_an_x_reading_shows_no_cash_to_the_drawers_owner(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_X, ALT)
    page.settle()

    assert page.shows("not shown before the count")
    assert page.shows("298.17")
    assert not any("60.00" in text or "260.00" in text for text in page.texts())


def test_esc_goes_back_and_the_count_is_gone_on_with(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 12)
    page.press(ESC)
    assert page.shows("being counted: close it")
    page.press(Qt.Key.Key_C, ALT)

    assert page.shows("Second count.")
    assert page.shows("Your count doesn't match. Count again.")


@pytest.mark.parametrize("way", ["another page", "Esc"])
def test_what_was_typed_and_ticked_stays_until_the_close(page: DeskDriver, way: str) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    fill(page, "3318")
    fill(page, "T-118", "helen")
    page.type("OAK-771-0412")
    if way == "Esc":
        page.press(ESC)
        page.press(Qt.Key.Key_C, ALT)
    else:
        page.button_on_rail("Activity").click()
        page.settle()
        show_drawer(page)

    assert page.field("$20").text() == "13"
    assert page.shows("Checks and money orders · 1")
    assert page.shows("The count matches.")
    assert page.field("Till bag number").text() == "T-118"
    assert page.field("Taken to the safe by").text() == "helen"

    assert page.focus_name() == "Premium bag · 298.17", "the first that is empty"
    fill(page, "OAK-771-0413")
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: len(lines_of(page, LineKind.SHIFT_CLOSED)) == 1)
    (z,) = lines_of(page, LineKind.SHIFT_CLOSED)
    assert [bag["number"] for bag in z.facts["bags"]] == ["OAK-771-0413", "OAK-771-0412"]


def test_a_count_that_is_typed_stays_and_is_another_drawers_no_more(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    page.type("2")
    page.press(ESC)
    page.press(Qt.Key.Key_C, ALT)
    assert page.field("$100").text() == "2"

    page.press(Qt.Key.Key_End)
    page.press(Qt.Key.Key_Backspace)
    count(page, 13)
    fill(page, "3318")
    fill(page, "T-118", "helen", "B-1", "B-2")
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: current_shift(page.sample.desk) is None)
    page.sample.open_drawer()
    page.button_on_rail("Activity").click()
    show_drawer(page)
    page.press(Qt.Key.Key_C, ALT)

    assert page.field("$20").text() == ""
    assert page.field("Till bag number").text() == ""
    assert page.shows("First count.")


def test_once_money_moved_it_is_counted_anew_and_the_ticks_stay(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    fill(page, "3318")
    page.press(ESC)
    page.press(Qt.Key.Key_B, ALT)
    fill(page, "helen", "helen 1")
    page.qtbot.waitUntil(lambda: page.shows("in use"))
    take(page.sample, PRESCRIPTION, 1000, cash(1000))
    page.press(Qt.Key.Key_C, ALT)

    assert (page.field("$20").text(), page.field("$20").isEnabled()) == ("", True)
    assert page.shows("Checks and money orders · 1")


def test_a_passphrase_does_not_wait_on_the_page(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 12)
    count(page, 12)
    page.field("Lead's name or badge").setFocus()
    fill(page, "helen")
    page.type("helen 1")
    page.press(ESC)
    page.press(Qt.Key.Key_C, ALT)

    assert page.field("Lead's name or badge").text() == "helen"
    assert page.field("Lead's passphrase").text() == ""


def test_a_lead_lets_the_cashier_go_back_to_the_window(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 12)
    page.press(ESC)
    page.press(Qt.Key.Key_B, ALT)
    fill(page, "helen", "helen 1")
    page.qtbot.waitUntil(lambda: page.shows("in use"))

    (line,) = lines_of(page, LineKind.DRAWER_RESUMED)
    assert line.facts["approver"] == "helen"


def test_a_card_number_is_kept_in_no_field(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    page.type("4111111111111111")

    assert page.field("Number, or scan").text() == ""
    assert page.shows("bank card")


def test_too_much_cash_is_said_at_the_counter_and_stops_nobody(page: DeskDriver) -> None:
    assert not page.shows("more cash in this drawer")
    with page.sample.store.open_work() as work:
        shift = work.journal.open_shift()
        assert shift is not None
        bill = replace(STATEMENTS[2], open=Money(10**6))
        line = decide_payment(
            replace(a_wish(pays(bill.number, 190000), payment_id=page.sample.desk.new_id()), member_number="11048827"),
            replace(a_situation(bill), shift=shift, receipt=work.journal.next_receipt()),
        )
        work.journal.append(line)
        work.commit()

    page.press(Qt.Key.Key_O, ALT)
    fill(page, "look")

    page.qtbot.waitUntil(lambda: page.shows("Drop some of it to the safe when nobody waits."))


def test_a_drawer_is_not_counted_with_a_payment_in_the_hand(page: DeskDriver) -> None:
    page.open_mai()
    page.press(Qt.Key.Key_Space)
    page.press(Qt.Key.Key_F6)
    fill(page, "10.00", "77")
    show_drawer(page)
    page.press(Qt.Key.Key_C, ALT)

    assert page.window._desk is not None
    assert page.shows(page.window._desk.counter.serving.why_not_open())
    assert lines_of(page, LineKind.NO_SALE) == []
    assert page.sample.drawer_pulses == 0
