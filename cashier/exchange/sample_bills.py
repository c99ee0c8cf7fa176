"""Invents what families are billed: every kind of statement, in every state that a cashier meets."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cashier.domain.statements import StatementKind, default_due_date
from cashier.domain.times import short_day_words
from cashier.exchange.sample_people import GROWN_AGE, SENIOR_AGE, Family, Person

AUTOPAY_DAY = 28
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TITLES = {
    StatementKind.HOSPITAL: ("Hospital visit", "Emergency visit", "Outpatient procedure", "Hospital stay"),
    StatementKind.PROFESSIONAL: ("Office visit", "Specialist visit", "Urgent care visit", "Lab work", "Video visit"),
    StatementKind.PHARMACY: ("Prescription", "Prescription refills", "Mail-order prescription"),
}
_LEAST_AND_MOST_CENTS = {
    StatementKind.HOSPITAL: (15_000, 640_000),
    StatementKind.PROFESSIONAL: (2_000, 45_000),
    StatementKind.PHARMACY: (300, 16_000),
}
_COPAYS_CENTS = (1_500, 2_000, 3_000, 4_000, 6_000)
_BILLS_A_PERSON = (0, 0, 1, 1, 2, 3)
_OLDEST_DAYS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A statement without its numbers. ``person`` counts within the family, from 0."""

    person: int
    kind: StatementKind
    title: str
    statement_date: date
    due_date: date
    billed_cents: int
    open_cents: int
    service_date: date | None = None
    under_review: bool = False
    autopay_on: date | None = None
    plan_words: str = ""
    confidential: bool = False


def bills_of(family: Family, chance: Random, today: date) -> Iterator[Bill]:
    """What a family was billed in the last months, paid, partly paid and open."""
    for place, person in enumerate(family.people):
        for _ in range(chance.choice(_BILLS_A_PERSON)):
            yield _care(place, person, family, chance, today)
    if chance.random() < 0.6:
        yield _premium(family, chance, today)


def month_name(day: date) -> str:
    """``November``, as a premium's title says it."""
    return _MONTHS[day.month - 1]


def _care(place: int, person: Person, family: Family, chance: Random, today: date) -> Bill:
    kind = chance.choice(tuple(_TITLES))
    statement_date = today - timedelta(days=chance.randrange(0, _OLDEST_DAYS))
    billed = _amount(kind, chance)
    age = person.age_on(today)
    sensitive = 12 <= age < GROWN_AGE or place == 1
    in_plan = kind is StatementKind.HOSPITAL and not family.in_assistance and chance.random() < 0.12
    instalment = max(1_000, billed // 1_000 * 100)
    next_instalment = short_day_words(today + timedelta(days=chance.randrange(3, 28)))
    extended = timedelta(days=chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 15, 30)))
    return Bill(
        person=place,
        kind=kind,
        title=chance.choice(_TITLES[kind]),
        statement_date=statement_date,
        due_date=default_due_date(statement_date) + extended,
        billed_cents=billed,
        open_cents=_still_open(billed, chance, days=(today - statement_date).days),
        service_date=statement_date - timedelta(days=chance.randrange(3, 40)),
        under_review=family.in_assistance and kind is StatementKind.HOSPITAL,
        plan_words=f"plan: ${instalment // 100} a month, next {next_instalment}" if in_plan else "",
        confidential=sensitive and chance.random() < 0.25,
    )


def _amount(kind: StatementKind, chance: Random) -> int:
    if kind is StatementKind.PROFESSIONAL and chance.random() < 0.5:
        return chance.choice(_COPAYS_CENTS)
    least, most = _LEAST_AND_MOST_CENTS[kind]
    # Small bills are frequent and large ones rare.
    return least + int((most - least) * chance.random() ** 3)


def _still_open(billed: int, chance: Random, *, days: int) -> int:
    """Most of the older bills have been paid."""
    lot = chance.random()
    if lot < (0.65 if days > 60 else 0.2):
        return 0
    return billed if lot < 0.92 else max(1, billed // 3)


def _premium(family: Family, chance: Random, today: date) -> Bill:
    first = today.replace(day=1)
    draw = today.replace(day=AUTOPAY_DAY)
    drawn = family.autopay and draw < today
    senior = family.people[0].age_on(today) >= SENIOR_AGE
    billed = chance.randrange(4_500, 31_000) if senior else chance.randrange(18_000, 92_000)
    paid = drawn or (not family.autopay and chance.random() < 0.5)
    return Bill(
        person=0,
        kind=StatementKind.PREMIUM,
        title=f"{'Senior Advantage' if senior else 'Health plan premium'}, {month_name(first)}",
        statement_date=first,
        due_date=today.replace(day=monthrange(today.year, today.month)[1]),
        billed_cents=billed,
        open_cents=0 if paid else billed,
        autopay_on=draw if family.autopay and not drawn else None,
    )
