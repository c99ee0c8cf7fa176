"""Invents families: who they are, how they are named and what the cashier should know of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from cashier.exchange.sample_names import ENGLISH, HERITAGES, Heritage

SENIOR_PLAN = "Senior Advantage (Medicare)"
SENIOR_AGE = 65
GROWN_AGE = 18
PLANS = ("Gold HMO", "Silver HMO", "Bronze HMO", "Platinum HMO", "Employer HMO", "Medi-Cal")
HOMES = {
    "ncal": ("Oakland", "San Francisco", "San Jose", "Sacramento", "Fremont", "Berkeley", "Fresno"),
    "scal": ("Los Angeles", "San Diego", "Fontana", "Anaheim", "Riverside"),
}

# The commonest surname has 1 in 100 of all people (Zipf and Mandelbrot's law with this offset for some 350 surnames).
_SURNAME_OFFSET = 50.0
_FAMILY_SIZES = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5)
_OWN_SCRIPT_SHARE = 0.08
_RARE_NOTES = (
    "Interpreter needed",
    "Hard of hearing",
    "Bankruptcy filed: no talk of collecting",
    "Balance in dispute",
    "Returned check: no checks until March",
)
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person. ``notes`` as the cashier is to see them."""

    family_name: str
    given_names: str
    birth_date: date
    plan: str
    language: str
    notes: tuple[str, ...] = ()

    def age_on(self, day: date) -> int:
        """Whole years."""
        return int((day - self.birth_date).days / _DAYS_A_YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Who is on one guarantor; the first is the guarantor. ``in_assistance``: financial assistance is under review."""

    region: str
    home_center: str
    people: tuple[Person, ...]
    in_assistance: bool
    autopay: bool


@dataclass(frozen=True, slots=True)
class _Surname:
    """A surname and whose it is."""

    text: str
    heritage: Heritage


def families(chance: Random, today: date) -> Iterator[Family]:
    """Families without end. Nobody is born after ``today``."""
    surnames = _surnames()
    weights = list(accumulate(1 / (_SURNAME_OFFSET + rank) for rank in range(len(surnames))))
    while True:
        own, partner = chance.choices(surnames, cum_weights=weights, k=2)
        yield _family(chance, own, partner, today)


def _surnames() -> list[_Surname]:
    """All surnames by rank: the commonest of each heritage first, then the second of each."""
    longest = max(len(heritage.surnames) for heritage in HERITAGES)
    return [
        _Surname(heritage.surnames[rank], heritage)
        for rank in range(longest)
        for heritage in HERITAGES
        if rank < len(heritage.surnames)
    ]


def _family(chance: Random, own: _Surname, partner: _Surname, today: date) -> Family:
    heritage = own.heritage
    region = "ncal" if chance.random() < 0.7 else "scal"
    size = chance.choice(_FAMILY_SIZES)
    age = chance.randrange(24, 90) if size < 3 else chance.randrange(28, 55)
    in_assistance, autopay = chance.random() < 0.05, chance.random() < 0.3
    guarantor_name, partner_name, child_name = _family_names(chance, own, partner)
    head = _person(chance, heritage, guarantor_name, age, today)
    notes = [f"Prefers {heritage.language_words}"] if head.language != "en" and chance.random() < 0.5 else []
    notes += ["Financial assistance under review"] if in_assistance else []
    notes += ["Autopay: premium only"] if autopay else []
    notes += [chance.choice(_RARE_NOTES)] if chance.random() < 0.02 else []
    people = [replace(head, notes=tuple(notes))]
    if size > 1:
        people.append(_person(chance, heritage, partner_name, max(22, age + chance.randrange(-6, 7)), today))
    for _ in range(size - 2):
        born_here = ENGLISH if chance.random() < 0.5 else heritage
        child_age = chance.randrange(0, min(24, age - 20))
        people.append(_person(chance, born_here, child_name, child_age, today))
    if heritage.own_script and chance.random() < _OWN_SCRIPT_SHARE:
        family_name, given_names = chance.choice(heritage.own_script)
        people[0] = replace(people[0], family_name=family_name, given_names=given_names)
    return Family(
        region=region,
        home_center=chance.choice(HOMES[region]),
        people=tuple(people),
        in_assistance=in_assistance,
        autopay=autopay,
    )


def _family_names(chance: Random, own: _Surname, partner: _Surname) -> tuple[str, str, str]:
    """How the guarantor, the partner and their children are called."""
    heritage = own.heritage
    if heritage.two_surnames:
        mothers, theirs = chance.choice(heritage.surnames), partner.text.partition(" ")[0]
        return f"{own.text} {mothers}", f"{theirs} {own.text}", f"{own.text} {theirs}"
    if heritage.own_surnames:
        return own.text, chance.choice(heritage.surnames), own.text
    return own.text, own.text, own.text


def _person(chance: Random, heritage: Heritage, family_name: str, age: int, today: date) -> Person:
    given_names = chance.choice(heritage.women if chance.random() < 0.52 else heritage.men)
    birth_date = today - timedelta(days=int(age * _DAYS_A_YEAR) + chance.randrange(0, 365))
    speaks_own = age > 30 and chance.random() < 0.4
    return Person(
        family_name=family_name,
        given_names=given_names,
        birth_date=birth_date,
        plan=SENIOR_PLAN if age >= SENIOR_AGE else chance.choice(PLANS),
        language=heritage.language if speaks_own else "en",
    )
