"""Deposits and counts of the safe by keys: each step does the next thing once, and two people are two people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.accounts import Book, BookLine
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.safe import (
    BagAtHand,
    BagCheck,
    BagCount,
    BagSeen,
    BagStep,
    BankDifference,
    Change,
    CountDone,
    CountPurpose,
    DepositAtHand,
    DepositState,
    HandOver,
    Prepare,
    Review,
    Safe,
    SafeCount,
    SeenCheck,
)
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import NOW, SampleDesk
from ui.office.safe_part import SafePart

MEDICAL, PREMIUM = Book("ncal", BookLine.MEDICAL), Book("ncal", BookLine.PREMIUM)
TODAY = date(2026, 11, 21)
CHECK = BagCheck(key="p.0", bag="OAK-1", kind="check", number="1043", amount=Money(41_260), receipt="OAK3-0000001")
BAG = BagAtHand(
    number="OAK-1",
    book=MEDICAL,
    desk="OAK3",
    day=TODAY,
    cash=Money(6000),
    checks=Money(41_260),
    accepted_by="Priya Nair",
)
DEPOSIT = DepositAtHand(
    deposit=UUID(int=7),
    number=4711,
    book=MEDICAL,
    day=TODAY,
    is_final=True,
    cash=Money(6000),
    checks=Money(41_260),
    state=DepositState.PREPARED,
    prepared_by="Ana Ruiz",
)
PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)


@pytest.fixture
def sample() -> SampleDesk:
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.safe.known = Safe(as_of=NOW, bags=(BAG,), shifts=1)
    sample.safe.bags = {
        "OAK-1": BagSeen(number="OAK-1", next_step="", items=(CHECK,)),
        "4711": BagSeen(number="OAK-900", next_step="", items=(CHECK,)),
        "OAK-900": BagSeen(number="OAK-900", next_step="give"),
        "OAK-901": BagSeen(number="OAK-901", next_step="arrive"),
    }
    return sample


def signed_in(qtbot: QtBot, sample: SampleDesk, user: str) -> DeskDriver:
    driver = DeskDriver(qtbot, sample)
    field = driver.field("Name or badge")
    driver.try_sign_in(user)
    qtbot.waitUntil(lambda: not field.isVisible())
    qtbot.waitUntil(lambda: bool(part(driver).table.rows))
    return driver


@pytest.fixture
def desk(qtbot: QtBot, sample: SampleDesk) -> Iterator[DeskDriver]:
    """Priya of the cash office."""
    driver = signed_in(qtbot, sample, "priya")
    yield driver
    driver.close()


def part(desk: DeskDriver) -> SafePart:
    assert desk.window._desk is not None
    assert desk.window._desk.office is not None
    assert desk.window._desk.office.safe is not None
    return desk.window._desk.office.safe


def show(desk: DeskDriver, qtbot: QtBot, *deposits: DepositAtHand, **more: object) -> None:
    desk.sample.safe.known = replace(desk.sample.safe.known, deposits=deposits, **more)  # type: ignore[arg-type]
    part(desk).look()
    qtbot.waitUntil(lambda: len(part(desk).table.rows) == 2 + len(deposits) + len(desk.sample.safe.known.bank))


def go(desk: DeskDriver, qtbot: QtBot, key: str) -> None:
    """Enter on a row; its form opens."""
    table = part(desk).table
    table.setFocus()
    table.choose(key)
    desk.press(ENTER)
    qtbot.waitUntil(part(desk).form.isVisible)


def count_twenties(desk: DeskDriver, number: str) -> None:
    for place in range(13):
        if place == 2:
            desk.type(number)
        desk.press(ENTER)


def sign(desk: DeskDriver, user: str = "omar") -> None:
    desk.type(user)
    desk.press(ENTER)
    desk.type(f"{user} 1")
    desk.press(ENTER)


def has_told(desk: DeskDriver, acts: int) -> bool:
    return len(desk.sample.safe.told) == acts


def test_a_deposit_is_counted_and_each_check_ticked_before_it_is_prepared(desk: DeskDriver, qtbot: QtBot) -> None:
    go(desk, qtbot, "medical")
    count_twenties(desk, "3")
    assert desk.focus_name() == "Number or amount, or scan"
    desk.press(ENTER)
    assert desk.shows("Type a number or an amount, or scan.")
    desk.type("999")
    desk.press(ENTER)
    assert desk.shows("999 is not open on the list.")
    desk.field("Number or amount, or scan").selectAll()
    desk.type("412.60")
    desk.press(ENTER)
    desk.press(ENTER)

    qtbot.waitUntil(lambda: desk.shows("Deposit 4711 of $452.60 is prepared. A colleague reviews it."))
    (wish,) = desk.sample.safe.told
    assert isinstance(wish, Prepare)
    assert (wish.book, wish.bags, dict(wish.count), wish.is_final) == (MEDICAL, ("OAK-1",), {"20.00": 3}, False)
    assert wish.checks == (SeenCheck("1043", Money(41_260)),)
    assert not part(desk).form.isVisible()


def test_what_is_refused_stays_typed_and_a_lost_answer_is_the_same_act_again(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.sample.safe.trouble = ""
    go(desk, qtbot, "medical")
    count_twenties(desk, "3")
    desk.type("1043")
    desk.press(ENTER)
    desk.sample.safe.refuses = "What was counted is not what these bags should hold."
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("What was counted is not what these bags should hold."))
    assert desk.field("$20").text() == "3"
    desk.press(ENTER)
    qtbot.waitUntil(lambda: len(desk.sample.safe.told) == 2)

    assert desk.sample.safe.told[0].line_id == desk.sample.safe.told[1].line_id
    qtbot.waitUntil(part(desk).form._done.isEnabled)
    desk.field("$20").setFocus()
    desk.type("1")
    desk.sample.safe.refuses = ""
    part(desk).form.ask()
    qtbot.waitUntil(lambda: len(desk.sample.safe.told) == 3)
    assert desk.sample.safe.told[2].line_id != desk.sample.safe.told[1].line_id, "another count is another act"


def test_the_review_counts_again_and_gives_the_sealed_bag_its_number(desk: DeskDriver, qtbot: QtBot) -> None:
    show(desk, qtbot, DEPOSIT)
    go(desk, qtbot, str(DEPOSIT.deposit))
    assert desk.shows("Ana Ruiz prepared it.")
    count_twenties(desk, "3")
    desk.scan("1043")
    desk.press(ENTER)
    assert desk.focus_name() == "Number of the sealed bag"
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("Enter the number of the sealed bag."))
    desk.type("oak-900")
    desk.press(ENTER)

    qtbot.waitUntil(lambda: desk.shows("is sealed in bag OAK-900."))
    (wish,) = desk.sample.safe.told
    assert isinstance(wish, Review)
    assert (wish.deposit, wish.seal, wish.checks) == (DEPOSIT.deposit, "OAK-900", (SeenCheck("1043", Money(41_260)),))


@pytest.mark.parametrize(
    ("scanned", "word", "said", "why"),
    [
        ("OAK-900", "Courier's name and company", "Bag OAK-900 is with the courier.", "Enter who takes the bag"),
        ("OAK-901", "Number of the bank's receipt", "Bag OAK-901 is at the bank.", "Enter the number of the bank's"),
    ],
)
def test_a_scan_of_a_sealed_bag_asks_for_its_next_step(
    desk: DeskDriver, qtbot: QtBot, scanned: str, word: str, said: str, why: str
) -> None:
    desk.scan(scanned)
    qtbot.waitUntil(part(desk).form.isVisible)
    assert desk.focus_name() == word
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows(why))
    desk.type("Lee 118")
    desk.press(ENTER)

    qtbot.waitUntil(lambda: desk.shows(said))
    (wish,) = desk.sample.safe.told
    assert isinstance(wish, HandOver)
    assert (wish.number, wish.word) == (scanned, "Lee 118")


def test_the_safe_is_counted_blind_by_two_and_once_again(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.sample.safe.counts = [
        CountDone(matches=False, again=True),
        CountDone(matches=False, again=False, difference=Money(-4000), missing=("OAK-1",)),
    ]
    desk.press(Qt.Key.Key_U, ALT)
    qtbot.waitUntil(part(desk).form.isVisible)
    for told in (1, 2):
        count_twenties(desk, "3")
        desk.press(ENTER)
        sign(desk)
        qtbot.waitUntil(partial(has_told, desk, told))
        if told == 1:
            qtbot.waitUntil(lambda: desk.shows("Your count doesn't match. Count again."))
            assert desk.field("$20").text() == ""
            assert not desk.shows("$40.00")
            desk.field("Second person: name or badge").clear()

    qtbot.waitUntil(lambda: desk.shows("Both counts differ: $40.00 short, booked to the safe's own over and short."))
    assert desk.shows("Bag OAK-1 is missing")
    wish = desk.sample.safe.told[0]
    assert isinstance(wish, SafeCount)
    assert (wish.purpose, wish.bags, desk.sample.safe.signed) == (CountPurpose.SURPRISE, (), ["priya omar"] * 2)


def test_nobody_signs_beside_themselves(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(Qt.Key.Key_U, ALT)
    qtbot.waitUntil(part(desk).form.isVisible)
    count_twenties(desk, "3")
    desk.press(ENTER)
    sign(desk, "priya")

    qtbot.waitUntil(lambda: desk.shows("Two people count it. Have a colleague sign."))
    assert desk.field("Their passphrase").text() == ""
    assert desk.sample.safe.told == []


def test_a_check_that_is_not_ticked_is_missing_from_a_bag(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(Qt.Key.Key_B, ALT)
    desk.type("OAK-1")
    desk.press(Qt.Key.Key_T, ALT)
    qtbot.waitUntil(part(desk).form.isVisible)
    count_twenties(desk, "3")
    desk.press(ENTER)
    sign(desk)

    qtbot.waitUntil(lambda: desk.shows("It matches."))
    (wish,) = desk.sample.safe.told
    assert isinstance(wish, BagCount)
    assert (wish.number, wish.missing) == ("OAK-1", ("p.0",))


def test_change_comes_in_with_what_was_ordered(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(Qt.Key.Key_O, ALT)
    qtbot.waitUntil(part(desk).form.isVisible)
    count_twenties(desk, "5")
    assert desk.focus_name() == "Ordered from the bank"
    desk.type("1x")
    desk.press(ENTER)
    sign(desk)
    assert desk.shows("Enter the amount for what was ordered in dollars and cents")
    desk.field("Ordered from the bank").selectAll()
    desk.type("100")
    desk.press(ENTER)
    desk.press(ENTER)
    desk.type("omar 1")
    desk.press(ENTER)

    qtbot.waitUntil(lambda: desk.shows("It matches."))
    (wish,) = desk.sample.safe.told
    assert isinstance(wish, Change)
    assert (wish.ordered, dict(wish.count)) == (Money(10_000), {"20.00": 5})


def test_only_a_supervisor_opens_the_day_and_closes_the_one_that_is_open(qtbot: QtBot, sample: SampleDesk) -> None:
    sample.safe.known = replace(sample.safe.known, opened_on=date(2026, 11, 20))
    driver = signed_in(qtbot, sample, "omar")
    qtbot.waitUntil(lambda: driver.shows("Nov 20 is open"))
    driver.press(Qt.Key.Key_Y, ALT)
    qtbot.waitUntil(lambda: driver.shows("Close the center's day"))
    count_twenties(driver, "3")
    driver.press(ENTER)
    sign(driver, "priya")

    qtbot.waitUntil(lambda: driver.shows("It matches."))
    (wish,) = driver.sample.safe.told
    assert (wish.purpose, wish.day) == (CountPurpose.CLOSE, date(2026, 11, 20))
    driver.close()


def test_the_cash_office_has_no_such_button(desk: DeskDriver) -> None:
    assert not part(desk).open_day.isVisible()


def test_escape_leaves_the_form_and_does_nothing(desk: DeskDriver, qtbot: QtBot) -> None:
    go(desk, qtbot, "medical")
    desk.press(Qt.Key.Key_Escape)

    assert not part(desk).form.isVisible()
    assert desk.focus_name() == "Deposits"
    assert desk.sample.safe.told == []


def test_the_list_says_where_every_deposit_is_and_what_the_bank_says(desk: DeskDriver, qtbot: QtBot) -> None:
    bank = BankDifference(what="Bank credit 12", why="No deposit has this number.", amount=Money(5), as_of=TODAY)
    given = replace(DEPOSIT, deposit=UUID(int=8), state=DepositState.WITH_COURIER, seal="OAK-900")
    wrong = replace(DEPOSIT, deposit=UUID(int=9), state=DepositState.AT_BANK, wrong="The bank credited $472.00.")
    show(desk, qtbot, given, wrong, bank=(bank,), open_shifts=("OAK4",))

    assert [row.texts for row in part(desk).table.rows] == [
        ("Medical", "1 closed, 1 open", "60.00", "412.60", "472.60", "1 shift missing"),
        ("Premium", "1 closed, 1 open", "0.00", "0.00", "0.00", "1 shift missing"),
        ("Medical", "No. 4711, final for Nov 21", "60.00", "412.60", "472.60", "with the courier"),
        ("Medical", "The bank credited $472.00.", "60.00", "412.60", "472.60", "bank differs"),
        ("Bank", "Bank credit 12 · No deposit has this number.", "", "", "0.05", "Nov 21 · fits no deposit"),
    ]


def test_slip_and_list_are_made_of_the_deposit_that_is_chosen(desk: DeskDriver, qtbot: QtBot) -> None:
    show(desk, qtbot, DEPOSIT)
    desk.press(Qt.Key.Key_P, ALT)
    assert desk.shows("Choose a deposit first.")
    part(desk).table.choose(str(DEPOSIT.deposit))
    desk.press(Qt.Key.Key_P, ALT)
    qtbot.waitUntil(lambda: desk.shows("Saved as deposit-4711.pdf."))
    desk.press(Qt.Key.Key_V, ALT)
    qtbot.waitUntil(lambda: desk.shows("Saved as deposit-4711.csv."))

    assert desk.sample.safe.handed == [(str(DEPOSIT.deposit), False), (str(DEPOSIT.deposit), True)]


def test_the_history_of_a_bag_is_read_where_it_is_asked_for(desk: DeskDriver, qtbot: QtBot) -> None:
    steps = (BagStep(at=NOW, what="Bag OAK-1 filled at OAK3", who="Rosa Delgado"),)
    desk.sample.safe.bags["OAK-1"] = BagSeen(number="OAK-1", next_step="", steps=steps)
    desk.press(Qt.Key.Key_B, ALT)
    desk.type("OAK-1")
    desk.press(Qt.Key.Key_H, ALT)

    qtbot.waitUntil(lambda: desk.shows("Bag OAK-1 filled at OAK3 · Rosa Delgado"))
    for _ in range(2):  # The first empties the field.
        desk.press(Qt.Key.Key_Escape)
    assert part(desk).table.isVisible()
    assert desk.focus_name() == "Deposits"


def test_the_ledger_away_is_said_and_what_was_typed_stays(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.scan("OAK-900")
    qtbot.waitUntil(part(desk).form.isVisible)
    desk.type("Lee")
    desk.sample.safe.trouble = "The ledger cannot be reached."
    desk.press(ENTER)

    qtbot.waitUntil(lambda: desk.shows("The ledger cannot be reached."))
    assert desk.field("Courier's name and company").text() == "Lee"
    desk.sample.safe.trouble = ""
    qtbot.waitUntil(part(desk).form._done.isEnabled)
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("Bag OAK-900 is with the courier."))
    assert len({wish.line_id for wish in desk.sample.safe.told}) == 1


def test_a_bank_cards_number_is_kept_nowhere(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.scan("OAK-900")
    qtbot.waitUntil(part(desk).form.isVisible)
    desk.type("4111111111111111")

    assert desk.field("Courier's name and company").text() == ""
    assert desk.shows("That looks like a bank card number.")
