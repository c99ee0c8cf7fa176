"""Members with a long history: what opening an account costs where most is to be read."""

from collections.abc import Iterator
from datetime import date, timedelta

from cashier.domain.statements import StatementKind, default_due_date
from cashier.exchange.loaded import Loaded
from cashier.wire import GuarantorRow, MemberRow, StatementRow

HEAVY_MEMBERS = 50
VISITS = 500
STATEMENTS_A_VISIT = 4
OPEN_STATEMENTS = 100
_KINDS = (StatementKind.HOSPITAL, StatementKind.PROFESSIONAL, StatementKind.PHARMACY, StatementKind.PROFESSIONAL)
_TITLES = ("Outpatient procedure", "Specialist visit", "Prescription", "Lab work")


def heavy_numbers() -> tuple[str, ...]:
    """Their member numbers, which no other invented member has: those have eight digits."""
    return tuple(f"9{place:06d}" for place in range(1, HEAVY_MEMBERS + 1))


def heavy_families(today: date) -> Iterator[Loaded]:
    """Each alone on a guarantor, with `VISITS` visits of `STATEMENTS_A_VISIT` statements; the newest are open."""
    for place, number in enumerate(heavy_numbers(), start=1):
        member = MemberRow(
            number=number,
            guarantor_number=f"9{place:06d}0",
            family_name="Longmire",
            given_names="Eleanor" if place % 2 else "Walter",
            birth_date=date(1931, 1, 1) + timedelta(days=place),
            region="ncal",
            home_center="Oakland",
            plan="Senior Advantage (Medicare)",
        )
        guarantor = GuarantorRow(
            number=member.guarantor_number, name=f"{member.family_name}, {member.given_names}", region=member.region
        )
        bills = tuple(_bill(member, place, bill, today) for bill in range(VISITS * STATEMENTS_A_VISIT))
        yield Loaded(members=(member,), guarantors=(guarantor,), statements=bills)


def _bill(member: MemberRow, place: int, bill: int, today: date) -> StatementRow:
    visit, part = divmod(bill, STATEMENTS_A_VISIT)
    statement_date = today - timedelta(days=7 * visit)
    billed_cents = 1_500 + 37 * (bill % 400)
    return StatementRow(
        number=f"S-9{place:03d}{bill:05d}",
        kind=_KINDS[part],
        region=member.region,
        member_number=member.number,
        guarantor_number=member.guarantor_number,
        title=_TITLES[part],
        statement_date=statement_date,
        due_date=default_due_date(statement_date),
        billed_cents=billed_cents,
        open_cents=billed_cents if bill < OPEN_STATEMENTS else 0,
        version=1,
        service_date=statement_date - timedelta(days=9),
    )
