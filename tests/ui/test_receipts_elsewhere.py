"""A receipt of another desk, scanned or typed: the ledger shows it, and this desk prints a marked copy of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from cashier.domain.line import LineKind
from tests.domain.receipt_lines import NUMBER, seen, seen_since
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver

F5, F6, F11 = Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F11
AWAY = "Receipt FRE2-0000001 was made at desk FRE2, and the ledger that has it does not answer."


@pytest.fixture
def known(desk: DeskDriver) -> Iterator[DeskDriver]:
    """A desk whose ledger has Fresno's receipt."""
    desk.sample.elsewhere.receipts[NUMBER] = seen()
    yield desk
    desk.sample.elsewhere.answers.set()


def _wait(desk: DeskDriver, words: str) -> None:
    desk.qtbot.waitUntil(lambda: desk.shows(words))


def test_scanned_it_stands_there_and_prints_again_as_a_copy_of_this_desk(known: DeskDriver) -> None:
    known.scan(NUMBER)
    _wait(known, f"Receipt {NUMBER}")
    assert known.shows(f"Receipt {NUMBER}")
    known.press(F11)
    assert known.shows("Copy 1 is on its way to the printer.")
    known.press(F11)

    assert known.shows("Copy 2 is on its way to the printer.")
    copied = [line for line in known.sample.store.lines() if line.kind is LineKind.RECEIPT_COPIED]
    assert [line.facts["receipt"] for line in copied] == [NUMBER]
    assert [job.copy for job in known.sample.store.tables.jobs] == [1, 2]


def test_one_of_which_something_was_moved_says_so_and_is_printed_again(known: DeskDriver) -> None:
    known.sample.elsewhere.receipts[NUMBER] = seen_since(LineKind.MOVED, LineKind.CHECK_RETURNED)
    known.scan(NUMBER)
    _wait(known, "$412.60 of S-48210377 was moved on Nov 21, 2026: it pays another thing. Check 1043 came back unpaid")
    assert known.button("Print again").isEnabled()


def test_a_voided_one_says_so_and_prints_nothing(known: DeskDriver) -> None:
    known.sample.elsewhere.receipts[NUMBER] = replace(seen(), voided=True)
    known.scan(NUMBER)
    _wait(known, "was voided: its money went back. No copy is printed of it.")
    known.press(F11)

    assert known.sample.store.tables.jobs == []


def test_typed_it_stands_there_and_enter_leads_back(known: DeskDriver) -> None:
    known.type("fre2-1")
    assert known.focus().accessibleDescription() == "Enter shows this receipt"
    known.press(ENTER)
    _wait(known, f"Receipt {NUMBER}")
    known.press(ENTER)

    assert not known.shows(f"Receipt {NUMBER}")
    assert known.focus().property("text") == ""


def test_with_an_account_open_it_leads_back_to_it_as_it_was(known: DeskDriver) -> None:
    known.open_mai()
    known.press(Qt.Key.Key_Space)
    known.press(F5)
    known.type("500")
    known.scan(NUMBER)
    _wait(known, f"Receipt {NUMBER}")
    known.press(F6)
    known.press(ESC)

    assert known.field("Cash received").text() == "500"
    assert known.focus_name() == "Cash received"


def test_a_key_that_stands_beside_the_receipt_leads_on_from_it(known: DeskDriver) -> None:
    known.scan(NUMBER)
    _wait(known, f"Receipt {NUMBER}")
    known.press(Qt.Key.Key_M, ALT)
    known.type("PARKING")
    for key in (ENTER, ENTER):
        known.press(key)

    assert not known.shows(f"Receipt {NUMBER}")
    assert known.shows("$4.00")


def test_enter_in_a_form_is_the_forms_while_a_receipt_stands_beside_it(known: DeskDriver) -> None:
    known.open_mai()
    known.scan(NUMBER)
    _wait(known, f"Receipt {NUMBER}")
    known.press(Qt.Key.Key_D, ALT)
    known.press(ENTER)

    assert known.focus_name() == "Estimate's reference"
    assert "estimate" in known.focus().accessibleDescription()


@pytest.mark.parametrize("is_typed", [True, False])
def test_offline_one_sentence_says_so_and_what_is_typed_stays(known: DeskDriver, *, is_typed: bool) -> None:
    known.sample.elsewhere.trouble = "The ledger cannot be reached."
    known.type(NUMBER if is_typed else "tran mai")
    if is_typed:
        known.press(ENTER)
    else:
        known.scan(NUMBER)
    _wait(known, AWAY)

    assert known.focus().property("text") == (NUMBER if is_typed else "tran mai")
    assert not known.shows(f"Receipt {NUMBER}\n")


def test_one_that_the_ledger_does_not_have_is_said(desk: DeskDriver) -> None:
    desk.type(NUMBER)
    desk.press(ENTER)

    _wait(desk, f"The ledger has no receipt {NUMBER}. Check the number.")


def test_an_answer_that_comes_when_something_else_is_done_is_late(known: DeskDriver) -> None:
    known.sample.elsewhere.answers.clear()
    known.type(NUMBER)
    known.press(ENTER)
    assert known.shows("The receipt is looked for.")
    known.press(ESC)
    known.type("tran mai")
    known.sample.elsewhere.answers.set()
    known.window._work.close()
    known.settle()

    assert not known.shows(f"Receipt {NUMBER}")
    assert known.focus().property("text") == "tran mai"


def test_activity_says_where_another_desks_receipt_is_found(desk: DeskDriver) -> None:
    assert desk.window._desk is not None
    desk.window._desk._shell.show_page("activity")
    desk.type(NUMBER)

    _wait(desk, "A receipt of another desk: type or scan it on the Counter, with F2.")
