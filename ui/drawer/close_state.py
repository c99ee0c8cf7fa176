"""What the page that closes a drawer says: what was ticked, what is open still, what the blue button does next."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from cashier.domain.accounts import BookLine
from cashier.domain.count import has_no_change, propose_float
from cashier.domain.drawer import DrawerItem
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.micr import is_check_line, read_check_line
from cashier.domain.money import ZERO, Money, parse_amount, total
from cashier.domain.scan import field_text
from cashier.domain.shift_close import (
    Closing,
    FoundItem,
    bag_totals,
    difference,
    most_to_leave,
    needs_approval,
    to_sign,
)
from cashier.domain.tenders import TenderKind
from cashier.domain.terminal_totals import HeldAgainst, TerminalTotal, held_against
from cashier.usecases.close_shift import CloseSheet

_NO_CHANGE = "Nobody gets change from these: exchange them with the safe when the next drawer is open (Alt L)."
_SHORT = {TenderKind.CHECK: "", TenderKind.MONEY_ORDER: "MO ", TenderKind.CASHIERS_CHECK: "CC "}
_PAPER = {
    TenderKind.CHECK: "check",
    TenderKind.CASHIERS_CHECK: "cashier's check",
    TenderKind.MONEY_ORDER: "money order",
}


class Step(Enum):
    """What comes next."""

    COUNT = "count"
    TICK = "tick"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseState:
    """``sheet`` is what the desk knows, ``closing`` the counted drawer, None before a count that is enough (R1)."""

    sheet: CloseSheet
    closing: Closing | None = None
    present: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    found: tuple[FoundItem, ...] = ()
    terminals: tuple[TerminalTotal, ...] = ()
    said: str = field(default="")
    counts_along: bool = False

    @property
    def step(self) -> Step:
        if self.closing is None or self.counts_along:
            return Step.COUNT
        return Step.TICK if self.open_items else Step.CLOSE

    @property
    def open_items(self) -> tuple[DrawerItem, ...]:
        """Checks that are neither ticked nor missing."""
        return tuple(item for item in self.sheet.items if item.key not in self.present | self.missing)

    @property
    def hint(self) -> str:
        """Which count this is, and what Enter does in its fields."""
        counted = self.sheet.counted
        number = (counted.attempt.number if counted else 0) + (self.step is Step.COUNT)
        which = {1: "First count.", 2: "Second count."}.get(number, f"Count {number}.")
        return f"{which} Enter goes on, and in the last field keeps it."

    @property
    def checks_hint(self) -> str:
        """How many of each kind of paper were taken."""
        if not self.sheet.items:
            return "No check and no money order was taken."
        counts = Counter(item.kind for item in self.sheet.items)
        said = [
            f"{counts[kind]} {words}{'' if counts[kind] == 1 else 's'}"
            for kind, words in _PAPER.items()
            if counts[kind] or kind is TenderKind.CHECK
        ]
        listed = " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
        return f"Scan or type each. {listed} {'was' if len(self.sheet.items) == 1 else 'were'} taken."

    @property
    def ticked(self) -> tuple[int, Money]:
        """How many papers are there, and what they come to."""
        here = [item.amount for item in self.sheet.items if item.key in self.present]
        here += [item.amount for item in self.found]
        return len(here), total(here)

    @property
    def cards(self) -> tuple[int, Money]:
        return sum(card.count for card in self.sheet.cards), total([card.amount for card in self.sheet.cards])

    @property
    def held_against(self) -> tuple[HeldAgainst, ...]:
        """Card totals against the terminals', once the drawer is counted and they were asked (R1)."""
        return held_against(self.sheet.cards, self.terminals) if self.closing is not None and self.terminals else ()

    @property
    def cash_differs(self) -> bool:
        """Whether the cash that was counted is not what should be there."""
        return self.closing is not None and difference(self.closing) != ZERO

    @property
    def differs(self) -> bool:
        """Whether something is not as it should be, so that a reason is asked."""
        return self.closing is not None and self.to_sign > ZERO

    @property
    def to_sign(self) -> Money:
        """What a second person would sign for."""
        return ZERO if self.closing is None else to_sign(self.closing, missing=self.missing, found=self.found)

    @property
    def needs_lead(self) -> bool:
        if self.closing is None:
            return False
        if self.sheet.is_for_another:
            return True
        unlike = [item for item in self.sheet.items if item.key in self.missing]
        return needs_approval(self.closing, [*unlike, *self.found])

    @property
    def left(self) -> dict[str, int]:
        """Which notes and coins to leave, as proposed."""
        if self.closing is None:
            return {}
        most = min(self.closing.rules.float_amount, most_to_leave(self.closing))
        return propose_float(self.closing.attempts[-1].count, most)

    def bags(self, left: Money) -> dict[BookLine, Money]:
        """What each bag will hold, by medical and premium."""
        if self.closing is None:
            return {}
        totals = bag_totals(self.closing, missing=self.missing, found=self.found, left=left)
        return {book.line: amount for book, amount in totals.items()}

    def over(self, sheet: CloseSheet, closing: Closing | None) -> "CloseState":
        """The same ticks over what the desk knows now; a check that left the drawer is ticked no more."""
        here = frozenset(item.key for item in sheet.items)
        return replace(
            self, sheet=sheet, closing=closing, present=self.present & here, missing=self.missing & here, said=""
        )

    def tick(self, key: str, is_there: bool) -> "CloseState":
        """A check is there, or not ticked any more."""
        present = self.present | {key} if is_there else self.present - {key}
        return replace(self, present=present, missing=self.missing - {key}, said="")

    def miss(self, key: str) -> "CloseState":
        """A check is not there; said again, it is open again."""
        missing = self.missing - {key} if key in self.missing else self.missing | {key}
        return replace(self, present=self.present - {key}, missing=missing, said="")

    def on_number(self, text: str) -> "CloseState":
        """A number typed or scanned: ticked where one check has it. ``said`` tells what is wrong with it."""
        number = text.strip().casefold()
        hits = [item for item in self.sheet.items if item.number.casefold() == number]
        if not number:
            return replace(self, said="Scan or type the number of a check.")
        if not hits:
            return replace(self, said="That number is not on the list. Look at it again, or press Alt N.")
        still = [item for item in hits if item.key not in self.present]
        if not still:
            return replace(self, said=f"Check {hits[0].number} is ticked already.")
        return self.tick(still[0].key, True)

    def on_scan(self, text: str) -> "CloseState":
        """A check's whole line, as a reader sends it: by whichever of its numbers is on the list; or a number alone."""
        if not is_check_line(text):
            return self.on_number(text)
        try:
            serials = [reading.serial for reading in read_check_line(text).readings]
        except Refused as refused:
            return replace(self, said=refused.sentence)
        known = {item.number.casefold() for item in self.sheet.items}
        return self.on_number(next((serial for serial in serials if serial.casefold() in known), serials[0]))

    def find_more(self, number: str, amount: str, kind: TenderKind, line: BookLine) -> "CloseState":
        """A paper that is on no list. Raises FieldRefused for a number or an amount that is none."""
        clean = field_text(number, "The number", "number")
        if not clean:
            raise FieldRefused("Enter the number on the check.", "number")
        try:
            worth = parse_amount(amount, "the check")
        except Refused as refused:
            raise FieldRefused(refused.sentence, "amount") from refused
        item = FoundItem(kind=kind, number=clean, amount=worth, line=line)
        return replace(self, found=(*self.found, item), said="")


def item_words(item: DrawerItem | FoundItem) -> str:
    """``1043``, ``MO 55174``."""
    return f"{_SHORT.get(item.kind, f'{item.kind.value} ')}{item.number or '?'}"


def left_words(left: Mapping[str, int]) -> str:
    """Which notes and coins stay: ``Leave 5 × $20, 10 × $5.``; and that nobody can give change from large ones."""
    if not left:
        return ""
    said = ", ".join(f"{number} × {_kind_words(code)}" for code, number in reversed(list(left.items())))
    return f"Leave {said}." + (f" {_NO_CHANGE}" if has_no_change(left) else "")


def _kind_words(code: str) -> str:
    value = code.removesuffix(" coin")
    return f"${value.removesuffix('.00')}" if not value.startswith("0.") else f"{int(value[2:])}¢"
