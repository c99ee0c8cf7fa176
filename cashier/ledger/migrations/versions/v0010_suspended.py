"""Which transactions are suspended at the desks of a center, and which desk has one: a list that desks ask for."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0010"
down_revision = "0009"

TABLES = f"""
CREATE TABLE IF NOT EXISTS suspended (
    suspended_id uuid PRIMARY KEY,
    desk text COLLATE "C",
    center text COLLATE "C",
    body text,
    expires_at timestamptz,
    taken_by text COLLATE "C",
    taken_staff text,
    taken_at timestamptz,
    resumed boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS suspended_center ON suspended (center, expires_at);
COMMENT ON TABLE suspended IS 'transactions that desks suspended, as their lines say, and which desk has one now';
COMMENT ON COLUMN suspended.body IS 'of the line; none where a desk took it up before the line itself came';
COMMENT ON COLUMN suspended.resumed IS 'whether the line came that says so';
GRANT SELECT, INSERT, UPDATE ON suspended TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Add the table."""
    op.execute(TABLES)
