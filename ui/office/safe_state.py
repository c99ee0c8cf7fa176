"""What the deposit half of the Office page says and does next, without Qt."""

from dataclasses import dataclass, field, replace
from datetime import tzinfo
from enum import Enum
from uuid import UUID

from cashier.domain.accounts import Book, BookLine
from cashier.domain.errors import Refused
from cashier.domain.micr import is_check_line, read_check_line
from cashier.domain.money import Money, parse_amount, total
from cashier.domain.over_short import over_short_words
from cashier.domain.safe import BagCheck, BagStep, CountDone, DepositAtHand, DepositState, Safe, SeenCheck
from cashier.domain.scan import safe_text
from cashier.domain.times import short_day_words, time_words


class NextStep(Enum):
    """What Enter does on a row."""

    PREPARE = "prepare"
    REVIEW = "review"
    GIVE = "give"
    ARRIVE = "arrive"
    CORRECT = "correct"
    HISTORY = "history"
    NOTHING = "nothing"


_STEPS = {
    DepositState.PREPARED: NextStep.REVIEW,
    DepositState.REVIEWED: NextStep.GIVE,
    DepositState.WITH_COURIER: NextStep.ARRIVE,
    DepositState.AT_BANK: NextStep.HISTORY,
    DepositState.CREDITED: NextStep.HISTORY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeRow:
    """A row of the list, in the columns' order, and what Enter does on it. ``key`` keeps the choice where it is."""

    key: str
    book: str
    what: str
    cash: str
    checks: str
    total: str
    state: str
    tone: str
    step: NextStep
    line: BookLine | None = None
    deposit: DepositAtHand | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        return self.book, self.what, self.cash, self.checks, self.total, self.state


def safe_rows(safe: Safe) -> tuple[SafeRow, ...]:
    """What lies in the safe of each book, then each deposit on its way, then what the bank said otherwise."""
    rows = [_book_row(safe, line) for line in BookLine]
    rows += [_deposit_row(one) for one in safe.deposits]
    rows += [
        SafeRow(
            key=f"bank.{place}",
            book="Bank",
            what=f"{one.what} · {one.why}",
            cash="",
            checks="",
            total=one.amount.plain(),
            state=f"{short_day_words(one.as_of)} · fits no deposit",
            tone="bad",
            step=NextStep.NOTHING,
        )
        for place, one in enumerate(safe.bank)
    ]
    return tuple(rows)


def _book_row(safe: Safe, line: BookLine) -> SafeRow:
    bags = [bag for bag in safe.bags if bag.book.line is line]
    inside = [bag for bag in bags if bag.accepted_by]
    ready = [bag for bag in inside if not bag.shift_is_open]
    coming = len(bags) - len(inside)
    missing = len(safe.open_shifts)
    cash, checks = total([bag.cash for bag in inside]), total([bag.checks for bag in inside])
    waits = any(one.state is DepositState.PREPARED and one.book.line is line for one in safe.deposits)
    if waits and inside:
        state, tone = "waits for review", "soft"
    elif coming:
        state, tone = f"{coming} bag{'s' if coming > 1 else ''} on the way", "warn"
    elif missing:
        state, tone = f"{missing} shift{'s' if missing > 1 else ''} missing", "warn"
    else:
        state, tone = ("ready to prepare", "ok") if ready else ("nothing in the safe", "plain")
    shifts = f"{safe.shifts} closed, {missing} open" if missing else f"{safe.shifts} closed"
    return SafeRow(
        key=line.value,
        book=line.value.capitalize(),
        what=shifts,
        cash=cash.plain(),
        checks=checks.plain(),
        total=(cash + checks).plain(),
        state=state,
        tone=tone,
        step=NextStep.PREPARE if ready else NextStep.NOTHING,
        line=line,
    )


def _deposit_row(one: DepositAtHand) -> SafeRow:
    kind = "final" if one.is_final else "interim"
    day = f" for {short_day_words(one.day)}" if one.day else ""
    words, tone = {
        DepositState.PREPARED: ("a colleague reviews it", "soft") if one.is_yours else ("ready for review", "ok"),
        DepositState.REVIEWED: (f"sealed, {one.seal}" if one.seal else "sealed", "soft"),
        DepositState.WITH_COURIER: ("with the courier", "warn"),
        DepositState.AT_BANK: ("at the bank", "soft"),
        DepositState.CREDITED: ("credited", "ok"),
    }[one.state]
    return SafeRow(
        key=str(one.deposit),
        book=one.book.line.value.capitalize(),
        what=one.wrong or f"No. {one.number}, {kind}{day}{_corrected_words(one)}",
        cash=one.cash.plain(),
        checks=one.checks.plain(),
        total=(one.cash + one.checks).plain(),
        state="bank differs" if one.wrong else words,
        tone="bad" if one.wrong else tone,
        step=NextStep.CORRECT if _differs(one) else _STEPS[one.state],
        deposit=one,
    )


def _corrected_words(one: DepositAtHand) -> str:
    return f" · {over_short_words(one.corrected)} as the bank has it" if one.corrected else ""


def _differs(one: DepositAtHand) -> bool:
    """Whether it is at the bank, which has other money for it."""
    return one.state is DepositState.AT_BANK and bool(one.wrong) and one.credited is not None


def day_words_of(safe: Safe) -> str:
    """Whether the center's day is open."""
    if safe.opened_on is not None:
        return f"{short_day_words(safe.opened_on)} is open"
    if safe.closed_on is not None:
        return f"{short_day_words(safe.closed_on)} was closed"
    return "The day is not open"


def ready_bags(safe: Safe, line: BookLine) -> tuple[Book | None, tuple[str, ...]]:
    """The bags of a book that can go into a deposit, with the book."""
    bags = [bag for bag in safe.bags if bag.book.line is line and bag.accepted_by and not bag.shift_is_open]
    return (bags[0].book if bags else None), tuple(bag.number for bag in bags)


def step_words(steps: tuple[BagStep, ...], *, zone: tzinfo) -> str:
    """A bag's history, a line each."""
    return "\n".join(
        f"{short_day_words(step.at.astimezone(zone).date())} {time_words(step.at, now=step.at, zone=zone)}  "
        f"{step.what} · {step.who}"
        for step in steps
    )


def count_words(done: CountDone) -> str:
    """What a count came to, for who counted."""
    missing = f" Bag {', '.join(done.missing)} is missing; the office has an alarm." if done.missing else ""
    if done.matches:
        return f"It matches.{missing}"
    return f"Both counts differ: {over_short_words(done.difference)}, booked to the safe's own over and short.{missing}"


@dataclass(frozen=True, slots=True)
class TickItem:
    """Something that is ticked off: a check, by its number or amount, or a bag by its number."""

    key: str
    number: str
    words: str
    amount: Money | None = None
    bag: str = ""


def check_items(items: tuple[BagCheck, ...]) -> tuple[TickItem, ...]:
    """The checks of bags. Keys are unique over all of them."""
    return tuple(
        TickItem(
            key=f"{item.bag}/{item.key}",
            number=item.number,
            words=f"{item.kind.replace('_', ' ').capitalize()} {item.number}".strip(),
            amount=item.amount,
            bag=item.bag,
        )
        for item in items
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Which of the listed are there. ``said`` is what is wrong with what was typed or scanned last."""

    items: tuple[TickItem, ...] = ()
    present: frozenset[str] = frozenset()
    said: str = field(default="")

    @property
    def open_items(self) -> tuple[TickItem, ...]:
        return tuple(item for item in self.items if item.key not in self.present)

    def tick(self, key: str, is_there: bool) -> "Ticks":
        present = self.present | {key} if is_there else self.present - {key}
        return replace(self, present=present, said="")

    def on_text(self, text: str) -> "Ticks":
        """A number, an amount, or a check's scanned line: ticks the one that it can be, and guesses none (R4)."""
        try:
            wanted = safe_text(text, "The number")
            if not wanted:
                return replace(self, said="Type a number or an amount, or scan.")
            found = [item for item in self.open_items if self._is(item, wanted)]
        except Refused as trouble:
            return replace(self, said=trouble.sentence)
        if len(found) == 1 or (found and len({(one.number, one.amount) for one in found}) == 1):
            return self.tick(found[0].key, True)
        if found:
            return replace(self, said=f"{len(found)} on the list can be {wanted}. Tick the one that you hold.")
        return replace(self, said=f"{wanted} is not open on the list. Put it aside, or count the bag with a colleague.")

    def _is(self, item: TickItem, wanted: str) -> bool:
        if is_check_line(wanted):
            numbers = {reading.serial for reading in read_check_line(wanted).readings}
            return bool(item.number) and item.number.lstrip("0") in {number.lstrip("0") for number in numbers}
        if item.number and item.number.casefold() == wanted.casefold():
            return True
        if item.amount is None:
            return False
        try:
            return "." in wanted and parse_amount(wanted, "the amount") == item.amount
        except Refused:
            return False

    @property
    def seen(self) -> tuple[SeenCheck, ...]:
        """What was in the hand, as the ledger is told."""
        return tuple(
            SeenCheck(item.number, item.amount)
            for item in self.items
            if item.key in self.present and item.amount is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlan:
    """What a form asks for. ``counts`` notes and coins; ``ticks`` off; ``word`` and ``choice`` where not empty.

    ``signs``: a second person, too. ``is_amount``: the word is one; ``scans``: it is a number that may be scanned.
    ``told`` stands below the title. ``credited``: what the bank has, as it is shown.
    """

    step: NextStep | str
    title: str
    told: str
    button: str
    counts: bool = True
    ticks: tuple[TickItem, ...] = ()
    tick_words: str = ""
    word: str = ""
    is_amount: bool = False
    scans: bool = False
    choice: str = ""
    signs: bool = False
    must_tick: bool = True
    deposit: UUID | None = None
    number: str = ""
    line: BookLine | None = None
    book: Book | None = None
    bags: tuple[str, ...] = ()
    credited: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSaid:
    """What was typed into it; the passphrase is asked for apart, and not kept."""

    count: dict[str, int]
    ticks: Ticks
    word: str = ""
    chosen: bool = False
