"""Cash by payor, from all desks, and the reports on it that the law asks for (Form 8300): gathered after posting."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0013"
down_revision = "0012"

TABLES = f"""
CREATE TABLE IF NOT EXISTS cash_received (
    payor text COLLATE "C" NOT NULL,
    taken_at timestamptz NOT NULL,
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    cents bigint NOT NULL,
    is_report boolean NOT NULL,
    PRIMARY KEY (desk, sequence)
);
CREATE INDEX IF NOT EXISTS cash_received_payor ON cash_received (payor, taken_at);
CREATE TABLE IF NOT EXISTS cash_gathered (
    desk text COLLATE "C" PRIMARY KEY,
    through bigint NOT NULL,
    caught_up_on date
);
CREATE TABLE IF NOT EXISTS cash_reports (
    payment_id uuid PRIMARY KEY,
    payor text COLLATE "C" NOT NULL,
    desk text COLLATE "C" NOT NULL,
    center text COLLATE "C" NOT NULL,
    receipt text NOT NULL,
    staff text NOT NULL,
    within text NOT NULL,
    reached_on date NOT NULL,
    due_on date NOT NULL,
    sealed text NOT NULL DEFAULT '',
    why_not text NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS cash_reports_payor ON cash_reports (payor, reached_on);
CREATE INDEX IF NOT EXISTS cash_reports_due ON cash_reports (due_on);
COMMENT ON TABLE cash_received IS 'what payors brought in cash, by payor, for as long as the law counts it';
COMMENT ON TABLE cash_gathered IS 'through which line each journal was looked at for cash';
COMMENT ON TABLE cash_reports IS 'payments with which a payor came to the sum that is reported';
COMMENT ON COLUMN cash_reports.sealed IS 'the form for the office''s key; empty until a desk took it down';
GRANT SELECT, INSERT, UPDATE, DELETE ON cash_received TO {SERVICE_ROLE};
GRANT SELECT, INSERT, UPDATE ON cash_gathered, cash_reports TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Add the tables; what came before is gathered by the service."""
    op.execute(TABLES)
