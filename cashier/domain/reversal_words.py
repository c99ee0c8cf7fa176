"""What is said of a card that was to get its money back: at the window, in a script, in the banner."""

from cashier.domain.card import Attempt, AttemptState

REVERSAL_UNKNOWN = (
    "Whether the card got its money back is not known yet. "
    "Give nothing of this payment back until the terminal says it."
)


def not_given_back(attempt: Attempt, phone: str = "") -> str:
    """Why a void was not done, and the way out; ``phone`` is the cash office's."""
    back = attempt.gives_back
    assert back is not None, "a sale is told of otherwise"
    said = attempt.words.rstrip(".")
    why = f": {said}" if said and said != AttemptState.DECLINED.value else ""
    office = f"the cash office, {phone}" if phone else "the cash office"
    nothing = f"Nothing of receipt {back.void.receipt} was given back."
    if back.after:  # What a terminal gave back once it declines.
        return (
            f"The card did not get {attempt.amount} back now{why}. It was asked for before, and {back.after}: read "
            f"there again whether it got it then. Give nothing back, and send the member to {office}."
        )
    if attempt.state is AttemptState.DECLINED:
        return (
            f"The card did not get {attempt.amount} back{why}. {nothing} "
            f"Send the member to {office}: a refund to the same card is asked for there."
        )
    return f"The card did not get {attempt.amount} back{why}. {nothing} Try again, or send the member to {office}."
