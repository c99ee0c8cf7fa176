"""The form on large cash at the counter: asked for after the money is taken, by keyboard, with no sum and no limit."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from cashier.domain.large_cash import CashElsewhere
from cashier.domain.line import LineKind
from cashier.domain.link_words import LinkState
from cashier.domain.money import ZERO, Money
from cashier.usecases.ports.directory import Known
from tests.ui.desk_driver import ENTER, ESC, DeskDriver
from tests.ui.sample_desk import HOSPITAL, NOW, STATEMENTS
from ui.news import LinkNews

F5 = Qt.Key.Key_F5
ANSWERS = ("Kevin Tran", "1 Lake St, Oakland", "1/20/1990", "Baker", "123-45-6789", "CA license", "D1234567", "")
FIELDS = (
    *("Payor's full name", "Street, city, state, ZIP", "Payor's date of birth", "Occupation"),
    *("Taxpayer number (SSN, ITIN or EIN)", "Kind of ID, and who issued it", "Number on the ID"),
    "If something is not given: why",
)
FORM = "A report on this cash is due"


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """A bill of $25,000 is chosen."""
    bill = replace(STATEMENTS[0], open=Money(2_500_000), billed=Money(2_500_000))
    desk.sample.store.directory.known[HOSPITAL] = Known(statement=bill, mark=0, held=ZERO)
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    return desk


def _pay(desk: DeskDriver, dollars: str) -> None:
    desk.press(Qt.Key.Key_Tab)
    desk.focus().selectAll()  # type: ignore[attr-defined]
    desk.type(dollars)
    desk.press(F5)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))


def _reports(desk: DeskDriver) -> list[str]:
    return [line.body().decode() for line in desk.sample.store.lines() if line.kind is LineKind.LARGE_CASH]


def test_it_is_asked_for_after_the_money_and_kept_by_keyboard(desk: DeskDriver) -> None:
    _pay(desk, "10000.01")
    assert desk.shows(FORM)
    assert desk.focus_name() == "Payor's full name"
    for answer in ANSWERS:
        desk.type(answer)
        desk.press(ENTER)

    (body,) = _reports(desk)
    assert not [answer for answer in ANSWERS if answer and answer in body]
    assert not desk.shows(FORM)
    assert desk.focus_name() == "Next member"
    form = desk.window._desk.counter._account.cash_form  # type: ignore[union-attr]
    assert all(not field.text() for field in form.findChildren(QLineEdit))


def test_who_looks_at_something_else_comes_back_to_the_form(desk: DeskDriver) -> None:
    _pay(desk, "10000.01")
    desk.type("Kevin Tran")
    for away in (Qt.Key.Key_F2, None):
        if away is None:
            desk.button_on_rail("Drawer").click()
            desk.settle()
            desk.button_on_rail("Counter").click()
            desk.settle()
        else:
            desk.press(away)
            desk.press(ESC)
        assert desk.field("Payor's full name").text() == "Kevin Tran"
        assert desk.focus_name() == "Street, city, state, ZIP"

    desk.press(ESC)
    assert desk.focus_name() == "Next member"
    desk.press(Qt.Key.Key_F2)
    desk.press(ESC)
    assert desk.focus_name() == "Next member", "who left it with Esc is not led back"
    assert desk.shows(FORM)


def test_nothing_of_the_form_is_cut_on_the_smallest_screen(desk: DeskDriver) -> None:
    desk.tell(LinkNews(state=LinkState(online=False, since=NOW)))
    _pay(desk, "10000.01")
    desk.button("Seal and keep").click()
    desk.settle()
    fields = [desk.field(name) for name in FIELDS]
    assert any(field.property("problem") for field in fields), "a refusal stands there, too"

    assert desk.window.height() == 768
    for field in fields:
        assert field.height() == field.sizeHint().height()
        assert field.visibleRegion().boundingRect().size() == field.size()


def test_nothing_is_said_of_sums_or_limits_at_any_time(desk: DeskDriver) -> None:
    _pay(desk, "10000.00")
    assert not desk.shows(FORM)
    said = " ".join(desk.texts())
    assert not [words for words in ("8300", "10,000.01", "below", "limit", "so far") if words in said]


def test_on_the_form_stands_no_amount(desk: DeskDriver) -> None:
    _pay(desk, "12345.67")
    card = desk.window._desk.counter._account.cash_form  # type: ignore[union-attr]
    words = " ".join(label.text() for label in card.findChildren(QLabel))

    assert "$" not in words
    assert "10,000" not in words


def test_a_refusal_stands_beside_its_field_and_everything_typed_stays(desk: DeskDriver) -> None:
    _pay(desk, "10000.01")
    for answer in (*ANSWERS[:4], "12", *ANSWERS[5:]):
        desk.type(answer)
        desk.press(ENTER)

    assert _reports(desk) == []
    assert desk.focus_name() == "Taxpayer number (SSN, ITIN or EIN)"
    assert "nine digits" in desk.focus().accessibleDescription()
    assert desk.field("Occupation").text() == "Baker"


def test_nobody_is_held_up_and_nothing_typed_stays_behind(desk: DeskDriver) -> None:
    _pay(desk, "10000.01")
    desk.type("Kevin")
    desk.press(ESC)
    assert desk.focus_name() == "Next member"
    assert desk.field("Payor's full name").text() == "Kevin"
    desk.seconds.now += 1.1
    desk.press(ENTER)

    assert desk.focus_name().startswith("Member, guarantor")
    assert _reports(desk) == []
    form = desk.window._desk.counter._account.cash_form  # type: ignore[union-attr]
    assert all(not field.text() for field in form.findChildren(QLineEdit))


def test_what_other_desks_took_is_asked_of_the_ledger_without_moving_the_focus(desk: DeskDriver) -> None:
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    desk.sample.cash.known = CashElsewhere(day=Money(999_999), year=Money(999_999))
    _pay(desk, "10.00")

    desk.qtbot.waitUntil(lambda: desk.shows(FORM))
    assert desk.sample.cash.asked == ["member:11048827"]
    assert desk.focus_name() == "Next member"
