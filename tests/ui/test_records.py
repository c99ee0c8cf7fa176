"""The auditor's view: chosen by day, person, desk and kind, all by keys, and taken out with a reason."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.records import Record, RecordGroup, RecordList
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import NOW, SampleDesk
from ui.office.records_table import RecordsTable

WALTER = Staff(user="walter", name="Walter Stein", role=Role.AUDITOR)
ROWS = (
    Record(at=NOW, desk="OAK3", sequence=7, user="rosa", name="Rosa Delgado", kind="payment", words="OAK3-0000001",
           amount=Money(6000)),
    Record(at=NOW, desk="OAK3", sequence=6, user="rosa", name="Rosa Delgado", kind="account_opened",
           words="member ****8827"),
)  # fmt: skip


@pytest.fixture
def sample() -> SampleDesk:
    made = SampleDesk(people=(WALTER,))
    made.records.told = RecordList(rows=ROWS, more=False)
    return made


@pytest.fixture
def desk(qtbot: QtBot, sample: SampleDesk) -> Iterator[DeskDriver]:
    driver = DeskDriver(qtbot, sample)
    driver.try_sign_in("walter")
    qtbot.waitUntil(lambda: driver.shows("Drawers today"))
    driver.press(Qt.Key.Key_L, ALT)
    qtbot.waitUntil(lambda: bool(cells(driver)))
    yield driver
    driver.close()


def cells(desk: DeskDriver) -> list[list[str]]:
    table = desk.window.findChild(RecordsTable)
    assert table is not None
    model = table.model()
    return [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]


def test_today_stands_there_at_once_with_amounts_and_last_fours(desk: DeskDriver, sample: SampleDesk) -> None:
    assert [row[1:] for row in cells(desk)] == [
        ["OAK3", "Rosa Delgado", "Payment", "$60.00 · OAK3-0000001"],
        ["OAK3", "Rosa Delgado", "Account opened", "member ****8827"],
    ]
    assert desk.shows("2 lines.")
    assert desk.focus_name() == "First day"
    assert sample.records.asked[-1].first == sample.records.asked[-1].last == date(2026, 11, 21)


def test_what_is_typed_is_asked_for_with_enter(desk: DeskDriver, sample: SampleDesk) -> None:
    desk.type("11/1")
    for words in ("11/20", "rosa", "oak3"):
        desk.press(Qt.Key.Key_Tab)
        desk.field(desk.focus_name()).selectAll()
        desk.type(words)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: sample.records.asked[-1].who == "rosa")

    wanted = sample.records.asked[-1]
    assert (wanted.first, wanted.last, wanted.desk) == (date(2026, 11, 1), date(2026, 11, 20), "OAK3")
    desk.button("Sign-ins").click()
    desk.qtbot.waitUntil(lambda: sample.records.asked[-1].group is RecordGroup.PEOPLE)


def test_a_day_that_is_none_is_said_beside_it_and_stays_typed(desk: DeskDriver, sample: SampleDesk) -> None:
    asked = len(sample.records.asked)
    desk.type("soon")
    desk.press(ENTER)

    assert desk.shows("Enter the first day like 11/21/26.")
    assert desk.field("First day").text() == "soon"
    assert len(sample.records.asked) == asked


def test_it_is_taken_out_with_a_reason_once(desk: DeskDriver, sample: SampleDesk) -> None:
    reason = desk.field("What the export is for")
    reason.setFocus()
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Say what the export is for."))
    sample.records.trouble = "The ledger cannot be reached."
    desk.type("audit 2026")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("The ledger cannot be reached."))
    assert reason.text() == "audit 2026"
    sample.records.trouble = ""
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Saved as records.csv."))

    assert [said for _, _, said in sample.records.exported] == ["audit 2026"]
    assert sample.records.saved == ["desk,line\r\n"]


def test_esc_leads_back_and_the_auditor_wrote_nothing(desk: DeskDriver, sample: SampleDesk) -> None:
    desk.press(ESC)

    assert desk.shows("Drawers today")
    assert [line.kind for line in sample.store.lines()] == [LineKind.SIGNED_IN]
    assert not [b for b in ("Take a bag", "Send a message") if desk.shows(b)]


def test_a_list_that_was_looked_at_is_on_record_and_one_that_was_opened_is_not(qtbot: QtBot) -> None:
    sample = SampleDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    driver.type("tran")
    driver.press(ESC)
    driver.press(Qt.Key.Key_F2)
    driver.type("tran mai 3/14/61")
    driver.press(ENTER)

    kept = [(line.kind, line.facts.get("text")) for line in sample.store.lines()[-2:]]
    assert kept == [(LineKind.SEARCHED, "tran"), (LineKind.ACCOUNT_OPENED, None)]
    driver.close()
