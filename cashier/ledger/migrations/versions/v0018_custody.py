"""Where deposits are on their way to the bank, and what the bank says that it credited."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0018"
down_revision = "0017"

TABLES = f"""
ALTER TABLE deposits ADD COLUMN IF NOT EXISTS seal text COLLATE "C";
ALTER TABLE deposits ADD COLUMN IF NOT EXISTS day date;
ALTER TABLE deposits ADD COLUMN IF NOT EXISTS is_final boolean NOT NULL DEFAULT false;
ALTER TABLE deposits ADD COLUMN IF NOT EXISTS given bigint;
ALTER TABLE deposits ADD COLUMN IF NOT EXISTS arrived bigint;
COMMENT ON COLUMN deposits.seal IS 'the number of the bag that was sealed with the review';
COMMENT ON COLUMN deposits.given IS 'the line by which the courier has it';
COMMENT ON COLUMN deposits.arrived IS 'the line by which the bank has it';
CREATE UNIQUE INDEX IF NOT EXISTS deposits_sealed ON deposits (center, seal);
CREATE UNIQUE INDEX IF NOT EXISTS deposits_final ON deposits (center, book, day)
    WHERE is_final AND reviewed IS NOT NULL;
GRANT UPDATE (seal, given, arrived) ON deposits TO {SERVICE_ROLE};
CREATE TABLE IF NOT EXISTS bank_credits (
    sequence bigint PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    as_of date NOT NULL,
    type text COLLATE "C" NOT NULL,
    reference text COLLATE "C" NOT NULL,
    bank_reference text COLLATE "C" NOT NULL,
    place integer NOT NULL,
    cents bigint NOT NULL,
    deposit uuid REFERENCES deposits,
    why text NOT NULL DEFAULT '',
    UNIQUE (account, as_of, type, reference, bank_reference, cents, place)
);
COMMENT ON COLUMN bank_credits.place IS 'which of several alike in one file';
COMMENT ON COLUMN bank_credits.why IS 'why it ticks off no deposit; empty where it does';
CREATE INDEX IF NOT EXISTS bank_credits_deposit ON bank_credits (deposit);
-- What a safe should hold is asked for at each of its counts, of the few transfers that move it.
CREATE INDEX IF NOT EXISTS transfers_safe_debit ON transfers (debit) WHERE starts_with(debit, 'safe:');
CREATE INDEX IF NOT EXISTS transfers_safe_credit ON transfers (credit) WHERE starts_with(credit, 'safe:');
GRANT SELECT, INSERT ON bank_credits TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Add columns and the table."""
    op.execute(TABLES)
