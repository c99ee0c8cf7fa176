"""What the counter needs besides the desk's doors."""

from collections.abc import Callable
from dataclasses import dataclass

from cashier.domain.people import Staff
from ui.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """``seconds`` is a clock that only goes forward."""

    work: Work
    staff: Staff
    seconds: Callable[[], float]
