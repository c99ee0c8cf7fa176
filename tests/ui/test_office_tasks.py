"""What waits is worked on by keys: arrows walk through the lists, Enter opens a task, Esc leads back."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cashier.domain.errors import LedgerRefuses
from cashier.domain.explained import OVER
from cashier.domain.money import Money
from cashier.domain.office import Office, OverShort, WaitingItem, WaitingList
from cashier.domain.office_tasks import Deed, Wish
from cashier.domain.people import Role, Staff
from cashier.domain.returned_check import FEE
from tests.ui.desk_driver import ALT, ENTER, ESC, NONE, DeskDriver
from tests.ui.sample_desk import HELEN, NOW, SampleDesk
from tests.ui.test_office_page import page, sign_in
from ui.office.office_state import item_words
from ui.widgets.inline_message import InlineMessage

PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up


def listed(*items: WaitingItem) -> WaitingList:
    return WaitingList(items=items, count=len(items))


def credit(number: int) -> WaitingItem:
    return WaitingItem(what=f"Paid beyond S-{number}", amount=Money(500), task=f"OAK3.{number}.0.0", kind="credit")


NAMELESS = WaitingItem(
    what="OAK3-0000003", amount=Money(900), age_days=12, owner="Rosa Delgado", task="OAK3.1.0.0", kind="unidentified"
)
ALARM = WaitingItem(what="Alarm", why="The desk's clock is off.", task="alarm.4", kind="alarm")
NOTE = WaitingItem(what="Referred", why="dispute", task="note.7", kind="note")
LISTED = WaitingItem(
    what="Check 1043 of OAK3-0000009", why="Account …5678.", task="check.OAK3-0000009.1043", kind="returned"
)
ASKED = WaitingItem(
    what="OAK4: cash out", why="Luis Ortega: stamps.", amount=Money(2000), task="ask.7", kind="ask", owner="Luis Ortega"
)
OWN = WaitingItem(what="OAK3: cash out", why="Waits for a lead.", amount=Money(500), task="ask.8", kind="asked")
DIFFERS = WaitingItem(
    what="Cards, OAK3, Z 12", why="Terminal T1: 1 more.", amount=Money(4000), task="books.OAK3.17.cards", kind="books"
)
CENTER = Office(
    as_of=NOW,
    drawers=(),
    for_you=listed(ASKED),
    you_asked=listed(OWN),
    tasks=listed(ALARM, NOTE),
    unidentified=listed(NAMELESS),
    credits=listed(*map(credit, range(1, 8))),
    returned=listed(LISTED),
    books=listed(DIFFERS),
)


def opened(qtbot: QtBot, user: str) -> DeskDriver:
    sample = SampleDesk(people=(PRIYA, OMAR, HELEN))
    if user == HELEN.user:
        sample.open_drawer(HELEN)
    sample.office.known = CENTER
    sample.office.facts = (("Clues", "envelope, 'for Mai'"), ("Came by", "drop box"))
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, user)
    driver.button_on_rail("Office").click()
    qtbot.waitUntil(lambda: driver.shows("Alarm"))
    return driver


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[DeskDriver]:
    driver = opened(qtbot, "priya")
    yield driver
    driver.close()


def go_to(desk: DeskDriver, what: str) -> None:
    """By Tab and arrows from the drawers to a row that begins so."""
    for _ in range(30):
        if desk.focus_name().startswith(what):
            return
        desk.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {what}")


def done(desk: DeskDriver) -> list[Wish]:
    desk.qtbot.waitUntil(lambda: bool(desk.sample.office.done))
    return [replace(wish, line_id=CENTER_ID) for wish in desk.sample.office.done]


CENTER_ID = Wish(line_id=SampleDesk().desk.new_id(), deed=Deed.TAKE).line_id


def test_money_with_no_name_is_opened_with_its_clues_and_released_by_two(office: DeskDriver, qtbot: QtBot) -> None:
    go_to(office, "OAK3-0000003")
    office.press(ENTER)
    qtbot.waitUntil(lambda: office.shows("envelope, 'for Mai'"))
    assert office.focus_name() == "Statement"
    assert office.shows("OAK3-0000003 · $9.00")

    for typed in ("S-10000001", "", "4.50", "the envelope was Mai's", "omar", "omar 1"):
        office.type(typed)
        office.press(ENTER)

    assert done(office) == [
        Wish(
            line_id=CENTER_ID,
            deed=Deed.RELEASE,
            about="OAK3.1.0.0",
            second="omar",
            statement="S-10000001",
            amount=Money(450),
            words="the envelope was Mai's",
        )
    ]
    qtbot.waitUntil(lambda: office.shows("It is done with."))
    assert office.focus_name().startswith("OAK3-0000003")


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(office: DeskDriver, qtbot: QtBot) -> None:
    go_to(office, "OAK3-0000003")
    office.press(ENTER)
    for typed in ("S-10000001", "", "10", "Mai's", "priya", "priya 1"):
        office.type(typed)
        office.press(ENTER)
    assert office.shows("$9.00 waits there. Enter that, or less.")
    assert office.focus_name() == "Amount, if not all"

    office.type("4.50")
    office.press(ENTER)
    office.type("priya 1")
    office.press(ENTER)
    qtbot.waitUntil(lambda: office.shows("Nobody agrees to their own release."))
    assert office.focus_name() == "Second person: name or badge"
    assert office.field("Statement").text() == "S-10000001"
    assert office.field("Their passphrase").text() == ""
    assert office.sample.office.done == []


def test_a_lost_answer_is_asked_for_again_as_the_same_act(office: DeskDriver, qtbot: QtBot) -> None:
    go_to(office, "Alarm")
    office.press(ENTER)
    office.sample.office.trouble = "The ledger cannot be reached."
    panel = page(office).work._panel
    ids = []
    for _ in range(2):
        office.press(ENTER)
        qtbot.waitUntil(lambda: office.shows("The ledger cannot be reached."))
        assert panel._asked is not None
        ids.append(panel._asked.line_id)
    office.sample.office.trouble = ""
    office.press(ENTER)

    (wish,) = done(office)
    assert (wish.deed, wish.about) == (Deed.ACKNOWLEDGE, "alarm.4")
    assert {*ids, office.sample.office.done[0].line_id} == {ids[0]}


def test_a_lead_looks_after_it_and_is_offered_no_more(qtbot: QtBot) -> None:
    desk = opened(qtbot, "helen")
    go_to(desk, "OAK3-0000003")
    desk.press(ENTER)
    assert desk.focus_name() == "Look after it"
    assert "Statement" not in [
        field.accessibleName() for field in page(desk).findChildren(QLineEdit) if field.isVisible()
    ]

    desk.press(Qt.Key.Key_K, ALT)

    assert done(desk) == [Wish(line_id=CENTER_ID, deed=Deed.TAKE, about="OAK3.1.0.0")]
    desk.close()


def test_a_referral_is_closed_with_what_was_done(office: DeskDriver) -> None:
    go_to(office, "Referred")
    office.press(ENTER)
    office.press(ENTER)
    assert office.shows("Say what was done about it.")
    office.type("called them")
    office.press(ENTER)

    assert done(office) == [Wish(line_id=CENTER_ID, deed=Deed.CLOSE_NOTE, about="note.7", words="called them")]


def test_books_that_differ_are_taken_and_explained(office: DeskDriver, qtbot: QtBot) -> None:
    assert office.shows("Books that differ · 1")
    go_to(office, "Cards, OAK3, Z 12")
    office.press(ENTER)
    assert office.button("Look after it").isVisible()
    office.field("What was found").setFocus()
    office.type("keyed by hand, given back")
    office.press(ENTER)

    qtbot.waitUntil(lambda: len(done(office)) == 1)
    (wish,) = done(office)
    assert (wish.deed, wish.about, wish.words) == (
        Deed.CLOSE_NOTE,
        "books.OAK3.17.cards",
        "keyed by hand, given back",
    )


def test_a_difference_is_explained_and_what_the_ledger_refuses_stands_beside_its_field(
    office: DeskDriver, qtbot: QtBot
) -> None:
    office.window.resize(1366, 768)
    sentence = "OAK3-Z00012 was not over by cash. It was over by check 1044 $412.60. Enter one of these."
    office.sample.office.refuses = LedgerRefuses(sentence, OVER)
    office.press(Qt.Key.Key_E, ALT)
    for typed in ("oak3-z12", "cash", "OAK3-Z12", "1043", "", "it was cash", "omar", "omar 1"):
        office.type(typed)
        office.press(ENTER)
    qtbot.waitUntil(lambda: office.shows(sentence))
    assert office.focus_name() == "What was over"
    (message,) = [said for said in office.window.findChildren(InlineMessage) if said.sentence == sentence]
    qtbot.waitUntil(lambda: message.height() >= message.heightForWidth(message.width()))
    office.sample.office.refuses = None
    office.field("Their passphrase").setFocus()
    office.type("omar 1")
    office.press(ENTER)

    qtbot.waitUntil(lambda: len(done(office)) == 1)
    (wish,) = done(office)
    assert (wish.deed, wish.source, wish.to) == (Deed.EXPLAIN, "OAK3-Z00012 cash", "OAK3-Z00012 1043")
    assert (wish.words, wish.amount, wish.second) == ("it was cash", None, "omar")


def test_a_check_comes_back_and_its_account_is_lifted_again(office: DeskDriver, qtbot: QtBot) -> None:
    office.press(Qt.Key.Key_R, ALT)
    for typed in ("OAK3-0000001", "1043", "NSF", "", "omar", "omar 1"):
        office.type(typed)
        office.press(ENTER)
    qtbot.waitUntil(lambda: len(done(office)) == 1)
    (wish,) = done(office)
    assert (wish.deed, wish.receipt, wish.check, wish.words) == (Deed.RETURN_CHECK, "OAK3-0000001", "1043", "NSF")
    assert (wish.fee, wish.second) == (None, "omar")

    qtbot.waitUntil(lambda: office.shows("It is done with."))
    go_to(office, "Check 1043")
    office.press(ENTER)
    office.type("paid since")
    office.press(ENTER)
    qtbot.waitUntil(lambda: len(office.sample.office.done) == 2)
    assert office.sample.office.done[1].about == "check.OAK3-0000009.1043"


@pytest.mark.parametrize(("field", "focus"), [(FEE, "Fee, if not the usual one"), ("another's", "Their passphrase")])
def test_what_the_ledger_refuses_stands_at_the_field_that_it_is_about(
    office: DeskDriver, qtbot: QtBot, field: str, focus: str
) -> None:
    office.sample.office.refuses = LedgerRefuses("The fee of this check is $25.00 at most.", field)
    office.press(Qt.Key.Key_R, ALT)
    for typed in ("OAK3-0000001", "1043", "NSF", "99", "omar", "omar 1"):
        office.type(typed)
        office.press(ENTER)

    qtbot.waitUntil(lambda: office.shows("The fee of this check is $25.00 at most."))
    assert office.focus_name() == focus
    assert office.field("Fee, if not the usual one").text() == "99"


def test_arrows_walk_through_a_list_that_is_longer_than_its_card(office: DeskDriver) -> None:
    go_to(office, "Paid beyond S-1 ")
    names = []
    for _ in range(7):
        names.append(office.focus_name().split(",")[0])
        office.press(DOWN)
    assert names == [f"Paid beyond S-{number} 5.00" for number in range(1, 8)]
    assert office.focus_name().startswith("Check 1043")

    office.press(UP)
    for _ in range(6):
        office.press(UP)
    assert office.focus_name().startswith("Paid beyond S-1 ")


def test_the_list_told_anew_leaves_the_focus_on_its_task(office: DeskDriver, qtbot: QtBot) -> None:
    go_to(office, "Paid beyond S-3")
    office.sample.office.known = replace(CENTER, credits=listed(*map(credit, range(2, 8))))
    page(office).changed()
    qtbot.waitUntil(lambda: office.shows("Unapplied credits · 6"))

    assert office.focus_name().startswith("Paid beyond S-3")


def test_where_the_last_task_of_a_list_is_done_the_focus_stays_among_what_waits(
    office: DeskDriver, qtbot: QtBot
) -> None:
    go_to(office, "Paid beyond S-3")
    none: dict[str, Any] = {
        each.name: listed() for each in fields(CENTER) if isinstance(getattr(CENTER, each.name), WaitingList)
    }
    office.sample.office.known = replace(CENTER, **none)
    page(office).changed()
    qtbot.waitUntil(lambda: office.shows("No credit waits for a bill."))

    assert office.focus_name() == "What waits"


def test_esc_leads_back_and_a_task_that_is_open_stays_so(office: DeskDriver, qtbot: QtBot) -> None:
    go_to(office, "Referred")
    office.press(ENTER)
    office.type("half a word")
    page(office).changed()
    asked = len(office.sample.office.asked)
    qtbot.waitUntil(lambda: len(office.sample.office.asked) >= asked)
    assert office.field("What was done").text() == "half a word"

    office.press(ESC)
    assert office.focus_name().startswith("Referred")
    assert office.sample.office.done == []


def test_a_bank_cards_number_is_refused_and_gone(office: DeskDriver) -> None:
    go_to(office, "Referred")
    office.press(ENTER)
    office.type("4111111111111111")

    assert office.field("What was done").text() == ""
    assert office.shows("That looks like a bank card number.")


@pytest.mark.parametrize(("key", "modifier", "deed"), [(ENTER, NONE, Deed.APPROVE), (Qt.Key.Key_N, ALT, Deed.DECLINE)])
def test_a_lead_answers_what_a_desk_asks(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, deed: Deed) -> None:
    desk = opened(qtbot, "helen")
    assert desk.shows("Waits for you · 1")
    assert desk.shows("You asked · 1")
    go_to(desk, "OAK4: cash out")
    desk.press(ENTER)
    assert desk.shows("OAK4: cash out · $20.00")
    desk.type("this once")
    desk.press(key, modifier)

    assert done(desk) == [Wish(line_id=CENTER_ID, deed=deed, about="ask.7", words="this once")]
    desk.close()


def test_what_one_asked_oneself_is_only_looked_at(qtbot: QtBot) -> None:
    desk = opened(qtbot, "helen")
    go_to(desk, "OAK3: cash out")
    desk.press(ENTER)

    assert desk.focus_name() == "Back to the lists"
    assert not page(desk).work._panel._decline.isVisible()
    desk.press(ESC)
    assert desk.focus_name().startswith("OAK3: cash out")
    desk.close()


@pytest.mark.parametrize(
    ("age", "words", "tone"),
    [
        (2, "2 days · unassigned", "muted"),
        (3, "3 days · unassigned · due in 27 days", "muted"),
        (10, "10 days · unassigned · due in 20 days", "warn"),
        (29, "29 days · unassigned · due in 1 day", "warn"),
        (30, "30 days · unassigned · due today", "bad"),
        (45, "45 days · unassigned · overdue for 15 days", "bad"),
    ],
)
def test_money_without_a_name_gets_louder_with_age(age: int, words: str, tone: str) -> None:
    said = item_words(WaitingItem(what="OAK3-0000003", age_days=age, kind="unidentified"))

    assert (said.below, said.tone) == (words, tone)


def test_over_and_short_stands_there_by_name_and_esc_leads_back(office: DeskDriver, qtbot: QtBot) -> None:
    said = WaitingItem(what="Rosa Delgado", why="12 shifts: 12 short.", amount=Money(-2000), kind="trend")
    office.sample.office.over_short = OverShort(closing=listed(said))
    go_to(office, "Referred")
    office.press(Qt.Key.Key_S, ALT)
    qtbot.waitUntil(lambda: office.shows("Over and short, by cashier · 1"))
    assert office.focus_name() == "Rosa Delgado -20.00, 12 shifts: 12 short."
    assert office.shows("No float was counted.")

    office.press(ESC)
    assert office.focus_name().startswith("Referred")
    office.sample.office.trouble = "The ledger cannot be reached."
    office.press(Qt.Key.Key_S, ALT)
    qtbot.waitUntil(lambda: office.shows("The ledger cannot be reached."))


def test_a_lead_sees_the_trend_too(qtbot: QtBot) -> None:
    desk = opened(qtbot, "helen")
    desk.press(Qt.Key.Key_S, ALT)

    assert desk.shows("Over and short, by cashier")
    assert desk.shows("The figure is the shift in the middle")
    desk.close()
