"""B1b: what the finder's search takes without painting, for every kind of query that a cashier types."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

from cashier.domain.scan import fold
from cashier.doors.assembly import assembled
from cashier.usecases.find_member import find
from tests.bench.figures import Figure, Outcome, Watch, share
from tests.bench.place import SEED, Devices, bench_desk
from tests.bench.plain import Person, PlainPeople, plain_people

_QUERIES, _WARM_UP = 2_000, 200
_COMMONEST = 20


def measure(quick: bool) -> Outcome:
    """The worst kind counts."""
    sizes = (2_000,) if quick else (200_000, 1_000_000)
    count = 40 if quick else _QUERIES
    figures: dict[str, Figure] = {"p99_ms": 0.0, "p99_cpu_ms": 0.0}
    for members in sizes:
        kinds, floor = _measured(members, count)
        figures["p99_ms"] = max(figures["p99_ms"], *(share(watch.times_s, 99) for watch in kinds.values()))
        figures["p99_cpu_ms"] = max(figures["p99_cpu_ms"], *(share(watch.cpu_s, 99) for watch in kinds.values()))
        figures[f"of_{members}"] = {name: watch.spread for name, watch in kinds.items()}
        figures[f"floor_of_{members}"] = {"a prefix in a plain b-tree": floor.spread}
    return Outcome(
        bench="B1b",
        workload=f"find(text) at a desk with {' and '.join(f'{size:,}' for size in sizes)} members, nothing painted: "
        f"{count:,} queries of each kind after {min(count, _WARM_UP)}; the worst kind counts",
        figures=figures,
    )


def _measured(members: int, count: int) -> tuple[dict[str, Watch], Watch]:
    """A watch for each kind, and the floor's, which is asked in between."""
    floor = Watch()
    with (
        plain_people(members) as plain,
        bench_desk(members, Devices()) as folder,
        assembled(folder) as assembly,
    ):

        def ask(text: str) -> None:
            find(text, assembly.desk)

        people = plain.some()
        surnames = query_kinds(people)["surname"]
        kinds = {
            name: _asked(queries, ask, plain, surnames, floor, count) for name, queries in query_kinds(people).items()
        }
    return kinds, floor


def _asked(
    queries: Iterator[str],
    ask: Callable[[str], None],
    plain: PlainPeople,
    surnames: Iterator[str],
    floor: Watch,
    count: int,
) -> Watch:
    for text in islice(queries, min(count, _WARM_UP)):
        ask(text)
    watch = Watch()
    for text in islice(queries, count):
        with watch:
            ask(text)
        surname = fold(next(surnames))
        with floor:
            plain.find(surname)
    return watch


def query_kinds(people: list[Person]) -> dict[str, Iterator[str]]:
    """Endless texts of every kind, of people who are there; the seed makes them the same in every run."""
    chance = Random(SEED)
    counted = Counter(fold(row.family_name)[:length] for row in people for length in (1, 2, 3))
    commonest = [prefix for prefix, _ in counted.most_common(_COMMONEST)]

    def somebody(text: Callable[[Person], str]) -> Iterator[str]:
        while True:
            yield text(chance.choice(people))

    def in_turn(texts: list[str]) -> Iterator[str]:
        while True:
            yield from texts

    return {
        "surname": somebody(lambda row: row.family_name[: chance.randrange(3, 8)]),
        "sur giv": somebody(lambda row: f"{row.family_name} {row.given_names[:3]}"),
        "giv sur": somebody(lambda row: f"{row.given_names} {row.family_name[:3]}"),
        "sur g": somebody(lambda row: f"{row.family_name[:3]} {row.given_names[:1]}"),
        "s giv": somebody(lambda row: f"{row.family_name[:1]} {row.given_names}"),
        "s g": somebody(lambda row: f"{row.family_name[:1]} {row.given_names[:1]}"),
        "sur year": somebody(lambda row: f"{row.family_name} {row.birth_date.year}"),
        "sur g year": somebody(lambda row: f"{row.family_name[:3]} {row.given_names[:1]} {row.birth_date.year}"),
        "s g year": somebody(lambda row: f"{row.family_name[:1]} {row.given_names[:1]} {row.birth_date.year}"),
        "sur g date": somebody(lambda row: f"{row.family_name[:3]} {row.given_names[:1]} {_american(row)}"),
        "s date": somebody(lambda row: f"{row.family_name[:1]} {_american(row)}"),
        "date": somebody(_american),
        "member number": somebody(lambda row: row.number),
        "part of a number": somebody(lambda row: row.number[: chance.randrange(4, 8)]),
        "guarantor number": somebody(lambda row: row.guarantor_number),
        "commonest prefixes": in_turn(commonest),
        "nobody": somebody(lambda row: f"{row.family_name[:2]}{chance.choice('qxz')} {row.given_names[:2]}q"),
    }


def _american(row: Person) -> str:
    day = row.birth_date
    return f"{day.month}/{day.day}/{day.year}"
