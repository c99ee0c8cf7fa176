"""Large cash that no member brings to the window: the same form is asked for on the Mail page, by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.usecases.ports.directory import Known
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import HOSPITAL, STATEMENTS

FORM = "A report on this cash is due"
ANSWERS = ("", "", "", "", "", "", "", "came in the drop box, nobody is there to ask")
LATE = ("B12", "57", "9:40a", "Rosa Delgado", "Helen Park", HOSPITAL)


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """The Mail page; a bill of $25,000 is open."""
    bill = replace(STATEMENTS[0], open=Money(2_500_000), billed=Money(2_500_000))
    desk.sample.store.directory.known[HOSPITAL] = Known(statement=bill, mark=0, held=ZERO)
    desk.press(Qt.Key.Key_G, ALT)
    return desk


def _fill(desk: DeskDriver, *texts: str) -> None:
    for text in texts:
        desk.type(text)
        desk.press(ENTER)


def _open_drop_box(desk: DeskDriver) -> None:
    desk.field("Mail or drop box").setFocus()
    _fill(desk, "drop", "2", "20100.02", "helen", "helen 1")
    desk.qtbot.waitUntil(lambda: desk.shows("0 of 2 items"))


def _reports(desk: DeskDriver) -> list[str]:
    return [line.body().decode() for line in desk.sample.store.lines() if line.kind is LineKind.LARGE_CASH]


@pytest.mark.parametrize("has_batch", [False, True])
def test_what_was_taken_on_paper_asks_for_the_form_and_goes_on_to_the_next(desk: DeskDriver, has_batch: bool) -> None:
    if has_batch:
        _open_drop_box(desk)
        desk.field("Receipt book").setFocus()
    _fill(desk, *LATE, "10000.01", "cash")
    assert desk.shows(FORM)
    assert desk.shows("Receipt 57 of book B12 is entered"), "the money is taken, whatever comes of the form"
    assert desk.focus_name() == "Payor's full name"
    _fill(desk, "Kevin Tran", *ANSWERS[1:])

    (body,) = _reports(desk)
    assert "Kevin" not in body
    assert not desk.shows(FORM)
    assert desk.focus_name() == "Paper receipt number"


def test_who_has_nobody_to_ask_goes_on_and_the_next_money_is_asked_about_anew(desk: DeskDriver) -> None:
    _open_drop_box(desk)
    _fill(desk, HOSPITAL, "10000.01", "check, cash 50", "1043")
    assert not desk.shows(FORM), "a check is no cash"

    _fill(desk, HOSPITAL, "10100.01", "cash")
    assert desk.shows(FORM)
    desk.type("Kevin Tran")
    desk.press(ESC)

    assert desk.focus_name() == "Statement in the envelope"
    assert desk.field("Payor's full name").text() == "Kevin Tran", "to come back to"
    assert _reports(desk) == []
    desk.button("Close the batch").click()
    assert desk.shows("The batch is closed.")
