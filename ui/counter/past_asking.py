"""Asks the ledger what a member paid before and what there is to use; until it answers there is what we know."""

from collections.abc import Callable

from ui.counter.around import Around
from ui.counter.past_state import Told
from ui.counter.serving import Serving
from ui.doors import Doors

_LANE = "past"


def ask_past(serving: Serving, doors: Doors, around: Around, show: Callable[[], None]) -> None:
    """``show`` is called on the Qt thread when the answer is there. Offline nobody is asked."""
    account, ledger, funds = serving.account, doors.elsewhere, doors.funds
    if account is None or not serving.online:
        return
    number = account.account.member.number

    def tell(told: Told) -> None:
        serving.tell_past(number, told)
        show()

    # Without an answer the card goes on saying that it waits for one; the strip says why.
    around.work.run(
        _LANE,
        lambda: Told(payments=ledger.payments(number), funds=funds.of(number)),
        done=tell,
        failed=lambda _fault: None,
    )
