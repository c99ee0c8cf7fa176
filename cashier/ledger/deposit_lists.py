"""Deposits as they are listed: for the office, for the bank, and on a slip."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import Book
from cashier.domain.deposit import Deposit, DepositItem
from cashier.domain.errors import Refused
from cashier.domain.line import read_line
from cashier.domain.money import ZERO
from cashier.domain.shift import DENOMINATIONS, counted
from cashier.ledger.database import OWN_DESK
from cashier.ledger.deposits import known_deposit
from cashier.ledger.filled import EVERY_SHIFT, Bag, bag_in_safe
from cashier.ledger.office_deposits import DepositItemRow, DepositRow, SafeBagRow
from cashier.ledger.undeposited import waiting_bags

ROWS_MOST = 1_000

_DEPOSITS = text(
    f"""
    SELECT deposit, deposits.center, book, prepared_by, COALESCE(reviewed_by, '') AS reviewed_by, body
    FROM deposits JOIN lines ON lines.desk = :own AND lines.sequence = deposits.prepared
    WHERE :center = '' OR deposits.center = :center ORDER BY prepared DESC LIMIT {ROWS_MOST}
    """
)
_NUMBERED = text("SELECT deposit FROM deposits WHERE prepared = :number")
_NAMES = text("SELECT number, name FROM staff WHERE number = ANY(CAST(:users AS text[]))")


def safe_rows(connection: Connection, center: str) -> list[SafeBagRow]:
    """What the safe of a center holds in bags, oldest first."""
    return [
        SafeBagRow(
            bag=one.bag.number,
            center=center,
            book=one.bag.book.code,
            cash_cents=one.bag.cash.cents,
            checks_cents=one.bag.checks.cents,
            accepted_by=one.accepted_by,
            accepted_at=one.accepted_at,
        )
        for one in waiting_bags(connection, center)
        if one.accepted_at is not None
    ]


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
    """Everything that goes to the bank: cash by denomination, as it was counted, then each check. Raises Refused."""
    return [
        DepositItemRow(
            deposit=deposit,
            bag=item.bag,
            kind="cash" if item.is_cash else item.kind,
            denomination=item.denomination,
            pieces=item.pieces,
            number=item.number,
            receipt=item.receipt,
            cents=item.amount.cents,
        )
        for item in deposit_of(connection, deposit).items
    ]


def deposit_numbered(connection: Connection, number: int) -> UUID:
    """The deposit that screens and slips call by this number. Raises Refused."""
    found: UUID | None = connection.scalar(_NUMBERED, {"number": number})
    if found is None:
        raise Refused(f"There is no deposit {number}. Look at the list again.")
    return found


def deposit_of(connection: Connection, deposit: UUID) -> Deposit:
    """A deposit as its slip says it, with names of people. Raises Refused."""
    row = known_deposit(connection, deposit)
    line = read_line(row.body.encode())
    names = {one.number: one.name for one in connection.execute(_NAMES, {"users": [row.prepared_by, row.reviewed_by]})}
    bags = [bag_in_safe(connection, number, row.center, shifts=EVERY_SHIFT) for number in line.facts["bags"]]
    return Deposit(
        name=str(deposit),
        number=row.prepared,
        center=row.center,
        book=Book.read(row.book),
        prepared_on=line.taken_at.date(),
        prepared_at=line.taken_at,
        prepared_by=names.get(row.prepared_by, row.prepared_by),
        reviewed_by=names.get(row.reviewed_by, row.reviewed_by) or "",
        bags=tuple(line.facts["bags"]),
        items=tuple(_items(line.facts.get("count"), bags)),
        seal=row.seal or "",
        day=row.day,
        is_final=row.is_final,
    )


def _items(count: dict[str, int] | None, bags: list[Bag]) -> Iterator[DepositItem]:
    """As the preparer counted; of deposits that were prepared without a count, what the bags were filled with."""
    if count is not None:
        yield from _notes("", count)
    for bag in bags:
        if count is None and bag.count is None and bag.cash > ZERO:
            yield DepositItem(bag=bag.number, is_cash=True, amount=bag.cash)
        elif count is None:
            yield from _notes(bag.number, bag.count or {})
        for item in bag.items:
            yield DepositItem(
                bag=item.bag,
                is_cash=False,
                kind=item.kind,
                amount=item.amount,
                number=item.number,
                receipt=item.receipt,
            )


def _notes(bag: str, count: dict[str, Any]) -> Iterator[DepositItem]:
    for kind in DENOMINATIONS:
        if pieces := count.get(kind.code):
            amount = counted({kind.code: pieces})
            yield DepositItem(bag=bag, is_cash=True, amount=amount, denomination=kind.code, pieces=pieces)
