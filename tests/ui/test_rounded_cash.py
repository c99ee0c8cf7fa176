"""Cash without pennies at the window: what is asked for, what goes back, and the exact coins as they are."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from cashier.domain.cash_rounding import RoundingMode, RoundingRule
from cashier.domain.money import Money
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.tenders import TenderKind
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import NOW, OFFICE, STATEMENTS
from tests.ui.test_payment_state import seal
from ui.counter.payment_state import PaymentState, Step
from ui.tender.tender_state import Field

F5 = Qt.Key.Key_F5
ROUNDS = PaymentState(payment_id=UUID(int=1), member_number="11048827", rounding=RoundingMode.SYMMETRICAL)
BILL = STATEMENTS[0]


@pytest.fixture
def desk(desk: DeskDriver, monkeypatch: pytest.MonkeyPatch) -> DeskDriver:
    """Mai Linh Tran pays $59.98 of her office visit where cash is rounded."""
    serving = desk.window._desk.counter.serving  # type: ignore[union-attr]
    rule = RoundingRule(since=NOW.date(), mode=RoundingMode.SYMMETRICAL)
    place = replace(serving._desk.place, rules=replace(serving._desk.place.rules, rounding=(rule,)))
    monkeypatch.setattr(serving, "_desk", replace(serving._desk, place=place))
    desk.scan(OFFICE)
    desk.press(ENTER)
    serving.edit(OFFICE, "59.98")
    return desk


def paid(desk: DeskDriver) -> PaymentFacts:
    (line,) = desk.sample.payments()
    return read_payment(line)


def test_enter_pays_the_rounded_amount_and_the_bill_is_paid_to_the_cent(desk: DeskDriver) -> None:
    desk.press(F5)
    assert desk.shows("Cash, rounded")
    assert desk.field("Cash received").text() == "60.00"
    desk.press(ENTER)

    facts = paid(desk)
    assert (facts.paid, facts.change, facts.rounding.kept) == (Money(5998), Money(0), Money(2))


def test_the_exact_coins_are_taken_as_they_are(desk: DeskDriver) -> None:
    desk.press(F5)
    desk.type("59.98")
    desk.press(ENTER)

    assert not paid(desk).rounding


def test_change_is_what_the_window_said(desk: DeskDriver) -> None:
    desk.press(F5)
    desk.type("80")
    assert desk.shows("$20.00")
    desk.press(ENTER)

    assert (paid(desk).change, paid(desk).paid) == (Money(2000), Money(5998))


def test_a_check_is_never_rounded_and_cash_for_its_rest_is() -> None:
    state = ROUNDS.paying(BILL, "100.02").tendering(TenderKind.CHECK)
    assert state.draft is not None
    assert (state.draft.text(Field.AMOUNT), state.rounded_words) == ("100.02", "")
    rest = state.typed(Field.AMOUNT, "50.01").typed(Field.NUMBER, "7").accepting(seal).tendering(TenderKind.CASH)
    assert rest.draft is not None
    assert (rest.remaining, rest.draft.text(Field.AMOUNT), rest.rounded_words) == (Money(5001), "50.00", "$50.00")
    assert rest.step is Step.TAKE
    assert rest.typed(Field.AMOUNT, "49.99").step is Step.ADD
    assert rest.accepting(seal).remaining == Money(0)


def test_cash_in_two_parts_is_rounded_once() -> None:
    first = ROUNDS.paying(BILL, "100.02").tendering(TenderKind.CASH).typed(Field.AMOUNT, "40").accepting(seal)
    second = first.tendering(TenderKind.CASH)

    assert second.draft is not None
    assert (first.remaining, second.draft.text(Field.AMOUNT)) == (Money(6002), "60.00")
    assert second.accepting(seal).remaining == Money(0)
    assert second.typed(Field.AMOUNT, "65").change == Money(500)


def test_the_amount_follows_the_choice_while_it_is_all_that_is_asked() -> None:
    state = ROUNDS.paying(BILL, "100.02").tendering(TenderKind.CASH).paying(BILL, "50.03")

    assert state.draft is not None
    assert state.draft.text(Field.AMOUNT) == "50.05"
