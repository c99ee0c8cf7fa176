"""Pages of what desks must know: people, bills and staff, in the order in which they changed.

A row carries the transaction that changed it last; a statement's stands with its balance. A page reads rows past a
cursor that belong to transactions older than every running one, so no row can appear behind a cursor later on. Page,
mark and held parts are of one snapshot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

from cashier.domain.errors import Refused
from cashier.ledger.database import epoch
from cashier.ledger.held import RELEASED_CENTS
from cashier.wire import GuarantorRow, MemberRow, Page, StaffRow, StatementRow

# One transaction's rows go out in this order, so that a statement never comes before its member.
KINDS = ("1g", "2m", "3s", "4u")
PAID_ELSEWHERE_MOST = 3  # Payments that came another way; a cashier asks about the last.

_ROWS = text(
    """
    WITH finished AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS before), changed AS (
        (SELECT changed_in, '1g' AS kind, number FROM guarantors, finished
         WHERE (changed_in, number) > (CAST(CAST(:guarantors_in AS text) AS xid8), :guarantors_number)
           AND changed_in < finished.before
         ORDER BY changed_in, number LIMIT :most)
        UNION ALL
        (SELECT changed_in, '2m', number FROM members, finished
         WHERE (changed_in, number) > (CAST(CAST(:members_in AS text) AS xid8), :members_number)
           AND changed_in < finished.before
         ORDER BY changed_in, number LIMIT :most)
        UNION ALL
        (SELECT changed_in, '3s', substr(account, 12) FROM balances, finished
         WHERE account LIKE 'receivable:%'
           AND (changed_in, account) > (CAST(CAST(:statements_in AS text) AS xid8), 'receivable:' || :statements_number)
           AND changed_in < finished.before
         ORDER BY changed_in, account LIMIT :most)
        UNION ALL
        (SELECT changed_in, '4u', number FROM staff, finished
         WHERE (changed_in, number) > (CAST(CAST(:staff_in AS text) AS xid8), :staff_number)
           AND changed_in < finished.before
         ORDER BY changed_in, number LIMIT :most)
    )
    SELECT changed_in::text AS changed_in, kind, number FROM changed
    ORDER BY changed.changed_in, kind, number COLLATE "C" LIMIT :most
    """
)
_GUARANTORS = text("SELECT number, name, region FROM guarantors WHERE number = ANY(CAST(:numbers AS text[]))")
_MEMBERS = text("SELECT * FROM members WHERE number = ANY(CAST(:numbers AS text[]))")
# A statement as the desk :desk sees it, of ``statements AS statement`` and its ``balances AS balance``. What is held of
# it is few rows, and is never to be looked for among all of a desk's: so the desk is asked for where no index has it.
STATEMENT_COLUMNS = f"""
    statement.number, statement.kind, region, member_number, guarantor_number, title, statement_date, due_date,
    billed_cents, service_date, under_review, autopay_on, plan_words, confidential,
    CASE WHEN withdrawn THEN statuses || '["withdrawn"]' ELSE statuses END AS statuses,
    balance.debit_cents - balance.credit_cents AS open_cents, balance.version,
    COALESCE((SELECT sum(part.cents - {RELEASED_CENTS}) FROM set_aside AS part
              WHERE meant = balance.account AND why = 'unknown_statement' AND desk || '' = :desk), 0)::bigint
        AS held_cents,
    COALESCE((SELECT jsonb_agg(jsonb_build_object('channel', channel, 'cents', cents, 'paid_at', paid_at)
                               ORDER BY sequence DESC)
              FROM (SELECT * FROM channel_payments WHERE statement_number = statement.number
                    ORDER BY sequence DESC LIMIT {PAID_ELSEWHERE_MOST}) AS latest), '[]') AS paid_elsewhere
"""
_STATEMENTS = text(
    f"""
    SELECT {STATEMENT_COLUMNS}
    FROM unnest(CAST(:numbers AS text[])) AS asked (number)
    JOIN statements AS statement ON statement.number = asked.number
    JOIN balances AS balance ON balance.account = 'receivable:' || asked.number
    """
)
# A desk hears of those who work at its center, and of those who did: they may not sign in there any more.
_STAFF = text(
    """
    SELECT number AS "user", name, role, centers,
           CASE WHEN works_here THEN passphrase_hash ELSE '' END AS passphrase_hash,
           CASE WHEN works_here THEN badge ELSE '' END AS badge,
           active AND works_here AS active
    FROM staff, LATERAL (SELECT center FROM desks WHERE desk = :desk) AS here,
         LATERAL (SELECT centers = '{}' OR here.center = ANY(centers) AS works_here) AS work
    WHERE number = ANY(CAST(:numbers AS text[])) AND told && ARRAY['*', here.center]
    """
)
_MARK = text("SELECT received_through FROM desks WHERE desk = :desk")
_NEWEST = text(
    """
    WITH finished AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS before)
    SELECT greatest(
        (SELECT changed_in FROM guarantors, finished WHERE changed_in < before ORDER BY changed_in DESC LIMIT 1),
        (SELECT changed_in FROM members, finished WHERE changed_in < before ORDER BY changed_in DESC LIMIT 1),
        (SELECT changed_in FROM balances, finished WHERE account LIKE 'receivable:%' AND changed_in < before
         ORDER BY changed_in DESC LIMIT 1),
        (SELECT changed_in FROM staff, finished WHERE changed_in < before ORDER BY changed_in DESC LIMIT 1))::text
    """
)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a desk has read: the changing transaction, then kind and number within it."""

    changed_in: int = 0
    kind: str = ""
    number: str = ""

    @property
    def text(self) -> str:
        return f"{self.changed_in}:{self.kind}:{self.number}"

    @classmethod
    def read(cls, said: str) -> "Cursor":
        """The inverse of `text`; an empty one is before everything. Raises Refused."""
        if not said:
            return cls()
        changed_in, _, rest = said.partition(":")
        kind, colon, number = rest.partition(":")
        if not (colon and changed_in.isascii() and changed_in.isdigit() and len(changed_in) < 20 and kind in KINDS):
            raise Refused("The cursor is not one of this ledger's. Ask again with an empty one.")
        return cls(int(changed_in), kind, number)

    def of(self, kind: str) -> tuple[int, str]:
        """The last (transaction, number) of a kind that lies before or at this cursor."""
        if kind == self.kind:
            return self.changed_in, self.number
        # A kind that comes later in the order is still to be read from this very transaction on.
        return (self.changed_in - 1, _AFTER_ALL) if kind > self.kind else (self.changed_in, _AFTER_ALL)


_AFTER_ALL = "\U0010ffff"


def read_page(engine: Engine, desk: str, *, known_epoch: str, after: Cursor, limit: int) -> Page:
    """The next at most ``limit`` rows for a desk; from the start where its epoch is not ours."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        current = epoch(connection)
        cursor = after if known_epoch == current else Cursor()
        found = connection.execute(_ROWS, _asked(cursor, limit + 1)).all()
        rows = found[:limit]
        numbers = {kind: [row.number for row in rows if row.kind == kind] for kind in KINDS}
        if rows:
            cursor = Cursor(int(rows[-1].changed_in), rows[-1].kind, rows[-1].number)
        return Page(
            epoch=current,
            mark=connection.scalar(_MARK, {"desk": desk}) or 0,
            after=cursor.text if cursor != Cursor() else "",
            more=len(found) > limit,
            guarantors=tuple(GuarantorRow(**row) for row in _of(connection, _GUARANTORS, numbers["1g"])),
            members=tuple(MemberRow(**row) for row in _of(connection, _MEMBERS, numbers["2m"])),
            statements=tuple(StatementRow(**row) for row in _of(connection, _STATEMENTS, numbers["3s"], desk=desk)),
            staff=tuple(StaffRow(**row) for row in _of(connection, _STAFF, numbers["4u"], desk=desk)),
        )


def newest_change(connection: Connection) -> int:
    """The newest transaction whose rows a page may show; 0 for an empty ledger."""
    return int(connection.scalar(_NEWEST) or 0)


def _asked(cursor: Cursor, most: int) -> dict[str, Any]:
    asked: dict[str, Any] = {"most": most}
    for kind, table in zip(KINDS, ("guarantors", "members", "statements", "staff"), strict=True):
        changed_in, number = cursor.of(kind)
        asked |= {f"{table}_in": str(max(changed_in, 0)), f"{table}_number": number}
    return asked


def _of(connection: Connection, query: Any, numbers: list[str], **named: str) -> list[Mapping[str, Any]]:
    if not numbers:
        return []
    return [dict(row) for row in connection.execute(query, {"numbers": numbers} | named).mappings()]
