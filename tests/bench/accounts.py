"""B3-ledger: what a guarantor's whole account takes over HTTP, among millions of payments, and with 500 visits."""

from collections.abc import Sequence
from random import Random
from typing import Any

import psycopg
from sqlalchemy import Engine, text

from cashier.doors.papers import new_id, now_utc
from cashier.ledger.loading import load_directory
from tests.bench.asking import Asked, asked_ledger
from tests.bench.figures import Outcome, Watch, share
from tests.bench.heavy import heavy_families
from tests.bench.place import DAY, SEED
from tests.bench.plan import kept_ledger, owner_connection, tidy

MEMBERS, QUICK_MEMBERS = 200_000, 5_000
_PAYMENTS_A_MEMBER, _PAYMENTS_MOST = 10, 10_000_000
_ACCOUNTS, _WARM_UP, _HEAVY_ROUNDS = 1_000, 100, 4

# As the service gathers them: spread over desks, centers and the years, some of them online.
_PAID = """
    INSERT INTO guarantor_payments
        (guarantor_number, taken_at, desk, sequence, business_date, center, channel, cents)
    SELECT number, moment, CASE mod(part, 4) WHEN 0 THEN 'LEDGER' ELSE 'OAK' || mod(part, 9) END, place * 1000 + part,
           moment::date, 'OAK', CASE mod(part, 4) WHEN 0 THEN 'online' ELSE '' END,
           100 + mod(place * 37 + part * 911, 90000)
    FROM (SELECT number, row_number() OVER (ORDER BY number) AS place FROM guarantors) AS guarantor,
         generate_series(1, CAST(%s AS int)) AS part,
         LATERAL (SELECT timestamptz '2020-01-01' + mod(place * 7919 + part * 104729, 3600000) * interval '1 minute')
             AS taken (moment)
"""
_FLOOR = (
    "SELECT name, region FROM guarantors WHERE number = %s",
    "SELECT * FROM members WHERE guarantor_number = %s",
    "SELECT * FROM statements JOIN balances ON account = 'receivable:' || number WHERE guarantor_number = %s",
    "SELECT * FROM guarantor_payments WHERE guarantor_number = %s ORDER BY taken_at DESC LIMIT 50",
)


def measure(quick: bool, members: int | None = None) -> Outcome:
    """Accounts of guarantors from all over the table; then of those with 500 visits, which have their own limit."""
    members = members or (QUICK_MEMBERS if quick else MEMBERS)
    with kept_ledger(members) as engine:
        heavy = _load_heavy(engine)
        payments = _pay(engine, min(_PAYMENTS_A_MEMBER * members, _PAYMENTS_MOST))
        others = Random(SEED).sample(_guarantors(engine, heavy), 50 if quick else _WARM_UP + _ACCOUNTS)
        with asked_ledger(engine) as asked, owner_connection(engine) as connection:
            _shown(asked, connection, others[:_WARM_UP])
            usual, floor = _shown(asked, connection, others[_WARM_UP:] or others)
            longest, longest_floor = _shown(asked, connection, heavy * (1 if quick else _HEAVY_ROUNDS))
    return Outcome(
        bench="B3-ledger",
        workload=f"GET /v1/guarantors/… among {members:,} members and {payments:,} payments: {len(usual.times_s):,} "
        f"guarantors after {_WARM_UP}, and {len(heavy)} with 500 visits (2,000 statements each)",
        figures={
            **usual.spread,
            "visits_500": longest.spread,
            "floor": {
                "the same rows straight from PostgreSQL": floor.spread,
                "the same of 500 visits": longest_floor.spread,
            },
            "ratio": round(share(usual.times_s, 50) / share(floor.times_s, 50), 2),
        },
    )


def _shown(asked: Asked, connection: "psycopg.Connection[Any]", guarantors: Sequence[str]) -> tuple[Watch, Watch]:
    watch, floor = Watch(), Watch()
    with asked.connection() as questions:
        for number in guarantors:
            with watch:
                questions.ask(f"/v1/guarantors/{number}")
            with floor:
                for query in _FLOOR:
                    connection.execute(query, (number,)).fetchall()
    return watch, floor


def _load_heavy(engine: Engine) -> list[str]:
    """Those with a long history; a second time changes nothing."""
    parts = list(heavy_families(DAY))
    with engine.begin() as connection:
        load_directory(
            connection,
            members=[row for part in parts for row in part.members],
            guarantors=[row for part in parts for row in part.guarantors],
            statements=[row for part in parts for row in part.statements],
            clock=now_utc,
            new_id=new_id,
        )
    return [row.number for part in parts for row in part.guarantors]


def _pay(engine: Engine, payments: int) -> int:
    """Payments by guarantor, made once; returns how many there are."""
    with engine.connect() as connection:
        guarantors = connection.scalar(text("SELECT count(*) FROM guarantors")) or 1
        there = connection.scalar(text("SELECT count(*) FROM guarantor_payments"))
    if there:
        return int(there)
    with owner_connection(engine) as connection:
        made = connection.execute(_PAID, [max(1, payments // guarantors)]).rowcount
    tidy(engine)
    return made


def _guarantors(engine: Engine, heavy: list[str]) -> list[str]:
    with engine.connect() as connection:
        return sorted(set(connection.scalars(text("SELECT number FROM guarantors"))) - set(heavy))
