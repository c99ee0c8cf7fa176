"""Which lines suspend a transaction or take one up again: the list is read whenever the counter stands empty."""

from alembic import op

revision = "journal_0003"
down_revision = "journal_0002"


def upgrade() -> None:
    op.execute("CREATE INDEX ix_lines_suspends ON lines (sequence) WHERE kind IN ('suspended', 'resumed')")
