"""Corrections of payments: each names the latest line, once; what it takes back leaves from where its money went.

A transfer may now debit another account than its line says, too: ``meant_debit`` says which one that was.
"""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE
from cashier.ledger.migrations.versions.v0005_proof import UNPROVEN
from cashier.ledger.migrations.versions.v0006_months import MORE_PROOF
from cashier.ledger.migrations.versions.v0009_holding import WAITS

revision = "0019"
down_revision = "0018"

TABLES = f"""
CREATE TABLE IF NOT EXISTS corrections (
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    of_desk text COLLATE "C" NOT NULL,
    corrects uuid NOT NULL,
    kind text NOT NULL,
    receipt text NOT NULL,
    cents bigint NOT NULL,
    stands boolean NOT NULL,
    PRIMARY KEY (desk, sequence)
);
COMMENT ON TABLE corrections IS 'lines that correct a payment; stands: it named the latest line of one that is here';
CREATE UNIQUE INDEX IF NOT EXISTS corrections_once ON corrections (of_desk, corrects) WHERE stands;
CREATE TABLE IF NOT EXISTS voided_lines (
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (desk, sequence)
);
COMMENT ON TABLE voided_lines IS 'payments'' lines whose money went back';
CREATE TABLE IF NOT EXISTS taken_back (
    task text COLLATE "C" NOT NULL,
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    cents bigint NOT NULL CHECK (cents > 0),
    PRIMARY KEY (task, desk, sequence)
);
COMMENT ON TABLE taken_back IS 'what of a row of set_aside a correction gave back, which waits for nobody any more';
GRANT SELECT, INSERT ON corrections, voided_lines, taken_back TO {SERVICE_ROLE};
"""
_REASONS = "'unknown_statement', 'unknown_guarantor', 'beyond_open', 'where_it_went', 'stale_correction'"
# A partition keeps a constraint of its own when the whole table's goes.
COLUMN = f"""
ALTER TABLE {{0}} ADD COLUMN IF NOT EXISTS meant_debit text;
ALTER TABLE {{0}} DROP CONSTRAINT IF EXISTS transfers_why_check, DROP CONSTRAINT IF EXISTS transfers_check1;
DO $$ DECLARE part regclass; BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = '{{0}}'::regclass LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS transfers_why_check,
                        DROP CONSTRAINT IF EXISTS transfers_check1', part);
    END LOOP;
END $$;
ALTER TABLE {{0}}
    ADD CONSTRAINT transfers_why_check CHECK (why IN ({_REASONS})) NOT VALID,
    ADD CONSTRAINT transfers_check1 CHECK ((meant IS NULL AND meant_debit IS NULL) = (why IS NULL)) NOT VALID;
COMMENT ON COLUMN {{0}}.meant_debit IS 'the account that the body debits, where another one was debited instead';
"""
KEEP = """
CREATE OR REPLACE FUNCTION keep_aside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO set_aside (desk, sequence, place, part, debit, credit, cents, meant, why, received_on, meant_debit)
    VALUES (NEW.desk, NEW.sequence, NEW.place, NEW.part, NEW.debit, NEW.credit, NEW.cents, NEW.meant, NEW.why,
            NEW.received_on, NEW.meant_debit);
    RETURN NULL;
END $$;
"""


def proof() -> str:
    """`unproven`, which knows an account that was debited instead of the one said, and a correction that is held."""
    view = UNPROVEN.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(";\nCOMMENT", MORE_PROOF)
    view = view.replace("FROM transfers WHERE why IS NOT NULL)", f"FROM transfers WHERE {WAITS})")
    for said, now in (
        ("min(debit) AS debit", "min(coalesce(meant_debit, debit)) AS debit"),
        ("min(debit) = max(debit)", "min(coalesce(meant_debit, debit)) = max(coalesce(meant_debit, debit))"),
        (
            "why IN ('unknown_statement', 'unknown_guarantor')",
            "why IN ('unknown_statement', 'unknown_guarantor', 'stale_correction')",
        ),
        (
            "(went.debit, went.credit, went.cents, went.meant, went.why, went.received_on)",
            "(went.debit, went.credit, went.cents, went.meant, went.meant_debit, went.why, went.received_on)",
        ),
        (
            "(kept.debit, kept.credit, kept.cents, kept.meant, kept.why, kept.received_on)",
            "(kept.debit, kept.credit, kept.cents, kept.meant, kept.meant_debit, kept.why, kept.received_on)",
        ),
    ):
        assert said in view, said
        view = view.replace(said, now)
    return view


def upgrade() -> None:
    """Tables first, then the column, and the proof of both."""
    op.execute(TABLES)
    for table in ("transfers", "set_aside"):
        op.execute(COLUMN.format(table))
    op.execute(KEEP)
    op.execute(proof())
