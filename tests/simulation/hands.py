"""What hands at a desk hold, counted by hand: the drawer's cash, its paper, bags. It never reads a transfer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from cashier.domain.accounts import BookLine
from cashier.domain.shift import DENOMINATIONS
from cashier.domain.tenders import TenderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A check or money order."""

    kind: TenderKind
    number: str
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A payment that the cashier was told is taken. ``net_cash`` and ``papers`` are what lies in the drawer of it.

    ``member``: whose account was open. ``aside``: what of it pays no guarantor's bill yet, but a deposit.
    """

    payment_id: UUID
    receipt: str
    cents: int
    member: str
    guarantor: str
    net_cash: int
    papers: tuple[Paper, ...]
    card: int
    is_premium: bool
    aside: int = 0

    @property
    def paper(self) -> int:
        return sum(paper.cents for paper in self.papers)

    @property
    def line(self) -> BookLine:
        return BookLine.PREMIUM if self.is_premium else BookLine.MEDICAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """What a cashier put into a bag."""

    number: str
    line: BookLine
    cash: int
    papers: tuple[Paper, ...] = ()

    @property
    def cents(self) -> int:
        return self.cash + sum(paper.cents for paper in self.papers)


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

    ``returned``: payments whose check came back. ``entered``: those that were entered again from another desk's paper,
    with what that was there. ``premium`` is a part of ``cash``. ``float_left``: the notes that wait
    in the safe for the next shift. ``on_way``: given to other cashiers, less what came from them.
    """

    cash: int = 0
    premium: int = 0
    off: int = 0
    differences: int = 0
    safe: int = 0
    bagged: int = 0
    on_way: int = 0
    float_left: dict[str, int] | None = None
    told: dict[UUID, Told] = field(default_factory=dict)
    voided: set[UUID] = field(default_factory=set)
    returned: set[UUID] = field(default_factory=set)
    entered: dict[UUID, Told] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    here: list[UUID] = field(default_factory=list)  # The payments of this shift.
    bags: list[Bag] = field(default_factory=list)
    bags_used: int = 0

    @property
    def paper(self) -> int:
        return sum(self.told[payment_id].paper for payment_id in self.here)

    def new_bag(self, desk: str) -> str:
        self.bags_used += 1
        return f"{desk}-{self.bags_used}"

    def open(self, cents: int) -> None:
        """The float comes out of the safe."""
        self.cash, self.premium, self.off = cents, 0, 0
        self.here = []
        self.safe -= cents

    def drop(self, cents: int, bag: str) -> None:
        """Cash goes into a bag."""
        self.cash -= cents
        self._fill(Bag(number=bag, line=BookLine.MEDICAL, cash=cents))

    def give(self, cents: int) -> None:
        """Cash goes to another cashier."""
        self.cash -= cents
        self.on_way += cents

    def receive(self, cents: int) -> None:
        """Cash comes from another cashier, or back."""
        self.cash += cents
        self.on_way -= cents

    def close(self, left: dict[str, int], cents: int, bags: Mapping[BookLine, str]) -> None:
        """``cents`` stay as the next float, all else goes into the bags."""
        self.safe += cents
        self.differences += self.off
        self.float_left = dict(left)
        cash = {BookLine.MEDICAL: self.cash - self.premium - cents, BookLine.PREMIUM: self.premium}
        for line, number in bags.items():
            here = [self.told[payment_id] for payment_id in self.here]
            papers = tuple(paper for told in here if told.line is line for paper in told.papers)
            self._fill(Bag(number=number, line=line, cash=cash[line], papers=papers))
        self.cash = self.premium = self.off = 0
        self.here = []

    def _fill(self, bag: Bag) -> None:
        if bag.cents:
            self.bagged += bag.cents
            self.bags.append(bag)

    def keep(self, told: Told) -> None:
        """What a payment brought is in the drawer now."""
        self.told[told.payment_id] = told
        self.here.append(told.payment_id)
        self.cash += told.net_cash
        if told.is_premium:
            self.premium += told.net_cash

    def take_out(self, payment_id: UUID) -> None:
        """What a payment brought lies in another drawer, where it was entered again."""
        told = self.told.pop(payment_id)
        self.here.remove(payment_id)
        self.cash -= told.net_cash
        if told.is_premium:
            self.premium -= told.net_cash

    def call_otherwise(self, payment_id: UUID, was: Paper, now: Paper) -> None:
        """A tender was found to be another one; cash among them is no paper."""
        told = self.told[payment_id]
        gone = 0 if was.kind is TenderKind.CASH else next(at for at, paper in enumerate(told.papers) if paper == was)
        papers = told.papers if was.kind is TenderKind.CASH else (*told.papers[:gone], *told.papers[gone + 1 :])
        papers = papers if now.kind is TenderKind.CASH else (*papers, now)
        cash = sum(sign * each.cents for sign, each in ((1, now), (-1, was)) if each.kind is TenderKind.CASH)
        self.told[payment_id] = replace(told, net_cash=told.net_cash + cash, papers=papers)
        self.cash += cash
        if told.is_premium:
            self.premium += cash

    def give_back(self, payment_id: UUID) -> None:
        """A payment went back to its member."""
        told = self.told[payment_id]
        self.voided.add(payment_id)
        self.here.remove(payment_id)
        self.cash -= told.net_cash
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
