"""Checks that came back: each once, by its place among a payment's tenders, and whose accounts are open again by it."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE
from cashier.ledger.migrations.versions.v0006_months import APPEND_ONLY

revision = "0025"
down_revision = "0024"

TABLES = f"""
CREATE TABLE IF NOT EXISTS returned_items (
    payment uuid NOT NULL,
    tender integer NOT NULL,
    sequence bigint NOT NULL,
    token text COLLATE "C" NOT NULL,
    guarantor_number text COLLATE "C" NOT NULL,
    fee_cents bigint NOT NULL CHECK (fee_cents >= 0),
    PRIMARY KEY (payment, tender)
);
COMMENT ON TABLE returned_items IS 'checks that a bank returned, by the line of the own journal that says so';
CREATE INDEX IF NOT EXISTS returned_items_token ON returned_items (token) WHERE token <> '';
CREATE INDEX IF NOT EXISTS returned_items_guarantor ON returned_items (guarantor_number) WHERE guarantor_number <> '';
CREATE TABLE IF NOT EXISTS reopened_of (
    guarantor_number text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (guarantor_number, sequence)
);
COMMENT ON TABLE reopened_of IS 'guarantors of whom a returned check opened something again';
GRANT SELECT, INSERT ON returned_items, reopened_of TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Nothing of before has to be found for it."""
    op.execute(TABLES)
    for table in ("returned_items", "reopened_of"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_stay ON {table}; {APPEND_ONLY.format(table, table)}")
