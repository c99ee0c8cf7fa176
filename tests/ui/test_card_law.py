"""From F8 to the receipt nothing about the person is asked for (Civil Code 1747.08), and nothing added to the sum.

Once the payment is taken, a member who wants the receipt by e-mail may say where to.
"""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.usecases.card_payment import settle_card
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from ui.news import CardNews

F8 = Qt.Key.Key_F8
PERSONAL = re.compile(r"address|street|zip|postal|e-?mail|phone", re.IGNORECASE)
FEE = re.compile(r"surcharge|\bfee\b", re.IGNORECASE)


def _asked(desk: DeskDriver) -> list[str]:
    fields = [field for field in desk.window.findChildren(QLineEdit) if field.isVisible()]
    return [f"{field.accessibleName()} {field.placeholderText()}" for field in fields]


def test_nothing_personal_is_asked_for_with_a_card_and_nothing_is_added(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F8)
    shown = [*_asked(desk), *desk.texts()]
    desk.press(ENTER)
    shown += [*_asked(desk), *desk.texts()]
    (attempt,) = desk.sample.store.tables.attempts.values()
    assert attempt.amount == Money(41260)
    approved = CardOutcome(
        state=AttemptState.APPROVED, authorized=Money(41260), brand="Visa", last_four="4421", approval_code="071882"
    )
    desk.tell(CardNews(settled=settle_card(attempt.attempt_id, approved, desk.sample.desk)))
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    after = [*_asked(desk), *desk.texts()]

    assert [words for words in shown if PERSONAL.search(words)] == []
    assert {words.strip() for words in after if PERSONAL.search(words)} == {"E-mail the receipt to"}
    assert [words for words in shown + after if FEE.search(words)] == []
    (line,) = desk.sample.payments()
    assert read_payment(line).paid == Money(41260)


def test_a_card_asks_for_no_phone_and_no_id_even_where_somebody_else_pays(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Y, ALT)
    for text in ("Tran, Bao", "510-555-0134", "CA license D1234567"):
        desk.type(text)
        desk.press(ENTER)
    desk.press(Qt.Key.Key_Y, ALT)
    assert [words for words in _asked(desk) if PERSONAL.search(words)] != []
    desk.press(F8)
    assert [words for words in _asked(desk) if PERSONAL.search(words) or "ID " in words] == []
    desk.press(ENTER)

    (attempt,) = desk.sample.store.tables.attempts.values()
    assert attempt.wish.payor == Payor(name="Tran, Bao")
    kept = [str(line.body()) for line in desk.sample.store.lines()]
    assert not [body for body in kept if "510-555-0134" in body or "D1234567" in body]
