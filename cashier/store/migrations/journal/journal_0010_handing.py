"""Drawers that are handed over, and cash on its way to other cashiers, found at once."""

from alembic import op

revision = "journal_0010"
down_revision = "journal_0009"

_CHANGES = (
    "kind IN ('shift_opened', 'drawer_suspended', 'drawer_resumed', 'drawer_counted', 'drawer_handed_over', "
    "'drawer_recalled', 'shift_closed')"
)
_HANDS = (
    "kind IN ('transfer_given', 'drawer_handed_over', 'transfer_counted', 'transfer_accepted', 'transfer_rejected', "
    "'transfer_recalled', 'drawer_recalled', 'transfer_settled', 'shift_closed')"
)

# Cash and checks move in the drawer that is open and in use; a close or a hand-over empties the drawer that was
# counted, and taking it back fills it again.
_OPEN_DRAWER = f"""
    SELECT 1 FROM (
        SELECT kind, shift_id, sequence FROM lines WHERE {_CHANGES} AND sequence <= NEW.sequence
        ORDER BY sequence DESC LIMIT 1
    ) WHERE (kind IN ('shift_opened', 'drawer_resumed')
             OR (kind IN ('shift_closed', 'drawer_handed_over', 'drawer_recalled') AND sequence = NEW.sequence))
        AND (NEW.debit NOT GLOB 'drawer_*' OR instr(NEW.debit, ':' || shift_id || ':'))
        AND (NEW.credit NOT GLOB 'drawer_*' OR instr(NEW.credit, ':' || shift_id || ':'))
"""

STATEMENTS = (
    "DROP INDEX ix_lines_shift",
    f"CREATE INDEX ix_lines_shift ON lines (sequence) WHERE {_CHANGES}",
    f"CREATE INDEX ix_lines_hands ON lines (sequence) WHERE {_HANDS}",
    "DROP TRIGGER transfers_in_open_drawer",
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
