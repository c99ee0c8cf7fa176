"""Brings people and bills into the ledger: descriptions as rows, money as lines of the ledger's own journal.

Rows are copied beside the tables and merged in one statement, so that a batch may have five rows or fifty thousand.
A bill opens its receivable with what was billed; what was paid or written off before it came is taken off at once. Rows
that are there already and say the same change nothing, so a load may be repeated.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, TextClause, text

from cashier.domain.accounts import Account, AccountKind, receivable
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.statements import book_of
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.copying import copy_rows
from cashier.ledger.name_keys import give_keys, names_of
from cashier.ledger.own_journal import Entry, append, append_opened, lock_own_journal
from cashier.wire import Bill, GuarantorRow, MemberRow, Message, StaffRow, StatementRow

ROWS_AT_ONCE = 5_000
BILLS_A_LINE = 2_500  # Each moves one transfer or two: a line stays a few hundred kilobytes.
LOADED_BY = "billing"

Loadable = TypeVar("Loadable", bound=Message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row that names somebody whom the ledger does not know; nothing of it was taken."""

    number: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of a batch: how many rows were new, and which were refused."""

    new: int
    refused: Sequence[Refusal]


@dataclass(frozen=True, slots=True)
class _Target:
    """A table that rows are merged into. ``stamped``: whether its rows carry the transaction that changed them."""

    table: str
    columns: tuple[str, ...]
    stamped: bool = True

    @property
    def stage(self) -> TextClause:
        return text(
            f"CREATE TEMP TABLE IF NOT EXISTS staged_{self.table} ON COMMIT DELETE ROWS "
            f"AS SELECT {', '.join(self.columns)} FROM {self.table} WITH NO DATA"
        )

    @property
    def merge(self) -> TextClause:
        """Insert rows or bring them up to date, in order, and return the numbers of these."""
        others = [name for name in self.columns if name not in _ONLY_WHEN_NEW]
        assignments = [f"{name} = excluded.{name}" for name in others]
        assignments += ["changed_in = pg_current_xact_id()"] if self.stamped else []
        return text(
            f"""
            INSERT INTO {self.table} AS known ({", ".join(self.columns)})
            SELECT {", ".join(self.columns)} FROM staged_{self.table} ORDER BY number
            ON CONFLICT (number) DO UPDATE SET {", ".join(assignments)}
            WHERE ({", ".join(f"known.{name}" for name in others)})
                  IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in others)})
            RETURNING number
            """
        )


# A known bill's statuses change by events alone, and what was paid elsewhere before it came does not change again.
_ONLY_WHEN_NEW = frozenset({"number", "taken_off_cents", "statuses"})
_GUARANTORS = _Target("guarantors", ("number", "name", "region"))
_MEMBERS = _Target(
    "members",
    ("number", "guarantor_number", "family_name", "given_names", "birth_date", "region", "home_center", "plan",
     "language", "notes", "folded"),
)  # fmt: skip
_STATEMENTS = _Target(
    "statements",
    ("number", "kind", "region", "member_number", "guarantor_number", "title", "statement_date", "due_date",
     "billed_cents", "taken_off_cents", "service_date", "under_review", "autopay_on", "plan_words", "confidential",
     "withdrawn", "statuses"),
    stamped=False,
)  # fmt: skip
_STAFF = _Target("staff", ("number", "name", "role", "passphrase_hash", "badge", "active"))

# A table copied a moment ago has no statistics: without this, every batch would walk through all members.
_LOOK_UP_ONE_BY_ONE = text("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
_LOADERS_LOCK = 3_041_962  # Any number, the same in every process.
_ONE_LOADER = text("SELECT pg_advisory_xact_lock(:lock)")
_MEMBERS_KNOWN = text(
    """
    SELECT staged.number, known.folded, known.birth_date, guarantor.number IS NULL AS lacks_guarantor
    FROM staged_members AS staged
    LEFT JOIN members AS known ON known.number = staged.number
    LEFT JOIN guarantors AS guarantor ON guarantor.number = staged.guarantor_number
    WHERE known.number IS NULL OR guarantor.number IS NULL
       OR (known.folded, known.birth_date) <> (staged.folded, staged.birth_date)
    """
)
_STATEMENTS_KNOWN = text(
    """
    SELECT staged.number, known.number IS NOT NULL AS is_known, known.billed_cents, known.taken_off_cents,
           known.withdrawn, member.number IS NULL AS lacks_member, guarantor.number IS NULL AS lacks_guarantor
    FROM staged_statements AS staged
    LEFT JOIN statements AS known ON known.number = staged.number
    LEFT JOIN members AS member ON member.number = staged.member_number
    LEFT JOIN guarantors AS guarantor ON guarantor.number = staged.guarantor_number
    WHERE known.number IS NOT NULL OR member.number IS NULL OR guarantor.number IS NULL
    """
)
_OPEN_NEW = text(
    """
    INSERT INTO balances AS balance (account, debit_cents, credit_cents)
    SELECT 'receivable:' || number, billed_cents, taken_off_cents FROM staged_statements AS staged
    WHERE NOT EXISTS (SELECT FROM statements AS known WHERE known.number = staged.number) ORDER BY number
    ON CONFLICT (account) DO UPDATE SET
        debit_cents = balance.debit_cents + excluded.debit_cents,
        credit_cents = balance.credit_cents + excluded.credit_cents,
        version = balance.version + 1,
        changed_in = pg_current_xact_id()
    """
)
_STATEMENT_CHANGED = text(
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
        load_guarantors(connection, guarantor_batch)
    for member_batch in _batches(members):
        load_members(connection, member_batch)
    for staff_batch in _batches(staff):
        rows = [(row.user, row.name, row.role.value, row.passphrase_hash, row.badge, row.active) for row in staff_batch]
        _stage(connection, _STAFF, rows)
        connection.execute(_STAFF.merge)
    return sum(
        load_statements(connection, [_bill(row) for row in batch], clock=clock, new_id=new_id).new
        for batch in _batches(statements)
    )


def load_guarantors(connection: Connection, rows: Sequence[GuarantorRow]) -> Merged:
    """Load guarantors; of two with one number the last counts."""
    keep_other_loaders_out(connection)
    newest = {row.number: (row.number, row.name, row.region) for row in rows}
    _stage(connection, _GUARANTORS, newest.values())
    return Merged(new=len(list(connection.scalars(_GUARANTORS.merge))), refused=())


def load_members(connection: Connection, rows: Sequence[MemberRow]) -> Merged:
    """Load members of known guarantors, with the keys that their names are found by."""
    keep_other_loaders_out(connection)
    newest = {row.number: row for row in rows}
    names = names_of(newest.values())
    _stage(connection, _MEMBERS, (_member_row(row, names[row.number]) for row in newest.values()))
    found = connection.execute(_MEMBERS_KNOWN).all()
    refused = [_unknown(row, "guarantor_number") for row in found if row.lacks_guarantor]
    _leave_out(connection, _MEMBERS, refused)
    named_anew = [row for row in found if not row.lacks_guarantor]
    connection.execute(_MEMBERS.merge)
    give_keys(connection, newest, names, before={row.number: row.folded for row in named_anew})
    return Merged(new=sum(row.folded is None for row in named_anew), refused=refused)


def load_statements(
    connection: Connection, bills: Sequence[Bill], *, by: str = LOADED_BY, clock: Clock, new_id: NewId
) -> Merged:
    """Load bills of known members and guarantors, and move what they say. ``by``: which system said so."""
    keep_other_loaders_out(connection)
    newest = {bill.number: bill for bill in bills}
    _stage(connection, _STATEMENTS, map(_statement_row, newest.values()))
    found = connection.execute(_STATEMENTS_KNOWN).all()
    refused = [
        _unknown(row, "member_number" if row.lacks_member else "guarantor_number")
        for row in found
        if row.lacks_member or row.lacks_guarantor
    ]
    _leave_out(connection, _STATEMENTS, refused)
    for refusal in refused:
        del newest[refusal.number]
    known = {row.number: row for row in found if row.is_known and row.number in newest}
    if known:  # Who pays a known bill another way holds the journal first, and so do we.
        lock_own_journal(connection)
    fresh = [bill for number, bill in newest.items() if number not in known]
    connection.execute(_OPEN_NEW)
    append_opened(connection, _opened(fresh, by), clock=clock, new_id=new_id)
    changed = [number for number in connection.scalars(_STATEMENTS.merge) if number in known]
    connection.execute(_STATEMENT_CHANGED, {"numbers": changed})
    corrected = tuple(
        transfer
        for number in sorted(changed)
        for transfer in moved(newest[number], by_cents=_net(newest[number].billed_cents, known[number]))
    )
    if corrected:
        entry = _billed(len(changed), by, corrected)
        append(connection, [entry], clock=clock, new_id=new_id)
    return Merged(new=len(fresh), refused=refused)


def keep_other_loaders_out(connection: Connection) -> None:
    """Be the only one who loads until the transaction's end; desks and channels go on meanwhile."""
    connection.execute(_ONE_LOADER, {"lock": _LOADERS_LOCK})


def moved(bill: Bill, *, by_cents: int) -> Iterator[Transfer]:
    """What a bill's receivable moves by: more is owed, or less; nothing for 0."""
    owed, billed = receivable(bill.number), Account(AccountKind.BILLED, book_of(bill.kind, bill.region).code)
    if by_cents > 0:
        yield Transfer(owed, billed, Money(by_cents))
    elif by_cents < 0:
        yield Transfer(billed, owed, Money(-by_cents))


def _net(billed_cents: int, known: Row[Any]) -> int:
    """By how much a known bill grew. One that was withdrawn comes back whole, less what was taken off it."""
    before: int = known.taken_off_cents if known.withdrawn else known.billed_cents
    return max(billed_cents - before, 0) if known.withdrawn else billed_cents - before


def _opened(bills: Sequence[Bill], by: str) -> Iterator[Entry]:
    """New bills as lines: each owes what was billed, and then less what was paid before."""
    remaining = iter(bills)
    while some := list(islice(remaining, BILLS_A_LINE)):
        transfers = tuple(
            transfer
            for bill in some
            for cents in (bill.billed_cents, -bill.paid_cents)
            for transfer in moved(bill, by_cents=cents)
        )
        if transfers:
            yield _billed(len(some), by, transfers)


def _billed(statements: int, by: str, transfers: tuple[Transfer, ...]) -> Entry:
    return Entry(kind=LineKind.STATEMENTS_BILLED, staff=by, facts={"statements": statements}, transfers=transfers)


def _stage(connection: Connection, target: _Target, rows: Iterable[tuple[Any, ...]]) -> None:
    """Copy a batch beside its table; what the last one left there goes."""
    connection.execute(target.stage)
    connection.execute(text(f"TRUNCATE staged_{target.table}"))
    connection.execute(_LOOK_UP_ONE_BY_ONE)
    copy_rows(connection, f"staged_{target.table} ({', '.join(target.columns)})", rows)


def _leave_out(connection: Connection, target: _Target, refused: Sequence[Refusal]) -> None:
    if refused:
        numbers = {"numbers": [refusal.number for refusal in refused]}
        connection.execute(
            text(f"DELETE FROM staged_{target.table} WHERE number = ANY(CAST(:numbers AS text[]))"), numbers
        )


def _unknown(row: Row[Any], field: str) -> Refusal:
    whose = field.partition("_")[0]
    sentence = f"{field} names a {whose} whom the ledger does not know. Load the {whose} first, or correct the number."
    return Refusal(number=row.number, field=field, sentence=sentence)


def _member_row(row: MemberRow, folded: str) -> tuple[Any, ...]:
    return (
        row.number,
        row.guarantor_number,
        row.family_name,
        row.given_names,
        row.birth_date,
        row.region,
        row.home_center,
        row.plan,
        row.language,
        _as_json(row.notes),
        folded,
    )


def _statement_row(bill: Bill) -> tuple[Any, ...]:
    return (
        bill.number,
        bill.kind.value,
        bill.region,
        bill.member_number,
        bill.guarantor_number,
        bill.title,
        bill.statement_date,
        bill.due_date,
        bill.billed_cents,
        bill.paid_cents,
        bill.service_date,
        bill.under_review,
        bill.autopay_on,
        bill.plan_words,
        bill.confidential,
        False,
        _as_json(bill.statuses),
    )


def _bill(row: StatementRow) -> Bill:
    said: Mapping[str, Any] = row.model_dump(exclude={"open_cents", "version", "held_cents"})
    return Bill(**said, paid_cents=row.billed_cents - row.open_cents)


def _batches(rows: Iterable[Loadable]) -> Iterator[list[Loadable]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, ROWS_AT_ONCE)):
        yield batch


def _as_json(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False) if words else "[]"
