"""Send a receipt by e-mail: a line of the journal, which the ledger's mailer works off."""

from uuid import UUID

from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.mailed_receipt import MailAsked, read_address
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.usecases.correct_payment import corrections_of
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import record


def mail_receipt(line_id: UUID, receipt: str, typed: str, desk: Desk, staff: Staff) -> None:
    """Write the wish down; said twice under one id it is one. Raises FieldRefused about the address, Refused where
    there is no such receipt here or its money went back, StoreTrouble.
    """
    staff.needs(Right.REPRINT, "send receipts")
    address = read_address(typed)
    with desk.open_work() as work:
        if work.journal.line(line_id) is not None:
            return
        if desk.place.is_training:
            raise Refused("Training sends no mail.")
        lines = tuple(numbered.line for numbered in work.journal.receipt(receipt))
        if not lines:
            raise Refused(f"No receipt {safe_text(receipt, 'The number')} was made at this desk. Check the number.")
        if any(line.kind is LineKind.VOIDED for line in corrections_of(lines, work)):
            raise Refused(f"Receipt {receipt} was voided: its money went back. No copy is sent of it.")
        facts = MailAsked(receipt=receipt, address=address).facts()
        record(LineKind.RECEIPT_MAILED, facts, work=work, desk=desk, staff=staff, line_id=line_id)
        work.commit()
