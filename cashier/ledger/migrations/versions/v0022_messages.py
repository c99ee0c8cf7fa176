"""What the office says to its desks."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0022"
down_revision = "0021"

TABLES = f"""
CREATE TABLE IF NOT EXISTS desk_messages (
    message uuid PRIMARY KEY,
    center text COLLATE "C" NOT NULL,
    desks text[] NOT NULL,
    words text NOT NULL,
    staff text NOT NULL,
    sent bigint NOT NULL,
    sent_at timestamptz NOT NULL,
    until timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS desk_messages_center ON desk_messages (center, until);
COMMENT ON COLUMN desk_messages.desks IS 'empty for all of the center';
COMMENT ON COLUMN desk_messages.sent IS 'the line of the ledger''s own journal that says it';
GRANT SELECT, INSERT ON desk_messages TO {SERVICE_ROLE};
GRANT UPDATE (until) ON desk_messages TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(TABLES)
