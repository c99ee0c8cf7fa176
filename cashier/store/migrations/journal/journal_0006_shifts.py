"""How the drawer stands, found at once; which bags were filled; and no cash without an open drawer, whoever asks."""

from alembic import op

revision = "journal_0006"
down_revision = "journal_0005"

_CHANGES = "kind IN ('shift_opened', 'drawer_suspended', 'drawer_resumed', 'drawer_counted', 'shift_closed')"

# Cash and checks move in the drawer that is open and in use; a close empties the drawer that was counted.
_OPEN_DRAWER = f"""
    SELECT 1 FROM (
        SELECT kind, shift_id, sequence FROM lines WHERE {_CHANGES} AND sequence <= NEW.sequence
        ORDER BY sequence DESC LIMIT 1
    ) WHERE (kind IN ('shift_opened', 'drawer_resumed') OR (kind = 'shift_closed' AND sequence = NEW.sequence))
        AND (NEW.debit NOT GLOB 'drawer_*' OR instr(NEW.debit, ':' || shift_id || ':'))
        AND (NEW.credit NOT GLOB 'drawer_*' OR instr(NEW.credit, ':' || shift_id || ':'))
"""

STATEMENTS = (
    "DROP INDEX ix_lines_opening",
    f"CREATE INDEX ix_lines_shift ON lines (sequence) WHERE {_CHANGES}",
    "CREATE INDEX ix_lines_bags ON lines (sequence) WHERE kind IN ('cash_dropped', 'shift_closed')",
    f"""
    CREATE TRIGGER transfers_in_open_drawer BEFORE INSERT ON transfers
    WHEN (NEW.debit GLOB 'drawer_*' OR NEW.credit GLOB 'drawer_*') AND NOT EXISTS ({_OPEN_DRAWER}) BEGIN
        SELECT RAISE(ABORT, 'no cash moves without an open drawer');
    END
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
