"""What desks agreed to and noted besides money: statements say it, billing systems and the office hear of it."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0014"
down_revision = "0013"

TABLES = f"""
CREATE TABLE IF NOT EXISTS arrangements (
    arrangement bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    desk text COLLATE "C" NOT NULL,
    line_id uuid NOT NULL,
    kind text NOT NULL,
    center text COLLATE "C" NOT NULL,
    staff text NOT NULL,
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    member_number text NOT NULL,
    guarantor_number text NOT NULL,
    statement_number text NOT NULL,
    due_date date,
    plan_words text NOT NULL,
    reason text NOT NULL,
    words text NOT NULL,
    is_known boolean NOT NULL,
    closed boolean NOT NULL DEFAULT false,
    UNIQUE (desk, line_id)
);
CREATE INDEX IF NOT EXISTS arrangements_open ON arrangements (received_at) WHERE NOT closed;
COMMENT ON TABLE arrangements IS 'extensions, plans, applications for help and referrals, as their lines say';
COMMENT ON COLUMN arrangements.is_known IS 'whether the ledger knew the statement or member then';
COMMENT ON COLUMN arrangements.closed IS 'whether nobody needs to look after it any more';
GRANT SELECT, INSERT, UPDATE ON arrangements TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Add the table."""
    op.execute(TABLES)
