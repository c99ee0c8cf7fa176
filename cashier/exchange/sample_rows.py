"""Invented people and bills as the ledger's own rows."""

from cashier.domain.statements import StatementKind
from cashier.exchange.sample_bills import Bill
from cashier.exchange.sample_people import Family, Person
from cashier.wire import MemberRow, StatementRow


def member_row(person: Person, family: Family, number: str, guarantor_number: str) -> MemberRow:
    return MemberRow(
        number=number,
        guarantor_number=guarantor_number,
        family_name=person.family_name,
        given_names=person.given_names,
        birth_date=person.birth_date,
        region=family.region,
        home_center=family.home_center,
        plan=person.plan,
        language=person.language,
        notes=person.notes,
        email=_address(person, number),
    )


def _address(person: Person, number: str) -> str:
    """Of one member in three, invented like all else (``example.org`` is nobody's: RFC 2606)."""
    name = f"{person.given_names.split()[0]}.{person.family_name.split()[0]}".lower()
    is_plain = name.isascii() and name.replace(".", "").isalpha()
    return f"{name}{number[-2:]}@example.org" if is_plain and int(number[-1]) % 3 == 0 else ""


def statement_row(bill: Bill, member: MemberRow, digits: str) -> StatementRow:
    """``digits``: the statement's number after ``S-`` or, for a premium, ``P-``."""
    return StatementRow(
        number=f"{'P' if bill.kind is StatementKind.PREMIUM else 'S'}-{digits}",
        kind=bill.kind,
        region=member.region,
        member_number=member.number,
        guarantor_number=member.guarantor_number,
        title=bill.title,
        statement_date=bill.statement_date,
        due_date=bill.due_date,
        billed_cents=bill.billed_cents,
        open_cents=bill.open_cents,
        version=1,
        service_date=bill.service_date,
        under_review=bill.under_review,
        autopay_on=bill.autopay_on,
        plan_words=bill.plan_words,
        confidential=bill.confidential,
    )
