"""Print, on request, what a payment has besides its receipt: each paper a line of its own, asked for again a copy."""

from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.origin import OriginKind
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.people import Right, Staff
from cashier.domain.receipt_paper import PaperAsked, ReceiptPaper, Service, paper_id, service_of
from cashier.domain.scan import safe_text
from cashier.domain.targets import TargetKind
from cashier.usecases.correct_payment import corrections_of
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import record
from cashier.usecases.reprint import paper_again

PARTS_MOST = 12


def ask_papers(receipt: str, paper: ReceiptPaper, desk: Desk, staff: Staff) -> tuple[int, ...]:
    """Print a paper of this desk's payment, or one part for each of its members; returns each paper's copy, 0 for one
    that was never printed. Raises Refused (nothing written), StoreTrouble.
    """
    staff.needs(Right.REPRINT, "print papers of a payment")
    with desk.open_work() as work:
        lines = tuple(numbered.line for numbered in work.journal.receipt(receipt))
        if not lines:
            raise Refused(f"No receipt {safe_text(receipt, 'The number')} was made at this desk. Check the number.")
        payments = tuple(map(read_payment, lines))
        since = (*corrections_of(lines, work), *desk.directory.came_back(payments[0].receipt))
        asked = _asked(paper, payments, since, desk)
        copies = tuple(_print(one, payments[0], work, desk, staff) for one in asked)
        work.commit()
    return copies


def print_to_sign(payment: PaymentFacts, work: UnitOfWork, desk: Desk, staff: Staff) -> None:
    """The office's copy of a payment whose card asks for a signature, as a part of booking it. Where there is one, of a
    card before or by request, it comes again: that one has no line for this card.
    """
    _print(PaperAsked(receipt=payment.receipt, paper=ReceiptPaper.OFFICE, services={}), payment, work, desk, staff)


def _asked(
    paper: ReceiptPaper, payments: tuple[PaymentFacts, ...], corrections: tuple[Line, ...], desk: Desk
) -> tuple[PaperAsked, ...]:
    receipt = payments[0].receipt
    if paper is ReceiptPaper.OFFICE:
        return (PaperAsked(receipt=receipt, paper=paper, services={}),)
    if corrections:
        raise Refused(f"Receipt {receipt} was corrected. Print the receipt again: it says what became of it.")
    return _parts(payments, desk) if paper is ReceiptPaper.PART else (_itemized(payments, desk),)


def _parts(payments: tuple[PaymentFacts, ...], desk: Desk) -> tuple[PaperAsked, ...]:
    receipt, origin = payments[0].receipt, payments[-1].origin
    if origin is not None and origin.kind is OriginKind.AGENCY:
        raise Refused(f"Receipt {receipt} is an agency's, which paid for all of them. Print the receipt itself again.")
    paid = [facts.targets[place].member_number for facts in payments for place, _ in facts.paid_on]
    members = [number for number in dict.fromkeys(paid) if number]
    if not members:
        raise Refused(f"Receipt {receipt} paid for no member. Print the receipt itself again.")
    if len(members) == 1:
        raise Refused(f"Receipt {receipt} paid for one member alone. Print the receipt itself again.")
    if len(members) > PARTS_MOST:
        raise Refused(
            f"Receipt {receipt} paid for {len(members)} members; parts are printed for up to {PARTS_MOST}. "
            "Print the receipt itself again."
        )
    return tuple(
        PaperAsked(
            receipt=receipt, paper=ReceiptPaper.PART, member=number, language=_language(number, desk), services={}
        )
        for number in members
    )


def _language(member: str, desk: Desk) -> str:
    known = desk.directory.member(member)
    return known.language if known is not None else ""


def _itemized(payments: tuple[PaymentFacts, ...], desk: Desk) -> PaperAsked:
    receipt = payments[0].receipt
    if payments[-1].payor.name:
        raise Refused(
            f"Receipt {receipt} was paid by another person, who is told no service dates. "
            "Print the receipt itself again, or a statement copy for the member."
        )
    services = _services(payments, desk)
    if not any(service.day for service in services.values()):
        raise Refused(f"Receipt {receipt} paid no bill whose service date is known. Print the receipt itself again.")
    return PaperAsked(receipt=receipt, paper=ReceiptPaper.ITEMIZED, services=services)


def _services(payments: tuple[PaymentFacts, ...], desk: Desk) -> dict[str, Service]:
    """By statement, in the order in which they were paid."""
    paid = [facts.targets[place].part.target for facts in payments for place, _ in facts.paid_on]
    numbers = tuple(dict.fromkeys(target.number for target in paid if target.kind is TargetKind.STATEMENT))
    told: dict[str, Service] = {}
    for known in desk.directory.statements(numbers):
        member = desk.directory.member(known.statement.member_number)
        patient = f"{member.given_names} {member.family_name}" if member is not None else ""
        if (service := service_of(known.statement, patient)) is not None:
            told[known.statement.number] = service
    return told


def _print(asked: PaperAsked, first: PaymentFacts, work: UnitOfWork, desk: Desk, staff: Staff) -> int:
    line_id = paper_id(first.payment_id, asked.paper, asked.member)
    if work.journal.line(line_id) is not None:
        return paper_again(str(line_id), work, desk, staff)
    record(LineKind.PAPER_ASKED, asked.facts(), work=work, desk=desk, staff=staff, line_id=line_id)
    work.jobs.add(str(line_id), 0)
    return 0
