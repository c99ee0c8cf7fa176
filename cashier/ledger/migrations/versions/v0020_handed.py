"""Cash on its way between two cashiers, and who decided what becomes of it: exactly one person, once."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0020"
down_revision = "0019"

TABLES = f"""
CREATE TABLE IF NOT EXISTS handed (
    transfer_id uuid PRIMARY KEY,
    desk text COLLATE "C" NOT NULL,
    center text COLLATE "C",
    giver text,
    receiver text COLLATE "C",
    is_here boolean NOT NULL DEFAULT false,
    body text,
    given_at timestamptz,
    decision text NOT NULL DEFAULT 'open' CHECK (decision IN ('open', 'accepted', 'rejected', 'recalled')),
    by_desk text COLLATE "C",
    by_staff text,
    decided_at timestamptz,
    reason text NOT NULL DEFAULT '',
    arrived boolean NOT NULL DEFAULT false,
    CHECK ((decision = 'open') = (by_desk IS NULL))
);
CREATE INDEX IF NOT EXISTS handed_receiver ON handed (center, receiver) WHERE NOT arrived;
COMMENT ON TABLE handed IS 'cash that cashiers gave to each other, as the giving lines say, and what was decided';
COMMENT ON COLUMN handed.body IS 'of the line that gave it; none where it was taken back before that line came';
COMMENT ON COLUMN handed.arrived IS 'whether the line came by which it lies in a drawer again';
GRANT SELECT, INSERT, UPDATE ON handed TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Add the table."""
    op.execute(TABLES)
