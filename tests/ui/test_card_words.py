"""What the cashier is told of a card: each way that it can end, in a sentence; and that nothing is left behind."""

import pytest

from cashier.domain.card import STOPPED_HERE, STOPPED_THERE, AttemptState, CardOutcome
from cashier.domain.tenders import TenderKind
from tests.ui.sample_desk import OFFICE, SampleDesk
from tests.ui.test_serving import APPROVED, answered, pay, sample, serving
from ui.counter.serving import Serving, Stage

__all__ = ["sample", "serving"]


@pytest.mark.parametrize(
    ("state", "words", "sentence"),
    [
        (
            AttemptState.DECLINED,
            "the PIN was wrong",
            "The card was declined. The PIN was wrong. Nothing was charged. Choose another way to pay.",
        ),
        (AttemptState.CANCELLED, STOPPED_THERE, "The card payment was canceled at the terminal. Nothing was charged."),
        (AttemptState.CANCELLED, STOPPED_HERE, "The card payment was canceled at this desk. Nothing was charged."),
        (
            AttemptState.NOT_CHARGED,
            "the terminal is not ready",
            "The card was not charged. The terminal is not ready. Try again, or choose another way to pay.",
        ),
    ],
)
def test_why_there_is_no_card_money_is_said_in_sentences(
    sample: SampleDesk, serving: Serving, state: AttemptState, words: str, sentence: str
) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "60")
    serving.card_heard(answered(sample, CardOutcome(state=state, words=words)))

    assert serving.payment is not None
    assert serving.payment.problem is not None
    assert serving.payment.problem.sentence == sentence


def test_a_card_that_pays_less_says_what_is_left(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "60")
    serving.card_heard(answered(sample, APPROVED))

    assert serving.payment is not None
    assert serving.payment.problem is not None
    assert serving.payment.problem.sentence == (
        "The card has paid $20.00 of $60.00, all that it approved. The rest stays to pay."
    )


def test_a_charge_that_came_before_the_stop_is_taken_and_said(sample: SampleDesk, serving: Serving) -> None:
    serving.edit(OFFICE, "20")
    pay(serving, TenderKind.CARD, "20")
    assert serving.card is not None
    serving.card = serving.card.stopping().stop_heard()

    assert serving.card_heard(answered(sample, APPROVED)) == (
        "The card was approved before the terminal stopped: $20.00 is taken. "
        "If it is not wanted any more, void it on Activity."
    )
    assert serving.stage is Stage.PAID


def test_accepted_tenders_are_not_left_behind_while_the_terminal_asks(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CASH, "40")
    pay(serving, TenderKind.CARD, "20")

    assert serving.why_not_open().startswith("Tenders are accepted for this member.")
