"""Alt A takes a plan's installment alone, and says below the table what it left out and took in part."""

from dataclasses import replace

from PySide6.QtCore import Qt

from cashier.domain.money import ZERO
from cashier.usecases.ports.directory import DirectoryPage, Known
from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.sample_desk import NOW, OFFICE, PREMIUM, STATEMENTS


def with_plan(desk: DeskDriver, words: str) -> None:
    """The office visit is on a plan."""
    known = tuple(
        Known(statement=replace(s, plan_words=words if s.number == OFFICE else s.plan_words), mark=0, held=ZERO)
        for s in STATEMENTS
    )
    desk.sample.store.directory.apply(DirectoryPage(epoch="1", mark=0, after="10", more=False, statements=known), NOW)


def test_all_that_is_due_is_a_plans_installment(desk: DeskDriver) -> None:
    with_plan(desk, "plan: 3 x $20.00 a month from Dec 15")
    desk.open_mai()
    desk.press(Qt.Key.Key_A, ALT)

    assert desk.field(f"Pay now {OFFICE}").text() == "20.00"
    assert desk.shows(f"$20.00 of {OFFICE} is its plan's installment of Dec 15")
    assert desk.shows(f"{PREMIUM} is left out: autopay draws it Nov 28")


def test_a_plan_that_says_no_installment_is_left_to_the_cashier(desk: DeskDriver) -> None:
    with_plan(desk, "payment plan")
    desk.open_mai()
    desk.press(Qt.Key.Key_A, ALT)

    assert desk.field(f"Pay now {OFFICE}").text() == ""
    assert desk.shows(f"{OFFICE} is on a plan: ask for the installment, and type it")


def test_what_was_said_is_gone_with_another_choice(desk: DeskDriver) -> None:
    with_plan(desk, "plan: 3 x $20.00 a month from Dec 15")
    desk.open_mai()
    desk.press(Qt.Key.Key_A, ALT)
    desk.press(Qt.Key.Key_Space)

    assert not desk.shows("its plan's installment")


def test_a_tick_takes_the_installment_and_the_row_says_the_plan_first(desk: DeskDriver) -> None:
    with_plan(desk, "plan: 3 x $20.00 a month from Dec 15")
    desk.open_mai()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)

    assert desk.field(f"Pay now {OFFICE}").text() == "20.00"
    assert any(text.startswith("plan: 3 x $20.00 a month from Dec 15") for text in desk.texts())
