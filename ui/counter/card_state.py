"""What the cashier is told about card money that was asked for, or is to go back, above all when no answer came."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from cashier.domain.card import STOPPED_HERE, STOPPED_THERE, Attempt, AttemptState
from cashier.domain.money import ZERO, Money, total
from cashier.domain.payment_facts import read_payment
from cashier.domain.reversal_words import not_given_back
from cashier.usecases.card_payment import Settled

LEAD_AFTER = timedelta(minutes=2)

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Stop(Enum):
    """Whether the cashier wants the terminal to stop. What it charged before is a fact all the same."""

    NOT_ASKED = "not asked"
    ASKING = "asking"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardState:
    """One attempt at the counter. ``rest`` is what other tenders pay; ``tries`` how often the terminal was asked.

    ``trouble``: why the terminal did not confirm that it stops. ``by_hand``: it speaks to nobody.
    """

    attempt: Attempt
    to_pay: Money
    rest: Money
    tries: int = 0
    stop: Stop = Stop.NOT_ASKED
    trouble: str = ""
    by_hand: bool = False

    def heard(self, attempt: Attempt) -> "CardState":
        """The terminal answered, or could not say."""
        asked_again = attempt.state is AttemptState.UNKNOWN
        return replace(self, attempt=attempt, tries=self.tries + asked_again)

    def stopping(self) -> "CardState":
        """The terminal is being asked to stop."""
        return replace(self, stop=Stop.ASKING, trouble="")

    def stop_heard(self, trouble: str = "") -> "CardState":
        """It was asked, and may be asked again: the sale's own answer says what became of it."""
        return replace(self, stop=Stop.ASKED, trouble=trouble)

    @property
    def is_unknown(self) -> bool:
        return self.attempt.state is AttemptState.UNKNOWN

    @property
    def can_stop(self) -> bool:
        """Whether the terminal can be asked to stop now, for the first time or again."""
        return self.stop is not Stop.ASKING and self.attempt.gives_back is None and not self.by_hand

    @property
    def title(self) -> str:
        if self.by_hand and not self.is_unknown:
            return f"Key it in at terminal {self.attempt.terminal}"
        if self.attempt.gives_back is not None:
            return "The card may have its money back" if self.is_unknown else "The terminal gives the money back"
        if self.is_unknown:
            return "The card may have been charged"
        return "The terminal asks for the card" if self.stop is Stop.NOT_ASKED else "The terminal is to stop"

    @property
    def text(self) -> str:
        if self.by_hand and not self.is_unknown:
            what = "Give back" if self.attempt.gives_back is not None else "Charge"
            return f"{what} {self.attempt.amount} there, then type here what its slip says."
        if self.attempt.gives_back is not None:
            return self._text_of_reversal
        if not self.is_unknown:
            return self.trouble or self._text_of_sale
        if self.by_hand:
            return f"{self._not_typed} Don't take this amount again, on the card or in cash."
        return (
            f"The terminal approved or refused {self.attempt.amount} and its answer did not arrive. "
            "Don't take this amount again, on the card or in cash."
        )

    @property
    def _text_of_sale(self) -> str:
        if self.stop is Stop.NOT_ASKED:
            shown = f"It shows {self.attempt.amount} and how the card is read."
            return f"{shown} The member taps, inserts or swipes it there; HSA and FSA cards, too."
        return "Its answer says what became of the card: what it charged before it stopped is taken."

    @property
    def _text_of_reversal(self) -> str:
        if not self.is_unknown:
            return "Wait for its answer. Nothing of this payment has gone back yet."
        if self.by_hand:
            return f"{self._not_typed} Don't give this money back another way, in cash or on a card."
        return (
            f"The terminal was asked to give {self.attempt.amount} back and its answer did not arrive. "
            "Don't give this money back another way, in cash or on a card."
        )

    @property
    def _not_typed(self) -> str:
        """What a silence is where somebody types what the terminal says."""
        return f"Nobody has typed what terminal {self.attempt.terminal} said of {self.attempt.amount}: type it here."

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
        if self.by_hand:
            return "Without its slip, look at the terminal's report with a lead, and settle the card on the Desk page."
        if now - self.attempt.asked_at < LEAD_AFTER:
            return "If the terminal can't say within two minutes, a lead looks at the terminal's report with you."
        return (
            "The terminal can't say. Look at its report with a lead, and settle the card on the Desk page; "
            "the desk goes on asking."
        )


def answer_words(attempt: Attempt) -> str:
    """What is said beside the tender when no card money came."""
    said = attempt.words.rstrip(".")
    why = f" {said[0].upper()}{said[1:]}." if said else ""
    if attempt.state is AttemptState.DECLINED:
        why = "" if said == AttemptState.DECLINED.value else why
        return f"The card was declined.{why} Nothing was charged. Choose another way to pay."
    if attempt.state is AttemptState.CANCELLED:
        where = {STOPPED_THERE: " at the terminal", STOPPED_HERE: " at this desk"}.get(said, "")
        return f"The card payment was canceled{where}. Nothing was charged."
    return f"The card was not charged.{why} Try again, or choose another way to pay."


def paid_words(settled: Settled, stop: Stop) -> str:
    """What is to be known of a card that paid; empty where it paid what was asked, and nobody wanted it to stop."""
    brought, asked = _brought(settled), settled.attempt.amount
    if stop is not Stop.NOT_ASKED:
        return (
            f"The card was approved before the terminal stopped: {brought} is taken. "
            "If it is not wanted any more, void it on Activity."
        )
    return f"The card has paid {brought} of {asked}, all that it approved. The rest stays to pay." * (brought < asked)


def late_words(settled: Settled, at: str, phone: str) -> str:
    """The banner's sentence about a card whose member has left; ``at`` is the time it was asked. Names nobody.

    What was approved late is booked; where the member does not want it any more, it goes back as every payment does.
    """
    attempt = settled.attempt
    if attempt.gives_back is not None:
        return _late_reversal(settled, at, phone)
    if attempt.state is AttemptState.APPROVED:
        taken = f"The card payment of {at} was approved: {_brought(settled)} is taken and its receipt is printed."
        return f"{taken} If it is not wanted any more, void it on Activity." if settled.taken is not None else taken
    return f"The card payment of {at} was not charged. Its balance can be paid again."


def _brought(settled: Settled) -> Money:
    """What the card paid, which may be less than it was asked for."""
    lines = settled.taken.lines if settled.taken is not None else ()
    tenders = [tender for numbered in lines for tender in read_payment(numbered.line).tenders]
    return total([tender.amount for tender in tenders if tender.attempt_id == settled.attempt.attempt_id])


def _late_reversal(settled: Settled, at: str, phone: str) -> str:
    attempt, voided = settled.attempt, settled.voided
    if voided is None:
        return not_given_back(attempt, phone)
    said = voided.line.facts
    told = f"Receipt {said['receipt']} is void: its card, asked about at {at}, has {attempt.amount} back."
    rest = Money(said["cents"]) - attempt.amount
    return f"{told} Open the drawer without a sale and give back {rest}." if rest > ZERO else told


def _ordinal(number: int) -> str:
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
