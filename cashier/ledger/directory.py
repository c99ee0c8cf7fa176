"""Pages of what a desk must know: its people, their bills and staff, in the order in which they changed.

A row carries the transaction that changed it last; a statement's stands with its balance, a guarantor's with the
family. A page reads rows past a cursor that belong to transactions older than every running one, so no row can appear
behind a cursor later on. Balances, held parts and the mark that a page gives them are of one snapshot. Whose people
they are says `cashier.ledger.keeping`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

from cashier.domain.errors import Refused
from cashier.ledger.copying import one_line, run_hot
from cashier.ledger.database import OWN_DESK
from cashier.ledger.held import RELEASED_CENTS
from cashier.ledger.keeping import HERE, Audience, audience, audience_of, family_of, where_it_stands
from cashier.ledger.receipts import masked_body
from cashier.wire import GuarantorRow, MemberRow, Page, ReturnedCheckRow, StaffRow, StatementRow

# One transaction's rows go out in this order, so that a statement never comes before its member: who has gone, members
# with their guarantors, statements, staff, accounts with a returned check, and what became of the desk's receipts at
# the office: their checks that came back, and what was moved.
KINDS = ("1g", "2m", "3s", "4u", "5r", "6b")
PAID_ELSEWHERE_MOST = 3  # Payments that came another way; a cashier asks about the last.

# Each place is read by an index that begins with it. Who stands in `kept` is told from then on, also what is older.
# Most pages have no rows, and then this is all that is asked.
_ROWS = one_line(f"""
    WITH here AS ({HERE}), finished AS (
        SELECT pg_snapshot_xmin(pg_current_snapshot()) AS before
    ), home AS (
        SELECT unnest(homes) AS home_center FROM here
    ), keeper AS (
        SELECT unnest(keepers) AS keeper FROM here
    ), relative AS MATERIALIZED (
        SELECT member.number, member.changed_in, since
        FROM (SELECT guarantor_number, min(changed_in) AS since
              FROM kept JOIN keeper USING (keeper) GROUP BY 1) AS family
        CROSS JOIN LATERAL (SELECT number, changed_in FROM members
                            WHERE guarantor_number = family.guarantor_number
                              AND home_center <> ALL((SELECT homes FROM here)::text[]) OFFSET 0) AS member
    ), changed AS (
        (SELECT DISTINCT one.* FROM keeper CROSS JOIN LATERAL (
            SELECT changed_in, '1g' AS kind, member_number AS number FROM departed, finished
            WHERE departed.keeper = keeper.keeper
              AND (changed_in, member_number) > (%(in_1g)s::xid8, %(at_1g)s)
              AND changed_in < before
            ORDER BY changed_in, member_number LIMIT %(most)s) AS one)
        UNION ALL
        (SELECT one.* FROM home CROSS JOIN LATERAL (
            SELECT changed_in, '2m', number FROM members, finished
            WHERE members.home_center = home.home_center
              AND (changed_in, number) > (%(in_2m)s::xid8, %(at_2m)s)
              AND changed_in < before
            ORDER BY changed_in, number LIMIT %(most)s) AS one)
        UNION ALL
        (SELECT told_in, '2m', number
         FROM relative CROSS JOIN LATERAL (SELECT greatest(changed_in, since) AS told_in) AS told, finished
         WHERE (told_in, number) > (%(in_2m)s::xid8, %(at_2m)s)
           AND told_in < before)
        UNION ALL
        (SELECT one.* FROM home CROSS JOIN LATERAL (
            SELECT changed_in, '3s', substr(account, 12) FROM balances, finished
            WHERE balances.home_center = home.home_center AND account LIKE 'receivable:%%'
              AND (changed_in, account) > (%(in_3s)s::xid8, 'receivable:' || %(at_3s)s)
              AND changed_in < before
            ORDER BY changed_in, account LIMIT %(most)s) AS one)
        UNION ALL
        (SELECT told_in, '3s', one.number
         FROM relative CROSS JOIN LATERAL (
             SELECT statement.number, greatest(balance.changed_in, since) AS told_in
             FROM statements AS statement JOIN balances AS balance ON account = 'receivable:' || statement.number
             WHERE member_number = relative.number OFFSET 0) AS one, finished
         WHERE (told_in, one.number) > (%(in_3s)s::xid8, %(at_3s)s)
           AND told_in < before)
        UNION ALL
        (SELECT changed_in, '4u', number FROM staff, finished
         WHERE (changed_in, number) > (%(in_4u)s::xid8, %(at_4u)s)
           AND changed_in < before
         ORDER BY changed_in, number LIMIT %(most)s)
        UNION ALL
        (SELECT changed_in, '5r', number FROM returned_checks, finished
         WHERE (changed_in, number) > (%(in_5r)s::xid8, %(at_5r)s)
           AND changed_in < before
         ORDER BY changed_in, number LIMIT %(most)s)
        UNION ALL
        (SELECT changed_in, '6b', lpad(sequence::text, 19, '0') FROM returned_items, finished
         WHERE (changed_in, lpad(sequence::text, 19, '0') COLLATE "C")
               > (%(in_6b)s::xid8, %(at_6b)s)
           AND changed_in < before AND split_part(receipt, '-', 1) = ANY((SELECT makers FROM here)::text[])
         ORDER BY changed_in, sequence LIMIT %(most)s)
        UNION ALL
        (SELECT changed_in, '6b', lpad(sequence::text, 19, '0') FROM corrections, finished
         WHERE (changed_in, lpad(sequence::text, 19, '0') COLLATE "C")
               > (%(in_6b)s::xid8, %(at_6b)s)
           AND changed_in < before AND of_desk = ANY((SELECT makers FROM here)::text[])
         ORDER BY changed_in, sequence LIMIT %(most)s)
    )
    SELECT here.*, ARRAY(SELECT ARRAY[changed_in::text, kind, number] FROM changed
                         ORDER BY changed_in, kind, number COLLATE "C" LIMIT %(most)s) AS changed
    FROM here
""")
_GONE = text(
    """
    SELECT asked.number FROM unnest(CAST(:numbers AS text[])) AS asked (number)
    LEFT JOIN members AS member ON member.number = asked.number
        AND (home_center = ANY(:homes)
             OR EXISTS (SELECT FROM kept WHERE keeper = ANY(:keepers) AND guarantor_number = member.guarantor_number))
    WHERE member.number IS NULL
    """
)
_GUARANTORS = text(
    """
    SELECT number, name, region FROM guarantors
    WHERE number IN (SELECT guarantor_number FROM members WHERE number = ANY(CAST(:numbers AS text[])))
    """
)
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
    SELECT {STATEMENT_COLUMNS}, COALESCE((SELECT received_through FROM desks WHERE desk = :desk), 0) AS mark
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
_RETURNED = text(
    "SELECT number AS token, until FROM returned_checks WHERE number = ANY(CAST(:numbers AS text[])) ORDER BY number"
)
_CAME_BACK = text(
    """
    SELECT body FROM lines WHERE desk = :own AND sequence = ANY(CAST(:numbers AS bigint[])) ORDER BY sequence
    """
)
_STATEMENTS_OF = text(
    """
    SELECT number FROM statements WHERE member_number COLLATE "C" = ANY(CAST(:numbers AS text[])) ORDER BY number
    """
)
_NEWEST = text(
    """
    WITH finished AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS before), of_all AS (
        (SELECT changed_in FROM staff, finished WHERE changed_in < before ORDER BY changed_in DESC LIMIT 1)
        UNION ALL
        (SELECT changed_in FROM returned_checks, finished WHERE changed_in < before ORDER BY changed_in DESC LIMIT 1)
        UNION ALL
        (SELECT changed_in FROM returned_items, finished WHERE changed_in < before ORDER BY changed_in DESC LIMIT 1)
        UNION ALL
        (SELECT changed_in FROM corrections, finished WHERE changed_in < before ORDER BY changed_in DESC LIMIT 1)
    ), home AS (
        SELECT here.center, unnest(ARRAY[here.center] || COALESCE(home_centers, '{}')) AS home_center
        FROM (SELECT DISTINCT center FROM desks) AS here LEFT JOIN centers USING (center)
    )
    SELECT center, greatest(max(newest.changed_in), (SELECT max(changed_in) FROM of_all))::text AS changed_in
    FROM home LEFT JOIN LATERAL (
        (SELECT changed_in FROM members, finished
         WHERE members.home_center = home.home_center AND changed_in < before ORDER BY changed_in DESC LIMIT 1)
        UNION ALL
        (SELECT changed_in FROM balances, finished
         WHERE balances.home_center = home.home_center AND account LIKE 'receivable:%' AND changed_in < before
         ORDER BY changed_in DESC LIMIT 1)
        UNION ALL
        (SELECT changed_in FROM departed, finished
         WHERE keeper = 'home:' || home.home_center AND changed_in < before ORDER BY changed_in DESC LIMIT 1)
    ) AS newest ON true
    GROUP BY center
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
    """The next at most ``limit`` rows for a desk, guarantors not counted; from the start where its epoch differs."""
    with engine.connect() as connection:
        cursor = after
        here, changed = _changed(connection, desk, cursor, limit + 1)
        if here.epoch != known_epoch and after != Cursor():
            cursor = Cursor()
            here, changed = _changed(connection, desk, cursor, limit + 1)
        rows = changed[:limit]
        if rows:
            changed_in, kind, number = rows[-1]
            cursor = Cursor(int(changed_in), kind, number)
        numbers = {kind: [number for _, of_kind, number in rows if of_kind == kind] for kind in KINDS}
        after_it, more = cursor.text if cursor != Cursor() else "", len(changed) > limit
        return _page(connection, here, numbers, after=after_it, more=more)


def _changed(connection: Connection, desk: str, past: Cursor, most: int) -> tuple[Audience, list[list[str]]]:
    """Whom a desk holds, and of at most so many rows past a cursor what `Cursor` says of each."""
    stands = where_it_stands(connection, desk)
    ((*here, changed),) = run_hot(connection, _ROWS, _asked(past, most) | stands)
    return audience_of(desk, *here), changed


def read_family(engine: Engine, desk: str, member_number: str) -> Page:
    """A member's whole family as a page of its own, which moves no cursor. Raises NobodyKnown."""
    with engine.connect() as connection:
        members = family_of(connection, member_number)
        statements = list(connection.scalars(_STATEMENTS_OF, {"numbers": members}))
        numbers = {"1g": [], "2m": members, "3s": statements, "4u": [], "5r": [], "6b": []}
        return _page(connection, audience(connection, desk), numbers, after="", more=False)


def newest_changes(connection: Connection) -> dict[str, int]:
    """By center, the newest transaction whose rows the pages of its desks may show; 0 where there is none.

    What they hold of other centers' people is not looked at: they read that once they are told of something else.
    """
    return {row.center: int(row.changed_in or 0) for row in connection.execute(_NEWEST)}


def _page(connection: Connection, here: Audience, numbers: Mapping[str, list[str]], *, after: str, more: bool) -> Page:
    """The rows with these numbers, by kind."""
    whose = {"homes": here.homes, "keepers": here.keepers}
    statements = _of(connection, _STATEMENTS, numbers["3s"], desk=here.desk)
    marks = {row.pop("mark") for row in statements}  # One snapshot, one mark: what is open is told with it.
    return Page(
        epoch=here.epoch,
        mark=max(marks, default=here.mark),
        after=after,
        more=more,
        gone=tuple(row["number"] for row in _of(connection, _GONE, numbers["1g"], **whose)),
        guarantors=tuple(GuarantorRow(**row) for row in _of(connection, _GUARANTORS, numbers["2m"])),
        members=tuple(MemberRow(**row) for row in _of(connection, _MEMBERS, numbers["2m"])),
        statements=tuple(StatementRow(**row) for row in statements),
        staff=tuple(StaffRow(**row) for row in _of(connection, _STAFF, numbers["4u"], desk=here.desk)),
        returned_checks=tuple(ReturnedCheckRow(**row) for row in _of(connection, _RETURNED, numbers["5r"])),
        came_back=tuple(_came_back(_of(connection, _CAME_BACK, numbers["6b"], own=OWN_DESK))),
    )


def _came_back(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        if (body := masked_body(row["body"])) is not None:
            yield body


def _asked(cursor: Cursor, most: int) -> dict[str, Any]:
    asked: dict[str, Any] = {"most": most}
    for kind in KINDS:
        changed_in, number = cursor.of(kind)
        asked |= {f"in_{kind}": str(max(changed_in, 0)), f"at_{kind}": number}
    return asked


def _of(connection: Connection, query: Any, numbers: list[str], **named: Any) -> list[dict[str, Any]]:
    if not numbers:
        return []
    return [dict(row) for row in connection.execute(query, {"numbers": numbers} | named).mappings()]
