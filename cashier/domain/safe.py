"""The safe's side of cash: what lies in a bag, checks that are accounted for again, and counts that two people sign."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from cashier.domain.accounts import Book
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BagCheck:
    """A check or money order in a bag, as the line that filled it says. ``key`` names it within its bag."""

    key: str
    bag: str
    kind: str
    number: str
    amount: Money
    receipt: str = ""

    @property
    def words(self) -> str:
        """``Check 1043 of $272.60``."""
        kind = self.kind.replace("_", " ").capitalize()
        return f"{kind} {self.number} of {self.amount}" if self.number else f"{kind} of {self.amount}"


@dataclass(frozen=True, slots=True)
class SeenCheck:
    """A check that somebody had in the hand, by its number and amount; without a number where it has none."""

    number: str
    amount: Money


def tick_off(listed: Sequence[BagCheck], seen: Sequence[SeenCheck]) -> None:
    """Each listed check has to be seen once, and none besides (R4). Raises Refused, naming the first that is not so."""
    left = Counter((check.number, check.amount) for check in seen)
    for item in listed:
        one = item.number, item.amount
        if not left[one]:
            raise Refused(f"{item.words} in bag {item.bag} was not accounted for. Look for it, then tick it off.")
        left[one] -= 1
    for number, amount in (one for one, more in left.items() if more):
        raise Refused(f"Check {number} of {amount} is on no list of these bags. Put it aside.".replace("  ", " "))


class CountPurpose(StrEnum):
    """Why the safe is counted: R11's two counts of a day, and the one that can happen at any time (R29)."""

    OPEN = "open"
    CLOSE = "close"
    SURPRISE = "surprise"


class DepositState(StrEnum):
    """Where a deposit is on its way to the bank."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    WITH_COURIER = "with_courier"
    AT_BANK = "at_bank"
    CREDITED = "credited"


@dataclass(frozen=True, slots=True, kw_only=True)
class BagAtHand:
    """A bag in the safe, or in transit to it where ``accepted_by`` is empty."""

    number: str
    book: Book
    desk: str
    day: date | None
    cash: Money
    checks: Money
    accepted_by: str = ""
    shift_is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositAtHand:
    """A deposit on its way. ``number`` is the short one, as the bank has it; ``wrong``: what the bank says.

    ``credited``: what the bank has of it, None before it said anything. ``corrected``: what two people took over
    from the bank, beyond what the deposit says; below zero where the bank found less. ``is_yours``: who asks
    prepared it, and somebody else reviews it.
    """

    deposit: UUID
    number: int
    book: Book
    day: date | None
    is_final: bool
    cash: Money
    checks: Money
    state: DepositState
    prepared_by: str
    reviewed_by: str = ""
    seal: str = ""
    courier: str = ""
    wrong: str = ""
    credited: Money | None = None
    corrected: Money = ZERO
    is_yours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDifference:
    """What the bank credited and no deposit explains."""

    what: str
    why: str
    amount: Money
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Safe:
    """The cash office's side of a center. ``shifts``: how many drawers of the day are closed."""

    as_of: datetime
    bags: tuple[BagAtHand, ...] = ()
    deposits: tuple[DepositAtHand, ...] = ()
    bank: tuple[BankDifference, ...] = ()
    open_shifts: tuple[str, ...] = ()
    shifts: int = 0
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BagStep:
    """One hand-over of a bag."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagSeen:
    """A bag that was looked up. ``next_step``: accept, give, arrive or nothing; name where two bags have its number."""

    number: str
    next_step: str
    items: tuple[BagCheck, ...] = ()
    steps: tuple[BagStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepare:
    """Bags of one book, with what was counted and seen of them. ``line_id`` becomes the deposit's id."""

    line_id: UUID
    book: Book
    bags: tuple[str, ...]
    count: Mapping[str, int]
    checks: tuple[SeenCheck, ...] = ()
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the second person counted and saw, and the bag that was sealed with it."""

    line_id: UUID
    deposit: UUID
    count: Mapping[str, int]
    checks: tuple[SeenCheck, ...]
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A sealed bag, by its number, with ``word``: who takes it, or the bank's receipt for it."""

    line_id: UUID
    number: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositCorrection:
    """The bank's figure for a deposit, as it was shown to two people who take it over, and why it differs."""

    line_id: UUID
    number: str
    credited: Money
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeCount:
    """The safe's loose cash and the bags that lie in it, as two people counted them."""

    line_id: UUID
    purpose: CountPurpose
    day: date
    count: Mapping[str, int]
    bags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BagCount:
    """What two people found in a bag of the safe. ``missing``: keys of checks that are not there."""

    line_id: UUID
    number: str
    count: Mapping[str, int]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoBags:
    """Bags that were filled under one number, which two people have open before them."""

    line_id: UUID
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagsNamed:
    """By the desk that filled it, what each is called now; one that is not among ``names`` keeps ``number``."""

    number: str
    names: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """``The bag of OAK3 is B-1-OAK3, the bag of OAK4 is B-1-OAK4 from now on. Write it on each.``"""
        said = ", ".join(f"the bag of {desk} is {name}" for desk, name in self.names)
        return f"{said[:1].upper()}{said[1:]} from now on. Write it on each."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change from the bank, as it was ordered and as two people counted it."""

    line_id: UUID
    ordered: Money
    count: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositDone:
    """A step of a deposit was written down."""

    deposit: UUID
    number: int
    seal: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDone:
    """``again``: it differs, and is counted once more; then nothing more is said (R1). ``missing``: bags."""

    matches: bool
    again: bool
    difference: Money = ZERO
    missing: tuple[str, ...] = ()
