"""Proves returned checks from their lines alone: two people, the same money back, and a fee that may be."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import AccountKind
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import read_line
from cashier.domain.money import Money, total
from cashier.domain.returned_check import ReturnReason, fee_most
from cashier.ledger.database import OWN_DESK

_KEPT = text("SELECT payment, tender, sequence, fee_cents FROM returned_items")
_SAID = text(
    "SELECT sequence, body FROM lines WHERE desk = :own AND kind = 'check_returned' AND state <> 'repeated' "
    "ORDER BY sequence"
)
_BILLED = text("SELECT billed_cents FROM statements WHERE number = :number")


def wrong_returns(connection: Connection) -> Iterator[str]:
    """Returned checks whose people, money or fee are not as they should be, a sentence each."""
    kept = {(row.payment, row.tender): (row.sequence, row.fee_cents) for row in connection.execute(_KEPT)}
    said = {}
    for row in connection.execute(_SAID, {"own": OWN_DESK}):
        name = f"Line {row.sequence} of {OWN_DESK}"
        try:
            line = read_line(row.body.encode())
            facts = line.facts
            said[UUID(facts["payment"]), facts["tender"]] = (row.sequence, facts["fee_cents"])
            parts = sum(cents for _, cents in facts["parts"])
            sums = total([transfer.amount for transfer in line.transfers]).cents
            to = {transfer.credit.kind for transfer in line.transfers}
            is_signed = facts["approver"] not in ("", line.staff)
            billed = connection.scalar(_BILLED, {"number": facts["fee_statement"]})
            most = fee_most(line.business_date or line.taken_at.date(), earlier=1, reason=ReturnReason(facts["reason"]))
            fee = Money(facts["fee_cents"])
        except (*MISREAD, UnreadableBody):
            yield f"{name} is a returned check and does not say of what."
            continue
        if not is_signed:
            yield f"{name} returns a check and was signed by one person."
        if not parts == sums == facts["cents"] or to != {AccountKind.BANK}:
            yield f"{name} opens other money again than its check paid."
        if fee > most or (billed or 0) != fee.cents:
            yield f"{name} has another fee than it says, or than may be."
    if said != kept:
        yield "The checks that came back are not those that the lines say."
