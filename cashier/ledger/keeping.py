"""Which people a desk holds: those at home at its center with their whole families, and whoever it served lately.

Whose member is at home at a center is told to its desks by that. The rest of a family with several home centers, and a
family that was served elsewhere, is told because `kept` names it; who may have left stands in `departed` until every
desk has read it, and a page says who really has.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.errors import CashierError
from cashier.ledger.copying import run_hot
from cashier.ledger.replaced import desks_before
from cashier.ledger.text_rows import MemberText

SERVED_DAYS = 90  # So long a desk holds a family of another center after it asked for them or took their money.
_UNSERVED_AT_ONCE = 1_000

_STANDS = "SELECT received_through, center, replaces FROM desks WHERE desk = %(desk)s"
# What an `Audience` is made of, in its order, of what `where_it_stands` says.
HERE = """
    SELECT %(mark)s::bigint AS mark, (SELECT epoch FROM meta), homes, %(makers)s::text[] AS makers,
           ARRAY['desk:' || %(desk)s::text] || ARRAY(SELECT 'home:' || home FROM unnest(homes) AS home) AS keepers
    FROM (SELECT ARRAY(
        SELECT DISTINCT home
        FROM unnest(%(center)s::text || (SELECT home_centers FROM centers WHERE center = %(center)s)) AS home
        WHERE home IS NOT NULL
    ) AS homes) AS known
"""
_HOLD = text(
    """
    INSERT INTO kept (keeper, guarantor_number)
    SELECT 'desk:' || :desk, guarantor_number FROM members WHERE number = :member AND home_center <> ALL(:homes)
    ON CONFLICT (keeper, guarantor_number) DO UPDATE SET served_at = excluded.served_at
    """
)
_FAMILY = text(
    """
    SELECT number FROM members
    WHERE guarantor_number = (SELECT guarantor_number FROM members WHERE number = :member)
    ORDER BY birth_date, number
    """
)
_DEPART = """
    INSERT INTO departed (keeper, member_number) SELECT DISTINCT keeper, number FROM gone ORDER BY 1, 2
    ON CONFLICT (keeper, member_number) DO UPDATE SET changed_in = excluded.changed_in
"""
_OLD = text(
    f"""
    SELECT keeper, guarantor_number FROM kept WHERE served_at < now() - make_interval(days => {SERVED_DAYS})
    ORDER BY served_at LIMIT :most
    """
)
_PAID = text(
    """
    SELECT 'desk:' || desk AS keeper, guarantor_number, max(taken_at) AS paid_at FROM guarantor_payments
    WHERE guarantor_number = ANY(CAST(:guarantors AS text[])) GROUP BY guarantor_number, desk
    """
)
_UNSERVED = text(
    f"""
    WITH latest AS (
        SELECT now() - make_interval(days => {SERVED_DAYS}) AS since
    ), old AS (
        SELECT * FROM unnest(CAST(:keepers AS text[]), CAST(:guarantors AS text[]), CAST(:paid AS timestamptz[]))
            AS old (keeper, guarantor_number, paid_at)
    ), renewed AS (
        UPDATE kept SET served_at = paid_at FROM old, latest
        WHERE (kept.keeper, kept.guarantor_number) = (old.keeper, old.guarantor_number) AND paid_at >= since
    ), ended AS (
        DELETE FROM kept USING old, latest
        WHERE (kept.keeper, kept.guarantor_number) = (old.keeper, old.guarantor_number)
          AND COALESCE(paid_at < since, true)
        RETURNING kept.keeper, kept.guarantor_number
    ), gone AS (
        SELECT keeper, number FROM ended JOIN members USING (guarantor_number)
    )
    {_DEPART}
    """
)
# What moved, in account order: desks post to the same balances.
_TAKE_STATEMENTS_ALONG = text(
    """
    WITH moved AS (
        SELECT account, member.home_center
        FROM string_to_table(:numbers, E'\\n') AS asked (number)
        JOIN members AS member USING (number)
        JOIN statements AS statement ON statement.member_number = member.number
        JOIN balances AS balance ON account = 'receivable:' || statement.number
        ORDER BY account FOR UPDATE OF balance
    )
    UPDATE balances SET home_center = moved.home_center, changed_in = pg_current_xact_id()
    FROM moved WHERE balances.account = moved.account
    """
)
_LEAVE = text(
    f"""
    WITH moved AS (
        SELECT * FROM unnest(string_to_array(:numbers, E'\\n'), string_to_array(:homes, E'\\n'),
                             string_to_array(:guarantors, E'\\n')) AS moved (number, home_center, guarantor_number)
    ), gone AS (
        SELECT 'home:' || home_center AS keeper, number FROM moved
        UNION ALL SELECT keeper, number FROM moved JOIN kept USING (guarantor_number)
    )
    {_DEPART}
    """
)
_HOLD_TOGETHER = text(
    f"""
    WITH asked AS (
        SELECT guarantor_number FROM string_to_table(:guarantors, E'\\n') AS asked (guarantor_number)
    ), mixed AS (
        SELECT guarantor_number FROM asked JOIN members USING (guarantor_number)
        GROUP BY guarantor_number HAVING min(home_center) <> max(home_center)
    ), held AS (
        INSERT INTO kept (keeper, guarantor_number, served_at)
        SELECT DISTINCT 'home:' || home_center, guarantor_number, CAST(NULL AS timestamptz)
        FROM mixed JOIN members USING (guarantor_number)
        ON CONFLICT DO NOTHING
    ), ended AS (
        DELETE FROM kept USING asked
        WHERE kept.guarantor_number = asked.guarantor_number AND served_at IS NULL AND NOT (
            EXISTS (SELECT FROM members AS one WHERE one.guarantor_number = asked.guarantor_number
                                                 AND 'home:' || one.home_center = keeper)
            AND EXISTS (SELECT FROM members AS one WHERE one.guarantor_number = asked.guarantor_number
                                                     AND 'home:' || one.home_center <> keeper))
        RETURNING keeper, kept.guarantor_number
    ), gone AS (
        SELECT keeper, number FROM ended JOIN members USING (guarantor_number)
    )
    {_DEPART}
    """
)


class NobodyKnown(CashierError):
    """A member or guarantor whom the ledger does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One desk as its pages are read for it: ``homes`` are its center's, ``keepers`` the names that it goes by in
    `kept` and `departed`, ``makers`` itself and the desks whose place it took, ``mark`` how far its journal is here.

    ``epoch`` changes with the homes, too: the desk then begins its directory anew.
    """

    desk: str
    homes: list[str]
    keepers: list[str]
    makers: list[str]
    mark: int
    epoch: str


def where_it_stands(connection: Connection, desk: str) -> dict[str, Any]:
    """What `HERE` asks of a desk: how far its journal is here, its center, and itself with those it replaced."""
    for through, center, replaces in run_hot(connection, _STANDS, {"desk": desk}):
        makers = [desk] if replaces is None else [desk, *desks_before(connection, desk)]
        return {"desk": desk, "mark": through, "center": center, "makers": makers}
    return {"desk": desk, "mark": 0, "center": None, "makers": []}


def audience(connection: Connection, desk: str) -> Audience:
    """Whom a desk holds; nobody, for one that is not known."""
    (here,) = run_hot(connection, HERE, where_it_stands(connection, desk))
    return audience_of(desk, *here)


def audience_of(desk: str, mark: int, epoch: str, homes: list[str], makers: list[str], keepers: list[str]) -> Audience:
    """The same of a row that `HERE` found."""
    name = hashlib.sha256("\n".join(sorted(homes)).encode()).hexdigest()[:8]
    return Audience(desk=desk, homes=homes, keepers=keepers, makers=makers, mark=mark, epoch=f"{epoch}.{name}")


def ledger_epoch(page_epoch: str) -> str:
    """The ledger's epoch, of an `Audience`'s."""
    return page_epoch.partition(".")[0]


def hold_family(connection: Connection, desk: str, member_number: str) -> None:
    """From now on a desk holds this member's family, too, for `SERVED_DAYS`."""
    homes = audience(connection, desk).homes
    connection.execute(_HOLD, {"desk": desk, "member": member_number, "homes": homes})


def family_of(connection: Connection, member_number: str) -> list[str]:
    """The numbers of all on the member's guarantor, eldest first. Raises NobodyKnown."""
    numbers = list(connection.scalars(_FAMILY, {"member": member_number}))
    if not numbers:
        raise NobodyKnown(f"The ledger knows no member {member_number}. Check the number, or search by name.")
    return numbers


def leave_out_unserved(connection: Connection) -> None:
    """Families that a desk of another center has not served for `SERVED_DAYS` are no longer its own."""
    old = connection.execute(_OLD, {"most": _UNSERVED_AT_ONCE}).all()
    if not old:
        return
    guarantors = [row.guarantor_number for row in old]
    asked = {"guarantors": list(set(guarantors))}
    paid = {(row.keeper, row.guarantor_number): row.paid_at for row in connection.execute(_PAID, asked)}
    said = {
        "keepers": [row.keeper for row in old],
        "guarantors": guarantors,
        "paid": [paid.get((row.keeper, row.guarantor_number)) for row in old],
    }
    connection.execute(_UNSERVED, said)


def follow_members(connection: Connection, loaded: Iterable[MemberText], before: Mapping[str, Row[Any]]) -> None:
    """After members were loaded: families that came or went apart, and whoever moved with all their statements.

    ``before``: who was known, with home center and guarantor as they were.
    """
    rows = list(loaded)
    moved = [
        known
        for row in rows
        if (known := before.get(row.number)) is not None
        and (known.home_center, known.guarantor_number) != (row.home_center, row.guarantor_number)
    ]
    if moved:
        numbers = _lines(known.number for known in moved)
        connection.execute(_TAKE_STATEMENTS_ALONG, {"numbers": numbers})
        homes, guarantors = (
            _lines(getattr(known, name) for known in moved) for name in ("home_center", "guarantor_number")
        )
        connection.execute(_LEAVE, {"numbers": numbers, "homes": homes, "guarantors": guarantors})
    families: Sequence[str] = sorted(
        {row.guarantor_number for row in rows} | {known.guarantor_number for known in moved}
    )
    connection.execute(_HOLD_TOGETHER, {"guarantors": _lines(families)})


def _lines(words: Iterable[str]) -> str:
    return "\n".join(words)
