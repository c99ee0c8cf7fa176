"""The safe takes in bags that are in transit: each by its number, once, by another person than who filled it."""

from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.bags import check_bag
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.people import Right, Staff
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, do
from cashier.ledger.filled import Bag, all_bags, filled_bag, fillings
from cashier.ledger.naming import twice_words
from cashier.wire_office import BagAccepted

_ACCEPTED = text(
    """
    SELECT name FROM office_acts LEFT JOIN staff ON number = office_acts.staff
    WHERE subject = :subject AND kind = 'bag_accepted'
    """
)
_ALL_ACCEPTED = text("SELECT body FROM lines WHERE kind = 'bag_accepted' AND read_body(body) IS NOT NULL")


def accept_bag(
    connection: Connection, number: str, line_id: UUID, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> BagAccepted:
    """Take a bag of this center into the safe, with what it was filled with. Raises Refused."""
    caller.needs(Right.KEEP_SAFE, "take bags into the safe")
    number = check_bag(number, "the bag", frozenset())
    bag, _ = filled_bag(connection, number, center)
    subject = f"bag.{center}.{number}"

    def decide() -> tuple[Transfer, ...]:
        if (
            len(filled := list(fillings(connection, number, center))) > 1
        ):  # Which of them lies there is known to nobody.
            raise Refused(twice_words(number, [line for _, line in filled]))
        accepted = connection.execute(_ACCEPTED, {"subject": subject}).first()
        if accepted is not None:
            raise Refused(f"Bag {number} is in the safe: {accepted.name} took it in. Look at the number again.")
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


def _move(bag: Bag) -> Transfer:
    safe, transit = (Account(kind, bag.center, bag.book) for kind in (AccountKind.SAFE, AccountKind.TRANSIT))
    return Transfer(safe, transit, bag.cash + bag.checks)
