"""The history of the ledger's tables, in steps that never lock out the desks: expand first, contract a release later.

A step runs while older copies of the service still answer. So it only adds: a table, a column that may be NULL or has a
constant default, an index built beside the traffic, a constraint that is NOT VALID first and validated in the step that
follows. What nobody needs any more is dropped by the release after the one that stopped using it. Old data is moved in
portions by the service or a command, never in a step.

A step takes a lock for a moment or not at all: it waits two seconds for a table, steps aside for the desks, and is
tried again (`database.prepare`). So a step does one thing, and can be run again after any failure.
"""

from alembic import op
from sqlalchemy import text

from cashier.ledger.database import LOCK_TIMEOUT_S

_PARTITIONS = text("SELECT relid::text FROM pg_partition_tree(CAST(:table AS regclass)) WHERE isleaf")


def build_index(name: str, table: str, definition: str) -> None:
    """Build an index while everybody goes on writing. ``definition``: its columns in brackets, and what follows them.

    Of a table with partitions it is built on each of them first, and the whole's then takes those over. Outside of any
    transaction, so it stands in a step of its own; what an earlier try left behind is built anew.
    """
    with op.get_context().autocommit_block():
        partitions = list(op.get_bind().scalars(_PARTITIONS, {"table": table}))
        op.execute("SET lock_timeout = 0")  # It waits for those who write, and nobody waits for it.
        for part in partitions or [table]:
            built = f"{part}_{name}" if partitions else name
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {built}")
            op.execute(f"CREATE INDEX CONCURRENTLY {built} ON {part} {definition}")
        op.execute(f"SET lock_timeout = '{LOCK_TIMEOUT_S}s'")
        if partitions:
            op.execute(f"CREATE INDEX {name} ON {table} {definition}")
