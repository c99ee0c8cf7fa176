"""How long to leave a ledger alone that did not answer, so that a thousand desks do not come back at once."""

from collections.abc import Callable


class BackOff:
    """Exponential, with full jitter between ``least_s`` and a bound that doubles up to ``most_s``.

    ``chance`` draws evenly from 0 up to 1.
    """

    def __init__(self, *, least_s: float, most_s: float, chance: Callable[[], float]) -> None:
        self._least_s = least_s
        self._most_s = max(least_s, most_s)
        self._chance = chance
        self._bound_s = least_s

    def pause_s(self) -> float:
        """The seconds to wait after one more failure."""
        self._bound_s = min(self._bound_s * 2, self._most_s)
        return self._least_s + self._chance() * (self._bound_s - self._least_s)

    def reset(self) -> None:
        """It answered: the next failure is a first one again."""
        self._bound_s = self._least_s
