"""The safe takes in bags that are in transit: each by its number, once, by another person than who filled it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.bags import check_bag
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Right, Staff
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, do
from cashier.wire_office import BagAccepted

SHIFTS_LOOKED_AT = 60  # Of each desk: a bag that is in transit for longer is looked for by a person.

# By the index of openings, shift by shift; the number is looked for in the bytes before any of them is read.
_FILLED = text(
    """
    SELECT lines.body FROM desks
    CROSS JOIN LATERAL (
        SELECT sequence, shift_id FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT :shifts
    ) AS opened
    JOIN lines ON lines.desk = desks.desk AND lines.sequence > opened.sequence AND lines.shift_id = opened.shift_id
    WHERE desks.center = :center AND lines.kind IN ('cash_dropped', 'shift_closed') AND lines.state <> 'repeated'
      AND lines.center = :center AND strpos(lines.body, :quoted) > 0
    ORDER BY lines.received_at, lines.desk, lines.sequence
    """
)
_ACCEPTED = text(
    """
    SELECT name FROM office_acts LEFT JOIN staff ON number = office_acts.staff
    WHERE subject = :subject AND kind = 'bag_accepted'
    """
)
_ALL_FILLED = text("SELECT body FROM lines WHERE kind IN ('cash_dropped', 'shift_closed') AND state <> 'repeated'")
_ALL_ACCEPTED = text("SELECT body FROM lines WHERE kind = 'bag_accepted' AND read_body(body) IS NOT NULL")
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """A bag as the line that filled it says."""

    number: str
    center: str
    book: Book
    cash: Money
    checks: Money
    filled_by: str


def accept_bag(
    connection: Connection, number: str, line_id: UUID, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> BagAccepted:
    """Take a bag of this center into the safe, with what it was filled with. Raises Refused."""
    caller.needs(Right.KEEP_SAFE, "take bags into the safe")
    number = check_bag(number, "the bag", frozenset())
    bag, _ = filled_bag(connection, number, center)
    subject = f"bag.{center}.{number}"

    def decide() -> tuple[Transfer, ...]:
        accepted = connection.execute(_ACCEPTED, {"subject": subject}).first()
        if accepted is not None:
            raise Refused(f"Bag {number} is in the safe: {accepted.name} took it in. Look at the number again.")
        if len(list(_fillings(connection, number, center))) > 1:  # Which of them lies there is known to nobody here.
            raise Refused(f"Two bags {number} were filled. Open both with their cashiers before one is taken in.")
        if bag.filled_by == caller.user:
            raise Refused("Nobody takes their own bag into the safe. Ask a colleague.")
        return (_move(bag),)

    act = Act(
        line_id=line_id,
        kind=LineKind.BAG_ACCEPTED,
        subject=subject,
        staff=caller.user,
        facts={"number": number, "book": bag.book.code, "center": center},
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    return BagAccepted(
        number=number, line=bag.book.line, cash_cents=bag.cash.cents, checks_cents=bag.checks.cents, sequence=sequence
    )


def wrong_bags(connection: Connection) -> list[str]:
    """Bags that came into the safe twice, from nowhere, or with other money than was put into them."""
    filled = all_bags(connection)
    accepted = [read_line(body.encode()) for body in connection.scalars(_ALL_ACCEPTED)]
    found = []
    for line in accepted:
        name = str(line.facts.get("number"))
        bag = filled.pop((str(line.facts.get("center")), name), None)
        if bag is None:
            found.append(f"Bag {name} was taken into the safe, and no drawer filled it, or it was twice.")
        elif line.transfers != (_move(bag),):
            found.append(f"Bag {name} was taken into the safe with other money than was put into it.")
    return found


def all_bags(connection: Connection) -> dict[tuple[str, str], Bag]:
    """Every bag that was ever filled, by center and number, for who proves them."""
    filled: dict[tuple[str, str], Bag] = {}
    for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(_ALL_FILLED):
        try:
            line = read_line(row.body.encode())
        except UnreadableBody:
            continue  # It is found where lines are read.
        filled |= {(bag.center, bag.number): bag for bag in _bags_in(line)}
    return filled


def filled_bag(connection: Connection, number: str, center: str, *, shifts: int = SHIFTS_LOOKED_AT) -> tuple[Bag, Line]:
    """The bag that was filled first under a number, and the line that says so. Raises Refused where there is none."""
    for bag, line in _fillings(connection, number, center, shifts=shifts):
        if bag is not None:
            return bag, line
        raise Refused(f"Bag {number} holds a float: it went to the safe when its drawer was closed.")
    raise Refused(
        f"The ledger knows no bag {number} of this center. Check the number, or wait until its desk has sent."
    )


def _fillings(
    connection: Connection, number: str, center: str, *, shifts: int = SHIFTS_LOOKED_AT
) -> Iterator[tuple[Bag | None, Line]]:
    """Each filling of a bag of this number, in the order in which they were heard of; None for one with a float."""
    for body in connection.scalars(_FILLED, {"center": center, "quoted": f'"{number}"', "shifts": shifts}):
        line = read_line(body.encode())
        for bag in _bags_in(line):
            if bag.number == number and bag.cash + bag.checks > ZERO:
                yield bag, line
        if line.facts.get("till_bag") == number:
            yield None, line


def _bags_in(line: Line) -> Iterator[Bag]:
    """The bags that a drop or a close sends to the safe."""
    said = line.facts.get("bags")
    for one in said if isinstance(said, list) else ():
        try:
            yield Bag(
                number=one["number"],
                center=line.center,
                book=Book.read(one["book"]),
                cash=Money(one["cash_cents"]),
                checks=Money(one.get("checks_cents", 0)),
                filled_by=line.staff,
            )
        except MISREAD:
            continue


def _move(bag: Bag) -> Transfer:
    safe, transit = (Account(kind, bag.center, bag.book) for kind in (AccountKind.SAFE, AccountKind.TRANSIT))
    return Transfer(safe, transit, bag.cash + bag.checks)
