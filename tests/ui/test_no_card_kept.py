"""A bank card's number is gone from a field as soon as it is one, wherever it is typed, and one sentence says so."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.sample_desk import HOSPITAL, SampleDesk

CARD = "4111111111111111"
SENTENCE = "That looks like a bank card number. It was not kept. Use the card terminal."


@pytest.fixture
def sample() -> SampleDesk:
    return SampleDesk()


@pytest.fixture
def desk(qtbot: QtBot, sample: SampleDesk) -> Iterator[DeskDriver]:
    driver = DeskDriver(qtbot, sample)
    yield driver
    driver.close()


def refuses(desk: DeskDriver, field: QLineEdit) -> None:
    """Typed by hand and pasted as a whole, the number goes and the sentence stands there until other text comes."""
    field.setFocus()
    for paste in (False, True):
        field.clear()
        if paste:
            field.insert(CARD)
        else:
            desk.type(CARD)
        assert len(field.text()) < 4
        assert desk.shows(SENTENCE)
    desk.type("7")
    assert not desk.shows(SENTENCE)


def test_in_the_name_at_sign_in(desk: DeskDriver) -> None:
    refuses(desk, desk.field("Name or badge"))


def test_a_passphrase_is_nobodys_to_look_at(desk: DeskDriver) -> None:
    field = desk.field("Passphrase")
    field.setFocus()
    desk.type(CARD)

    assert field.text() == CARD


def test_in_a_count_of_the_float(desk: DeskDriver) -> None:
    desk.sign_in()
    field = desk.focus()
    assert isinstance(field, QLineEdit)

    refuses(desk, field)


def test_in_a_date_of_birth(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.type("tran mai")
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)

    refuses(desk, desk.field("Date of birth, as the member says it"))


def test_in_what_is_paid_now(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.open_mai()

    refuses(desk, desk.field(f"Pay now {HOSPITAL}"))


@pytest.mark.parametrize("name", ["Amount on account", "Reason", "Lead's name or badge"])
def test_in_a_payment_on_account(desk: DeskDriver, sample: SampleDesk, name: str) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.open_mai()
    desk.press(Qt.Key.Key_P, ALT)

    refuses(desk, desk.field(name))


def test_in_an_amount_to_spread(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.open_mai()
    desk.press(Qt.Key.Key_O, ALT)

    refuses(desk, desk.field("Amount to spread, oldest first"))


def test_a_note_loses_the_card_alone_and_goes_on_where_it_stood(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.open_mai()
    desk.press(Qt.Key.Key_F10)
    desk.press(Qt.Key.Key_Q, ALT)
    field = desk.field("What the office should look at")
    field.setFocus()
    desk.type("Says that  was charged twice.")
    field.setCursorPosition(len("Says that "))
    desk.type(CARD)
    assert (field.text(), desk.shows(SENTENCE)) == ("Says that  was charged twice.", True)
    desk.type("her card")

    assert field.text() == "Says that her card was charged twice."
    assert not desk.shows(SENTENCE)
    field.undo()
    assert "4111" not in field.text()


@pytest.mark.parametrize(
    ("key", "name"),
    [(Qt.Key.Key_P, "Reason"), (Qt.Key.Key_K, "What is known of it"), (Qt.Key.Key_D, "Estimate's reference")],
)  # fmt: skip
def test_what_else_is_typed_into_a_form_stays(desk: DeskDriver, sample: SampleDesk, key: Qt.Key, name: str) -> None:
    sample.open_drawer()
    desk.sign_in()
    if key is not Qt.Key.Key_K:
        desk.open_mai()
    desk.press(key, ALT)
    field = desk.field(name)
    field.setFocus()
    desk.type(f"E-20441 {CARD}")

    assert field.text() == "E-20441 "
    assert desk.shows(SENTENCE)


def test_the_finder_keeps_the_name_and_a_tenders_field_the_bank(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.type(f"tran mai {CARD}")
    assert desk.focus().property("text") == "tran mai "
    assert desk.shows(SENTENCE)
    desk.type("3/14/61")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F6)
    field = desk.field("Bank")
    field.setFocus()
    desk.type(f"Wells {CARD}")

    assert field.text() == "Wells "
    assert desk.shows(SENTENCE)
