"""A receipt that another desk made: looked at through the ledger, and printed again as a marked copy of this desk."""

from typing import Protocol
from uuid import UUID

from cashier.domain.errors import LedgerAway, Refused
from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.receipt_number import made_at
from cashier.domain.receipt_seen import ReceiptSeen
from cashier.domain.scan import safe_text
from cashier.domain.training import TRAINING_DESK
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import record
from cashier.usecases.reprint import paper_again


class ReceiptSource(Protocol):
    """The ledger's receipts. Raises LedgerAway, LedgerRefuses."""

    def receipt(self, number: str) -> ReceiptSeen:
        """The receipt as another desk may see it."""


def look_at_receipt(number: str, ledger: ReceiptSource, staff: Staff) -> ReceiptSeen:
    """What another desk's receipt says; off the Qt thread. Raises Refused, LedgerRefuses."""
    staff.needs(Right.REPRINT, "look at receipts again")
    safe = safe_text(number, "The number")
    if made_at(safe) == TRAINING_DESK:
        raise Refused(f"{safe} was printed in training. No money was taken for it.")
    try:
        return ledger.receipt(number)
    except LedgerAway as away:
        raise Refused(
            f"Receipt {safe} was made at desk {made_at(safe)}, and the ledger that has it does not answer. "
            "Look again when this desk is online, or ask there."
        ) from away


def copy_receipt(copy_id: UUID, seen: ReceiptSeen, desk: Desk, staff: Staff) -> int:
    """Print it, marked as a duplicate of this desk. Returns the copy's number.

    Raises Refused, also for a payment that went back; StoreTrouble.

    ``copy_id`` is made when the receipt is shown: asked again under it, another copy is counted and recorded.
    """
    staff.needs(Right.REPRINT, "print receipts again")
    if seen.voided:
        raise Refused(seen.why_no_copy)
    with desk.open_work() as work:
        if work.journal.line(copy_id) is not None:
            copy = paper_again(str(copy_id), work, desk, staff)
        else:
            record(LineKind.RECEIPT_COPIED, seen.facts(), work=work, desk=desk, staff=staff, line_id=copy_id)
            copy = 1
            work.jobs.add(str(copy_id), copy)
        work.commit()
    return copy
