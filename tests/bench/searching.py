"""B2: what a search among all members takes over HTTP, with its token: for one desk, and for many at once."""

import asyncio
from collections.abc import Iterator
from itertools import islice
from random import Random
from urllib.parse import quote

import psycopg
from sqlalchemy import Engine, text

from cashier.domain.scan import fold
from tests.bench.asking import Asked, asked_ledger
from tests.bench.figures import Outcome, Watch, share, spread
from tests.bench.place import SEED
from tests.bench.plain import Person
from tests.bench.plan import kept_ledger, owner_connection
from tests.bench.queries import query_kinds

MEMBERS, QUICK_MEMBERS = 200_000, 5_000
_QUERIES, _WARM_UP = 4_000, 400
_A_SECOND, _SECONDS, _CONNECTIONS = 300, 20, 900
_PEOPLE = 20_000
_HIGHEST = "\U0010ffff"
_FLOOR = """
    SELECT number, family_name, given_names, birth_date, home_center FROM members
    WHERE number IN (SELECT number FROM name_keys WHERE given = false AND key >= %s AND key < %s ORDER BY key LIMIT 20)
"""

_SOME = text(
    "SELECT number, guarantor_number, family_name, given_names, birth_date "
    "FROM members TABLESAMPLE SYSTEM (:percent) REPEATABLE (1)"
)


def measure(quick: bool, members: int | None = None) -> Outcome:
    """Every kind of query in turn; the figure is of all of them, and the worst kind stands beside it."""
    members = members or (QUICK_MEMBERS if quick else MEMBERS)
    count = 200 if quick else _QUERIES
    with kept_ledger(members) as engine, asked_ledger(engine) as asked:
        people = _some_people(engine)
        kinds = query_kinds(people)
        with owner_connection(engine) as connection:
            watches, floor = _one_desk(asked, connection, people, kinds, count)
        loaded_s = _many_desks(asked, kinds, seconds=2 if quick else _SECONDS)
    every = [time_s for watch in watches.values() for time_s in watch.times_s]
    worst = max(watches, key=lambda kind: share(watches[kind].times_s, 99))
    floor_p99 = share(floor.times_s, 99)
    return Outcome(
        bench="B2",
        workload=f"GET /v1/members?text=… among {members:,} members, {len(kinds)} kinds of query in turn: {count:,} by "
        f"one desk after {_WARM_UP}; then {_A_SECOND} a second, come what may, from {_CONNECTIONS} connections",
        figures={
            **spread(every),
            "worst_kind": {worst: watches[worst].spread},
            "kinds_p99_ms": {kind: share(watch.times_s, 99) for kind, watch in watches.items()},
            "loaded": spread(loaded_s),
            "floor": {"a prefix in the same b-tree, straight from PostgreSQL": floor.spread},
            "ratio": round(share(every, 99) / floor_p99, 2),
        },
    )


def _one_desk(
    asked: Asked,
    connection: "psycopg.Connection[tuple[object, ...]]",
    people: list[Person],
    kinds: dict[str, Iterator[str]],
    count: int,
) -> tuple[dict[str, Watch], Watch]:
    watches, floor, chance = {kind: Watch() for kind in kinds}, Watch(), Random(SEED)
    with asked.connection() as questions:
        for _ in range(max(1, _WARM_UP // len(kinds))):
            for texts in kinds.values():
                questions.ask(_path(next(texts)))
        for _ in range(max(1, count // len(kinds))):
            for kind, texts in kinds.items():
                path = _path(next(texts))
                with watches[kind]:
                    questions.ask(path)
                surname = fold(chance.choice(people).family_name)[:3]
                with floor:
                    connection.execute(_FLOOR, (surname, surname + _HIGHEST)).fetchall()
    return watches, floor


def _many_desks(asked: Asked, kinds: dict[str, Iterator[str]], *, seconds: int) -> list[float]:
    texts = (next(texts) for _ in range(_A_SECOND * seconds) for texts in kinds.values())
    paths = [_path(said) for said in islice(texts, _A_SECOND * seconds)]
    return asyncio.run(asked.in_time(paths, a_second=_A_SECOND, connections=_CONNECTIONS))


def _path(said: str) -> str:
    return f"/v1/members?text={quote(said)}"


def _some_people(engine: Engine) -> list[Person]:
    """Members from all over the table, whom queries are made of."""
    with engine.connect() as connection:
        members = connection.scalar(text("SELECT count(*) FROM members"))
        rows = connection.execute(_SOME, {"percent": min(100.0, 100.0 * _PEOPLE / members)})
        return [Person(**row) for row in rows.mappings()]
