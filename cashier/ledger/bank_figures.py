"""A deposit that the bank counted otherwise: two people take over its figure, and the difference is the center's own.

The bank's count of its own receipts stands (its correction notice names the deposit), so the books follow it: what the
deposit said too much or too little moves between the bank and the center's over and short for deposits. Whoever
prepared or reviewed the deposit does not sign that it was wrong.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.accounts import AccountKind, Book, deposit_over_short
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.money import Money, total
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.shift_close import move
from cashier.domain.times import Clock
from cashier.ledger.acts import Act, Outcome, do
from cashier.ledger.custody import account_of, amount_of, deposit_done, sealed_deposit
from cashier.ledger.database import OWN_DESK
from cashier.ledger.deposits import known_deposit
from cashier.wire_safe import CorrectDeposit, DepositDone

_CREDITED = text("SELECT sum(cents)::bigint FROM bank_credits WHERE deposit = :deposit")
_CORRECTIONS = text(
    """
    SELECT body FROM office_acts AS act JOIN lines ON lines.desk = :own AND lines.sequence = act.sequence
    WHERE subject = :subject AND act.kind = 'deposit_corrected'
    """
)


def credited_of(connection: Connection, deposit: UUID) -> Money | None:
    """What the bank has of a deposit; None before it said anything."""
    cents = connection.scalar(_CREDITED, {"deposit": deposit})
    return None if cents is None else Money(cents)


def corrected_of(connection: Connection, deposit: UUID) -> Money:
    """What was taken over from the bank beyond what the deposit says; below zero where it found less."""
    rows = connection.scalars(_CORRECTIONS, {"own": OWN_DESK, "subject": f"deposit.{deposit}"})
    return total([Money(read_line(body.encode()).facts["difference_cents"]) for body in rows])


def correct_deposit(
    connection: Connection, wish: CorrectDeposit, two: tuple[Staff, Staff], center: str, *, clock: Clock, new_id: NewId
) -> DepositDone:
    """Take the bank's figure over, for the figure that both saw. Raises Refused."""
    caller, second = two
    caller.needs(Right.KEEP_SAFE, "take over the bank's figure")
    second.needs(Right.APPROVE_DRAWER, "sign that the bank's figure is taken over")
    row = sealed_deposit(connection, wish.number, center)
    reason = safe_text(wish.reason, "The reason")
    if not reason:
        raise Refused("Enter why the bank's figure differs, as its notice says.")
    if second.user in (caller.user, row.prepared_by, row.reviewed_by):
        raise Refused("Whoever counted the deposit, or asks, does not sign for it. Have another lead sign.")

    def decide() -> Outcome:
        difference = _difference(connection, row, Money(wish.credited_cents))
        book = Book.read(row.book)
        moved = move(account_of(AccountKind.BANK, center, book), deposit_over_short(center), difference)
        return Outcome((moved,) if moved else (), {"difference_cents": difference.cents})

    facts = {
        "seal": row.seal,
        "credited_cents": wish.credited_cents,
        "reason": reason,
        "second": second.user,
        "second_name": second.name,
    }
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.DEPOSIT_CORRECTED,
        subject=f"deposit.{row.deposit}",
        staff=caller.user,
        facts=facts,
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    return deposit_done(row, sequence)


def _difference(connection: Connection, row: Row[Any], shown: Money) -> Money:
    """What there is to take over. Raises Refused."""
    if known_deposit(connection, row.deposit).arrived is None:
        raise Refused(f"Bag {row.seal} is not at the bank yet. Enter the bank's receipt for it first.")
    credited = credited_of(connection, row.deposit)
    if credited is None:
        raise Refused(f"The bank has said nothing of bag {row.seal} yet. Take in its file first.")
    if credited != shown:
        raise Refused(f"The bank credited {credited} by now. Look at the list again.")
    difference = credited - amount_of(row) - corrected_of(connection, row.deposit)
    if not difference.cents:
        raise Refused(f"The bank and the books agree on bag {row.seal}. There is nothing to take over.")
    return difference
