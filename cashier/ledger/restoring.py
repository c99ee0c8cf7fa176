"""A ledger that was put back to an older state begins a new epoch: desks then send again what it lost, by themselves.

What came in another way than from a desk cannot come again by itself: feeds have to be replayed, and acts of the office
done again. `check` says so until somebody with a name says that it is done.
"""

import secrets
from typing import Any

from sqlalchemy import Connection, Engine, text

from cashier.domain.errors import CashierError
from cashier.domain.times import instant_text
from cashier.ledger.administration import Act, Admin, write_down
from cashier.ledger.database import OWN_DESK, epoch
from cashier.ledger.own_journal import lock_own_journal

_SYSTEM = text(
    """
    SELECT meta.system AS kept, (SELECT system_identifier::text FROM pg_control_system()) AS now FROM meta
    FOR UPDATE OF meta
    """
)
_IS_TO_COME = text("SELECT CAST(:transaction AS xid8) >= pg_snapshot_xmax(pg_current_snapshot())")
_KEEP_SYSTEM = text("UPDATE meta SET system = :now")
_EPOCH = text("UPDATE meta SET epoch = :epoch")
_LAST = text("SELECT max(taken_at) FROM lines WHERE desk = :own")
_SOURCES = text("SELECT DISTINCT kind, staff FROM lines WHERE desk = :own ORDER BY kind, staff")
_LAST_ACTS = text(
    """
    SELECT body::jsonb -> 'facts' ->> 'act' FROM lines
    WHERE desk = :own AND kind = 'administered' AND body::jsonb -> 'facts' ->> 'act' = ANY(:acts)
    ORDER BY sequence DESC LIMIT 1
    """
)


class RestoreTrouble(CashierError):
    """There is nothing to complete."""


def notice_copy(connection: Connection, admin: Admin) -> None:
    """Begin an epoch where the database came into another PostgreSQL than it was in: from a dump, or as a copy.

    Files that were put back under the same PostgreSQL look as they did: `notice_read_further`.
    """
    system = connection.execute(_SYSTEM).one()
    if system.kept != system.now:
        connection.execute(_KEEP_SYSTEM, {"now": system.now})
        if system.kept is not None:
            begin_epoch(connection, admin)


def notice_read_further(engine: Engine, known_epoch: str, read_through: int, admin: Admin) -> None:
    """Begin an epoch where somebody read, in the one that is current, what a later transaction than any of ours wrote.

    ``read_through`` is that transaction. Of several who say so, the first alone begins one.
    """
    with engine.begin() as connection:
        if not connection.scalar(_IS_TO_COME, {"transaction": str(read_through)}):
            return
        lock_own_journal(connection)
        if epoch(connection) == known_epoch:
            begin_epoch(connection, admin)


def begin_epoch(connection: Connection, admin: Admin) -> dict[str, Any]:
    """A new epoch and the line that says from where on things are missing; returns what it says."""
    through = lock_own_journal(connection)
    facts = {
        "epoch_before": epoch(connection),
        "own_lines": through,
        "last_at": _instant(connection.scalar(_LAST, {"own": OWN_DESK})),
        "sources": [[row.kind, row.staff] for row in connection.execute(_SOURCES, {"own": OWN_DESK})],
    }
    connection.execute(_EPOCH, {"epoch": secrets.token_hex(8)})
    write_down(connection, Act.RESTORED, facts, admin)
    return facts


def complete(connection: Connection, admin: Admin) -> None:
    """Feeds were replayed and acts done again: `check` is content from now on. Raises RestoreTrouble."""
    lock_own_journal(connection)
    acts = [Act.RESTORED.value, Act.RESTORE_COMPLETED.value]
    if connection.scalar(_LAST_ACTS, {"own": OWN_DESK, "acts": acts}) != Act.RESTORED:
        raise RestoreTrouble("This ledger was not restored, or that is completed. Nothing was changed.")
    write_down(connection, Act.RESTORE_COMPLETED, {}, admin)


def _instant(at: Any) -> str:
    return instant_text(at) if at else ""
