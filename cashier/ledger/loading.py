"""Brings people and bills into the ledger: descriptions as rows, money as lines of the ledger's own journal.

Who is new goes straight into the tables by COPY; who is known is copied beside them and merged. A batch may have five
rows or fifty thousand, and rows that are there already and say the same change nothing, so a load may be repeated.
A bill opens its receivable with what was billed; what was paid or written off before it came is taken off at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, TextClause, text

from cashier.domain.accounts import receivable
from cashier.domain.errors import CashierError
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.statements import StatementKind, book_of
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.administration import Admin
from cashier.ledger.copying import copy_rows, copy_text
from cashier.ledger.keeping import follow_members
from cashier.ledger.kept_terms import keep_terms
from cashier.ledger.name_keys import give_keys, keys_for, take_keys
from cashier.ledger.own_journal import Entry, append, append_opened, lock_own_journal
from cashier.ledger.people import keep_staff
from cashier.ledger.prepared import NewBills, NewGuarantors, NewMembers, billed_account, book_of_bill
from cashier.ledger.text_rows import (
    BillText,
    GuarantorText,
    MemberText,
    bill_of,
    bill_text,
    guarantor_text,
    member_text,
)
from cashier.wire import GuarantorRow, MemberRow, Message, StaffRow, StatementRow

ROWS_AT_ONCE = 5_000
LOADED_BY = "billing"

Loadable = TypeVar("Loadable", bound=Message)
New = TypeVar("New", NewGuarantors, NewMembers, NewBills)


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

    def wholly(self) -> int:
        """How many were new, where none was refused. Raises LoadTrouble."""
        if self.refused:
            raise LoadTrouble(f"{self.refused[0].number}: {self.refused[0].sentence}")
        return self.new


class LoadTrouble(CashierError):
    """A row that was to be loaded with all others, or none, and that cannot be."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A table that rows go into. ``only_new``: columns that a known row keeps; ``stamped``: whether its rows carry the
    transaction that changed them."""

    table: str
    columns: tuple[str, ...]
    only_new: frozenset[str] = frozenset()
    stamped: bool = True

    @property
    def into(self) -> str:
        return f"{self.table} ({', '.join(self.columns)})"

    def merge(self, connection: Connection, rows: Sequence[tuple[str, ...]]) -> list[str]:
        """Bring known rows up to date; returns the numbers of those that said something else before."""
        if not rows:
            return []
        columns, staged = ", ".join(self.columns), f"staged_{self.table}"
        connection.execute(
            text(
                f"CREATE TEMP TABLE IF NOT EXISTS {staged} ON COMMIT DELETE ROWS "
                f"AS SELECT {columns} FROM {self.table} WITH NO DATA"
            )
        )
        connection.execute(text(f"TRUNCATE {staged}"))
        copy_rows(connection, f"{staged} ({columns})", rows)
        return list(connection.scalars(self._merged))

    @property
    def _merged(self) -> TextClause:
        others = [name for name in self.columns if name != "number" and name not in self.only_new]
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


_GUARANTORS = _Target("guarantors", GuarantorText._fields)
_MEMBERS = _Target("members", (*MemberText._fields, "folded"))
# A known bill's statuses change by events alone, and what was paid elsewhere before it came does not change again.
_STATEMENTS = _Target(
    "statements",
    (*(name if name != "paid_cents" else "taken_off_cents" for name in BillText._fields), "withdrawn"),
    only_new=frozenset({"taken_off_cents", "statuses"}),
    stamped=False,
)
# Nothing is known of lists that come with a query: without this, every batch would walk through all members.
_LOOK_UP_ONE_BY_ONE = text("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
_LOADERS_LOCK = 3_041_962  # Any number, the same in every process.
_ONE_LOADER = text("SELECT pg_advisory_xact_lock(:lock)")
_REGIONS = text("SELECT DISTINCT region FROM centers")
_GUARANTORS_KNOWN = text(
    "SELECT number FROM string_to_table(:numbers, E'\\n') AS asked (number) JOIN guarantors USING (number)"
)
_MEMBERS_LACKING = text(
    """
    SELECT asked.number
    FROM unnest(string_to_array(:numbers, E'\\n'), string_to_array(:guarantors, E'\\n')) AS asked (number, guarantor)
    LEFT JOIN guarantors ON guarantors.number = asked.guarantor
    WHERE guarantors.number IS NULL
    """
)
_MEMBERS_KNOWN = text(
    """
    SELECT number, folded, birth_date, home_center, guarantor_number
    FROM string_to_table(:numbers, E'\\n') AS asked (number) JOIN members USING (number)
    """
)
# A member's own guarantor is known; most bills are that guarantor's.
_STATEMENTS_LACKING = text(
    """
    SELECT asked.number, member.number IS NULL AS lacks_member
    FROM unnest(string_to_array(:numbers, E'\\n'), string_to_array(:members, E'\\n'),
                string_to_array(:guarantors, E'\\n')) AS asked (number, member, guarantor)
    LEFT JOIN members AS member ON member.number = asked.member
    WHERE member.number IS NULL
       OR (asked.guarantor <> member.guarantor_number
           AND NOT EXISTS (SELECT FROM guarantors WHERE guarantors.number = asked.guarantor))
    """
)
_STATEMENTS_KNOWN = text(
    """
    SELECT number, kind, region, member_number, billed_cents, taken_off_cents, withdrawn
    FROM string_to_table(:numbers, E'\\n') AS asked (number) JOIN statements USING (number)
    """
)
# A receivable may have been moved by mistake before its bill came; that stays, too.
_OPEN = text(
    """
    INSERT INTO balances AS balance (account, debit_cents, credit_cents, home_center)
    SELECT 'receivable:' || bill.number, billed_cents::bigint, paid_cents::bigint, home_center
    FROM unnest(string_to_array(:numbers, E'\\n'), string_to_array(:members, E'\\n'),
                string_to_array(:billed, E'\\n'), string_to_array(:paid, E'\\n'))
         AS bill (number, member_number, billed_cents, paid_cents)
    JOIN members AS member ON member.number = member_number
    ORDER BY 1
    ON CONFLICT (account) DO UPDATE SET
        debit_cents = balance.debit_cents + excluded.debit_cents,
        credit_cents = balance.credit_cents + excluded.credit_cents,
        home_center = excluded.home_center,
        version = balance.version + 1,
        changed_in = pg_current_xact_id()
    """
)
# A guarantor is told with the family, as a statement is with its balance.
_GUARANTOR_CHANGED = text(
    """
    UPDATE members SET changed_in = pg_current_xact_id() WHERE guarantor_number = ANY(CAST(:numbers AS text[]))
    """
)
_STATEMENT_CHANGED = text(
    """
    INSERT INTO balances (account, home_center)
    SELECT 'receivable:' || bill.number, member.home_center
    FROM unnest(CAST(:numbers AS text[])) AS billed (number)
    JOIN statements AS bill USING (number)
    JOIN members AS member ON member.number = bill.member_number
    ORDER BY 1
    ON CONFLICT (account) DO UPDATE SET home_center = excluded.home_center, changed_in = pg_current_xact_id()
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
    """Load rows in the caller's transaction; returns how many statements were new. Raises LoadTrouble."""
    for guarantor_batch in _batches(guarantors):
        load_guarantors(connection, NewGuarantors.of(map(guarantor_text, guarantor_batch))).wholly()
    for member_batch in _batches(members):
        load_members(connection, NewMembers.of(map(member_text, member_batch))).wholly()
    for staff_batch in _batches(staff):
        keep_staff(connection, staff_batch, Admin(by=LOADED_BY, clock=clock, new_id=new_id))
    return sum(
        load_statements(
            connection, NewBills.of(bill_text(bill_of(row)) for row in batch), clock=clock, new_id=new_id
        ).wholly()
        for batch in _batches(statements)
    )


def load_guarantors(connection: Connection, guarantors: NewGuarantors, *, all_new: bool = False) -> Merged:
    """Load guarantors.

    Who knows that a batch is ``all_new`` saves a look at each; one that is there already ends the transaction then.
    """
    _begin(connection)
    newest = dict(guarantors.newest)
    refused = _leave_out(newest, _of_no_region(connection, newest.values()))
    known = set() if all_new else set(connection.scalars(_GUARANTORS_KNOWN, {"numbers": "\n".join(newest)}))
    fresh = [row for row in newest.values() if row.number not in known]
    copy_text(connection, _GUARANTORS.into, _as_new(guarantors, fresh).rows)
    renamed = _GUARANTORS.merge(connection, [newest[number] for number in known])
    if renamed:
        connection.execute(_GUARANTOR_CHANGED, {"numbers": renamed})
    return Merged(new=len(fresh), refused=refused)


def load_members(connection: Connection, members: NewMembers, *, all_new: bool = False) -> Merged:
    """Load members of known guarantors, with the keys that their names are found by. See `load_guarantors`."""
    _begin(connection)
    newest, folded = dict(members.newest), members.folded
    asked = {"numbers": "\n".join(newest), "guarantors": "\n".join(row.guarantor_number for row in newest.values())}
    lacking = [_unknown(number, "guarantor_number") for number in connection.scalars(_MEMBERS_LACKING, asked)]
    refused = _leave_out(newest, [*lacking, *_of_no_region(connection, newest.values())])
    known = {} if all_new else _by_number(connection, _MEMBERS_KNOWN, newest)
    fresh = [row for row in newest.values() if row.number not in known]
    new = _as_new(members, fresh)
    copy_text(connection, _MEMBERS.into, new.rows)
    give_keys(connection, new.keys)
    _MEMBERS.merge(connection, [(*newest[number], folded[number]) for number in known])
    renamed = {
        number: row.folded
        for number, row in known.items()
        if (row.folded, row.birth_date.isoformat()) != (folded[number], newest[number].birth_date)
    }
    take_keys(connection, renamed)
    give_keys(connection, keys_for((number, folded[number], newest[number].birth_date) for number in renamed))
    follow_members(connection, newest.values(), known)
    return Merged(new=len(fresh), refused=refused)


def load_statements(
    connection: Connection,
    bills: NewBills,
    *,
    by: str = LOADED_BY,
    all_new: bool = False,
    clock: Clock,
    new_id: NewId,
) -> Merged:
    """Load bills of known members and guarantors, and move what they say. ``by``: which system said so.

    See `load_guarantors`.
    """
    _begin(connection)
    newest = dict(bills.newest)
    lacking = _without_their_people(connection, newest)
    refused = _leave_out(newest, [*lacking, *_of_no_region(connection, newest.values())])
    known = {} if all_new else _by_number(connection, _STATEMENTS_KNOWN, newest)
    refused += _leave_out(newest, _of_another(newest, known))
    fresh = [row for row in newest.values() if row.number not in known]
    new = _as_new(bills, fresh)
    copy_text(connection, _STATEMENTS.into, new.rows)
    connection.execute(_OPEN, new.opened)
    if known:  # Who pays a known bill another way holds the journal first, and so do we.
        lock_own_journal(connection)
    opened = ((_billed(statements, by), moves) for statements, moves in new.lines)
    append_opened(connection, opened, clock=clock, new_id=new_id)
    agreed = keep_terms(connection, newest, known)
    changed = _STATEMENTS.merge(connection, [(*agreed[number], "false") for number in known if number in agreed])
    connection.execute(_STATEMENT_CHANGED, {"numbers": changed})
    corrected = tuple(transfer for number in sorted(changed) for transfer in _corrected(newest[number], known[number]))
    if corrected:
        append(connection, [_billed(len(changed), by, corrected)], clock=clock, new_id=new_id)
    return Merged(new=len(fresh), refused=refused)


def _as_new(batch: New, fresh: Sequence[Any]) -> New:
    """What was made ready, where all of it is new; the rest of it made ready again, where not."""
    return batch if len(fresh) == len(batch.newest) else type(batch).of(fresh)


def _of_no_region(connection: Connection, rows: Iterable[GuarantorText | MemberText | BillText]) -> list[Refusal]:
    """Rows of a region that no center has: each region has books of its own, and a slip would begin others."""
    regions = frozenset(connection.scalars(_REGIONS))
    sentence = f"region is none of {', '.join(sorted(regions))}. Correct it, or name the region's centers first."
    return [
        Refusal(number=row.number, field="region", sentence=sentence)
        for row in rows
        if regions and row.region not in regions
    ]


def _of_another(bills: Mapping[str, BillText], known: Mapping[str, Row[Any]]) -> Iterator[Refusal]:
    """Known bills that would go over to another member, whom other desks hold, or into another book, and leave in
    their own what it has billed."""
    for number, row in known.items():
        bill = bills[number]
        if row.withdrawn:
            continue
        if row.member_number != bill.member_number:
            sentence = f"member_number was {row.member_number} before. Withdraw the statement first."
            yield Refusal(number=number, field="member_number", sentence=sentence)
        elif book_of(StatementKind(row.kind), row.region) != book_of_bill(bill):
            field = "region" if row.region != bill.region else "kind"
            sentence = f"{field} was {getattr(row, field)} before, in another book. Withdraw the statement first."
            yield Refusal(number=number, field=field, sentence=sentence)


def _leave_out(rows: dict[str, Any], refused: Iterable[Refusal]) -> list[Refusal]:
    """Take refused rows out, each for the first reason that was given."""
    return [refusal for refusal in list(refused) if rows.pop(refusal.number, None) is not None]


def _without_their_people(connection: Connection, bills: Mapping[str, BillText]) -> list[Refusal]:
    asked = {
        "numbers": "\n".join(bills),
        "members": "\n".join(row.member_number for row in bills.values()),
        "guarantors": "\n".join(row.guarantor_number for row in bills.values()),
    }
    return [
        _unknown(row.number, "member_number" if row.lacks_member else "guarantor_number")
        for row in connection.execute(_STATEMENTS_LACKING, asked)
    ]


def _by_number(connection: Connection, query: TextClause, numbers: Iterable[str]) -> dict[str, Row[Any]]:
    return {row.number: row for row in connection.execute(query, {"numbers": "\n".join(numbers)})}


def keep_other_loaders_out(connection: Connection) -> None:
    """Be the only one who loads until the transaction's end; desks and channels go on meanwhile."""
    connection.execute(_ONE_LOADER, {"lock": _LOADERS_LOCK})


def _begin(connection: Connection) -> None:
    keep_other_loaders_out(connection)
    connection.execute(_LOOK_UP_ONE_BY_ONE)


def _corrected(bill: BillText, known: Row[Any]) -> Iterator[Transfer]:
    """By what a known bill's receivable moves. One that was withdrawn comes back whole, less what was taken off it."""
    billed_cents = int(bill.billed_cents)
    more_cents = billed_cents - known.billed_cents
    if known.withdrawn:
        more_cents = max(billed_cents - known.taken_off_cents, 0)
    owed, billed = receivable(bill.number), billed_account(bill)
    if more_cents > 0:
        yield Transfer(owed, billed, Money(more_cents))
    elif more_cents < 0:
        yield Transfer(billed, owed, Money(-more_cents))


def _billed(statements: int, by: str, transfers: tuple[Transfer, ...] = ()) -> Entry:
    return Entry(kind=LineKind.STATEMENTS_BILLED, staff=by, facts={"statements": statements}, transfers=transfers)


def _unknown(number: str, field: str) -> Refusal:
    whose = field.partition("_")[0]
    sentence = f"{field} names a {whose} whom the ledger does not know. Load the {whose} first, or correct the number."
    return Refusal(number=number, field=field, sentence=sentence)


def _batches(rows: Iterable[Loadable]) -> Iterator[list[Loadable]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, ROWS_AT_ONCE)):
        yield batch
