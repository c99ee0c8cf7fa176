"""What the cashier is told about card money that was asked for, above all when the answer did not come."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cashier.domain.card import Attempt, AttemptState
from cashier.domain.money import ZERO, Money

LEAD_AFTER = timedelta(minutes=2)

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardState:
    """One attempt at the counter. ``rest`` is what other tenders pay; ``tries`` how often the terminal was asked."""

    attempt: Attempt
    to_pay: Money
    rest: Money
    tries: int = 0

    def heard(self, attempt: Attempt) -> "CardState":
        """The terminal answered, or could not say."""
        asked_again = attempt.state is AttemptState.UNKNOWN
        return replace(self, attempt=attempt, tries=self.tries + asked_again)

    @property
    def is_unknown(self) -> bool:
        return self.attempt.state is AttemptState.UNKNOWN

    @property
    def title(self) -> str:
        return "The card may have been charged" if self.is_unknown else "The terminal asks for the card"

    @property
    def text(self) -> str:
        if not self.is_unknown:
            return "The member follows the terminal. Wait for its answer."
        return (
            f"The terminal approved or refused {self.attempt.amount} and its answer did not arrive. "
            "Don't take this amount again, on the card or in cash."
        )

    @property
    def rest_words(self) -> str:
        """What becomes of the other tenders meanwhile."""
        return "The check or cash for the rest waits until this is settled." if self.rest > ZERO else ""

    def progress_words(self, now: datetime) -> str:
        """``third time, 0:14``; empty before the terminal had to be asked again."""
        if not self.is_unknown:
            return ""
        seconds = max(0, int((now - self.attempt.asked_at).total_seconds()))
        return f"{_ordinal(max(1, self.tries))} time, {seconds // 60}:{seconds % 60:02d}"

    def progress(self, now: datetime) -> int:
        """How much of the two minutes is over, in percent; it stays at 100 after them."""
        return min(100, max(0, round((now - self.attempt.asked_at) / LEAD_AFTER * 100)))

    def lead_words(self, now: datetime) -> str:
        """When a lead is needed."""
        if not self.is_unknown:
            return ""
        if now - self.attempt.asked_at < LEAD_AFTER:
            return "If the terminal can't say within two minutes, a lead looks at the terminal's report with you."
        return "The terminal can't say. Ask a lead to look at its report with you; the desk goes on asking."


def answer_words(attempt: Attempt) -> str:
    """What is said beside the tender when no card money came."""
    said = attempt.words.rstrip(".")
    if attempt.state is AttemptState.DECLINED:
        why = f" {said}." if said and said != AttemptState.DECLINED.value else ""
        return f"The card was declined.{why} Nothing was charged. Choose another way to pay the rest."
    if attempt.state is AttemptState.CANCELLED:
        return "The card payment was canceled. Nothing was charged."
    why = f" {said}." if said else ""
    return f"The card was not charged.{why} Try again, or choose another way to pay."


def late_words(attempt: Attempt, at: str) -> str:
    """The banner's sentence about a card whose member has left; ``at`` is the time it was asked. Names nobody."""
    if attempt.state is AttemptState.APPROVED:
        return f"The card payment of {at} was approved: {attempt.amount} is taken and its receipt is printed."
    return f"The card payment of {at} was not charged. Its balance can be paid again."


def _ordinal(number: int) -> str:
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
