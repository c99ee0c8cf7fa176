"""Extension, plan, assistance and referral by keys: F10 and Alt with a letter; Enter does it, Esc goes back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from cashier.domain.arrangement import ASSISTANCE_NOTE, read_arrangement
from cashier.domain.line import Line, LineKind
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import HOSPITAL, OFFICE, PREMIUM, STATEMENTS
from ui.widgets.labelled_field import FieldWithLabel

F9, F10 = Qt.Key.Key_F9, Qt.Key.Key_F10


@pytest.fixture(autouse=True)
def _prints_on_the_receipt_printer(desk: DeskDriver) -> None:
    desk.sample.letters.has_printer = False


def _lines(desk: DeskDriver, kind: LineKind) -> list[Line]:
    return [line for line in desk.sample.store.lines() if line.kind is kind]


def _at_office_visit(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)


def test_an_extension_is_the_date_and_enter(desk: DeskDriver) -> None:
    _at_office_visit(desk)
    desk.press(F10)
    assert desk.focus_name() == "New due date"
    assert desk.shows("Dec 27, 2026 at most")
    desk.type("12/15")
    desk.press(ENTER)

    (line,) = _lines(desk, LineKind.DUE_DATE_EXTENDED)
    assert read_arrangement(line).due_date == date(2026, 12, 15)
    assert desk.shows("Its paper is on its way to the receipt printer.")
    assert desk.field("New due date").text() == ""
    desk.press(ESC)
    assert desk.shows("Dec 15")
    assert desk.shows("extension"), "its own desk sees it at once"


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "like 12/11"), ("13/40", "like 12/11"), ("1/20", "to Dec 27, 2026 at most")]
)
def test_a_date_that_may_not_be_is_refused_beside_the_field_and_stays(
    desk: DeskDriver, typed: str, sentence: str
) -> None:
    _at_office_visit(desk)
    desk.press(F10)
    desk.type(typed)
    desk.press(ENTER)

    assert sentence in desk.field("New due date").accessibleDescription()
    assert (desk.focus_name(), desk.field("New due date").text()) == ("New due date", typed)
    assert _lines(desk, LineKind.DUE_DATE_EXTENDED) == []


@pytest.mark.parametrize(
    ("key", "field"), [(Qt.Key.Key_F10, "New due date"), (Qt.Key.Key_L, "Installments")], ids=["extension", "plan"]
)
def test_a_statement_that_gets_none_says_so_before_anything_is_typed(desk: DeskDriver, key: Qt.Key, field: str) -> None:
    desk.sample.owe_more(OFFICE, 30_000)
    desk.open_mai()
    desk.press(F10)
    desk.press(key, ALT if key is not F10 else Qt.KeyboardModifier.NoModifier)
    assert HOSPITAL in desk.button(next(text for text in _buttons(desk) if HOSPITAL in text)).accessibleName()
    assert desk.shows("under review for assistance")
    assert not desk.shows("at most"), "no day is offered"
    desk.type("6")
    desk.press(ENTER)
    assert desk.field(field).text() == "", "nothing is typed in vain"

    _go_on_to(PREMIUM, desk)
    assert desk.shows("is a premium: its grace is set by the health plan. Refer it to the office.")
    _go_on_to(OFFICE, desk)
    assert not desk.shows("Refer it to the office")
    desk.type("6")
    assert desk.field(field).text() == "6"


def _go_on_to(number: str, desk: DeskDriver) -> None:
    for _ in range(len(STATEMENTS)):
        if not any(number in text for text in _buttons(desk)):
            desk.press(Qt.Key.Key_Down)


def _beside(desk: DeskDriver) -> list[FieldWithLabel]:
    return [each for each in desk.window.findChildren(FieldWithLabel) if each.isVisible()]


def _buttons(desk: DeskDriver) -> list[str]:
    return [b.accessibleName() for b in desk.window.findChildren(QPushButton) if b.isVisible()]


def test_a_plan_shows_what_it_comes_to_before_it_is_agreed(desk: DeskDriver) -> None:
    desk.sample.owe_more(OFFICE, 30_000)
    _at_office_visit(desk)
    desk.press(F10)
    desk.press(Qt.Key.Key_L, ALT)
    assert desk.focus_name() == "Installments"
    desk.type("4")
    desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Tab)
    desk.type("12/15")
    assert desk.shows("4 of $75.00, Dec 15 to Mar 15, 2027")
    desk.press(ENTER)

    (line,) = _lines(desk, LineKind.PLAN_AGREED)
    plan = read_arrangement(line).plan
    assert plan is not None
    assert (plan.count, plan.first) == (4, date(2026, 12, 15))


@pytest.mark.parametrize(
    ("count", "amount", "first", "field"),
    [
        ("x", "", "12/15", "Installments"),
        ("", "abc", "12/15", "Or each, in dollars"),
        ("4", "", "", "First on"),
        ("4", "", "5/1", "First on"),
        ("99", "", "12/15", "Installments"),
        ("", "", "12/15", "Installments"),
    ],
)
def test_what_is_wrong_with_a_plan_stands_beside_its_field(
    desk: DeskDriver, count: str, amount: str, first: str, field: str
) -> None:
    desk.sample.owe_more(OFFICE, 30_000)
    _at_office_visit(desk)
    desk.press(F10)
    desk.press(Qt.Key.Key_L, ALT)
    for text in (count, amount, first):
        desk.type(text)
        desk.press(Qt.Key.Key_Tab)
    desk.field("First on").setFocus()
    desk.press(ENTER)

    (message,) = [beside for beside in _beside(desk) if beside.field.accessibleName() == field]
    assert message.message.sentence == desk.field(field).accessibleDescription() != ""
    assert sum(beside.message.isVisible() for beside in _beside(desk)) == 1, "and beside no other field"
    assert desk.focus_name() == field
    assert [desk.field(name).text() for name in ("Installments", "Or each, in dollars", "First on")] == [
        count,
        amount,
        first,
    ]
    assert _lines(desk, LineKind.PLAN_AGREED) == []


def test_assistance_says_what_it_is_in_the_members_language_and_notes_what_was_given(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(F9)
    desk.press(Qt.Key.Key_F, ALT)
    assert desk.shows("Trợ giúp tài chính có thể trả")
    desk.press(ENTER)

    (line,) = _lines(desk, LineKind.ASSISTANCE_ASKED)
    assert read_arrangement(line).statement == ""
    desk.press(ESC)
    assert desk.shows(ASSISTANCE_NOTE)


def test_a_referral_is_a_reason_and_words(desk: DeskDriver) -> None:
    _at_office_visit(desk)
    desk.press(F9)
    desk.press(Qt.Key.Key_Q, ALT)
    assert desk.focus_name() == "Balance disputed"
    desk.press(Qt.Key.Key_Space)
    assert desk.focus_name() == "What the office should look at"
    desk.type("Says the visit was cancelled")
    desk.press(ENTER)

    (line,) = _lines(desk, LineKind.REFERRED)
    said = read_arrangement(line)
    assert (said.statement, said.reason, said.text) == (OFFICE, "Balance disputed", "Says the visit was cancelled")
    assert desk.shows("on the office's list")


def test_a_referral_without_a_reason_or_words_is_refused(desk: DeskDriver) -> None:
    _at_office_visit(desk)
    desk.press(F9)
    desk.press(Qt.Key.Key_Q, ALT)
    desk.field("What the office should look at").setFocus()
    desk.press(ENTER)
    assert desk.shows("Choose a reason from the list.")
    desk.button("Other").click()
    desk.press(ENTER)

    assert "Say in a few words" in desk.field("What the office should look at").accessibleDescription()
    assert _lines(desk, LineKind.REFERRED) == []


def test_a_card_number_typed_as_a_reason_is_gone_at_once(desk: DeskDriver) -> None:
    _at_office_visit(desk)
    desk.press(F9)
    desk.press(Qt.Key.Key_Q, ALT)
    desk.field("What the office should look at").setFocus()
    desk.type("4111111111111111")

    assert desk.field("What the office should look at").text() == ""


def test_with_an_office_printer_the_agreement_is_a_sheet(desk: DeskDriver) -> None:
    desk.sample.letters.has_printer = True
    _at_office_visit(desk)
    desk.press(F10)
    desk.type("12/15")
    desk.press(ENTER)

    desk.qtbot.waitUntil(lambda: desk.shows("Done. On its way to the office printer."))
    assert desk.sample.store.tables.jobs == []
    ((line, _, on_paper),) = desk.sample.letters.made
    assert (line.kind, on_paper) == (LineKind.DUE_DATE_EXTENDED, True)


def test_a_sheet_that_fails_may_be_asked_for_again_and_is_agreed_once(desk: DeskDriver) -> None:
    desk.sample.letters.has_printer = True
    desk.sample.letters.trouble = "The office printer front took nothing."
    _at_office_visit(desk)
    desk.press(F10)
    desk.type("12/15")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("took nothing"))
    desk.sample.letters.trouble = ""
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Done. On its way"))

    assert len(_lines(desk, LineKind.DUE_DATE_EXTENDED)) == 1


def test_the_arrows_choose_another_statement_from_within_a_field(desk: DeskDriver) -> None:
    _at_office_visit(desk)
    desk.press(F10)
    desk.type("12/15")
    desk.press(Qt.Key.Key_Up)

    assert any(HOSPITAL in name for name in _buttons(desk))
    assert desk.field("New due date").text() == "12/15"
    desk.press(ENTER)
    assert desk.shows("under review for assistance")
    desk.press(Qt.Key.Key_Down)
    assert not desk.shows("under review for assistance"), "that was about another statement"
