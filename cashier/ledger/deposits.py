"""Deposits: bags of the safe, one book each, counted by who prepares and again by who reviews, never the same person.

Money moves from the safe to the deposit with the review. Before it a deposit is a proposal, and another one may be
prepared of the same bags, or one of them counted, which takes the proposal back; after it nothing of it changes, and
none of its bags is in another.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.bags import check_bag
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import Facts, Line, LineKind, read_line
from cashier.domain.money import Money, total
from cashier.domain.people import Right, Staff
from cashier.domain.safe import SeenCheck, tick_off
from cashier.domain.shift import counted
from cashier.domain.times import Clock, day_words
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.filled import Bag, bag_in_safe, filled_bag, fillings
from cashier.ledger.undeposited import open_desks, waiting_bags
from cashier.wire_safe import DepositDone, PrepareDeposit, ReviewDeposit

DIFFERS = "What was counted is not what these bags should hold. Count them again, bag by bag."

_ONE = text(
    """
    SELECT deposits.*, body FROM deposits JOIN lines ON lines.desk = :own AND lines.sequence = deposits.prepared
    WHERE deposit = :deposit
    """
)
_KEEP = text(
    """
    INSERT INTO deposits (deposit, center, book, prepared_by, prepared, day, is_final)
    VALUES (:deposit, :center, :book, :staff, :sequence, :day, :is_final) ON CONFLICT DO NOTHING
    """
)
_REVIEW = text(
    """
    UPDATE deposits SET reviewed_by = :staff, reviewed = :sequence, seal = :seal
    WHERE deposit = :deposit AND reviewed IS NULL
    """
)
_GONE = text("SELECT bag FROM deposited_bags WHERE center = :center AND bag = ANY(CAST(:bags AS text[])) ORDER BY bag")
_GO = text(
    """
    INSERT INTO deposited_bags (center, bag, deposit)
    SELECT :center, bag, :deposit FROM unnest(CAST(:bags AS text[])) AS bag ON CONFLICT DO NOTHING
    """
)
# Whoever counted a bag since found what the preparer did not know.
_COUNTED_SINCE = text(
    """
    SELECT bag FROM unnest(CAST(:bags AS text[])) AS bag JOIN office_acts ON subject = 'bag.' || :center || '.' || bag
    WHERE kind = 'bag_counted' AND sequence > :prepared ORDER BY bag LIMIT 1
    """
)
_ACCEPTED = text("SELECT EXISTS (SELECT FROM office_acts WHERE subject = :subject AND kind = 'bag_accepted')")
_SEALED = text("SELECT EXISTS (SELECT FROM deposits WHERE center = :center AND seal = :seal)")
_FINAL = text(
    "SELECT EXISTS (SELECT FROM deposits WHERE center = :center AND book = :book AND day = :day AND is_final "
    "AND reviewed IS NOT NULL)"
)
# That of a desk whose place another one took was counted by a lead (R14), and nobody else closes it.
_CLOSED = text(
    """
    SELECT EXISTS (SELECT FROM lines WHERE desk = :desk AND shift_id = :shift AND kind = 'shift_closed'
                   AND state <> 'repeated')
        OR EXISTS (SELECT FROM desks WHERE replaces = :desk)
    """
)


def prepare_deposit(
    connection: Connection, wish: PrepareDeposit, caller: Staff, *, clock: Clock, new_id: NewId
) -> DepositDone:
    """Say which bags of the safe go to the bank together, counted. Raises Refused, also for a cent's difference."""
    caller.needs(Right.KEEP_SAFE, "prepare deposits")
    cash, checks = counted(wish.count), total([Money(check.cents) for check in wish.checks])
    day = wish.day or max(_days(connection, wish.center, wish.bags), default=None)
    facts = wish.model_dump(mode="json", exclude={"line_id", "staff"})
    facts |= {"cash_cents": cash.cents, "checks_cents": checks.cents, "day": day.isoformat() if day else None}

    def decide() -> tuple[Transfer, ...]:
        if len(set(wish.bags)) != len(wish.bags):
            raise Refused("A bag is named twice. Name each once.")
        bags = _bags(connection, wish.center, wish.book, wish.bags)
        _must_be_due(connection, wish.center, wish.book, wish.bags, day, is_final=wish.is_final)
        _must_add_up(bags, wish)
        return ()

    subject = f"deposit.{wish.line_id}"
    act = Act(line_id=wish.line_id, kind=LineKind.DEPOSIT_PREPARED, subject=subject, staff=caller.user, facts=facts)
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    kept = {"deposit": wish.line_id, "center": wish.center, "book": wish.book, "staff": caller.user}
    connection.execute(_KEEP, kept | {"sequence": sequence, "day": day, "is_final": wish.is_final})
    return DepositDone(deposit=wish.line_id, sequence=sequence, number=sequence, cents=(cash + checks).cents)


def review_deposit(
    connection: Connection, deposit: UUID, wish: ReviewDeposit, caller: Staff, *, clock: Clock, new_id: NewId
) -> DepositDone:
    """Count it again as another person, and seal it: the money leaves the safe, and it is final. Raises Refused."""
    caller.needs(Right.KEEP_SAFE, "review deposits")
    row = known_deposit(connection, deposit)
    said = read_line(row.body.encode()).facts
    seal = check_bag(wish.seal, "the sealed bag", frozenset())
    cents = said["cash_cents"] + said["checks_cents"]

    def decide() -> tuple[Transfer, ...]:
        if caller.user == row.prepared_by:
            raise Refused("Who prepared a deposit does not review it. Ask a colleague.")
        if known_deposit(connection, deposit).reviewed is not None:
            raise Refused("This deposit was reviewed, and nothing of it changes any more.")
        _must_be_as_prepared(connection, row, said)
        bags = _bags(connection, row.center, row.book, said["bags"])
        _must_be_due(connection, row.center, row.book, said["bags"], row.day, is_final=row.is_final)
        _must_add_up(bags, wish)
        if total([bag.cash + bag.checks for bag in bags]).cents != cents:
            raise Refused("These bags do not hold what was prepared. Prepare the deposit again.")
        _must_be_new(connection, row.center, seal, said["bags"])
        return (deposit_move(row.center, row.book, bags),)

    facts = wish.model_dump(mode="json", exclude={"line_id", "staff", "deposit"}) | {"seal": seal}
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.DEPOSIT_REVIEWED,
        subject=f"deposit.{deposit}",
        staff=caller.user,
        facts=facts,
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    connection.execute(_REVIEW, {"deposit": deposit, "staff": caller.user, "sequence": sequence, "seal": seal})
    connection.execute(_GO, {"center": row.center, "bags": list(said["bags"]), "deposit": deposit})
    return DepositDone(deposit=deposit, sequence=sequence, number=row.prepared, seal=seal, cents=cents)


def deposit_move(center: str, book: str, bags: Sequence[Bag]) -> Transfer:
    """What a review moves: all that the bags hold, from the safe."""
    deposit, safe = (Account(kind, center, Book.read(book)) for kind in (AccountKind.DEPOSIT, AccountKind.SAFE))
    return Transfer(deposit, safe, total([bag.cash + bag.checks for bag in bags]))


def known_deposit(connection: Connection, deposit: UUID) -> Row[Any]:
    """Its row, with the body of the line that prepared it. Raises Refused."""
    row = connection.execute(_ONE, {"deposit": deposit, "own": OWN_DESK}).one_or_none()
    if row is None:
        raise Refused("There is no such deposit. Look at the list again.")
    return row


def _must_be_as_prepared(connection: Connection, row: Row[Any], said: Facts) -> None:
    """A count of a bag takes a prepared deposit of it back. Raises Refused."""
    asked = {"center": row.center, "bags": list(said["bags"]), "prepared": row.prepared}
    if (bag := connection.scalar(_COUNTED_SINCE, asked)) is not None:
        raise Refused(f"Bag {bag} was counted after this deposit was prepared. Prepare the deposit again.")


def _days(connection: Connection, center: str, numbers: Sequence[str]) -> list[date]:
    lines: list[Line] = [filled_bag(connection, number, center)[1] for number in numbers]
    return [line.business_date for line in lines if line.business_date is not None]


def _bags(connection: Connection, center: str, book: str, numbers: Sequence[str]) -> list[Bag]:
    """Bags that are in the safe, of one book, of closed drawers and in no deposit. Raises Refused for the first not."""
    bags = []
    for number in numbers:
        bag = bag_in_safe(connection, number, center)
        if not connection.scalar(_ACCEPTED, {"subject": f"bag.{center}.{number}"}):
            raise Refused(f"Bag {number} is not in the safe yet. Take it in first.")
        if bag.book.code != book:
            raise Refused(f"Bag {number} is {bag.book.code}'s money. Put it into a deposit of its own book.")
        if not connection.scalar(_CLOSED, {"desk": bag.desk, "shift": bag.shift_id}):
            raise Refused(f"The drawer of {bag.desk} that filled bag {number} is still open. Wait until it is closed.")
        bags.append(bag)
    if (first := connection.scalar(_GONE, {"center": center, "bags": list(numbers)})) is not None:
        raise Refused(f"Bag {first} is in a deposit already. Take it off this one.")
    return bags


def _must_be_due(
    connection: Connection, center: str, book: str, numbers: Sequence[str], day: date | None, *, is_final: bool
) -> None:
    """Nothing comes after a day's final deposit, which takes all that there is of the day. Raises Refused."""
    if day is None:
        return
    if connection.scalar(_FINAL, {"center": center, "book": book, "day": day}):
        raise Refused(f"The final deposit for {day_words(day)} was made. Put these bags into one for a later day.")
    if not is_final:
        return
    if open_now := open_desks(connection, center, day):
        raise Refused(f"The drawer of {open_now[0]} is still open. Close it before the day's final deposit.")
    for left in waiting_bags(connection, center):
        is_in = left.bag.number in numbers and left.accepted_by
        if left.bag.book.code == book and not is_in and left.day is not None and left.day <= day:
            raise Refused(
                f"Bag {left.bag.number} of {day_words(left.day)} is in no deposit. Put it into the final one."
            )


def _must_be_new(connection: Connection, center: str, seal: str, own: Sequence[str]) -> None:
    """A bag is sealed once: with a number of its own, or as the one that came from the drawer. Raises Refused."""
    used = connection.scalar(_SEALED, {"center": center, "seal": seal})
    if used or (seal not in own and next(fillings(connection, seal, center), None) is not None):
        raise Refused(f"Bag {seal} was used before. Take a new bag, and enter its number.")


def _must_add_up(bags: Sequence[Bag], wish: PrepareDeposit | ReviewDeposit) -> None:
    """Cash to the cent, and each check (R4). Raises Refused."""
    listed = [item for bag in bags for item in bag.items]
    tick_off(listed, [SeenCheck(check.number, Money(check.cents)) for check in wish.checks])
    if counted(wish.count) != total([bag.cash for bag in bags]):
        raise Refused(DIFFERS)
    if total([item.amount for item in listed]) != total([bag.checks for bag in bags]):
        raise Refused("The list of checks does not come to what these bags hold. Have two people count the bags again.")
