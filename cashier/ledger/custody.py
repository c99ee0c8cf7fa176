"""A sealed deposit's way to the bank, by the number of its bag: to the courier, and into the bank's hands."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, do
from cashier.ledger.deposits import known_deposit
from cashier.wire_safe import DepositArrived, DepositDone, GiveDeposit

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SEALED = text("SELECT deposit FROM deposits WHERE center = :center AND seal = :number")
_NUMBERED = text("SELECT deposit FROM deposits WHERE center = :center AND prepared = :number")
_GIVE = text("UPDATE deposits SET given = :sequence WHERE deposit = :deposit AND given IS NULL")
_ARRIVE = text("UPDATE deposits SET arrived = :sequence WHERE deposit = :deposit AND arrived IS NULL")


def deposit_named(connection: Connection, number: str, center: str) -> Row[Any] | None:
    """A center's deposit by its sealed bag, by its number, or by the barcode of its slip; None where there is none."""
    said = safe_text(number, "The number")
    if _UUID.fullmatch(said.lower()):
        found = UUID(said.lower())
    else:
        known = connection.scalar(_SEALED, {"center": center, "number": said.upper()})
        if known is None and said.isascii() and said.isdecimal() and len(said) <= 15:
            known = connection.scalar(_NUMBERED, {"center": center, "number": int(said)})
        if known is None:
            return None
        found = known
    row = known_deposit(connection, found)
    return row if row.center == center else None


def give_deposit(
    connection: Connection, wish: GiveDeposit, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> DepositDone:
    """Hand a sealed bag to the courier, who is named. Raises Refused."""
    caller.needs(Right.KEEP_SAFE, "hand bags to the courier")
    row = sealed_deposit(connection, wish.number, center)
    courier = safe_text(wish.courier, "The courier's name")
    if not courier:
        raise Refused("Enter who takes the bag: the courier's name and company.")

    def decide() -> tuple[Transfer, ...]:
        if known_deposit(connection, row.deposit).given is not None:
            raise Refused(f"Bag {row.seal} is with the courier already. Look at its history.")
        return (_move(row, AccountKind.COURIER, AccountKind.DEPOSIT),)

    facts = {"seal": row.seal, "courier": courier}
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.DEPOSIT_GIVEN,
        subject=f"deposit.{row.deposit}",
        staff=caller.user,
        facts=facts,
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    connection.execute(_GIVE, {"deposit": row.deposit, "sequence": sequence})
    return deposit_done(row, sequence)


def deposit_arrived(
    connection: Connection, wish: DepositArrived, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> DepositDone:
    """The bank has the bag, and gave a receipt for it. Raises Refused."""
    caller.needs(Right.KEEP_SAFE, "say what arrived at the bank")
    row = sealed_deposit(connection, wish.number, center)
    receipt = safe_text(wish.receipt, "The bank's receipt")
    if not receipt:
        raise Refused("Enter the number of the bank's receipt for the bag.")
    return arrive(
        connection, row, wish.line_id, caller.user, {"seal": row.seal, "receipt": receipt}, clock=clock, new_id=new_id
    )


def arrive(
    connection: Connection,
    row: Row[Any],
    line_id: UUID,
    staff: str,
    facts: dict[str, Any],
    *,
    clock: Clock,
    new_id: NewId,
) -> DepositDone:
    """Move a deposit from the courier to the bank, by a receipt or by what the bank credited. Raises Refused."""

    def decide() -> tuple[Transfer, ...]:
        now = known_deposit(connection, row.deposit)
        if now.given is None:
            raise Refused(f"Bag {row.seal} was not handed to the courier yet. Do that first.")
        if now.arrived is not None:
            raise Refused(f"Bag {row.seal} is at the bank already. Look at its history.")
        return (_move(row, AccountKind.BANK, AccountKind.COURIER),)

    act = Act(
        line_id=line_id, kind=LineKind.DEPOSIT_ARRIVED, subject=f"deposit.{row.deposit}", staff=staff, facts=facts
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    connection.execute(_ARRIVE, {"deposit": row.deposit, "sequence": sequence})
    return deposit_done(row, sequence)


def amount_of(row: Row[Any]) -> Money:
    """What a deposit comes to."""
    said = read_line(row.body.encode()).facts
    return Money(said["cash_cents"] + said["checks_cents"])


def account_of(kind: AccountKind, center: str, book: Book) -> Account:
    """An account on the way to the bank, which is the region's."""
    return Account(kind, book.region if kind is AccountKind.BANK else center, book)


def sealed_deposit(connection: Connection, number: str, center: str) -> Row[Any]:
    """A reviewed deposit of a center, as `deposit_named` finds it. Raises Refused."""
    row = deposit_named(connection, number, center)
    if row is None:
        raise Refused("No sealed bag of this center has this number. Check it, or look at the list of deposits.")
    if row.reviewed is None:
        raise Refused("This deposit was not reviewed yet. A colleague counts it first.")
    return row


def _move(row: Row[Any], debit: AccountKind, credit: AccountKind) -> Transfer:
    book = Book.read(row.book)
    return Transfer(account_of(debit, row.center, book), account_of(credit, row.center, book), amount_of(row))


def deposit_done(row: Row[Any], sequence: int) -> DepositDone:
    """The answer to a step of a deposit."""
    return DepositDone(
        deposit=row.deposit, sequence=sequence, number=row.prepared, seal=row.seal or "", cents=amount_of(row).cents
    )
