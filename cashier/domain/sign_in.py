"""How long a name must wait after a failed sign-in: longer each time, and never forever."""

from datetime import datetime, timedelta
from math import ceil

from cashier.domain.errors import Refused

_LONGEST_WAIT_S = 300


class TryLater(Refused):
    """Not yet: the sentence says for how long, ``seconds`` too."""

    def __init__(self, seconds: int) -> None:
        unit = "second" if seconds == 1 else "seconds"
        super().__init__(f"That doesn't match. You can try again in {seconds} {unit}.")
        self.seconds = seconds


def wait_left_s(failures: int, last_at: datetime | None, now: datetime) -> int:
    """Whole seconds until the next try: 2, 4, 8 … up to 300 after each failure in a row; 0 if it may be now.

    A clock that was set back does not lengthen the wait beyond its full length.
    """
    if failures == 0 or last_at is None:
        return 0
    wait = min(1 << min(failures, 9), _LONGEST_WAIT_S)
    left = last_at + timedelta(seconds=wait) - now
    return max(0, min(wait, ceil(left.total_seconds())))
