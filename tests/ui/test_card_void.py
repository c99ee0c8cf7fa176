"""A card payment is voided by keys: the terminal is asked, its answer is waited for in place; only then it is void."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment
from cashier.domain.targets import Part, read_target
from cashier.domain.tenders import Tender
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import cash, check
from tests.fakes.terminal import DECLINED, POI, UNKNOWN, Answer, approved, given_back
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import OFFICE, ROSA, SampleDesk
from ui.news import CardNews
from ui.pages import ACTIVITY

RECEIPT = "OAK3-0000001"
RIGHT = Qt.Key.Key_Right


def paid_by_card(sample: SampleDesk, *rest: Tender) -> None:
    """$60.00 of the office's bill, of which the card pays what the rest does not."""
    member = sample.desk.directory.member_of_statement(OFFICE)
    assert member is not None
    wish = TakePayment(
        payment_id=sample.desk.new_id(),
        member_number=member,
        parts=(Part(target=read_target(OFFICE), amount=Money(6000)),),
        tenders=rest,
        identified={member: "photo ID seen"},
    )
    card = Money(6000 - sum(tender.amount.cents for tender in rest))
    attempt = ask_card(wish, card, "T1", sample.desk, ROSA)
    settle_card(attempt.attempt_id, approved(card.cents, POI), sample.desk)
    if rest:
        take_payment(wish, sample.desk, ROSA)


def opened(qtbot: QtBot, *rest: Tender) -> DeskDriver:
    """The payment on the Activity page, with what can be done about it."""
    sample = SampleDesk()
    sample.open_drawer()
    paid_by_card(sample, *rest)
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    assert driver.window._desk is not None
    driver.window._desk._shell.show_page(ACTIVITY)
    qtbot.waitUntil(lambda: bool(driver.window._desk and driver.window._desk.activity._table.payments))
    driver.press(Qt.Key.Key_Down)
    driver.press(ENTER)
    qtbot.waitUntil(lambda: driver.shows(f"Receipt {RECEIPT}"))
    driver.press(Qt.Key.Key_C, ALT)
    driver.press(Qt.Key.Key_Down)
    driver.press(ENTER)
    return driver


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    driver = opened(qtbot, cash(2500))
    yield driver
    driver.close()


def sign(desk: DeskDriver) -> None:
    """From the first reason to the passphrase; then the terminal is asked."""
    desk.press(RIGHT)
    desk.press(ENTER)
    desk.scan(RECEIPT)
    desk.field("Or why it is not here").setFocus()
    desk.press(ENTER)
    for typed in ("helen", "helen 1"):
        desk.type(typed)
        desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: kinds(desk)[-1] is LineKind.REVERSAL_ASKED)


def kinds(desk: DeskDriver) -> list[LineKind]:
    return [line.kind for line in desk.sample.store.lines()]


def hear(desk: DeskDriver, answer: Answer) -> None:
    assert isinstance(answer, CardOutcome)
    attempt_id = list(desk.sample.store.tables.attempts)[-1]
    desk.tell(CardNews(settled=settle_card(attempt_id, answer, desk.sample.desk)))


def test_what_goes_back_where_is_said_before_anybody_signs(desk: DeskDriver) -> None:
    assert desk.shows(f"Void {RECEIPT}: give it back")
    assert desk.shows("Visa ••4421")
    assert desk.shows("the terminal gives the card its money back, and two slips print. Then the drawer opens")
    assert desk.button("Void, and ask the terminal").isVisible()


def test_the_drawer_opens_once_the_card_has_its_money_back(desk: DeskDriver) -> None:
    sign(desk)
    assert desk.shows("The terminal gives the money back")
    assert desk.shows(f"Void {RECEIPT}: the card first")
    assert desk.sample.drawer_pulses == 0
    desk.press(ENTER)
    assert desk.shows("The terminal gives the money back"), "Enter leaves nothing that runs"

    hear(desk, given_back(3500))

    desk.qtbot.waitUntil(lambda: desk.shows(f"{RECEIPT} is void: the card has $35.00 back. Give back $25.00. One slip"))
    assert desk.sample.drawer_pulses == 1
    assert kinds(desk)[-1] is LineKind.VOIDED


def test_where_nobody_knows_it_waits_in_place_and_goes_on_when_the_payment_is_opened_again(desk: DeskDriver) -> None:
    sign(desk)
    hear(desk, UNKNOWN)
    assert desk.shows("The card may have its money back")
    assert desk.shows("Don't give this money back another way, in cash or on a card.")
    desk.press(ESC)
    assert desk.button("Print again").isVisible()

    desk.press(Qt.Key.Key_C, ALT)
    assert desk.shows("The card may have its money back")
    hear(desk, given_back(3500))

    desk.qtbot.waitUntil(lambda: desk.shows("Give back $25.00"))
    assert desk.sample.drawer_pulses == 1


def test_an_answer_that_nobody_waits_for_is_in_the_banner_and_opens_no_drawer(desk: DeskDriver) -> None:
    sign(desk)
    hear(desk, UNKNOWN)
    desk.press(ESC)
    desk.press(Qt.Key.Key_F2)

    hear(desk, given_back(3500))

    assert desk.shows(f"Receipt {RECEIPT} is void: its card, asked about at 10:42 AM, has $35.00 back.")
    assert desk.shows("Open the drawer without a sale and give back $25.00.")
    assert desk.sample.drawer_pulses == 0


def test_what_the_terminal_refuses_is_said_with_the_way_out_and_nothing_has_changed(desk: DeskDriver) -> None:
    sign(desk)
    hear(desk, DECLINED)

    desk.qtbot.waitUntil(lambda: desk.shows("The card did not get $35.00 back. Nothing of receipt"))
    assert desk.shows("a refund to the same card is asked for there")
    assert (desk.sample.drawer_pulses, kinds(desk)[-1]) == (0, LineKind.REVERSAL_CLOSED)
    desk.press(Qt.Key.Key_C, ALT)
    desk.press(Qt.Key.Key_Down)
    assert not desk.shows("The money goes back: void it"), "only what is legal now is offered"


def test_a_card_alone_opens_no_drawer(qtbot: QtBot) -> None:
    desk = opened(qtbot)
    sign(desk)
    hear(desk, given_back(6000))

    desk.qtbot.waitUntil(lambda: desk.shows(f"{RECEIPT} is void: the card has $60.00 back. One slip"))
    assert desk.sample.drawer_pulses == 0
    desk.close()


def test_a_late_approval_says_how_it_goes_back(qtbot: QtBot) -> None:
    """It is booked at once; whether it stays is asked, not guessed."""
    desk = opened(qtbot, check(1000))
    attempt = ask_card(_another(desk.sample), Money(100), "T1", desk.sample.desk, ROSA)
    settle_card(attempt.attempt_id, UNKNOWN, desk.sample.desk)

    approval = CardOutcome(state=AttemptState.APPROVED, authorized=Money(100), last_four="4421")
    desk.tell(CardNews(settled=settle_card(attempt.attempt_id, approval, desk.sample.desk)))

    assert desk.shows("$1.00 is taken and its receipt is printed. If it is not wanted any more, void it on Activity.")
    desk.close()


def test_a_late_approval_of_less_says_what_was_taken(qtbot: QtBot) -> None:
    desk = opened(qtbot, check(1000))
    attempt = ask_card(_another(desk.sample), Money(100), "T1", desk.sample.desk, ROSA)
    settle_card(attempt.attempt_id, UNKNOWN, desk.sample.desk)

    less = CardOutcome(state=AttemptState.APPROVED, authorized=Money(60), last_four="4421")
    desk.tell(CardNews(settled=settle_card(attempt.attempt_id, less, desk.sample.desk)))

    assert desk.shows("was approved: $0.60 is taken and its receipt is printed.")
    desk.close()


def _another(sample: SampleDesk) -> TakePayment:
    part = Part(target=read_target("holding"), amount=Money(100), note="x", source="window")
    return TakePayment(payment_id=sample.desk.new_id(), member_number="", parts=(part,), tenders=(), identified={})
