"""Deposits: bags of the safe, one book each, counted by who prepares and again by who reviews, never the same person.

Money moves from the safe to the deposit with the review. Before it a deposit is a proposal, and another one may be
prepared of the same bags; after it nothing of it changes, and none of its bags is in another.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.deposit import Deposit, DepositItem
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money, total
from cashier.domain.people import Right, Staff
from cashier.domain.shift import counted
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.office_deposits import (
    DepositDone,
    DepositItemRow,
    DepositRow,
    PrepareDeposit,
    ReviewDeposit,
    SafeBagRow,
)
from cashier.ledger.safe import Bag, all_bags, filled_bag

ROWS_MOST = 1_000
EVERY_SHIFT = 1_000_000  # A deposit list can be asked for years later.
DIFFERS = "What was counted is not what these bags should hold. Count them again, bag by bag."

_IN_SAFE = text(
    f"""
    SELECT split_part(subject, '.', 3) AS bag, COALESCE(staff.name, act.staff) AS accepted_by, at AS accepted_at
    FROM office_acts AS act LEFT JOIN staff ON number = act.staff
    WHERE act.kind = 'bag_accepted' AND starts_with(subject, 'bag.' || :center || '.')
      AND NOT EXISTS (SELECT FROM deposited_bags AS gone
                      WHERE gone.center = :center AND gone.bag = split_part(subject, '.', 3))
    ORDER BY at, sequence LIMIT {ROWS_MOST}
    """
)
_DEPOSITS = text(
    f"""
    SELECT deposit, deposits.center, book, prepared_by, COALESCE(reviewed_by, '') AS reviewed_by, body
    FROM deposits JOIN lines ON lines.desk = :own AND lines.sequence = deposits.prepared
    WHERE :center = '' OR deposits.center = :center ORDER BY prepared DESC LIMIT {ROWS_MOST}
    """
)
_ONE = text(
    """
    SELECT deposits.*, body FROM deposits JOIN lines ON lines.desk = :own AND lines.sequence = deposits.prepared
    WHERE deposit = :deposit
    """
)
_KEEP = text(
    """
    INSERT INTO deposits (deposit, center, book, prepared_by, prepared)
    VALUES (:deposit, :center, :book, :staff, :sequence) ON CONFLICT DO NOTHING
    """
)
_REVIEW = text(
    """
    UPDATE deposits SET reviewed_by = :staff, reviewed = :sequence WHERE deposit = :deposit AND reviewed IS NULL
    """
)
_GONE = text("SELECT bag FROM deposited_bags WHERE center = :center AND bag = ANY(CAST(:bags AS text[])) ORDER BY bag")
_GO = text(
    """
    INSERT INTO deposited_bags (center, bag, deposit)
    SELECT :center, bag, :deposit FROM unnest(CAST(:bags AS text[])) AS bag ON CONFLICT DO NOTHING
    """
)
_LINES = text(
    "SELECT body, sequence FROM lines WHERE desk = :own AND kind IN ('deposit_prepared', 'deposit_reviewed') "
    "AND state <> 'repeated' ORDER BY sequence"
)
_NAMES = text("SELECT number, name FROM staff WHERE number = ANY(CAST(:users AS text[]))")
_KEPT = text("SELECT deposit, prepared, reviewed, prepared_by, reviewed_by FROM deposits")
_KEPT_BAGS = text("SELECT center, bag, deposit FROM deposited_bags")
_ACCEPTED = text("SELECT EXISTS (SELECT FROM office_acts WHERE subject = :subject AND kind = 'bag_accepted')")


def safe_rows(connection: Connection, center: str) -> list[SafeBagRow]:
    """What the safe of a center holds in bags, oldest first."""
    rows = []
    for row in connection.execute(_IN_SAFE, {"center": center}):
        bag, _ = filled_bag(connection, row.bag, center)
        rows.append(
            SafeBagRow(
                bag=bag.number,
                center=center,
                book=bag.book.code,
                cash_cents=bag.cash.cents,
                checks_cents=bag.checks.cents,
                accepted_by=row.accepted_by,
                accepted_at=row.accepted_at,
            )
        )
    return rows


def deposit_rows(connection: Connection, center: str) -> list[DepositRow]:
    """The latest deposits, and what was prepared for one."""
    rows = []
    for row in connection.execute(_DEPOSITS, {"center": center, "own": OWN_DESK}).mappings():
        said = read_line(row["body"].encode()).facts
        known = {name: row[name] for name in ("deposit", "center", "book", "prepared_by", "reviewed_by")}
        rows.append(
            DepositRow(
                **known,
                bags=" ".join(said["bags"]),
                cash_cents=said["cash_cents"],
                checks_cents=said["checks_cents"],
            )
        )
    return rows


def deposit_list(connection: Connection, deposit: UUID) -> list[DepositItemRow]:
    """Everything that goes to the bank, bag by bag: cash by denomination, then each check. Raises Refused."""
    row, rows = _known(connection, deposit), []
    for number in read_line(row.body.encode()).facts["bags"]:
        bag, line = filled_bag(connection, number, row.center, shifts=EVERY_SHIFT)
        rows += [DepositItemRow(deposit=deposit, bag=number, **item) for item in _items(bag, line)]
    return rows


def deposit_of(connection: Connection, deposit: UUID) -> Deposit:
    """A deposit as its slip says it, with names of people. Raises Refused."""
    row = _known(connection, deposit)
    line = read_line(row.body.encode())
    names = {one.number: one.name for one in connection.execute(_NAMES, {"users": [row.prepared_by, row.reviewed_by]})}
    return Deposit(
        name=str(deposit),
        center=row.center,
        book=Book.read(row.book),
        prepared_on=line.taken_at.date(),
        prepared_by=names.get(row.prepared_by, row.prepared_by),
        reviewed_by=names.get(row.reviewed_by, row.reviewed_by) or "",
        bags=tuple(line.facts["bags"]),
        items=tuple(
            DepositItem(
                bag=item.bag,
                is_cash=item.kind == "cash",
                amount=Money(item.cents),
                denomination=item.denomination,
                pieces=item.pieces,
                number=item.number,
                receipt=item.receipt,
            )
            for item in deposit_list(connection, deposit)
        ),
    )


def prepare_deposit(
    connection: Connection, wish: PrepareDeposit, caller: Staff, *, clock: Clock, new_id: NewId
) -> DepositDone:
    """Say which bags of the safe go to the bank together. Raises Refused, also for a cent's difference."""
    caller.needs(Right.KEEP_SAFE, "prepare deposits")
    facts = wish.model_dump(mode="json", exclude={"line_id"})

    def decide() -> tuple[Transfer, ...]:
        if len(set(wish.bags)) != len(wish.bags):
            raise Refused("A bag is named twice. Name each once.")
        _must_add_up(_bags(connection, wish.center, wish.book, wish.bags), wish)
        return ()

    subject = f"deposit.{wish.line_id}"
    act = Act(line_id=wish.line_id, kind=LineKind.DEPOSIT_PREPARED, subject=subject, staff=caller.user, facts=facts)
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    kept = {"deposit": wish.line_id, "center": wish.center, "book": wish.book, "staff": caller.user}
    connection.execute(_KEEP, kept | {"sequence": sequence})
    return DepositDone(deposit=wish.line_id, sequence=sequence)


def review_deposit(
    connection: Connection, deposit: UUID, wish: ReviewDeposit, caller: Staff, *, clock: Clock, new_id: NewId
) -> DepositDone:
    """Count it again as another person: with this the money leaves the safe, and it is final. Raises Refused."""
    caller.needs(Right.KEEP_SAFE, "review deposits")
    row = _known(connection, deposit)
    said = read_line(row.body.encode()).facts

    def decide() -> tuple[Transfer, ...]:
        if caller.user == row.prepared_by:
            raise Refused("Who prepared a deposit does not review it. Ask a colleague.")
        if _known(connection, deposit).reviewed is not None:
            raise Refused("This deposit was reviewed, and nothing of it changes any more.")
        bags = _bags(connection, row.center, row.book, said["bags"])
        _must_add_up(bags, wish)
        return (_move(row.center, row.book, bags),)

    act = Act(
        line_id=wish.line_id,
        kind=LineKind.DEPOSIT_REVIEWED,
        subject=f"deposit.{deposit}",
        staff=caller.user,
        facts=wish.model_dump(mode="json", exclude={"line_id"}),
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    connection.execute(_REVIEW, {"deposit": deposit, "staff": caller.user, "sequence": sequence})
    connection.execute(_GO, {"center": row.center, "bags": list(said["bags"]), "deposit": deposit})
    return DepositDone(deposit=deposit, sequence=sequence)


def wrong_deposits(connection: Connection) -> Iterator[str]:
    """Deposits whose money, persons or bags are not as they should be, a sentence each."""
    prepared: dict[str, tuple[Line, int]] = {}
    said: set[tuple[Any, ...]] = set()
    gone: dict[tuple[str, str], str] = {}
    filled = all_bags(connection)
    for row in connection.execute(_LINES, {"own": OWN_DESK}).all():
        try:
            line = read_line(row.body.encode())
            name = str(line.facts["subject"]).removeprefix("deposit.")
            if line.kind is LineKind.DEPOSIT_PREPARED:
                prepared[name] = (line, row.sequence)
                continue
            before, place = prepared.pop(name)
            facts = before.facts
            bags = [filled[facts["center"], number] for number in facts["bags"]]
            if before.staff == line.staff:
                yield f"Deposit {name} was reviewed by who prepared it."
            if line.transfers != (_move(facts["center"], facts["book"], bags),):
                yield f"Deposit {name} moved other money than its bags held."
            for bag in bags:
                if gone.setdefault((bag.center, bag.number), name) != name:
                    yield f"Bag {bag.number} is in two deposits."
            said.add((name, place, row.sequence, before.staff, line.staff))
        except (UnreadableBody, *MISREAD):
            yield f"Line {row.sequence} of {OWN_DESK} is a deposit that nobody prepared so."
    said |= {(name, place, None, line.staff, None) for name, (line, place) in prepared.items()}
    if said != {(str(row[0]), *row[1:]) for row in connection.execute(_KEPT)}:
        yield "The list of deposits is not what the lines say."
    if gone != {(row.center, row.bag): str(row.deposit) for row in connection.execute(_KEPT_BAGS)}:
        yield "The bags that went to the bank are not those of the deposits."


def _known(connection: Connection, deposit: UUID) -> Row[Any]:
    row = connection.execute(_ONE, {"deposit": deposit, "own": OWN_DESK}).one_or_none()
    if row is None:
        raise Refused("There is no such deposit. Look at the list again.")
    return row


def _bags(connection: Connection, center: str, book: str, numbers: Sequence[str]) -> list[Bag]:
    """Bags that are in the safe, of one book and in no deposit. Raises Refused for the first that is not."""
    bags = []
    for number in numbers:
        bag, _ = filled_bag(connection, number, center)
        if not connection.scalar(_ACCEPTED, {"subject": f"bag.{center}.{number}"}):
            raise Refused(f"Bag {number} is not in the safe yet. Take it in first.")
        if bag.book.code != book:
            raise Refused(f"Bag {number} is {bag.book.code}'s money. Put it into a deposit of its own book.")
        bags.append(bag)
    if (first := connection.scalar(_GONE, {"center": center, "bags": list(numbers)})) is not None:
        raise Refused(f"Bag {first} is in a deposit already. Take it off this one.")
    return bags


def _must_add_up(bags: Sequence[Bag], wish: PrepareDeposit | ReviewDeposit) -> None:
    cash, checks = total([bag.cash for bag in bags]), total([bag.checks for bag in bags])
    if (wish.cash_cents, wish.checks_cents) != (cash.cents, checks.cents):
        raise Refused(DIFFERS)


def _move(center: str, book: str, bags: Sequence[Bag]) -> Transfer:
    deposit, safe = (Account(kind, center, Book.read(book)) for kind in (AccountKind.DEPOSIT, AccountKind.SAFE))
    return Transfer(deposit, safe, total([bag.cash + bag.checks for bag in bags]))


def _items(bag: Bag, line: Line) -> Iterator[dict[str, Any]]:
    """What is in a bag, as the line that filled it says; cash in one sum where its notes were not told apart."""
    said = line.facts
    count = next(one.get("count") for one in said["bags"] if one["number"] == bag.number)
    if count is None and bag.cash:
        yield {"kind": "cash", "cents": bag.cash.cents}
    for code, pieces in (count or {}).items():
        yield {"kind": "cash", "denomination": code, "pieces": pieces, "cents": counted({code: pieces}).cents}
    gone = set(said.get("missing", ()))
    for key, item in zip(said.get("items", ()), said.get("checks", ()), strict=False):
        if item["book"] == bag.book.code and key not in gone:
            yield {name: item[name] for name in ("kind", "number", "receipt", "cents")}
    for item in said.get("found", ()):
        if item["line"] == bag.book.line:
            yield {name: item[name] for name in ("kind", "number", "cents")}
