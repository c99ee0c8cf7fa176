"""What desks ask a colleague's word for, and the answers: never one's own."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0017"
down_revision = "0016"

TABLES = f"""
CREATE TABLE IF NOT EXISTS asks (
    ask uuid PRIMARY KEY,
    center text COLLATE "C" NOT NULL,
    desk text COLLATE "C" NOT NULL,
    staff text NOT NULL,
    act text NOT NULL,
    cents bigint NOT NULL,
    needs text NOT NULL,
    sentence text NOT NULL,
    facts text NOT NULL,
    asked bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    answer text CHECK (answer IN ('given', 'declined')),
    answered_by text CHECK (answered_by <> staff),
    answered bigint,
    answered_at timestamptz,
    words text NOT NULL DEFAULT '',
    CHECK ((answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered IS NULL)
           AND (answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX IF NOT EXISTS asks_center ON asks (center, asked_at);
COMMENT ON COLUMN asks.asked IS 'the line of the ledger''s own journal that asks';
COMMENT ON COLUMN asks.answered IS 'the line that answers';
GRANT SELECT, INSERT ON asks TO {SERVICE_ROLE};
GRANT UPDATE (answer, answered_by, answered, answered_at, words) ON asks TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(TABLES)
