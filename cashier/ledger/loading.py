"""Brings people and bills into the ledger: descriptions as rows, money as lines of the ledger's own journal.

A bill opens its receivable with what was billed; what was paid or written off before it came is taken off at once. Rows
that are there already and say the same change nothing, so a load may be repeated.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, TextClause, text

from cashier.domain.accounts import Account, AccountKind, receivable
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.scan import fold
from cashier.domain.statements import book_of
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.administration import Admin
from cashier.ledger.own_journal import Entry, append, lock_own_journal
from cashier.ledger.people import keep_staff
from cashier.wire import GuarantorRow, MemberRow, Message, StaffRow, StatementRow

ROWS_AT_ONCE = 500
LOADED_BY = "billing"

Row = TypeVar("Row", bound=Message)


def _upsert(table: str, columns: str, *, stamped: bool = True) -> TextClause:
    """Insert rows or bring them up to date, and return the numbers of these; one that says the same is not touched.

    ``columns``: name and type pairs. ``stamped``: whether a row itself carries the transaction that changed it.
    """
    names = [column.split()[0] for column in columns.split(", ")]
    others = [name for name in names if name != "number"]
    assignments = [f"{name} = excluded.{name}" for name in others]
    if stamped:
        assignments.append("changed_in = pg_current_xact_id()")
    return text(
        f"""
        INSERT INTO {table} AS known ({", ".join(names)})
        SELECT {", ".join(names)} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS loaded ({columns})
        ON CONFLICT (number) DO UPDATE SET {", ".join(assignments)}
        WHERE ({", ".join(f"known.{name}" for name in others)})
              IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in others)})
        RETURNING number
        """
    )


_GUARANTORS = _upsert("guarantors", "number text, name text, region text")
_MEMBERS = _upsert(
    "members",
    "number text, guarantor_number text, family_name text, given_names text, birth_date date, region text, "
    "home_center text, plan text, language text, notes jsonb",
)
_STATEMENTS = _upsert(
    "statements",
    "number text, kind text, region text, member_number text, guarantor_number text, title text, statement_date date, "
    "due_date date, billed_cents bigint, service_date date, under_review boolean, autopay_on date, plan_words text, "
    "confidential boolean",
    stamped=False,
)
_FORGET_WORDS = text("DELETE FROM member_words WHERE number = ANY(CAST(:numbers AS text[]))")
_WORDS = text(
    """
    INSERT INTO member_words (word, number)
    SELECT word, number FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said (word text, number text)
    ON CONFLICT DO NOTHING
    """
)
_BILLED_BEFORE = text(
    """
    SELECT number, billed_cents FROM statements WHERE number = ANY(CAST(:numbers AS text[]))
    ORDER BY number FOR UPDATE
    """
)
_RECEIVABLES = text(
    """
    INSERT INTO balances (account)
    SELECT 'receivable:' || number FROM unnest(CAST(:numbers AS text[])) AS billed (number) ORDER BY number
    ON CONFLICT (account) DO UPDATE SET changed_in = pg_current_xact_id()
    """
)


def load_directory(
    connection: Connection,
    *,
    members: Iterable[MemberRow] = (),
    guarantors: Iterable[GuarantorRow] = (),
    statements: Iterable[StatementRow] = (),
    staff: Iterable[StaffRow] = (),
    clock: Clock,
    new_id: NewId,
) -> int:
    """Load rows in the caller's transaction; returns how many statements were new."""
    for guarantor_batch in _batches(guarantors):
        connection.execute(_GUARANTORS, {"rows": _as_json(guarantor_batch)})
    for member_batch in _batches(members):
        _load_members(connection, member_batch)
    for staff_batch in _batches(staff):
        keep_staff(connection, staff_batch, Admin(by=LOADED_BY, clock=clock, new_id=new_id))
    lock_own_journal(connection)
    return sum(_load_statements(connection, batch, clock=clock, new_id=new_id) for batch in _batches(statements))


def _load_members(connection: Connection, rows: Sequence[MemberRow]) -> None:
    changed = set(connection.scalars(_MEMBERS, {"rows": _as_json(rows)}))
    words = [
        {"word": word, "number": row.number}
        for row in rows
        if row.number in changed
        for word in fold(f"{row.family_name} {row.given_names}").split()
    ]
    connection.execute(_FORGET_WORDS, {"numbers": list(changed)})
    connection.execute(_WORDS, {"rows": json.dumps(words)})


def _load_statements(connection: Connection, rows: Sequence[StatementRow], *, clock: Clock, new_id: NewId) -> int:
    numbers = [row.number for row in rows]
    billed_before = {row.number: row.billed_cents for row in connection.execute(_BILLED_BEFORE, {"numbers": numbers})}
    changed = list(connection.scalars(_STATEMENTS, {"rows": _as_json(rows)}))
    connection.execute(_RECEIVABLES, {"numbers": changed})
    transfers = tuple(transfer for row in rows for transfer in _transfers(row, billed_before.get(row.number)))
    if transfers:
        entry = Entry(
            kind=LineKind.STATEMENTS_BILLED, staff=LOADED_BY, facts={"statements": len(rows)}, transfers=transfers
        )
        append(connection, [entry], clock=clock, new_id=new_id)
    return len(rows) - len(billed_before)


def _transfers(row: StatementRow, billed_before: int | None) -> Iterator[Transfer]:
    """What a bill moves: all of it when it is new; later only what the billed amount changed by."""
    owed, billed = receivable(row.number), Account(AccountKind.BILLED, book_of(row.kind, row.region).code)
    paid_before = row.billed_cents - row.open_cents if billed_before is None else 0
    for cents in (row.billed_cents - (billed_before or 0), -paid_before):
        if cents > 0:
            yield Transfer(owed, billed, Money(cents))
        elif cents < 0:
            yield Transfer(billed, owed, Money(-cents))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, ROWS_AT_ONCE)):
        yield batch


def _as_json(rows: Sequence[Message]) -> str:
    return json.dumps([row.model_dump(mode="json") for row in rows], ensure_ascii=False)
