"""While a card is on its way back, what goes back with it stays in the drawer."""

from cashier.domain.errors import Refused
from cashier.usecases.ports.work import UnitOfWork

AWAITS_REVERSAL = (
    "A card is given back at the terminal, and cash or a check of this drawer goes with it. "
    "Wait until the terminal has said it."
)


def must_not_await_reversal(work: UnitOfWork) -> None:
    """Raises Refused before anything leaves a drawer, or it is counted or suspended, that a void is about to open: what
    the void hands over once the card's answer is there has to be there, too.
    """
    if any(each.gives_back is not None and each.gives_back.from_drawer for each in work.attempts.unsettled()):
        raise Refused(AWAITS_REVERSAL)
