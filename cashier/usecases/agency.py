"""One agency's check for many members: its list is matched, shown, and taken as one payment (R30)."""

from dataclasses import dataclass
from uuid import UUID

from cashier.domain.agency_list import ListLine, Match, match_list, parts_of_list
from cashier.domain.errors import BalanceChanged, FieldRefused, Refused
from cashier.domain.line import LineKind, Numbered
from cashier.domain.money import Money, total
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.payment import TakePayment, decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.domain.people import Right, Staff
from cashier.domain.scan import field_text
from cashier.domain.statements import Statement
from cashier.domain.targets import TargetKind
from cashier.domain.tenders import Tender
from cashier.usecases.balances import balances, balances_of
from cashier.usecases.enter import batch_open_in
from cashier.usecases.find_member import today_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import must_agree, record
from cashier.usecases.situation import situation
from cashier.usecases.take_payment import Taken, add_receipt, taken


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyCheck:
    """The check with its list. The ids were made with the form: entered twice it is one payment.

    ``shown``: where each line was to go when the cashier saw it; None where nobody looked.
    """

    payment_id: UUID
    list_id: UUID
    agency: str
    lines: tuple[ListLine, ...]
    check: Tender
    shown: tuple[Match, ...] | None = None


def match_agency(lines: tuple[ListLine, ...], desk: Desk) -> tuple[Match, ...]:
    """Where each line's money would go now. Nothing is written."""
    numbers = tuple({line.statement for line in lines if line.statement})
    members = {line.member for line in lines if line.member and not line.statement}
    with desk.open_reading() as work:
        known = balances(desk.directory.statements(numbers), work.journal) if numbers else ()
        theirs = [b for number in members for b in balances_of(number, desk.directory, work.journal)]
    statements = {b.statement.number: b.statement for b in (*known, *theirs)}
    today = today_at(desk)

    def check(statement: Statement, amount: Money) -> None:
        rule = desk.place.rules.bill(statement.kind, today)
        rule.check_amount(statement.number, amount, statement.open, on_plan=bool(statement.plan_words))

    return match_list(lines, statements, region=desk.place.region, today=today, check=check)


def check_agency(text: str) -> str:
    """The agency's name as it is kept. Raises FieldRefused."""
    agency = field_text(text, "The agency's name", "agency")
    if not agency:
        raise FieldRefused("Enter the agency's name.", "agency")
    return agency


def take_agency(wish: AgencyCheck, desk: Desk, staff: Staff) -> Taken:
    """One payment with one check; the list stands beside it in the journal. Raises Refused, and nothing is taken.

    While mail or a drop box is open here, the check is one of its items: two people counted it with the others (R25).
    """
    staff.needs(Right.TAKE_PAYMENTS, "take payments")
    agency = check_agency(wish.agency)
    listed = total([line.amount for line in wish.lines])
    if wish.check.amount != listed:
        raise FieldRefused(
            f"The list comes to {listed}, the check is {wish.check.amount}. One of them is not right.", "amount"
        )
    matches = match_agency(wish.lines, desk)
    parts = parts_of_list(matches, agency)
    numbers = [part.target.number for part in parts if part.target.kind is TargetKind.STATEMENT]
    owners = dict.fromkeys(owner for number in numbers if (owner := desk.directory.member_of_statement(number)))
    origin = Origin(kind=OriginKind.AGENCY, batch=wish.list_id)
    payment = TakePayment(
        payment_id=wish.payment_id,
        member_number=next(iter(owners), ""),
        parts=parts,
        tenders=(wish.check,),
        identified=dict.fromkeys(owners, origin.words),
        payor=Payor(name=agency),
        origin=origin,
    )
    with desk.open_work() as work:
        earlier = work.journal.payment(wish.payment_id)
        if earlier:
            _check_same(wish, agency, earlier, work)
            return taken(earlier, again=True)
        if wish.shown is not None and matches != wish.shown:
            raise BalanceChanged("A balance changed since the list was shown. Enter shows it again; then take it.")
        must_agree(work)
        now = situation(payment, work, desk, staff=staff, shift=work.journal.open_shift())
        line = decide_payment(payment, now)
        facts = {"agency": agency, "receipt": now.receipt, "lines": [match.facts() for match in matches]}
        batch = batch_open_in(work)
        if batch is not None:
            facts["batch"] = str(batch.batch_id)
        record(LineKind.AGENCY_LISTED, facts, work=work, desk=desk, staff=staff, line_id=wish.list_id)
        numbered = work.journal.append(line)
        add_receipt(now.receipt, work)
        work.commit()
    return taken((numbered,), again=False)


def _check_same(wish: AgencyCheck, agency: str, earlier: tuple[Numbered, ...], work: UnitOfWork) -> None:
    """Another check or list under an id that is used up is refused: its money is in no book."""
    before = read_payment(earlier[0].line)
    listed = work.journal.line(wish.list_id)
    rows = listed.line.facts["lines"] if listed is not None else []
    lines = [(row["line"], row["cents"], row.get("statement", ""), row.get("member", "")) for row in rows]
    wished = [(line.line, line.amount.cents, line.statement, line.member) for line in wish.lines]
    checks = [(tender.amount, tender.number) for tender in before.tenders]
    if (before.payor.name, checks, lines) != (agency, [(wish.check.amount, wish.check.number)], wished):
        raise Refused(f"Receipt {before.receipt} was taken for this already. Empty the form for another check.")
