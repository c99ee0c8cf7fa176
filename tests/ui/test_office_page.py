"""The Office page by keys: on the rail of who may see it, with all drawers, what waits, and how old it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from cashier.domain.money import Money
from cashier.domain.office import DrawerState, Office, OfficeDrawer, WaitingItem, WaitingList, with_own
from cashier.domain.people import Role, Staff
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import HELEN, NOW, SampleDesk
from ui.fonts import Face, font
from ui.office.drawers_table import DrawersTable
from ui.office.office_state import drawer_words
from ui.office.page import OfficePage
from ui.rail import _Item
from ui.theme import scaled
from ui.widgets.row_painter import two_lines


def a_drawer(desk: str, state: DrawerState = DrawerState.ACTIVE, **more: object) -> OfficeDrawer:
    row = OfficeDrawer(
        desk=desk,
        cashier="luis",
        cashier_name="Luis Ortega",
        opened_at=NOW - timedelta(hours=2, minutes=47),
        state=state,
        payments=31,
        expected=Money(112_000),
    )
    return replace(row, **more)  # type: ignore[arg-type]


CENTER = Office(
    as_of=NOW - timedelta(minutes=1),
    drawers=(
        a_drawer("OAK1"),
        a_drawer("OAK2", is_over_limit=True, expected=None),
        a_drawer("OAK4", DrawerState.SUSPENDED),
        a_drawer("OAK5", DrawerState.COUNTING, waits=True),
        a_drawer(
            "OAK6",
            DrawerState.CLOSED,
            closed_at=NOW - timedelta(minutes=37),
            z=412,
            difference=Money(-4000),
            bags=("OAK-771-0409",),
        ),
    ),
    tasks=WaitingList(items=(WaitingItem(what="Alarm", why="The desk's clock is off."),), count=1),
    unidentified=WaitingList(
        items=(
            WaitingItem(what="OAK3-0000003", amount=Money(6000), age_days=3, owner="Helen Park"),
            WaitingItem(what="OAK1-0000019", amount=Money(12_500), age_days=12),
        ),
        count=2,
        amount=Money(18_500),
    ),
    not_posted=WaitingList(
        items=tuple(WaitingItem(what=f"OAK2-000773{n}", amount=Money(3500), age_days=1) for n in range(9)),
        count=120,
        amount=Money(420_000),
    ),
)


@pytest.fixture
def sample() -> SampleDesk:
    sample = SampleDesk()
    sample.open_drawer(HELEN)
    sample.office.known = CENTER
    return sample


@pytest.fixture
def desk(qtbot: QtBot, sample: SampleDesk) -> Iterator[DeskDriver]:
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, "helen")
    driver.button_on_rail("Office").click()
    qtbot.waitUntil(lambda: bool(table(driver).drawers))
    yield driver
    driver.close()


def sign_in(driver: DeskDriver, user: str) -> None:
    field = driver.field("Name or badge")
    driver.try_sign_in(user)
    driver.qtbot.waitUntil(lambda: not field.isVisible())


def page(desk: DeskDriver) -> OfficePage:
    assert desk.window._desk is not None
    assert desk.window._desk.office is not None
    return desk.window._desk.office


def table(desk: DeskDriver) -> DrawersTable:
    return page(desk)._table


def test_a_cashier_has_no_such_page(qtbot: QtBot) -> None:
    rosas = SampleDesk()
    driver = DeskDriver(qtbot, rosas)
    driver.sign_in()

    assert "Office" not in [button.text() for button in driver.window.findChildren(QAbstractButton)]
    assert driver.window._desk is not None
    assert driver.window._desk.office is None
    assert rosas.office.asked == []
    driver.close()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CASH_OFFICE, Role.AUDITOR])
def test_who_takes_no_payments_has_the_office_and_the_desk_alone(qtbot: QtBot, role: Role) -> None:
    sample = SampleDesk(people=(Staff(user="omar", name="Omar Castellanos", role=role),))
    sample.office.known = CENTER
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, "omar")
    qtbot.waitUntil(lambda: bool(table(driver).drawers))

    shown = [button.text() for button in driver.window.findChildren(_Item) if button.isVisible()]
    assert shown == ["Desk", "Office"]
    assert page(driver).isVisible()
    driver.press(Qt.Key.Key_F2)
    driver.settle()
    assert page(driver).isVisible()
    driver.close()


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Priya of the cash office."""
    sample = SampleDesk(people=(Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE),))
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, "priya")
    yield driver
    driver.close()


def test_a_bag_is_taken_into_the_safe_by_its_number_once(office: DeskDriver, qtbot: QtBot) -> None:
    office.press(Qt.Key.Key_B, ALT)
    assert office.focus_name() == "Bag for the safe"
    office.type("OAK-1")
    office.press(ENTER)
    qtbot.waitUntil(lambda: office.shows("Bag OAK-1 is in the safe: $60.00 cash, $25.00 checks, medical."))
    assert office.field("Bag for the safe").text() == ""

    office.type("OAK-1")
    office.press(ENTER)
    qtbot.waitUntil(lambda: office.shows("Bag OAK-1 is in the safe."))
    assert office.field("Bag for the safe").text() == "OAK-1"


def test_a_scan_takes_the_bag_and_a_bank_cards_number_is_gone(office: DeskDriver, qtbot: QtBot) -> None:
    office.scan("OAK-771-0409")
    qtbot.waitUntil(lambda: office.shows("Bag OAK-771-0409 is in the safe: "))

    office.press(Qt.Key.Key_B, ALT)
    office.type("4111111111111111")
    assert office.field("Bag for the safe").text() == ""
    assert office.shows("That looks like a bank card number.")


def test_bags_that_are_scanned_one_after_the_other_are_all_taken(office: DeskDriver, qtbot: QtBot) -> None:
    safe = page(office).safe
    assert safe is not None
    for number in ("OAK-1", "OAK-2"):
        safe.on_scan(number)

    qtbot.waitUntil(lambda: list(office.sample.office.bags) == ["OAK-1", "OAK-2"])
    qtbot.waitUntil(lambda: office.field("Bag for the safe").text() == "")


def test_a_lost_answer_is_asked_for_again_as_the_same_act(office: DeskDriver, qtbot: QtBot) -> None:
    office.sample.office.trouble = "The ledger cannot be reached."
    office.press(Qt.Key.Key_B, ALT)
    office.type("OAK-2")
    ids = []
    for _ in range(2):
        office.press(ENTER)
        qtbot.waitUntil(lambda: office.field("Bag for the safe").accessibleDescription() != "")
        safe = page(office).safe
        assert safe is not None
        ids.append(safe._asked)

    assert ids[0] == ids[1]
    assert office.field("Bag for the safe").text() == "OAK-2"


def test_a_lead_does_not_keep_the_safe(desk: DeskDriver) -> None:
    assert page(desk).safe is None


def cuts_nothing(shown: DrawersTable) -> None:
    """Each of these has room in its column."""
    padding = 2 * scaled(shown, 12)
    seen = ((0, Face.STRONG, "OAK22"), (2, Face.TEXT, "12:55 AM"), (4, Face.FIGURE, "99,999.99"))
    for column, face, words in seen:
        assert QFontMetricsF(font(face)).horizontalAdvance(words) <= shown.columnWidth(column) - padding, words


def test_desks_times_and_amounts_are_never_cut_on_the_smallest_screen(desk: DeskDriver) -> None:
    desk.window.resize(1366, 768)
    desk.settle()

    cuts_nothing(table(desk))


def test_every_drawer_stands_there_with_its_state_in_words(desk: DeskDriver) -> None:
    assert [row.texts for row in table(desk).drawers] == [
        ("OAK1", "Luis Ortega", "7:55 AM", "open", "1,120.00", "31", ""),
        ("OAK2", "Luis Ortega", "7:55 AM", "over the cash limit", "–", "31", ""),
        ("OAK3", "Helen Park", "10:42 AM", "open", "–", "0", ""),
        ("OAK4", "Luis Ortega", "7:55 AM", "suspended", "1,120.00", "31", ""),
        ("OAK5", "Luis Ortega", "7:55 AM", "counts differ", "1,120.00", "31", "waits for a second person"),
        (
            "OAK6",
            "Luis Ortega",
            "7:55 AM",
            "closed 10:05 AM · Z 412",
            "1,120.00",
            "31",
            "$40.00 short · bag OAK-771-0409",
        ),
    ]
    assert desk.shows("as of 10:41 AM")
    assert desk.shows("cash that is not yours to know before the count")


def test_what_waits_says_its_age_and_its_owner_and_how_many_more(desk: DeskDriver) -> None:
    for words in (
        "Waits for the office · 1",
        "Unidentified payments · 2",
        "3 days · with Helen Park",
        "12 days · unassigned",
        "Could not post · 120",
        "and 116 more",
        "$4,200.00 in all",
        "No credit waits for a bill.",
    ):
        assert desk.shows(words), words
    said = [widget.accessibleName() for widget in page(desk).findChildren(QWidget)]
    assert "OAK1-0000019 125.00, 12 days · unassigned" in said


def test_the_ledger_away_is_said_in_a_sentence_and_the_last_word_stays(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.sample.office.trouble = "The ledger cannot be reached."
    page(desk).changed()
    qtbot.waitUntil(lambda: desk.shows("The ledger cannot be reached. What waits, and other desks"))

    assert desk.shows("this desk now, others as of 10:41 AM")
    assert len(table(desk).drawers) == 6

    desk.sample.office.trouble = ""
    page(desk).changed()
    qtbot.waitUntil(lambda: not desk.shows("The ledger cannot be reached."))


def test_that_nothing_waits_is_not_said_by_a_desk_that_never_heard_the_ledger(qtbot: QtBot) -> None:
    sample = SampleDesk()
    sample.open_drawer(HELEN)
    sample.office.trouble = "The ledger cannot be reached."
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, "helen")
    driver.button_on_rail("Office").click()
    qtbot.waitUntil(lambda: bool(table(driver).drawers))

    assert driver.shows("this desk alone")
    assert driver.shows("The ledger has not said yet.")
    assert not driver.shows("Nothing waits.")
    driver.close()


def test_the_choice_and_the_place_stay_when_the_list_is_told_anew(desk: DeskDriver, qtbot: QtBot) -> None:
    table(desk).selectRow(4)
    desk.sample.office.known = replace(CENTER, drawers=(a_drawer("OAK0"), *CENTER.drawers))
    page(desk).changed()
    qtbot.waitUntil(lambda: len(table(desk).drawers) == 7)

    (row,) = table(desk).selectionModel().selectedRows()
    assert table(desk).drawers[row.row()].desk == "OAK5"


def test_the_table_is_one_for_the_ear_too(desk: DeskDriver) -> None:
    interface = QAccessible.queryAccessibleInterface(table(desk))
    cells = [interface.child(place).text(QAccessible.Text.Name) for place in range(interface.childCount())]
    said = [cell for cell in cells if cell]

    assert interface.role() is QAccessible.Role.Table
    assert said[:7] == ["Desk", "Cashier", "Since", "State", "Expected cash", "Payments", "Remark"]
    assert "counts differ" in said
    assert desk.focus_name() == "Drawers today"


def test_nothing_is_asked_while_another_page_is_looked_at(desk: DeskDriver) -> None:
    asked = len(desk.sample.office.asked)
    desk.button_on_rail("Counter").click()
    page(desk).changed()
    desk.settle()

    assert len(desk.sample.office.asked) == asked


def test_few_drawers_leave_the_height_to_the_deposits_and_a_new_one_is_seen(qtbot: QtBot) -> None:
    keeper = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
    sample = SampleDesk(people=(keeper,))
    sample.office.known = replace(CENTER, drawers=CENTER.drawers[:3])
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, "omar")
    driver.button_on_rail("Office").click()
    qtbot.waitUntil(lambda: len(table(driver).drawers) == 3)
    drawers, safe = table(driver), page(driver).safe
    assert safe is not None
    driver.settle()
    assert safe.table.viewport().height() >= 5 * safe.table.rowHeight(0)

    sample.office.known = replace(CENTER, drawers=CENTER.drawers[:5])
    page(driver).changed()
    qtbot.waitUntil(lambda: len(drawers.drawers) == 5)
    driver.settle()
    assert drawers.rowViewportPosition(4) + drawers.rowHeight(4) <= drawers.viewport().height()
    driver.close()


def test_what_one_line_has_no_room_for_stands_on_two() -> None:
    metrics = QFontMetricsF(font(Face.LABEL))
    room = metrics.horizontalAdvance("Bank credit 999 · No de")

    assert two_lines("Bank credit 999 · No deposit has it", metrics, room) == ("Bank credit 999 · No", "deposit has it")
    first, second = two_lines(
        "Bartholomew-Featherstonehaugh Delgado", metrics, metrics.horizontalAdvance("Bartholomew")
    )
    assert (first[-1], second) == ("…", "Delgado")


def test_who_keeps_the_safe_sees_eight_drawers_on_the_smallest_screen(qtbot: QtBot) -> None:
    keeper = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
    sample = SampleDesk(people=(keeper,))
    sample.office.known = replace(CENTER, drawers=tuple(a_drawer(f"OAK{place}") for place in range(11, 23)))
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, "omar")
    driver.button_on_rail("Office").click()
    qtbot.waitUntil(lambda: len(table(driver).drawers) == 12)
    drawers = table(driver)

    assert driver.window.size().toTuple() == (1366, 768)
    assert drawers.rowAt(drawers.viewport().height() - 1) >= 7, "the ninth may begin there"
    assert drawers.rowViewportPosition(7) + drawers.rowHeight(7) <= drawers.viewport().height()
    cuts_nothing(drawers)
    driver.close()


def test_who_has_two_drawers_open_is_said_on_both_rows_and_on_ones_own_desk_too() -> None:
    rows = (a_drawer("OAK1", also_at=("OAK2",)), a_drawer("OAK2", also_at=("OAK1",), is_over_limit=True))
    own = [replace(rows[1], also_at=(), payments=32)]

    said = [drawer_words(row, now=NOW, zone=UTC) for row in with_own(rows, own, "OAK2")]

    assert [(row.state, row.remark, row.tone) for row in said] == [
        ("two drawers", "also open at OAK2", "warn"),
        ("two drawers", "also open at OAK1", "warn"),
    ]
    assert said[1].payments == "32"
