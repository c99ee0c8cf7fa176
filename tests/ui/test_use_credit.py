"""A deposit or credit pays a bill by keys: seen on the account, chosen by its number, refused beside its field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from cashier.domain.accounts import Book, BookLine
from cashier.domain.funds import Fund, read_use_record
from cashier.domain.line import LineKind
from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.past_payments import PastPayment
from cashier.domain.targets import Target, TargetKind
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import HOSPITAL, NOW, OFFICE
from ui.news import LinkNews

Z, DOWN = Qt.Key.Key_Z, Qt.Key.Key_Down
WHICH, AMOUNT = "Which one, by its number", "Amount, or empty for all that fits"
DEPOSIT = Fund(target=Target(TargetKind.PREPAY, "E-20441"), book=Book("ncal", BookLine.MEDICAL), amount=Money(15000))
CREDIT = Fund(target=Target(TargetKind.CREDIT, "200417733"), book=DEPOSIT.book, amount=Money(2000))


OFFER = "Use $170.00 of credit"


def buttons(desk: DeskDriver) -> list[str]:
    return [b.accessibleName() for b in desk.window.findChildren(QPushButton) if b.isVisible()]


@pytest.fixture
def served(desk: DeskDriver) -> DeskDriver:
    """Mai's account, online, with a deposit and credit at the ledger."""
    desk.sample.funds.there = (DEPOSIT, CREDIT)
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    desk.open_mai()
    desk.qtbot.waitUntil(lambda: OFFER in buttons(desk))
    return desk


def test_without_any_nothing_is_said_of_it(desk: DeskDriver) -> None:
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    desk.open_mai()

    assert not any("of credit" in words for words in buttons(desk))


def test_the_cashier_sees_it_and_applies_it_to_the_chosen_statement(served: DeskDriver) -> None:
    served.press(DOWN)
    served.press(Qt.Key.Key_Space)
    served.press(Z, ALT)
    assert served.focus_name() == WHICH
    assert served.shows("1   Deposit E-20441: $150.00\n2   Credit on account: $20.00")
    served.type("1")
    assert served.shows("$60.00: $90.00 stays there, $0.00 stays open")

    served.press(ENTER)
    served.qtbot.waitUntil(lambda: served.shows("$60.00 of deposit E-20441 paid S-48211904."))

    (line,) = [line for line in served.sample.store.lines() if line.kind is LineKind.CREDIT_SLIP]
    said = read_use_record(line).wish
    assert (said.statement, said.amount, said.fund) == (OFFICE, Money(6000), DEPOSIT)
    assert served.field(WHICH).text() == ""
    assert served.sample.payments() == [], "no money came in"


def test_a_bill_that_is_paid_with_it_is_chosen_no_more(served: DeskDriver) -> None:
    """The family is asked for again with the use: nobody waits for the ledger's next news."""
    served.press(DOWN)
    served.press(Qt.Key.Key_Space)
    served.press(Qt.Key.Key_Up)
    served.press(Qt.Key.Key_Space)
    assert served.shows("2 statements")
    served.sample.elsewhere.brings = lambda: served.sample.owe_more(OFFICE, 0)

    served.press(Z, ALT)
    served.press(DOWN)
    served.type("1")
    served.press(ENTER)
    served.qtbot.waitUntil(lambda: served.shows("paid S-48211904."))

    assert served.shows("1 statement")
    assert served.shows("$412.60")


@pytest.mark.parametrize(
    ("which", "amount", "field", "sentence"),
    [
        ("", "5", WHICH, "Enter which one is used, by its number: 1 to 2."),
        ("7", "5", WHICH, "Enter which one is used, by its number: 1 to 2."),
        ("2", "20.01", AMOUNT, "Only $20.00 of it is there. Enter that, or less."),
        ("1", "x", AMOUNT, "what is used"),
    ],
)
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(
    served: DeskDriver, which: str, amount: str, field: str, sentence: str
) -> None:
    served.press(Z, ALT)
    served.type(which)
    served.press(Qt.Key.Key_Tab)
    served.type(amount)
    served.press(ENTER)

    assert sentence in served.field(field).accessibleDescription() or (field == AMOUNT and amount == "x")
    assert served.focus_name() == field
    assert (served.field(WHICH).text(), served.field(AMOUNT).text()) == (which, amount)
    assert served.sample.funds.used == []


def test_a_ledger_that_is_away_says_so_and_the_same_wish_is_asked_again(served: DeskDriver) -> None:
    served.sample.funds.trouble = "The ledger can't be reached."
    served.press(Z, ALT)
    served.type("1")
    served.press(ENTER)
    served.qtbot.waitUntil(lambda: served.shows("The ledger can't be reached."))
    assert served.field(WHICH).text() == "1"

    served.sample.funds.trouble = ""
    served.press(ENTER)
    served.qtbot.waitUntil(lambda: len(served.sample.funds.used) == 1)
    assert served.sample.funds.used[0].statement == HOSPITAL


def test_a_deposit_taken_here_is_in_the_history_and_paid_today(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_D, ALT)
    desk.type("E-20441")
    desk.press(Qt.Key.Key_Tab)
    desk.type("150")
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F5)
    desk.press(ENTER)
    desk.seconds.now += 2
    desk.press(ENTER)

    desk.open_mai()
    assert desk.shows("$150.00 paid today")
    desk.press(Qt.Key.Key_H, ALT)
    assert desk.shows("deposit E-20441")


def test_what_a_deposit_paid_stands_in_the_history_and_is_not_paid_today(served: DeskDriver) -> None:
    served.sample.elsewhere.paid["11048827"] = (
        PastPayment(
            line_id=served.sample.desk.new_id(),
            paid_at=NOW,
            business_date=NOW.date(),
            amount=Money(6000),
            statements=(OFFICE,),
            used="prepay:E-20441",
            desk="OAK7",
        ),
    )
    served.press(Qt.Key.Key_Escape)
    served.open_mai()
    served.press(Qt.Key.Key_H, ALT)
    served.qtbot.waitUntil(lambda: served.shows("Deposit · OAK7"))

    assert served.shows("S-48211904 from E-20441")
    assert not served.shows("paid today")
