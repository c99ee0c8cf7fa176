"""The Day page by keys: its figures, its list, its charts for the ear, and nothing of an uncounted drawer's cash."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from cashier.domain.link_words import LinkState
from tests.fakes.builders import cash, check
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.desk_history import add_payment, post_all
from tests.ui.sample_desk import NOW, SampleDesk
from ui import theme
from ui.activity.payments_table import PaymentsTable
from ui.day.page import DayPage
from ui.fonts import Face, font
from ui.news import LinkNews
from ui.pages import DAY
from ui.theme import scaled

TYPED_DAY = "Day, like 11/29/26"
DOWN, F11 = Qt.Key.Key_Down, Qt.Key.Key_F11


@pytest.fixture
def sample() -> SampleDesk:
    """Three payments today, one of them with two tenders, and two on a Saturday before."""
    sample = SampleDesk()
    sample.open_drawer()
    for minutes in (0, 5):
        at = NOW - timedelta(weeks=1, hours=-3, minutes=minutes)
        add_payment(sample, cash(1000), at=at, day=at.date())
    add_payment(sample, check(27260), cash(20000), at=NOW - timedelta(minutes=9))
    add_payment(sample, cash(2500), member="11041172", name="O'Brien, Dan", at=NOW - timedelta(minutes=5))
    add_payment(sample, check(3500, "2210"), member="11044410", name="Reyes, Ana", at=NOW - timedelta(minutes=1))
    return sample


@pytest.fixture
def desk(qtbot: QtBot, sample: SampleDesk) -> Iterator[DeskDriver]:
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    show(driver)
    yield driver
    driver.close()


def page(desk: DeskDriver) -> DayPage:
    assert desk.window._desk is not None
    return desk.window._desk.day


def show(desk: DeskDriver) -> None:
    assert desk.window._desk is not None
    desk.window._desk._shell.show_page(DAY)
    desk.qtbot.waitUntil(lambda: bool(table(desk).payments))


def table(desk: DeskDriver) -> PaymentsTable:
    return page(desk)._table


def receipts(desk: DeskDriver) -> list[str]:
    return [payment.receipt[-1] for payment in table(desk).payments]


def test_an_amount_of_many_thousands_is_never_cut(desk: DeskDriver) -> None:
    desk.window.resize(1366, 768)
    desk.settle()
    metrics = QFontMetricsF(font(Face.FIGURE))

    room = table(desk).columnWidth(4) - 2 * scaled(table(desk), 12)
    assert all(metrics.horizontalAdvance(words) <= room for words in ("99,999.99", "after count"))


def test_the_figures_stand_there_with_what_is_below_them(desk: DeskDriver) -> None:
    names = [card.accessibleName() for card in page(desk)._figures]

    assert names == [
        "Receipts: 3, one paid in two ways",
        "Net cash: after your count, 2 payments",
        "Checks, money orders: $307.60, 2 items",
        "Card: $0.00, 0 approved",
        "At the window: –, median per payment",
    ]


def test_no_cash_amount_and_no_total_stand_in_any_word_of_the_page_before_the_count(desk: DeskDriver) -> None:
    """Of $225.00 cash and $532.60 in all."""
    said = [widget.accessibleName() + widget.accessibleDescription() for widget in page(desk).findChildren(QWidget)]

    for told in (*desk.texts(), *said):
        assert "225" not in told
        assert "532" not in told


def test_an_amount_with_cash_in_it_stands_in_the_list_once_the_drawer_is_counted(desk: DeskDriver) -> None:
    amounts = [str(table(desk).model().index(row, 4).data()) for row in range(3)]
    assert amounts == ["35.00", "after count", "after count"]

    changed: list[object] = []
    table(desk).model().dataChanged.connect(lambda *at: changed.append(at))
    table(desk).show_payments(table(desk).payments, NOW, tells_cash=True)
    assert changed

    assert [str(table(desk).model().index(row, 4).data()) for row in range(3)] == ["35.00", "25.00", "472.60"]


def test_the_list_carries_initials_and_the_last_four_and_no_name(desk: DeskDriver) -> None:
    model = table(desk).model()
    rows = [[str(model.index(row, column).data()) for column in range(6)] for row in range(model.rowCount())]

    assert rows[0] == ["10:41 AM", "OAK3-0000005", "A. R. · 4410", "Check 2210", "35.00", "to send"]
    assert rows[2] == ["10:33 AM", "OAK3-0000003", "M. T. · 8827", "Check 1043 + Cash", "after count", "to send"]
    assert not any("Tran" in text or "11048827" in text for row in rows for text in row)


@pytest.mark.parametrize(
    ("typed", "found"), [("8827", ["3"]), ("25", ["4"]), ("oak3-5", ["5"]), ("2210", ["5"]), ("d o", ["4"]), ("zz", [])]
)
def test_typing_narrows_the_list_and_esc_widens_it_again(desk: DeskDriver, typed: str, found: list[str]) -> None:
    desk.type(typed)
    assert receipts(desk) == found
    assert desk.shows("No payment of this day fits.") is not bool(found)

    desk.press(ESC)
    assert receipts(desk) == ["5", "4", "3"]


def test_a_bank_cards_number_is_refused_and_gone(desk: DeskDriver) -> None:
    desk.type("4111111111111111")

    assert desk.field("Receipt, member, amount").text() == ""
    assert desk.shows("That looks like a bank card number.")
    assert receipts(desk) == ["5", "4", "3"]


def test_two_numbers_at_once_are_refused_in_place_and_stay_there(desk: DeskDriver) -> None:
    desk.type("8827 25")

    assert desk.shows("Look for one number or amount at a time")
    assert desk.field("Receipt, member, amount").text() == "8827 25"
    desk.press(ESC)
    assert not desk.shows("Look for one number")


def test_arrows_choose_enter_opens_and_esc_leads_back_to_the_same_row(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(DOWN)
    desk.press(DOWN)
    desk.press(ENTER)
    qtbot.waitUntil(page(desk)._view.isVisible)

    assert desk.shows("Receipt OAK3-0000004")
    assert desk.shows("O'Brien, Dan · 11041172")
    assert "TOTAL PAID $25.00" in page(desk)._view._paper.accessibleDescription()
    desk.press(ESC)
    qtbot.waitUntil(page(desk)._overview.isVisible)
    choice = table(desk).choice
    assert choice is not None
    assert choice.receipt == "OAK3-0000004"
    assert desk.focus_name() == "Receipt, member, amount"


def test_f11_prints_the_chosen_one_as_a_counted_copy(desk: DeskDriver) -> None:
    desk.press(F11)
    assert desk.shows("Choose the payment first")

    desk.press(DOWN)
    desk.press(F11)
    assert desk.shows("Copy 1 of OAK3-0000005 is on its way to the printer.")
    assert [job.copy for job in desk.sample.store.tables.jobs if job.receipt == "OAK3-0000005"] == [0, 1]


def test_what_is_posted_meanwhile_changes_in_place_and_the_choice_stays(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(DOWN)
    desk.press(DOWN)
    post_all(desk.sample)
    add_payment(desk.sample, cash(100))
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))

    qtbot.waitUntil(lambda: receipts(desk) == ["6", "5", "4", "3"])
    assert [payment.state.value for payment in table(desk).payments] == ["to send", "posted", "posted", "posted"]
    choice = table(desk).choice
    assert choice is not None
    assert choice.receipt == "OAK3-0000004"
    assert desk.focus_name() == "Receipt, member, amount"


def test_both_charts_say_their_numbers(desk: DeskDriver) -> None:
    assert page(desk)._hours.accessibleDescription() == (
        "10 AM, 3 payments, usually 0. 11 AM, 0 payments, usually 0. 12 PM, 0 payments, usually 0. "
        "1 PM, 0 payments, usually 2."
    )
    assert page(desk)._tenders.accessibleDescription() == (
        "Cash, 2 payments. Checks, money orders, 2 payments. Card, 0 payments."
    )
    assert desk.shows("dark: today until 10:42 AM · light, dotted: the last Saturday")


def test_the_table_is_one_for_the_ear_too(desk: DeskDriver) -> None:
    interface = QAccessible.queryAccessibleInterface(table(desk))
    cells = [interface.child(place).text(QAccessible.Text.Name) for place in range(interface.childCount())]
    said = [cell for cell in cells if cell]

    assert interface.role() is QAccessible.Role.Table
    assert said[:6] == ["Time", "Receipt", "Member", "Tender", "Amount", "State"]
    assert said[6:12] == ["10:41 AM", "OAK3-0000005", "A. R. · 4410", "Check 2210", "35.00", "to send"]


@pytest.mark.parametrize("dress", [theme.DARK, theme.HIGH_CONTRAST, theme.LIGHT])
def test_every_theme_paints_the_bars(desk: DeskDriver, dress: theme.Theme) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dress)
    desk.settle()
    picture = page(desk)._hours.grab().toImage()

    grounds = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    }
    assert len(grounds) > 2
    theme.apply(app, theme.LIGHT)


def test_a_report_asks_for_a_reason_first_and_keeps_what_is_typed(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(Qt.Key.Key_D, ALT)
    assert desk.focus_name() == "What the report is for"
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("Say what the report is for: it is recorded with your name."))
    assert desk.sample.reports.made == []

    desk.type("month end")
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("Saved as day.pdf."))
    assert desk.field("What the report is for").text() == "month end"
    assert not desk.shows("Say what the report is for: it")
    (report,) = [report for report, _ in desk.sample.reports.made]
    assert (report.reason, report.figures.cash.amount) == ("month end", None)


@pytest.mark.parametrize(("key", "form"), [(Qt.Key.Key_V, "csv"), (Qt.Key.Key_P, "sheet"), (Qt.Key.Key_R, "slip")])
def test_a_report_has_a_key_for_each_form(desk: DeskDriver, qtbot: QtBot, key: Qt.Key, form: str) -> None:
    desk.press(Qt.Key.Key_D, ALT)
    desk.type("month end")
    desk.press(key, ALT)

    qtbot.waitUntil(lambda: desk.shows("Saved as day." if form != "slip" else "on its way to the receipt printer"))
    (line,) = [line for line in desk.sample.store.lines() if line.kind == "day_reported"]
    assert line.facts["form"] == form


def test_a_report_that_could_not_be_saved_says_why_and_is_recorded_once(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.sample.reports.trouble = "The report could not be saved (no space)."
    desk.press(Qt.Key.Key_D, ALT)
    desk.type("month end")
    for _ in range(2):
        desk.press(ENTER)
        qtbot.waitUntil(lambda: desk.shows("The report could not be saved (no space)."))
        qtbot.waitUntil(desk.button("Save as PDF").isEnabled)
    desk.sample.reports.trouble = ""
    desk.press(ENTER)

    qtbot.waitUntil(lambda: desk.shows("Saved as day.pdf."))
    assert [line.kind for line in desk.sample.store.lines()].count(LineKind.DAY_REPORTED) == 1


def test_another_day_is_chosen_by_key_reported_and_left_with_esc(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(Qt.Key.Key_T, ALT)
    qtbot.waitUntil(lambda: desk.field(TYPED_DAY).text() == "11/14/26")
    assert desk.button("Saturday, Nov 14, 2026").isVisible()
    desk.press(ENTER)
    qtbot.waitUntil(lambda: receipts(desk) == ["2", "1"])

    assert table(desk).model().index(0, 0).data() == "1:37 PM", "the heading says the day"
    assert desk.shows("Payments of Nov 14, 2026")
    assert desk.shows("dark: Nov 14, 2026 · no earlier Saturday to compare with")
    assert page(desk)._figures[1].accessibleName() == "Net cash: $20.00, 2 payments"
    desk.press(Qt.Key.Key_D, ALT)
    assert desk.shows("Day report, Nov 14, 2026")
    desk.type("month end")
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("Saved as day.pdf."))
    ((report, day),) = desk.sample.reports.made
    assert report.business_date == day.business_date == NOW.date() - timedelta(weeks=1)

    desk.press(ESC)
    assert receipts(desk) == ["2", "1"]
    desk.press(ESC)
    qtbot.waitUntil(lambda: receipts(desk) == ["5", "4", "3"])
    assert desk.shows("Today's payments")


def test_a_day_to_come_is_refused_beside_its_field_and_stays_there(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(Qt.Key.Key_T, ALT)
    qtbot.waitUntil(lambda: bool(desk.field(TYPED_DAY).text()))
    desk.type("11/22/26")
    desk.press(ENTER)

    assert desk.shows("That day is to come. Enter one up to today.")
    assert desk.field(TYPED_DAY).text() == "11/22/26"
    desk.press(ESC)
    assert desk.shows("Today's payments")


def test_esc_leads_from_the_report_back_to_the_list(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_D, ALT)
    desk.press(ESC)

    assert desk.shows("Today's payments")
    assert desk.focus_name() == "Receipt, member, amount"


def test_a_day_without_payments_says_so(qtbot: QtBot) -> None:
    sample = SampleDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    assert driver.window._desk is not None
    driver.window._desk._shell.show_page(DAY)

    qtbot.waitUntil(lambda: driver.shows("No payment was taken here on Nov 21, 2026 yet."))
    driver.press(ENTER)
    assert driver.shows("Today's payments")
    driver.close()
