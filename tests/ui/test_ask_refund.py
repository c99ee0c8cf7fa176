"""A refund by keys: asked for on the account, agreed to and paid out on the Office page."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from cashier.domain.line import LineKind
from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.past_payments import PastPayment
from cashier.domain.refund import read_refund_record
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import NOW
from tests.ui.test_use_credit import CREDIT, DEPOSIT, OFFER, buttons
from ui.news import LinkNews

WHICH, AMOUNT, WHY = "Which is refunded, by its number", "Refund, or empty for all", "Why it is refunded"


@pytest.fixture
def served(desk: DeskDriver) -> DeskDriver:
    """Mai's account with the card's refund page open."""
    desk.sample.funds.there = (DEPOSIT, CREDIT)
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    desk.open_mai()
    desk.qtbot.waitUntil(lambda: OFFER in buttons(desk))
    desk.press(Qt.Key.Key_Z, ALT)
    (tab,) = [b for b in desk.window.findChildren(QPushButton) if b.accessibleName() == "Refund"]
    tab.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert desk.focus_name() == WHICH
    return desk


def fill(desk: DeskDriver, *texts: str) -> None:
    for place, text in enumerate(texts):
        if place:
            desk.press(Qt.Key.Key_Tab)
        desk.type(text)
    desk.press(ENTER)


def test_a_deposit_is_asked_back_and_nothing_leaves_the_drawer(served: DeskDriver) -> None:
    assert served.shows("1   Deposit E-20441: $150.00\n2   Credit on account: $20.00")
    fill(served, "1", "60", "surgery was cancelled")
    served.qtbot.waitUntil(lambda: served.shows("The refund of $60.00 is asked for."))

    (line,) = [line for line in served.sample.store.lines() if line.kind is LineKind.REFUND_SLIP]
    wish = read_refund_record(line).wish
    assert (wish.fund, wish.amount, wish.why) == (DEPOSIT, Money(6000), "surgery was cancelled")
    assert served.sample.payments() == []
    assert served.field(WHY).text() == ""


def test_what_is_left_of_it_stands_there_once_it_is_asked_back(served: DeskDriver) -> None:
    served.sample.funds.there = (replace(DEPOSIT, amount=Money(9000)), CREDIT)
    fill(served, "1", "60", "surgery was cancelled")

    served.qtbot.waitUntil(lambda: served.shows("1   Deposit E-20441: $90.00\n2   Credit on account: $20.00"))


@pytest.mark.parametrize(
    ("texts", "field", "sentence"),
    [
        (("9", "5", "x"), WHICH, "Enter which one is refunded, by its number: 1 to 2."),
        (("2", "20.01", "x"), AMOUNT, "Only $20.00 of it is there. Enter that, or less."),
        (("2", "5", ""), WHY, "Say why it is refunded."),
    ],
)
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(
    served: DeskDriver, texts: tuple[str, str, str], field: str, sentence: str
) -> None:
    fill(served, *texts)

    assert sentence in served.field(field).accessibleDescription()
    assert served.focus_name() == field
    assert tuple(served.field(name).text() for name in (WHICH, AMOUNT, WHY)) == texts
    assert served.sample.funds.refunds == []


def test_the_history_says_what_was_asked_back(served: DeskDriver) -> None:
    served.sample.elsewhere.paid["11048827"] = (
        PastPayment(
            line_id=served.sample.desk.new_id(),
            paid_at=NOW,
            business_date=NOW.date(),
            amount=Money(6000),
            used="prepay:E-20441",
            desk="OAK7",
            is_refund=True,
        ),
    )
    served.press(Qt.Key.Key_Escape)
    served.press(Qt.Key.Key_Escape)
    served.open_mai()
    served.press(Qt.Key.Key_H, ALT)
    served.qtbot.waitUntil(lambda: served.shows("Refund of deposit · OAK7"))

    assert served.shows("asked back from E-20441")
    assert not served.shows("paid today")
