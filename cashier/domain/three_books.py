"""Three books of one shift held against each other: what the desk says of it, its terminals, and the ledger's postings.

The desk speaks by its Z report, which it made from its own journal. The ledger's side is what it posted, account by
account. Where they agree nothing is said; each difference has a sentence, and somebody who looks after it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money, total
from cashier.domain.terminal_totals import read_held_against
from cashier.domain.z_report import read_z


class Books(StrEnum):
    """What of a shift was compared."""

    CASH = "cash"
    CHECKS = "checks"
    CARDS = "cards"
    PAYMENTS = "payments"
    DRAWER = "drawer"


CASH_BOOKS = frozenset({Books.CASH, Books.DRAWER})
"""Amounts of these are for those alone who may know expected cash (R2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerBook:
    """What the ledger posted of a shift until it was closed, and what the close left in the drawer's accounts.

    ``by_hand``: the terminals whose cards were typed; their batches make them final (R9), and say no total of a shift.
    """

    cash: Money = ZERO
    checks: Money = ZERO
    cards: Money = ZERO
    payments: int = 0
    left: Money = ZERO
    by_hand: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookDifference:
    """One figure of which the books say different things. An amount is None in a book that does not say it."""

    what: Books
    words: str
    desk: Money | None = None
    terminal: Money | None = None
    ledger: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """A difference on the page: whose, since when in days, and who looks after it (empty: nobody does).

    ``task`` names it to those who take it. ``z`` is 0 for a drawer that was not closed.
    """

    task: str
    business_date: date
    center: str
    region: str
    desk: str
    cashier: str
    z: int
    difference: BookDifference
    age_days: int
    owner: str


def compare_books(close: Line, posted: LedgerBook) -> tuple[BookDifference, ...]:
    """Each figure of a closed shift on which the books differ. Raises UnreadableBody for a line that is no Z report."""
    z = read_z(close)
    try:
        checks = total([Money(item["cents"]) for item in z.said["checks"]])
        payments = int(z.said["payments"])
        cards = _cards(close, posted)
    except MISREAD as trouble:
        raise UnreadableBody(f"A Z report cannot be read: {type(trouble).__name__}.") from trouble
    found = [
        _two(Books.CASH, "Cash in the drawer at the close", z.expected, posted.cash),
        _two(Books.CHECKS, "Checks and money orders at the close", checks, posted.checks),
        cards,
        _payments(payments, posted.payments),
    ]
    if posted.left != ZERO:
        words = "The drawer is closed, and its accounts are not empty. Run ledger check."
        found.append(BookDifference(what=Books.DRAWER, words=words, ledger=posted.left))
    return tuple(difference for difference in found if difference is not None)


def not_closed(cashier: str) -> BookDifference:
    """A drawer of a day that is over, of which no close has come."""
    words = f"The drawer of {cashier} was not closed, or its lines have not come. Have it counted and closed."
    return BookDifference(what=Books.DRAWER, words=words)


def _two(what: Books, words: str, desk: Money, ledger: Money) -> BookDifference | None:
    if desk == ledger:
        return None
    return BookDifference(what=what, words=f"{words}: run ledger check and journal verify.", desk=desk, ledger=ledger)


def _payments(desk: int, ledger: int) -> BookDifference | None:
    if desk == ledger:
        return None
    words = f"The Z report says {desk} payments, the ledger has {ledger}: run journal verify at the desk."
    return BookDifference(what=Books.PAYMENTS, words=words)


def _cards(close: Line, posted: LedgerBook) -> BookDifference | None:
    """Card money in all three; that a terminal did not say its total is a difference where cards were taken."""
    desk = total([Money(cents) for _, _, cents in close.facts["cards"]])
    held = read_held_against(close.facts)
    said = [each.said for each in held]
    terminal = total([each.amount for each in said if each is not None]) if held and None not in said else None
    words = [f"Terminal {each.terminal}: {each.difference_words}." for each in held if each.differs]
    words += [sentence for each in held for sentence in each.found_words]
    if desk != posted.cards:
        words.append("Desk and ledger differ: run ledger check and journal verify.")
    if terminal is None and (close.facts["cards"] or posted.cards != ZERO):
        names = [each.terminal for each in held if each.said is None] or [name for name, *_ in close.facts["cards"]]
        silent = [name or "unknown" for name in names if name not in posted.by_hand]
        if silent or not names:
            words.append(f"Terminal {', '.join(silent)} said no total.")
    if not words:
        return None
    words.append("Look into the terminal's report.")
    return BookDifference(what=Books.CARDS, words=" ".join(words), desk=desk, terminal=terminal, ledger=posted.cards)
