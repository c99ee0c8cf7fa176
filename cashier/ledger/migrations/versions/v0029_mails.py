"""Receipts that members want by e-mail."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0029"
down_revision = "0028"

TABLES = f"""
CREATE TABLE IF NOT EXISTS mails (
    desk text COLLATE "C" NOT NULL,
    line_id uuid NOT NULL,
    receipt text COLLATE "C" NOT NULL,
    address text NOT NULL,
    asked_at timestamptz NOT NULL,
    next_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    state text NOT NULL CHECK (state IN ('waiting', 'sent', 'given_up')),
    words text NOT NULL,
    PRIMARY KEY (desk, line_id)
);
CREATE INDEX IF NOT EXISTS mails_due ON mails (next_at) WHERE state = 'waiting';
COMMENT ON COLUMN mails.next_at IS 'not before; while it is being sent, when another mailer may take it';
GRANT SELECT, INSERT ON mails TO {SERVICE_ROLE};
GRANT UPDATE (state, next_at, tries, words) ON mails TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Make the table. Nothing of before has to be found for it."""
    op.execute(TABLES)
