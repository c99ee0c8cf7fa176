"""A card whose member is not at the window any more: what is done and said once the terminal has answered."""

from cashier.domain.card import UNSETTLED
from cashier.domain.money import ZERO
from cashier.domain.times import time_words
from cashier.usecases.card_payment import Settled
from cashier.usecases.ports.desk import Desk
from cashier.usecases.take_payment import finish_payment
from ui.counter.card_state import late_words


def late_card(settled: Settled, desk: Desk) -> str:
    """Print what was taken; the banner's sentence, empty while nothing is known."""
    attempt = settled.attempt
    if attempt.state in UNSETTLED:
        return ""
    if settled.rest > ZERO and settled.taken is not None:
        finish_payment(attempt.wish.payment_id, desk)
    at = time_words(attempt.asked_at, now=desk.clock(), zone=desk.place.time_zone)
    return late_words(settled, at, desk.place.questions_phone)
