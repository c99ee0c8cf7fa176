"""The safe's side of cash: what lies in a bag, checks that are accounted for again, and counts that two people sign."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cashier.domain.errors import Refused
from cashier.domain.money import Money


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
