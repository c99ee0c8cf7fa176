"""What opens a locked desk, as the page over it says."""

from dataclasses import dataclass

from cashier.domain.unlocking import Pin
from cashier.usecases.ports.desk import Desk


@dataclass(frozen=True, slots=True)
class HowToUnlock:
    """What opens a locked desk: also a PIN with its badge; and where no drawer is open, anybody's own sign-in."""

    by_pin: bool
    by_others: bool


def how_to_unlock(pin: Pin | None, desk: Desk) -> HowToUnlock:
    """As the drawer stands now: its close ends the PIN and leaves the desk to whoever comes."""
    with desk.open_reading() as work:
        shift, close = work.journal.open_shift(), work.journal.drawers.last_close()
    last_close = close.line.line_id if close is not None else None
    return HowToUnlock(
        by_pin=pin is not None and pin.is_of_now(last_close=last_close, now=desk.clock()), by_others=shift is None
    )
