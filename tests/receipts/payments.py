"""Payments as the journal keeps them, for everything that says them on paper."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from cashier.domain.allocation import Applied
from cashier.domain.cash_rounding import Rounding
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money, total
from cashier.domain.payment_facts import PaymentFacts
from cashier.domain.payor import Payor
from cashier.domain.region_rules import AssistanceOffice
from cashier.domain.targets import Part, Placed, Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from tests.fakes.builders import MEDICAL, OAK3, PREMIUM

PLACE = replace(OAK3, assistance=AssistanceOffice(address=("P.O. Box 30006",), phone="(800) 390-3507"))
TAKEN_AT = datetime(2026, 11, 21, 18, 44, tzinfo=UTC)
RECEIPT = "OAK3-0019284"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a payment of the tests says besides its targets and tenders."""

    payor: str = ""
    served_by: str = "Rosa D."
    approver_name: str = ""
    change: int = 0
    open_after: int = 33317
    as_of: str = "2026-11-21T18:42:00.000000Z"
    next_due: date | None = date(2026, 11, 28)
    business_date: date = date(2026, 11, 21)
    receipt: str = RECEIPT
    line_id: int = 1


def in_language(code: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same payment by a member who reads this language."""
    return tuple(replace(line, facts={**line.facts, "language": code}) for line in lines)


def statement(number: str, cents: int) -> Placed:
    return _placed(TargetKind.STATEMENT, number, cents, "Hospital visit", "")


def credit(cents: int, note: str) -> Placed:
    return _placed(TargetKind.CREDIT, "200417733", cents, "Credit on account", note)


def payment(
    targets: tuple[Placed, ...], tenders: tuple[Tender, ...], applied: tuple[Applied, ...], said: Said | None = None
) -> Line:
    """A PAYMENT line; `applied` is taken as it is given."""
    said = said or Said()
    facts = PaymentFacts(
        payment_id=UUID(int=7),
        receipt=said.receipt,
        member_number="11048827",
        member_name="Tran, Mai Linh",
        guarantor_number="200417733",
        language="en",
        served_by=said.served_by,
        identified={"11048827": "card scanned, name heard"},
        payor=Payor(name=said.payor),
        reason="",
        targets=targets,
        tenders=tenders,
        applied=applied,
        change=Money(said.change),
        open_after=Money(said.open_after),
        balances_as_of=said.as_of,
        next_due=said.next_due,
        next_due_autopay=said.next_due is not None,
        approver="helen" if said.approver_name else "",
        approver_name=said.approver_name,
    )
    return Line(
        line_id=UUID(int=said.line_id),
        kind=LineKind.PAYMENT,
        desk="OAK3",
        center="OAK",
        staff="rosa",
        taken_at=TAKEN_AT,
        business_date=said.business_date,
        shift_id=UUID(int=3),
        facts=facts.facts(),
    )


def cash(cents: int) -> Tender:
    return Tender(kind=TenderKind.CASH, amount=Money(cents))


def check(cents: int) -> Tender:
    return Tender(kind=TenderKind.CHECK, amount=Money(cents), number="1043")


def card(cents: int) -> Tender:
    return Tender(kind=TenderKind.CARD, amount=Money(cents), issuer="Visa", last_four="4421", approval_code="071882")


def check_and_cash(said: Said | None = None) -> tuple[Line, ...]:
    """The payment of the design's second picture."""
    parts = (Applied(0, 0, Money(27260)), Applied(1, 0, Money(14000)), Applied(1, 1, Money(6000)))
    line = payment(
        (statement("S-48210377", 41260), statement("S-48211904", 6000)),
        (check(27260), cash(24000)),
        parts,
        said or Said(change=4000),
    )
    return (line,)


def net_cash() -> tuple[Line, ...]:
    """The same, by a desk that writes net cash down."""
    return tuple(replace(line, facts={**line.facts, "net_cash": 20000}) for line in check_and_cash())


def card_then_cash() -> tuple[Line, ...]:
    """A card that was approved for a part, then the rest in cash: two lines under one receipt number."""
    targets = (statement("S-48210377", 41260), statement("S-48211904", 6000))
    return (
        payment(targets, (card(30000),), (Applied(0, 0, Money(30000)),), Said(open_after=50577)),
        payment(
            targets,
            (cash(18000),),
            (Applied(0, 0, Money(11260)), Applied(0, 1, Money(6000))),
            Said(line_id=2, change=740, business_date=date(2026, 11, 20)),
        ),
    )


def rounded() -> tuple[Line, ...]:
    """Cash without pennies: a bill of $60.02 paid with $60.00, and change for another note."""
    line = payment((statement("S-48211904", 6002),), (cash(8000),), (Applied(0, 0, Money(6000)),), Said(change=2000))
    return (replace(line, facts={**line.facts, "rounding": Rounding(given=((0, Money(2)),)).facts()}),)


def named_credit() -> tuple[Line, ...]:
    placed = credit(5000, "claim 3b1c9f0e, paid before it was billed")
    said = Said(approver_name="Helen Park", payor="Maximiliano Fernández-Villanueva de la Concepción y Ortiz")
    return (payment((placed,), (cash(5000),), (Applied(0, 0, Money(5000)),), said),)


def on_plan() -> tuple[Line, ...]:
    """An installment of a statement, and another statement that is in none."""
    first = replace(
        statement("S-48210377", 6877), plan="dispute · plan: 6 x $68.77 a month from Dec 15, the last $68.75"
    )
    targets = (first, statement("S-48211904", 6000))
    return (payment(targets, (cash(12877),), (Applied(0, 0, Money(6877)), Applied(0, 1, Money(6000)))),)


def paid_by(name: str) -> tuple[Line, ...]:
    return check_and_cash(Said(change=4000, payor=name))


def all_settled() -> tuple[Line, ...]:
    """Nothing is open any more, and the balances are yesterday's."""
    return check_and_cash(Said(change=4000, open_after=0, next_due=None, as_of="2026-11-20T23:05:00.000000Z"))


def family() -> tuple[Line, ...]:
    """One check for the statements of three members, one of them of another guarantor."""
    targets = (
        statement("S-48210377", 41260),
        of_member("11048828", statement("S-48219001", 2000)),
        of_member("22000001", statement("S-70000001", 8000)),
        of_member("11048828", statement("S-48219002", 500)),
    )
    parts = tuple(Applied(0, place, placed.part.amount) for place, placed in enumerate(targets))
    return (payment(targets, (check(51760),), parts, Said(payor="Tran, Bao")),)


def premium_and_deposit() -> tuple[Line, ...]:
    """In cash: a premium, and a deposit for an estimate."""
    plan = replace(statement("P-77419204", 29817), book=PREMIUM, words="Senior Advantage, November")
    targets = (plan, _placed(TargetKind.PREPAY, "E-20441", 5000, "Deposit for estimate E-20441", ""))
    return (payment(targets, (cash(34817),), (Applied(0, 0, Money(29817)), Applied(0, 1, Money(5000)))),)


def premium_only() -> tuple[Line, ...]:
    plan = replace(statement("P-77419204", 29817), book=PREMIUM, words="Senior Advantage, November")
    return (payment((plan,), (cash(29817),), (Applied(0, 0, Money(29817)),)),)


def without_member() -> tuple[Line, ...]:
    """Money that nobody is known for, and two parking tickets, with no account open."""
    clues = _placed(TargetKind.HOLDING, "", 9000, "Held for identification", "envelope marked: for Mai")
    targets = (
        of_member("", replace(clues, part=replace(clues.part, source="drop box"))),
        of_member("", _placed(TargetKind.MISC, "PARKING", 800, "Parking", "")),
    )
    line = payment(targets, (cash(9800),), (Applied(0, 0, Money(9000)), Applied(0, 1, Money(800))))
    nobody = {"member": "", "member_name": "", "guarantor": "", "identified": {}, "language": "en"}
    return (replace(line, facts={**line.facts, **nobody}),)


def of_member(number: str, placed: Placed) -> Placed:
    return replace(placed, member_number=number)


def _placed(kind: TargetKind, number: str, cents: int, words: str, note: str) -> Placed:
    return Placed(
        part=Part(target=Target(kind, number), amount=Money(cents), note=note),
        book=MEDICAL,
        member_number="11048827",
        words=words,
        open_before=Money(cents),
    )


def paid(lines: tuple[Line, ...]) -> Money:
    """What a receipt's lines applied in all."""
    return total([Money(cents) for line in lines for _, _, cents in line.facts["applied"]])
