"""Members of other centers: found through the ledger below this desk's own, and opened like anybody else once here."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from cashier.domain.line import LineKind
from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.usecases.find_member import find
from cashier.usecases.ports.directory import Found
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import NOW, WANDA, WANDAS_BILL, SampleDesk
from ui.counter.finder_state import FinderState, Opening
from ui.news import LinkNews

F5 = Qt.Key.Key_F5
ONLY_HERE = "Members of other centers are found only through the ledger: look again when this desk is online."
HER = Found(number=WANDA.number, family_name="Tran-Wells", given_names="Wanda", birth_year=1970, home_center="Fresno")


def looked_for(text: str, *, is_scan: bool = False) -> FinderState:
    return FinderState().found_for(text, find(text, SampleDesk().desk), is_scan=is_scan)


# --- the state ---


def test_who_is_found_elsewhere_is_listed_below_and_counted_apart() -> None:
    state = looked_for("tran mai").found_elsewhere((HER,))

    assert len(state.rows) == 4
    assert [row.name for row in state.rows_elsewhere] == ["Tran-Wells, Wanda"]
    assert state.aside == "4 found, 1 at other centers · ask for the date of birth and type it"
    assert [state.moved(by).chosen for by in (-1, 9)] == [4, 4]
    assert state.moved(-1).chosen_member == HER


def test_one_hit_in_all_is_chosen_and_of_several_none_is() -> None:
    nobody_here = looked_for("wells 5/6/70").asking_elsewhere()

    assert nobody_here.found_elsewhere((HER,)).on_enter() == Opening(
        member_number=WANDA.number, identified="name and date of birth"
    )
    assert nobody_here.found_elsewhere((HER, replace(HER, number="22000002"))).chosen is None
    assert looked_for("tran mai 3/14/61").found_elsewhere((HER,)).chosen is None


def test_a_choice_that_the_cashier_made_stays_when_the_ledger_answers() -> None:
    assert looked_for("tran mai").moved(2).found_elsewhere((HER,)).chosen == 1


def test_a_scanned_card_of_another_center_opens_once_the_name_is_heard() -> None:
    state = looked_for(WANDA.number, is_scan=True).asking_elsewhere().found_elsewhere((HER,))

    assert state.aside == "ask for the name, then Enter"
    assert state.on_enter() == Opening(member_number=WANDA.number, identified="card scanned and name")


def test_the_name_alone_is_one_identifier_elsewhere_too() -> None:
    state = looked_for("wells").found_elsewhere((HER,)).on_enter()

    assert isinstance(state, FinderState)
    assert state.asks_birth_date


def test_where_nobody_is_found_it_is_said_where_was_looked() -> None:
    nobody = looked_for("wells")

    assert nobody.asking_elsewhere().aside == "asking other centers"
    assert nobody.asking_elsewhere().below == "Nobody here. The ledger is asked for members of other centers."
    assert nobody.cut_off().below == f"Nobody here. {ONLY_HERE}"
    assert nobody.cut_off("The ledger is slow.").below == f"Nobody here. The ledger is slow. {ONLY_HERE}"
    assert nobody.found_elsewhere(()).below.startswith("Check the spelling")
    assert looked_for("tran").cut_off().below == ONLY_HERE


def test_more_is_offered_where_somebody_is_found_and_the_ledger_was_not_asked() -> None:
    assert looked_for("tran").may_look_elsewhere
    assert not looked_for("wells").may_look_elsewhere
    assert not looked_for("tran").asking_elsewhere().may_look_elsewhere


# --- the window ---


@pytest.fixture
def online(desk: DeskDriver) -> DeskDriver:
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    desk.press(Qt.Key.Key_F2)
    return desk


def _waits_for(desk: DeskDriver, words: str) -> None:
    desk.qtbot.waitUntil(lambda: desk.shows(words) or words in desk.focus().accessibleDescription())


def test_a_member_of_another_center_is_found_opened_and_pays_like_anybody(online: DeskDriver) -> None:
    online.type("wells 5/6/70")
    _waits_for(online, "1 at other centers · Enter opens")
    assert online.shows("At other centers, found by the ledger")

    online.press(ENTER)
    _waits_for(online, "Tran-Wells, Wanda")
    online.press(F5)
    online.press(ENTER)

    (line,) = online.sample.payments()
    assert read_payment(line).paid == Money(8000)
    assert read_payment(line).identified == {WANDA.number: "name and date of birth"}
    assert online.sample.elsewhere.asked == ["wells 5/6/70", WANDA.number]


def test_a_scanned_statement_of_another_center_is_asked_for_at_once(online: DeskDriver) -> None:
    online.scan(WANDAS_BILL.number)
    _waits_for(online, "ask for the name, then Enter")
    online.press(ENTER)

    _waits_for(online, "Tran-Wells, Wanda")


def test_the_date_of_birth_is_compared_once_the_account_is_here(online: DeskDriver) -> None:
    online.type("wells")
    _waits_for(online, "1 at other centers")
    online.press(ENTER)
    online.type("5/7/70")
    online.press(ENTER)
    _waits_for(online, "That isn't this member's date of birth.")

    online.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    online.type("5/6/70")
    online.press(ENTER)
    _waits_for(online, "Open balances")
    assert online.sample.elsewhere.asked.count(WANDA.number) == 1


def test_who_types_on_is_asked_for_once_and_what_is_found_here_asks_nobody(online: DeskDriver) -> None:
    online.type("tran mai")
    online.type(" 3/14/61")
    assert online.sample.elsewhere.asked == []

    for _ in range(20):
        online.press(Qt.Key.Key_Backspace)
    online.type("wells")
    _waits_for(online, "1 at other centers")
    assert online.sample.elsewhere.asked == ["wells"]


def test_the_cashier_may_ask_for_more_and_goes_down_into_it(online: DeskDriver) -> None:
    online.type("tran")
    online.press(Qt.Key.Key_T, ALT)
    _waits_for(online, "1 at other centers")
    first, second = (table for table in online.window.findChildren(QTableView) if table.isVisible())
    assert (first.model().rowCount(), second.model().rowCount()) == (6, 1)

    online.press(Qt.Key.Key_Up)
    assert [table.selectionModel().hasSelection() for table in (first, second)] == [False, True]
    online.press(Qt.Key.Key_Up)
    assert [table.selectionModel().hasSelection() for table in (first, second)] == [True, False]


def test_a_row_of_another_center_is_chosen_by_pointer(online: DeskDriver) -> None:
    online.type("tran")
    online.press(Qt.Key.Key_T, ALT)
    _waits_for(online, "1 at other centers")
    (table,) = (t for t in online.window.findChildren(QTableView) if t.accessibleName().endswith("other centers"))

    table.clicked.emit(table.model().index(0, 0))

    assert online.shows("Date of birth, as the member says it")


def test_offline_only_this_desks_own_are_found_and_who_was_missed_is_found_on_coming_back(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_F2)
    desk.type("wells")
    assert desk.shows(f"Nobody here. {ONLY_HERE}")
    assert desk.sample.elsewhere.asked == []

    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))

    _waits_for(desk, "1 at other centers")


def test_a_ledger_that_does_not_answer_is_said_and_typing_goes_on(online: DeskDriver) -> None:
    online.sample.elsewhere.trouble = "The ledger did not answer in time."
    online.type("wells")
    _waits_for(online, f"Nobody here. The ledger did not answer in time. {ONLY_HERE}")

    online.press(ESC)
    online.open_mai()
    assert online.shows("Tran, Mai Linh")


def test_an_account_that_does_not_come_is_said_and_the_list_stays(online: DeskDriver) -> None:
    online.type("wells 5/6/70")
    _waits_for(online, "1 at other centers")
    online.sample.elsewhere.trouble = "The ledger did not answer in time."
    online.press(ENTER)
    _waits_for(online, "The ledger did not answer in time.")
    assert online.shows("At other centers, found by the ledger")

    online.sample.elsewhere.trouble = ""
    online.press(ENTER)
    _waits_for(online, "Open balances")


def test_what_is_not_looked_for_any_more_is_neither_asked_for_nor_shown(online: DeskDriver) -> None:
    ledger = online.sample.elsewhere
    ledger.answers.clear()
    online.type("wel")
    online.qtbot.waitUntil(lambda: ledger.asked == ["wel"])
    online.type("ls")
    online.qtbot.wait(400)
    online.press(ESC)
    online.type("wanda")
    online.qtbot.wait(400)
    assert online.shows("Nobody here. The ledger is asked for members of other centers.")

    ledger.answers.set()

    _waits_for(online, "1 at other centers")
    assert ledger.asked == ["wel", "wanda"]


def test_who_was_asked_for_and_left_again_does_not_open_afterwards(online: DeskDriver) -> None:
    ledger = online.sample.elsewhere
    online.type("wells 5/6/70")
    _waits_for(online, "1 at other centers")
    ledger.answers.clear()
    online.press(ENTER)
    assert online.shows("The account comes from the ledger.")
    online.press(ESC)
    online.open_mai()

    ledger.answers.set()
    online.qtbot.waitUntil(lambda: online.sample.store.directory.member(WANDA.number) is not None)
    online.settle()

    assert online.shows("Tran, Mai Linh")
    assert not online.shows("Tran-Wells, Wanda")


def test_enter_twice_opens_the_account_once(online: DeskDriver) -> None:
    online.type("wells 5/6/70")
    _waits_for(online, "1 at other centers")
    online.sample.elsewhere.answers.clear()
    online.press(ENTER)
    online.press(ENTER)
    online.sample.elsewhere.answers.set()
    _waits_for(online, "Open balances")
    online.qtbot.wait(50)

    assert [line.kind for line in online.sample.store.lines()].count(LineKind.ACCOUNT_OPENED) == 1


def test_who_goes_on_to_another_row_does_not_get_the_one_before(online: DeskDriver) -> None:
    online.type("tran")
    online.press(Qt.Key.Key_T, ALT)
    _waits_for(online, "1 at other centers")
    online.sample.elsewhere.answers.clear()
    online.press(Qt.Key.Key_Up)
    online.press(Qt.Key.Key_I, ALT)
    online.press(Qt.Key.Key_Up)
    online.sample.elsewhere.answers.set()
    online.qtbot.waitUntil(lambda: online.sample.store.directory.member(WANDA.number) is not None)
    online.qtbot.wait(50)

    assert not online.shows("Open balances")
