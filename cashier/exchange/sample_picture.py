"""The people of the design's pictures, number by number, and those who are found with them."""

from datetime import date, timedelta

from cashier.domain.statements import StatementKind
from cashier.exchange.loaded import Loaded, guarantor_row
from cashier.exchange.sample_bills import Bill, month_name
from cashier.exchange.sample_people import SENIOR_PLAN, Family, Person
from cashier.exchange.sample_rows import member_row, statement_row

PICTURE_DAY = date(2026, 11, 21)
"""The day that the pictures show; every bill's dates move along with the day that is asked for."""

FIXED_MEMBERS = (11048827, 11048835, 11048843, 20559913, 30712045, 40387710)
FIXED_GUARANTORS = (200417733, 200559913, 200712045, 200387710)
FIXED_STATEMENTS = (48210377, 48211904, 48212350, 77419204, 48212988, 48213052, 48213417, 48213860, 48214009)


def picture_families(today: date) -> tuple[Loaded, ...]:
    """Tran, Mai Linh with her children, then the three whose names are like hers."""
    shift = today - PICTURE_DAY
    children = (_person("Tran", "Kevin", date(2003, 8, 19)), _person("Tran", "An", date(2010, 2, 5)))
    return (
        _numbered(
            _family("Oakland", _mai_linh(), *children),
            (*_bills_of_mai_linh(shift), *_bills_of_her_children(shift)),
            FIXED_MEMBERS[:3],
            FIXED_GUARANTORS[0],
            FIXED_STATEMENTS[:6],
        ),
        *(
            _numbered(family, (_office_visit(shift),), (member,), guarantor, (statement,))
            for family, member, guarantor, statement in zip(
                (
                    _family("Fremont", _person("Tran", "Mai Anh", date(1990, 6, 2))),
                    _family("Oakland", _person("Tran", "Maily", date(1975, 9, 30))),
                    _family("Berkeley", _person("Trang", "Mai", date(2004, 1, 17))),
                ),
                FIXED_MEMBERS[3:],
                FIXED_GUARANTORS[1:],
                FIXED_STATEMENTS[6:],
                strict=True,
            )
        ),
    )


def _numbered(
    family: Family, bills: tuple[Bill, ...], members: tuple[int, ...], guarantor: int, statements: tuple[int, ...]
) -> Loaded:
    rows = tuple(
        member_row(person, family, str(number), str(guarantor))
        for person, number in zip(family.people, members, strict=True)
    )
    return Loaded(
        members=rows,
        guarantors=(guarantor_row(rows[0]),),
        statements=tuple(
            statement_row(bill, rows[bill.person], str(number)) for bill, number in zip(bills, statements, strict=True)
        ),
    )


def _family(home_center: str, *people: Person) -> Family:
    return Family(region="ncal", home_center=home_center, people=people, in_assistance=False, autopay=False)


def _person(family_name: str, given_names: str, birth_date: date) -> Person:
    return Person(
        family_name=family_name, given_names=given_names, birth_date=birth_date, plan="Silver HMO", language="en"
    )


def _mai_linh() -> Person:
    return Person(
        family_name="Tran",
        given_names="Mai Linh",
        birth_date=date(1961, 3, 14),
        plan=SENIOR_PLAN,
        language="vi",
        notes=("Prefers Vietnamese", "Financial assistance under review", "Autopay: premium only"),
    )


def _bills_of_mai_linh(shift: timedelta) -> tuple[Bill, ...]:
    premium_from = date(2026, 11, 1) + shift
    return (
        Bill(
            person=0,
            kind=StatementKind.HOSPITAL,
            title="Hospital visit",
            statement_date=date(2026, 10, 5) + shift,
            due_date=date(2026, 11, 4) + shift,
            billed_cents=41_260,
            open_cents=41_260,
            service_date=date(2026, 9, 2) + shift,
            under_review=True,
        ),
        Bill(
            person=0,
            kind=StatementKind.PROFESSIONAL,
            title="Office visit",
            statement_date=date(2026, 10, 28) + shift,
            due_date=date(2026, 11, 27) + shift,
            billed_cents=6_000,
            open_cents=6_000,
            service_date=date(2026, 10, 11) + shift,
        ),
        Bill(
            person=0,
            kind=StatementKind.PHARMACY,
            title="Prescription",
            statement_date=date(2026, 11, 15) + shift,
            due_date=date(2026, 12, 15) + shift,
            billed_cents=3_500,
            open_cents=3_500,
            service_date=date(2026, 11, 12) + shift,
        ),
        Bill(
            person=0,
            kind=StatementKind.PREMIUM,
            title=f"Senior Advantage, {month_name(premium_from)}",
            statement_date=premium_from,
            due_date=date(2026, 11, 30) + shift,
            billed_cents=29_817,
            open_cents=29_817,
            autopay_on=date(2026, 11, 28) + shift,
        ),
    )


def _bills_of_her_children(shift: timedelta) -> tuple[Bill, ...]:
    """Not in the pictures, where a family's amounts don't show; An's is confidential (Civil Code 56.107)."""
    return (
        Bill(
            person=1,
            kind=StatementKind.HOSPITAL,
            title="Emergency visit",
            statement_date=date(2026, 10, 30) + shift,
            due_date=date(2026, 11, 29) + shift,
            billed_cents=12_500,
            open_cents=12_500,
            service_date=date(2026, 10, 8) + shift,
        ),
        Bill(
            person=2,
            kind=StatementKind.PROFESSIONAL,
            title="Office visit",
            statement_date=date(2026, 11, 9) + shift,
            due_date=date(2026, 12, 9) + shift,
            billed_cents=8_500,
            open_cents=8_500,
            service_date=date(2026, 10, 22) + shift,
            confidential=True,
        ),
    )


def _office_visit(shift: timedelta) -> Bill:
    return Bill(
        person=0,
        kind=StatementKind.PROFESSIONAL,
        title="Office visit",
        statement_date=date(2026, 11, 2) + shift,
        due_date=date(2026, 12, 2) + shift,
        billed_cents=4_000,
        open_cents=4_000,
        service_date=date(2026, 10, 19) + shift,
    )
