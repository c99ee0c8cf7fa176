"""The site's terms at the window: a tender that is not taken is off, much is asked about once, the rest is refused."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from cashier.domain.money import Money
from cashier.domain.statements import StatementKind
from cashier.domain.tender_terms import TenderTable, TenderTerms, usual_terms
from cashier.domain.tenders import TenderKind
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import OFFICE, STATEMENTS
from tests.ui.test_payment_state import seal
from ui.counter.payment_state import PaymentState
from ui.tender.tender_state import Field

CHECK, CASH = usual_terms(TenderKind.CHECK), usual_terms(TenderKind.CASH)
BILL = STATEMENTS[0]


def where(terms: TenderTerms) -> PaymentState:
    """A hospital bill of $412.60 is chosen, where these terms hold."""
    table = TenderTable({terms.kind: terms})
    return PaymentState(payment_id=UUID(int=1), member_number="11048827", table=table).toggled(BILL)


def sentence(state: PaymentState) -> str:
    return state.problem.sentence if state.problem is not None else ""


def test_much_is_asked_about_once_for_any_tender() -> None:
    typed = where(replace(CHECK, warn_above=Money(40000))).tendering(TenderKind.CHECK).typed(Field.NUMBER, "7")
    asked = typed.accepting(seal)

    assert sentence(asked) == "$412.60 is much for the check. Press Enter again if that is right."
    assert asked.problem is not None
    assert asked.problem.is_question
    assert asked.accepting(seal).tenders[0].amount == Money(41260)
    assert typed.typed(Field.AMOUNT, "400").accepting(seal).tenders


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (replace(CHECK, most=Money(40000)), "Check is taken up to $400.00. Take the rest another way."),
        (
            replace(CHECK, bills=frozenset({StatementKind.PREMIUM})),
            "Check is not taken for a hospital bill. Choose another way to pay it.",
        ),
    ],
)
def test_what_is_not_taken_is_said_beside_the_amount_before_anything_else_is_typed(
    terms: TenderTerms, said: str
) -> None:
    state = where(terms).tendering(TenderKind.CHECK).typed(Field.NUMBER, "7").accepting(seal)

    assert (sentence(state), state.tenders) == (said, ())
    assert state.draft is not None
    assert state.draft.text(Field.NUMBER) == "7"


def test_a_number_that_is_not_needed_may_stay_empty() -> None:
    assert where(replace(CHECK, needs_number=False)).tendering(TenderKind.CHECK).accepting(seal).tenders


def test_a_tender_that_is_not_taken_is_off_and_says_why(desk: DeskDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    serving = desk.window._desk.counter.serving  # type: ignore[union-attr]
    rules = replace(serving._desk.place.rules, tenders=TenderTable({TenderKind.CHECK: replace(CHECK, active=False)}))
    monkeypatch.setattr(serving, "_desk", replace(serving._desk, place=replace(serving._desk.place, rules=rules)))
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F6)

    assert not desk.button("Check").isEnabled()
    assert "not taken here" in desk.button("Check").accessibleDescription()
    assert not desk.shows("Check amount")
    assert desk.button("Cash").isEnabled()
