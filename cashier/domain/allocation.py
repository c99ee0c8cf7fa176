"""Which statements an amount pays, and which part of which tender pays which of them."""

from dataclasses import dataclass
from datetime import date

from cashier.domain.accounts import Book
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money
from cashier.domain.statements import Statement, counts_as_due


@dataclass(frozen=True, slots=True)
class Applied:
    """One part of one tender that pays one target; the indexes count from 0 in the payment's own lists."""

    tender: int
    target: int
    amount: Money


def oldest_first(statements: tuple[Statement, ...], amount: Money, today: date) -> dict[str, Money]:
    """Spread ``amount`` over what is due, oldest due date first, in the book of the oldest (R12, R18).

    Returns amounts by statement number, only those above zero. What is left over is not placed anywhere.
    """
    chosen: dict[str, Money] = {}
    due = _due_in_one_book(statements, today)
    for statement in due:
        part = min(amount, statement.open)
        if part > ZERO:
            chosen[statement.number] = part
            amount -= part
    return chosen


def all_due(statements: tuple[Statement, ...], today: date) -> dict[str, Money]:
    """All that is due in one book: the book of the oldest due statement (R12, R18)."""
    return {statement.number: statement.open for statement in _due_in_one_book(statements, today)}


def _due_in_one_book(statements: tuple[Statement, ...], today: date) -> list[Statement]:
    due = sorted((s for s in statements if counts_as_due(s, today)), key=lambda s: (s.due_date, s.number))
    return [s for s in due if s.book == due[0].book]


@dataclass(frozen=True, slots=True)
class Fillable:
    """A target's book and what is still to be paid on it."""

    book: Book
    amount: Money


@dataclass(frozen=True, slots=True)
class Bringing:
    """A tender's amount; ``one_book`` where all of it must go to one book (checks, money orders, cards)."""

    amount: Money
    one_book: bool
    words: str


def fill(targets: tuple[Fillable, ...], tenders: tuple[Bringing, ...]) -> tuple[tuple[Applied, ...], Money]:
    """Fill targets in order from tenders in order, greedily. Returns the parts and what no target took.

    Raises Refused if a tender that pays one book would have to pay two.
    """
    left = [target.amount for target in targets]
    parts: list[Applied] = []
    over = ZERO
    for index, tender in enumerate(tenders):
        amount = tender.amount
        book = _book_for(tender, targets, left) if tender.one_book else None
        for place, target in enumerate(targets):
            part = min(amount, left[place])
            if part <= ZERO or (book is not None and target.book != book):
                continue
            parts.append(Applied(index, place, part))
            left[place] -= part
            amount -= part
        if amount > ZERO and tender.one_book and any(rest > ZERO for rest in left):
            raise Refused(
                f"{tender.words} pays either medical bills or premium, not both. Take premium as a payment of its own."
            )
        over += amount
    return tuple(parts), over


def _book_for(tender: Bringing, targets: tuple[Fillable, ...], left: list[Money]) -> Book | None:
    """The first book in target order that takes the whole tender; else the first that takes anything."""
    room: dict[Book, int] = {}
    for target, rest in zip(targets, left, strict=True):
        if rest > ZERO:
            room[target.book] = room.get(target.book, 0) + rest.cents
    whole = [book for book, cents in room.items() if cents >= tender.amount.cents]
    return next(iter(whole or room), None)
