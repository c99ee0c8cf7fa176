"""The lane that hears of cash between cashiers: what comes to this drawer, and what became of what was given."""

from collections.abc import Callable

from cashier.domain.errors import LedgerAway, LedgerRefuses
from cashier.domain.handing import Handed
from cashier.usecases.hand_over import coming, given_here, settle
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.transfers import TransfersElsewhere
from cashier.usecases.shift import current_shift

LOOK_AGAIN_S = 30.0  # Each commit wakes all lanes; this one asks no more often than that.
Heard = Callable[[tuple[Handed, ...], bool, tuple[str, ...]], None]


class HandedLane:
    """A `ports.Lane`. ``heard`` gets what comes, whether something that was given has arrived since, and who does not
    take what was given, with why.
    """

    name = "cash between cashiers"

    def __init__(
        self, desk: Desk, elsewhere: TransfersElsewhere, *, heard: Heard, seconds: Callable[[], float]
    ) -> None:
        self._desk = desk
        self._elsewhere = elsewhere
        self._heard = heard
        self._seconds = seconds
        self._next_at: float | None = None
        self._told: tuple[tuple[Handed, ...], tuple[str, ...]] = ((), ())

    def step(self) -> float:
        """Ask once, where it is time; while the ledger is away nothing comes, because nothing can be accepted."""
        now = self._seconds()
        if self._next_at is not None and now < self._next_at:
            return self._next_at - now
        self._next_at = now + LOOK_AGAIN_S
        before = given_here(self._desk)
        try:
            rejected = tuple(settle(self._desk, self._elsewhere).values())
            comes = self._coming()
        except (LedgerAway, LedgerRefuses):
            comes, rejected = (), ()
        has_arrived = given_here(self._desk) != before
        if (comes, rejected) != self._told or has_arrived:
            self._told = comes, rejected
            self._heard(comes, has_arrived, rejected)
        return LOOK_AGAIN_S

    def _coming(self) -> tuple[Handed, ...]:
        shift = current_shift(self._desk)
        cashier = self._desk.directory.staff(shift.staff) if shift is not None else None
        return coming(self._desk, self._elsewhere, cashier.staff) if cashier is not None else ()
