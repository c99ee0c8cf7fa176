"""Bags as desks filled them: what a drop or a close put into each, and what two people found of it in the safe."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import Book
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import ZERO, Money
from cashier.domain.past_payments import inner_line
from cashier.domain.safe import BagCheck
from cashier.ledger.by_desk import ask_desks, desks_of
from cashier.ledger.database import OWN_DESK
from cashier.ledger.own_names import OwnNames, own_names

SHIFTS_LOOKED_AT = 60  # Of each desk: a bag that is in transit for longer is looked for by a person.
EVERY_SHIFT = 1_000_000  # What a deposit held can be asked for years later.

# By the index of openings, shift by shift; the number is looked for in the bytes before any of them is read. What came
# within the journal of the desk that took its desk's place stands in a string there, with its quotes escaped.
_FILLED = """
    SELECT lines.body, lines.received_at, lines.desk, lines.sequence FROM (
        SELECT sequence, shift_id FROM lines
        WHERE desk = %(desk)s AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT %(shifts)s
    ) AS opened
    JOIN lines ON lines.desk = %(desk)s AND lines.sequence > opened.sequence AND lines.shift_id = opened.shift_id
    WHERE lines.kind IN ('cash_dropped', 'shift_closed') AND lines.state <> 'repeated'
      AND lines.center = %(center)s AND strpos(lines.body, %(quoted)s) > 0
"""
_CARRIED = text(
    """
    SELECT lines.body, lines.received_at, lines.desk, lines.sequence
    FROM carried JOIN lines ON lines.desk = carried.carrier AND lines.sequence = carried.sequence
    WHERE lines.center = :center AND strpos(lines.body, :within) > 0
    """
)
_ALL_FILLED = text(
    """
    SELECT body FROM lines WHERE state <> 'repeated' AND (kind IN ('cash_dropped', 'shift_closed') OR kind = 'carried'
        AND EXISTS (SELECT FROM carried WHERE carrier = lines.desk AND carried.sequence = lines.sequence))
    ORDER BY received_at, desk, sequence
    """
)
_COUNTED = text(
    """
    SELECT body FROM office_acts AS act JOIN lines ON lines.desk = :own AND lines.sequence = act.sequence
    WHERE subject = :subject AND act.kind = 'bag_counted' ORDER BY act.sequence
    """
)
_ROWS_AT_ONCE = 1000
FILLS = frozenset({LineKind.CASH_DROPPED, LineKind.SHIFT_CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """A bag with what is in it: ``count`` by denomination where the notes were told apart. ``desk`` filled it."""

    number: str
    center: str
    book: Book
    cash: Money
    checks: Money
    filled_by: str
    desk: str = ""
    shift_id: UUID | None = None
    count: dict[str, int] | None = None
    items: tuple[BagCheck, ...] = ()


def filled_bag(connection: Connection, number: str, center: str, *, shifts: int = SHIFTS_LOOKED_AT) -> tuple[Bag, Line]:
    """The bag that was filled first under a number, and the line that says so. Raises Refused where there is none."""
    for bag, line in fillings(connection, number, center, shifts=shifts):
        if bag is not None:
            return bag, line
        raise Refused(f"Bag {number} holds a float: it went to the safe when its drawer was closed.")
    raise Refused(
        f"The ledger knows no bag {number} of this center. Check the number, or wait until its desk has sent."
    )


def bag_in_safe(connection: Connection, number: str, center: str, *, shifts: int = SHIFTS_LOOKED_AT) -> Bag:
    """The bag with what is in it now: as it was filled, or as two people counted it in the safe. Raises Refused."""
    bag, _ = filled_bag(connection, number, center, shifts=shifts)
    for body in connection.scalars(_COUNTED, {"own": OWN_DESK, "subject": f"bag.{center}.{number}"}):
        bag = as_counted(bag, read_line(body.encode()))
    return bag


def fillings(
    connection: Connection, number: str, center: str, *, shifts: int = SHIFTS_LOOKED_AT
) -> Iterator[tuple[Bag | None, Line]]:
    """Each filling of a bag of this number, in the order in which they were heard of; None for one with a float."""
    names = own_names(connection, center)
    for said in names.said_as(number):
        values = {"center": center, "quoted": f'"{said}"', "shifts": shifts}
        found = [
            *ask_desks(connection, _FILLED, desks_of(connection, center), values),
            *connection.execute(_CARRIED, {"center": center, "within": f'\\"{said}\\"'}),
        ]
        for row in sorted(found, key=lambda row: (row.received_at, row.desk, row.sequence)):
            line = inner_line(read_line(row.body.encode()))
            if line.kind not in FILLS:
                continue
            for bag in bags_in(line, names):
                if bag.number == number and bag.cash + bag.checks > ZERO:
                    yield bag, line
            if line.facts.get("till_bag") == said and names.of(line, said) == number:
                yield None, line


def all_bags(connection: Connection) -> dict[tuple[str, str], Bag]:
    """Every bag that was ever filled, by center and number, for who proves them."""
    filled: dict[tuple[str, str], Bag] = {}
    names = own_names(connection)
    for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(_ALL_FILLED):
        try:
            line = inner_line(read_line(row.body.encode()))
        except UnreadableBody:
            continue  # It is found where lines are read.
        if line.kind not in FILLS:
            continue
        for bag in bags_in(line, names):
            filled.setdefault((bag.center, bag.number), bag)
    return filled


def as_counted(bag: Bag, line: Line) -> Bag:
    """The bag as a count in the safe leaves it: a first one that differs changes nothing. Raises UnreadableBody."""
    said = line.facts
    try:
        if not said["booked"]:
            return bag
        missing = set(said["missing"])
        return replace(
            bag,
            cash=Money(said["cash_cents"]),
            checks=Money(said["checks_cents"]),
            count=dict(said["count"]),
            items=tuple(item for item in bag.items if item.key not in missing),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A bag's count cannot be read: {type(trouble).__name__}.") from trouble


def bags_in(line: Line, names: OwnNames) -> Iterator[Bag]:
    """The bags that a drop or a close sends to the safe, as they are called now."""
    said = line.facts.get("bags")
    for one in said if isinstance(said, list) else ():
        try:
            book = Book.read(one["book"])
            number = names.of(line, one["number"])
            yield Bag(
                number=number,
                center=line.center,
                book=book,
                cash=Money(one["cash_cents"]),
                checks=Money(one.get("checks_cents", 0)),
                filled_by=line.staff,
                desk=line.desk,
                shift_id=line.shift_id,
                count=one.get("count"),
                items=tuple(_items(number, book, line)),
            )
        except MISREAD:
            continue


def _items(number: str, book: Book, line: Line) -> Iterator[BagCheck]:
    """The checks of a book that a close put into its bag, those on no list last."""
    said = line.facts
    gone = set(said.get("missing", ()))
    for key, item in zip(said.get("items", ()), said.get("checks", ()), strict=False):
        if item["book"] == book.code and key not in gone:
            named = {name: item[name] for name in ("kind", "number", "receipt")}
            yield BagCheck(key=key, bag=number, amount=Money(item["cents"]), **named)
    for place, item in enumerate(said.get("found", ())):
        if item["line"] == book.line:
            amount = Money(item["cents"])
            yield BagCheck(key=f"found.{place}", bag=number, kind=item["kind"], number=item["number"], amount=amount)
