"""Write the back of a payment's checks: a slip on the receipt printer's paper, recorded with who asked for it."""

from cashier.domain.endorsement import Endorsement, endorsements
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import record


def endorse(receipt: str, desk: Desk, staff: Staff, *, mailed: bool = False) -> tuple[Endorsement, ...]:
    """Record and print the slip for the checks of a receipt. Raises Refused where there is none to write."""
    staff.needs(Right.TAKE_PAYMENTS, "endorse checks")
    with desk.open_work() as work:
        lines = tuple(numbered.line for numbered in work.journal.receipt(receipt))
        if not lines:
            raise Refused(f"No receipt {safe_text(receipt, 'The number')} was made at this desk. Check the number.")
        backs = endorsements(lines, desk.place.payees, mailed=mailed, table=desk.place.rules.tenders)
        if not backs:
            raise Refused(f"Receipt {lines[0].facts['receipt']} has no check with a payee to endorse it for.")
        facts = {"receipt": lines[0].facts["receipt"], "mailed": mailed, "backs": [back.facts() for back in backs]}
        line = record(LineKind.ENDORSED, facts, work=work, desk=desk, staff=staff)
        work.jobs.add(str(line.line_id), 0)
        work.commit()
    return backs
