"""The demo's invented organization: its members with all their statements, and its staff. Nobody here is real.

The family of the design's pictures comes first, always with the same numbers; everyone after it follows the seed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from random import Random

from cashier.domain.people import Role
from cashier.exchange.loaded import Loaded, guarantor_row
from cashier.exchange.sample_bills import Bill, bills_of
from cashier.exchange.sample_people import Family, families
from cashier.exchange.sample_picture import FIXED_GUARANTORS, FIXED_MEMBERS, FIXED_STATEMENTS, picture_families
from cashier.exchange.sample_rows import member_row, statement_row

_STEP = 7_368_787  # A prime that divides no span below, so that numbers look random and none comes twice.


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleStaff:
    """An invented person who may sign in. The passphrase is no secret: the demo shows it."""

    user: str
    name: str
    role: Role
    passphrase: str
    badge: str


def sample_stream(members: int, seed: int, today: date) -> Iterator[Loaded]:
    """So many members in whole families, of which the last is cut short, with their statements as of ``today``.

    One family at a time: a million members need not fit into memory.
    """
    left = members
    for family in chain(picture_families(today), _invented(seed, today)):
        yield _cut(family, left)
        left -= len(family.members)
        if left <= 0:
            return


def sample_staff() -> tuple[SampleStaff, ...]:
    """Everyone who works at the demo's desks and in its offices."""
    return (
        _staff("rosa", "Rosa Delgado", Role.CASHIER, "lake merritt at noon", "7001"),
        _staff("helen", "Helen Park", Role.LEAD, "redwood after the rain", "7002"),
        _staff("luis", "Luis Ortega", Role.CASHIER, "two mangoes and a lime", "7003"),
        _staff("grace", "Grace Kim", Role.CASHIER, "violin case by the door", "7004"),
        _staff("amara", "Amara Obi", Role.CASHIER, "seven bridges to cross", "7005"),
        _staff("sam", "Sam Reed", Role.CASHIER, "old bicycle bell rings", "7006"),
        _staff("nadia", "Nadia Haddad", Role.CASHIER, "cardamom in the coffee", "7007"),
        _staff("omar", "Omar Castellanos", Role.SUPERVISOR, "ferry leaves at seven", "7008"),
        _staff("priya", "Priya Raman", Role.CASH_OFFICE, "paper cranes in a row", "7009"),
        _staff("walter", "Walter Stein", Role.AUDITOR, "every column twice added", "7010"),
        _staff("dana", "Dana Whitfield", Role.ADMINISTRATOR, "ladder against the plum", "7011"),
        _staff("tomas", "Tomás Rivera", Role.ADMINISTRATOR, "blue kite over the pier", "7012"),
    )


def _staff(user: str, name: str, role: Role, passphrase: str, badge: str) -> SampleStaff:
    return SampleStaff(user=user, name=name, role=role, passphrase=passphrase, badge=badge)


def _invented(seed: int, today: date) -> Iterator[Loaded]:
    chance = Random(seed)
    numbers = _fresh_numbers(seed)
    for family in families(chance, today):
        yield _numbered(family, bills_of(family, chance, today), numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbers:
    """Numbers that were not given out yet; those of the pictures are kept free."""

    member: Iterator[int]
    guarantor: Iterator[int]
    statement: Iterator[int]


def _fresh_numbers(seed: int) -> _Numbers:
    return _Numbers(
        member=_scattered(10_000_000, 90_000_000, seed, FIXED_MEMBERS),
        guarantor=_scattered(200_000_000, 700_000_000, seed, FIXED_GUARANTORS),
        statement=_scattered(10_000_000, 90_000_000, seed, FIXED_STATEMENTS),
    )


def _scattered(least: int, span: int, seed: int, taken: tuple[int, ...]) -> Iterator[int]:
    place = seed % span
    while True:
        place = (place + _STEP) % span
        if least + place not in taken:
            yield least + place


def _numbered(family: Family, bills: Iterable[Bill], numbers: _Numbers) -> Loaded:
    guarantor = str(next(numbers.guarantor))
    members = tuple(member_row(person, family, str(next(numbers.member)), guarantor) for person in family.people)
    return Loaded(
        members=members,
        guarantors=(guarantor_row(members[0]),),
        statements=tuple(statement_row(bill, members[bill.person], str(next(numbers.statement))) for bill in bills),
    )


def _cut(family: Loaded, most: int) -> Loaded:
    """At most so many members of a family, the guarantor first, with only their statements."""
    if most >= len(family.members):
        return family
    members = family.members[:most]
    numbers = {member.number for member in members}
    return Loaded(
        members=members,
        guarantors=family.guarantors,
        statements=tuple(row for row in family.statements if row.member_number in numbers),
    )
