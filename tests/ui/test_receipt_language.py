"""Where no account says in which language a receipt is, the cashier does: paper and member display follow."""

import pytest
from PySide6.QtCore import Qt

from cashier.domain.errors import Refused
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor, check_payor
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from ui.member_display_state import member_rows

F5 = Qt.Key.Key_F5


@pytest.fixture
def parking(desk: DeskDriver) -> DeskDriver:
    """A parking receipt is chosen, without a member."""
    desk.press(Qt.Key.Key_M, ALT)
    desk.type("PARKING")
    desk.press(ENTER)
    desk.press(ENTER)
    return desk


def test_a_button_says_the_receipts_language_and_the_next_press_another(parking: DeskDriver) -> None:
    assert parking.window._desk is not None
    serving = parking.window._desk.counter.serving
    button = parking.button("Receipt in English")
    button.setFocus()
    parking.press(Qt.Key.Key_Space)
    assert parking.focus_name() == "Receipt in Spanish"
    assert [row.words for row in member_rows(serving)] == ["A pagar"]

    parking.press(Qt.Key.Key_Y, ALT)
    parking.type("Ana Ruiz")
    for key in (ENTER, ENTER, ENTER, F5, ENTER):
        parking.press(key)
    parking.qtbot.waitUntil(lambda: bool(parking.sample.payments()))

    paid = read_payment(parking.sample.payments()[0])
    assert (paid.language, paid.payor.name, paid.payor.language) == ("es", "Ana Ruiz", "es")
    assert member_rows(serving)[0].words == "Pagado"


def test_it_is_english_until_somebody_says_otherwise(parking: DeskDriver) -> None:
    parking.press(F5)
    parking.press(ENTER)
    parking.qtbot.waitUntil(lambda: bool(parking.sample.payments()))

    line = parking.sample.payments()[0]
    assert read_payment(line).language == "en"
    assert "payor_language" not in line.facts


def test_a_language_without_words_is_refused() -> None:
    assert check_payor(Payor(language="es")).language == "es"
    with pytest.raises(Refused, match="one of these: en, es, zh"):
        check_payor(Payor(language="fa"))
