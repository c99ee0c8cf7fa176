"""Asks the ledger what a member paid before, once the account stands there: until it answers there is what we know."""

from collections.abc import Callable

from cashier.domain.past_payments import PastPayment
from ui.counter.around import Around
from ui.counter.serving import Serving
from ui.doors import Doors

_LANE = "past"


def ask_past(serving: Serving, doors: Doors, around: Around, show: Callable[[], None]) -> None:
    """``show`` is called on the Qt thread when the answer is there. Offline nobody is asked."""
    account, ledger = serving.account, doors.elsewhere
    if account is None or not serving.online:
        return
    number = account.account.member.number

    def tell(paid: tuple[PastPayment, ...]) -> None:
        serving.tell_past(number, paid)
        show()

    # Without an answer the card goes on saying that it waits for one; the strip says why.
    around.work.run(_LANE, lambda: ledger.payments(number), done=tell, failed=lambda _fault: None)
