"""Accounts with a check that came back unpaid: the office lists them, and desks ask a lead before the next one."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, text

from cashier.domain.errors import CashierError, Refused, UnreadableBody
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Right, Staff
from cashier.domain.receipt_number import made_at
from cashier.domain.scan import safe_text
from cashier.domain.tenders import Tender
from cashier.domain.times import Clock
from cashier.ledger.acts import Act, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.office import Done, ListAccount, ReturnedCheckRow

LINES_OF_ONE_PAYMENT = 1000  # Between a card's approval and the check that pays the rest.

# Receipts are found by their desk, which the number says.
_PAYMENT = text(
    """
    SELECT line.body FROM receipts JOIN lines AS line USING (desk)
    WHERE desk = :maker AND receipt = :receipt AND line.kind = 'payment'
      AND line.sequence BETWEEN receipts.sequence AND receipts.sequence + :most
    ORDER BY line.sequence
    """
)
_KEEP = text(
    """
    INSERT INTO returned_checks AS known (number, last_four, until, sequence)
    VALUES (:token, :last_four, :until, :sequence)
    ON CONFLICT (number) DO UPDATE SET
        until = excluded.until, sequence = excluded.sequence, changed_in = pg_current_xact_id()
    WHERE known.sequence < excluded.sequence
    """
)
_ROWS = text(
    """
    SELECT line.body, last_four, until, line.staff AS listed_by
    FROM returned_checks JOIN lines AS line ON line.desk = :own AND line.sequence = returned_checks.sequence
    ORDER BY until DESC, number LIMIT 10000
    """
)
_KEPT = text("SELECT number, until::text, sequence FROM returned_checks")
_SAID = text(
    "SELECT sequence, body FROM lines WHERE desk = :own AND kind IN ('account_listed', 'check_returned') "
    "ORDER BY sequence"
)


def list_account(connection: Connection, wish: ListAccount, caller: Staff, *, clock: Clock, new_id: NewId) -> Done:
    """List the account of a check that came back; again with another day moves the day. Raises Refused."""
    caller.needs(Right.LIST_ACCOUNTS, "list accounts with a returned check")
    account = check_of(connection, wish.receipt, wish.number).account
    if account is None:
        raise Refused("This check was taken without its account number, so there is no account to list.")
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.ACCOUNT_LISTED,
        subject=f"check.{wish.receipt}.{wish.number}",
        staff=caller.user,
        facts={
            "receipt": wish.receipt,
            "number": wish.number,
            "token": account.token,
            "last_four": account.last_four,
            "until": wish.until.isoformat(),
            "reason": safe_text(wish.reason, "The reason", most=500),
        },
    )
    sequence = do(connection, act, clock=clock, new_id=new_id)
    keep_listed(connection, account.token, account.last_four, wish.until, sequence)
    return Done(sequence=sequence)


def keep_listed(connection: Connection, token: str, last_four: str, until: date, sequence: int) -> None:
    """The account is listed as this line of the own journal says, unless a later one said otherwise."""
    kept = {"token": token, "last_four": last_four, "until": until, "sequence": sequence}
    connection.execute(_KEEP, kept)


def check_of(connection: Connection, receipt: str, number: str) -> Tender:
    """A check as its payment's line says it. Raises Refused."""
    asked = {"maker": made_at(receipt), "receipt": receipt, "most": LINES_OF_ONE_PAYMENT}
    for body in connection.scalars(_PAYMENT, asked):
        try:
            facts = read_payment(read_line(body.encode()))
        except UnreadableBody:
            continue
        for tender in facts.tenders if facts.receipt == receipt else ():
            if tender.number == number:
                return tender
    receipt, number = safe_text(receipt, "The receipt"), safe_text(number, "The number")
    raise Refused(f"Receipt {receipt} has no check {number} here. Read both from the returned check again.")


def returned_rows(connection: Connection) -> list[ReturnedCheckRow]:
    """All that are listed, those that stay longest first."""
    return [
        ReturnedCheckRow(
            receipt=line.facts["receipt"],
            number=line.facts["number"],
            last_four=row.last_four,
            until=row.until,
            listed_by=row.listed_by,
        )
        for row in connection.execute(_ROWS, {"own": OWN_DESK})
        for line in (read_line(row.body.encode()),)
    ]


def wrong_listings(connection: Connection) -> Iterator[str]:
    """Accounts that are listed otherwise than the last line about each says, a sentence each."""
    said = {}
    for sequence, body in connection.execute(_SAID, {"own": OWN_DESK}):
        try:
            line: Line = read_line(body.encode())
            if line.facts["token"]:  # A check that was typed without its account has none to list.
                said[line.facts["token"]] = (line.facts["until"], sequence)
        except (CashierError, KeyError):
            continue  # Found where lines are read.
    kept = {token: (until, sequence) for token, until, sequence in connection.execute(_KEPT)}
    for token in sorted(said.keys() | kept.keys()):
        if said.get(token) != kept.get(token):
            yield f"The account {token[:12]} is not listed as the last line about it says."
