"""When signing in has to wait: after a failure, longer each time and never forever; and too long without the ledger."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from cashier.domain.errors import Refused

_LONGEST_WAIT_S = 300
_DESK_FREE = 10  # So many failures of all names together cost the desk nothing yet.
_DESK_FORGETS = timedelta(minutes=15)
SIGN_IN_MOST_H, APPROVE_MOST_H = 72, 24


class TryLater(Refused):
    """Not yet: the sentence says for how long, ``seconds`` too; ``why`` is the rest of it.

    ``is_checked``: the passphrase was wrong. Else it came too soon after one that was.
    """

    def __init__(self, seconds: int, *, is_checked: bool = True) -> None:
        unit = "second" if seconds == 1 else "seconds"
        self.why = "That doesn't match." if is_checked else "That was too soon, and nothing was checked."
        self.seconds = seconds
        super().__init__(f"{self.why} You can try again in {seconds} {unit}.")


class OutOfTouch(Refused):
    """The ledger was not heard for too long: nobody signs in alone (R14)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineLimits:
    """R14: for how many hours after the ledger was last heard people may still sign in, and approve; at most these."""

    sign_in_h: int = SIGN_IN_MOST_H
    approve_h: int = APPROVE_MOST_H


def check_contact(heard_at: datetime | None, now: datetime, *, most_h: int, act: str) -> None:
    """Raises OutOfTouch when the ledger is away for so long that this desk can't know who has left or lost a right.

    ``heard_at`` is None while the directory is being filled for the first time; ``act`` completes the sentence.
    """
    if heard_at is not None and now - heard_at > timedelta(hours=most_h):
        raise OutOfTouch(
            f"This desk has not heard from the ledger for more than {most_h} hours. "
            f"Nobody can {act} here until it does. Tell the cash office."
        )


def wait_left_s(failures: int, last_at: datetime | None, now: datetime) -> int:
    """Whole seconds until the next try: 2, 4, 8 … up to 300 after each failure in a row; 0 if it may be now.

    A clock that was set back does not lengthen the wait beyond its full length.
    """
    if failures == 0 or last_at is None:
        return 0
    wait = min(1 << min(failures, 9), _LONGEST_WAIT_S)
    left = last_at + timedelta(seconds=wait) - now
    return max(0, min(wait, ceil(left.total_seconds())))


def desk_wait_left_s(failures: int, last_at: datetime | None, now: datetime) -> int:
    """As `wait_left_s`, for all names of one desk together: from the eleventh failure on it waits, whoever comes.

    Nobody's good sign-in ends that; a quarter of an hour without a failure does.
    """
    if desk_is_quiet(last_at, now):
        return 0
    return wait_left_s(max(0, failures - _DESK_FREE), last_at, now)


def desk_is_quiet(last_at: datetime | None, now: datetime) -> bool:
    """Whether the desk's last failure is so long ago that its count begins anew."""
    return last_at is None or now - last_at >= _DESK_FORGETS
