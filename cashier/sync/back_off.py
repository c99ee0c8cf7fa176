"""How long to leave a ledger alone that did not answer, so that a thousand desks do not come back at once."""

from collections.abc import Callable
from datetime import datetime


class BackOff:
    """Exponential, with full jitter between ``least_s`` and a bound that doubles up to ``most_s``.

    ``chance`` draws evenly from 0 up to 1.
    """

    def __init__(self, *, least_s: float, most_s: float, chance: Callable[[], float]) -> None:
        self._least_s = least_s
        self._most_s = max(least_s, most_s)
        self._chance = chance
        self._bound_s = least_s
        self._rests: tuple[datetime, float] | None = None  # From when on, and how many seconds.

    def rest_from(self, now: datetime) -> float:
        """Begin the pause after one more failure; returns its seconds."""
        self._rests = (now, self.pause_s())
        return self._rests[1]

    def left_s(self, now: datetime) -> float:
        """What is left of the pause; nothing once it is over, or if the clock was put back."""
        since, for_s = self._rests or (now, 0.0)
        passed_s = (now - since).total_seconds()
        return max(0.0, for_s - passed_s) if passed_s >= 0 else 0.0

    def pause_s(self) -> float:
        """The seconds to wait after one more failure."""
        self._bound_s = min(self._bound_s * 2, self._most_s)
        return self._least_s + self._chance() * (self._bound_s - self._least_s)

    def reset(self) -> None:
        """It answered: the next failure is a first one again."""
        self._bound_s = self._least_s
        self._rests = None
