"""Which statements an amount pays, and which part of which tender pays which of them."""

from dataclasses import dataclass
from datetime import date

from cashier.domain.accounts import Book
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money, total
from cashier.domain.plan_due import due_part, said
from cashier.domain.statements import Statement, StatementKind, counts_as_due
from cashier.domain.times import short_day_words


def oldest_first(statements: tuple[Statement, ...], amount: Money, today: date) -> dict[str, Money]:
    """Spread ``amount`` over what is due, oldest due date first, in the book of the oldest (R12, R18).

    Of a payment plan only its installment is due (`due_part`). Returns amounts by statement number, only those above
    zero. What is left over is not placed anywhere. Raises Refused where it would have to guess which of several plans
    a premium is for.
    """
    chosen: dict[str, Money] = {}
    due = _due_in_one_book(statements, today)
    if amount < total(due.values()):
        _check_one_plan([statement for statement in statements if statement.number in due])
    for number, most in due.items():
        part = min(amount, most)
        if part > ZERO:
            chosen[number] = part
            amount -= part
    return chosen


def all_due(statements: tuple[Statement, ...], today: date) -> dict[str, Money]:
    """All that is due in one book: the book of the oldest due statement (R12, R18); of a plan its installment."""
    return _due_in_one_book(statements, today)


def due_notes(statements: tuple[Statement, ...], today: date) -> str:
    """What `all_due` and `oldest_first` left out or took in part, and why; empty where they took all."""
    due = _due_in_one_book(statements, today)
    notes = []
    for statement in sorted(statements, key=lambda s: (s.due_date, s.number)):
        if statement.open <= ZERO:
            continue
        if statement.under_review:
            notes.append(f"{statement.number} is left out: under review, voluntary")
        elif (draw := statement.next_draw(today)) is not None:
            notes.append(f"{statement.number} is left out: autopay draws it {short_day_words(draw)}")
        elif words := due_part(statement, today).words:
            notes.append(words)
        elif statement.number not in due:
            line = "premium is" if statement.kind is StatementKind.PREMIUM else "medical bills are"
            notes.append(f"{statement.number} is left out: {line} paid apart")
    return said(notes)


def _due_in_one_book(statements: tuple[Statement, ...], today: date) -> dict[str, Money]:
    """How much of each is due, by number, oldest first."""
    counted = sorted((s for s in statements if counts_as_due(s, today)), key=lambda s: (s.due_date, s.number))
    due = [(s, part.amount) for s in counted if (part := due_part(s, today)).amount > ZERO]
    return {s.number: amount for s, amount in due if s.book == due[0][0].book}


def _check_one_plan(due: list[Statement]) -> None:
    plans = dict.fromkeys((s.plan, s.member_number) for s in due if s.kind is StatementKind.PREMIUM)
    if len(plans) > 1:
        names = list(dict.fromkeys(plan for plan, _ in plans))
        whose = " and ".join(names) if len(names) > 1 else f"{names[0]} of {len(plans)} members"
        raise Refused(f"Premium is due for {whose}. Ask which one is paid, and tick its statement.")


@dataclass(frozen=True, slots=True)
class Applied:
    """One part of one tender that pays one target; the indexes count from 0 in the payment's own lists."""

    tender: int
    target: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Wanted:
    """A target's book and what is still to be paid on it."""

    book: Book
    amount: Money


@dataclass(frozen=True, slots=True)
class Brought:
    """What a tender brings. ``one_book`` where all of it must go to one book: checks, money orders, cards (R12)."""

    amount: Money
    one_book: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """The parts, what each tender has left, and what each target still lacks."""

    applied: tuple[Applied, ...]
    over: tuple[Money, ...]
    short: tuple[Money, ...]


def fill(wanted: tuple[Wanted, ...], brought: tuple[Brought, ...]) -> Filled:
    """Fill targets in their order from tenders in theirs, greedily. Decides nothing: what does not fit is returned."""
    short = [target.amount for target in wanted]
    over: list[Money] = []
    applied: list[Applied] = []
    for index, tender in enumerate(brought):
        amount = tender.amount
        book = _book_for(tender.amount, wanted, short) if tender.one_book else None
        for place, target in enumerate(wanted):
            part = min(amount, short[place])
            if part <= ZERO or (tender.one_book and target.book != book):
                continue
            applied.append(Applied(index, place, part))
            short[place] -= part
            amount -= part
        over.append(amount)
    return Filled(tuple(applied), tuple(over), tuple(short))


def _book_for(amount: Money, wanted: tuple[Wanted, ...], short: list[Money]) -> Book | None:
    """The first book in target order that takes the whole amount; else the first that takes anything."""
    room: dict[Book, int] = {}
    for target, rest in zip(wanted, short, strict=True):
        if rest > ZERO:
            room[target.book] = room.get(target.book, 0) + rest.cents
    whole = [book for book, cents in room.items() if cents >= amount.cents]
    return next(iter(whole or room), None)
