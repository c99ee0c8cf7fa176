"""What a member paid before: what this desk took, and what the ledger knows of all desks and channels."""

from cashier.domain.accounts import credit, receivable
from cashier.domain.line import LineKind
from cashier.domain.past_payments import PAST_MOST, PastPayment, Whose, past_payments
from cashier.domain.statements import Member
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork


def own_payments(member: Member, desk: Desk, work: UnitOfWork) -> tuple[PastPayment, ...]:
    """What this desk took for a member, newest first, online or not."""
    open_or_held = (known.statement.number for known in desk.directory.statements_of(member.number))
    numbers = frozenset((*open_or_held, *desk.directory.settled_of(member.number)))
    accounts = [receivable(number).code for number in numbers]
    if member.guarantor_number:
        accounts.append(credit(member.guarantor_number).code)
    found = (
        *work.journal.crediting(accounts, PAST_MOST),
        *work.journal.deposits_of(member.number, PAST_MOST),
        *(work.journal.uses_of(member.guarantor_number, PAST_MOST) if member.guarantor_number else ()),
    )
    lines = [numbered.line for numbered in found]
    paid = {str(line.facts["payment"]) for line in lines if line.kind in (LineKind.PAYMENT, LineKind.MOVED)}
    said = [each.line for payment in paid for each in work.journal.corrections(payment)]
    voided, moved = (
        frozenset(str(line.facts["payment"]) for line in said if line.kind is kind)
        for kind in (LineKind.VOIDED, LineKind.MOVED)
    )
    changes = [line for line in said if line.kind is LineKind.TENDER_CHANGED]
    whose = Whose(member=member.number, guarantor=member.guarantor_number, statements=numbers)
    return past_payments(lines, whose, voided, moved, changes)
