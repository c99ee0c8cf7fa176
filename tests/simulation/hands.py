"""What hands at a desk hold, counted by hand: the drawer's cash, its paper, bags. It never reads a transfer."""

from dataclasses import dataclass, field
from uuid import UUID

from cashier.domain.shift import DENOMINATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A payment that the cashier was told is taken. ``net_cash`` and ``paper`` are what lies in the drawer of it.

    ``aside``: what of it pays no guarantor's bill yet, but a deposit.
    """

    payment_id: UUID
    receipt: str
    cents: int
    guarantor: str
    net_cash: int
    paper: int
    card: int
    is_premium: bool
    aside: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A part of a payment that pays another guarantor's bill now."""

    payment_id: UUID
    left: str
    to: str
    cents: int


@dataclass(slots=True)
class Hands:
    """Cents. ``off``: what was given out wrong, so that the drawer is short or over; ``differences`` of closed drawers.

    ``premium`` is a part of ``cash``. ``float_left``: the notes that wait in the safe for the next shift.
    """

    cash: int = 0
    premium: int = 0
    paper: int = 0
    off: int = 0
    differences: int = 0
    safe: int = 0
    bagged: int = 0
    float_left: dict[str, int] | None = None
    told: dict[UUID, Told] = field(default_factory=dict)
    voided: set[UUID] = field(default_factory=set)
    moved: list[Moved] = field(default_factory=list)
    here: list[UUID] = field(default_factory=list)  # The payments of this shift.
    bags: list[str] = field(default_factory=list)
    bags_used: int = 0

    def new_bag(self, desk: str) -> str:
        self.bags_used += 1
        return f"{desk}-{self.bags_used}"

    def open(self, cents: int) -> None:
        """The float comes out of the safe."""
        self.cash, self.premium, self.paper, self.off = cents, 0, 0, 0
        self.here = []
        self.safe -= cents

    def drop(self, cents: int, bag: str) -> None:
        """Cash goes into a bag."""
        self.cash -= cents
        self.bagged += cents
        self.bags.append(bag)

    def close(self, left: dict[str, int], cents: int, bags: list[str]) -> None:
        """``cents`` stay as the next float, all else goes into the bags."""
        self.safe += cents
        self.bagged += self.cash - cents + self.paper
        self.differences += self.off
        self.float_left = dict(left)
        self.bags += bags
        self.cash = self.premium = self.paper = self.off = 0
        self.here = []

    def keep(self, told: Told) -> None:
        """What a payment brought is in the drawer now."""
        self.told[told.payment_id] = told
        self.here.append(told.payment_id)
        self.cash += told.net_cash
        self.paper += told.paper
        if told.is_premium:
            self.premium += told.net_cash

    def give_back(self, payment_id: UUID) -> None:
        """A payment went back to its member."""
        told = self.told[payment_id]
        self.voided.add(payment_id)
        self.here.remove(payment_id)
        self.cash -= told.net_cash
        self.paper -= told.paper
        if told.is_premium:
            self.premium -= told.net_cash


def notes(cents: int) -> dict[str, int]:
    """A count that makes this sum."""
    count = {}
    for kind in DENOMINATIONS:
        if number := min(cents // kind.cents, 9999):
            count[kind.code] = number
            cents -= number * kind.cents
    return count
