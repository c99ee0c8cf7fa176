"""Receipts that a desk printed which was dead then, and that were entered again elsewhere from their paper.

The paper's money comes twice, from paper and in the dead desk's own lines, and is posted once: what went to the drawer
it was taken from, or is held because both do not agree, says so.
"""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE
from cashier.ledger.migrations.versions.v0019_corrections import proof

revision = "0035"
down_revision = "0034"

TABLES = f"""
CREATE TABLE IF NOT EXISTS reentered (
    receipt text COLLATE "C" NOT NULL,
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    own_desk text COLLATE "C",
    own_sequence bigint,
    PRIMARY KEY (receipt, desk, sequence)
);
CREATE INDEX IF NOT EXISTS reentered_lines ON reentered (desk, sequence);
CREATE INDEX IF NOT EXISTS carried_places ON carried (carrier, sequence);
COMMENT ON TABLE reentered IS 'lines that enter a receipt of another desk again, from its paper';
COMMENT ON COLUMN reentered.own_sequence IS 'the receipt''s own line, where that was here first and says the same';
GRANT SELECT, INSERT ON reentered TO {SERVICE_ROLE};
ALTER TABLE desks ADD COLUMN IF NOT EXISTS entered bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN desks.entered IS 'how often a receipt of this desk was entered again: who waited for the row sees it';
"""
_REASONS = (
    "'unknown_statement', 'unknown_guarantor', 'beyond_open', 'where_it_went', 'stale_correction', 'came_home', "
    "'entered_twice'"
)
# A partition's constraint goes and comes with the whole table's.
REASONS = f"""
ALTER TABLE {{0}} DROP CONSTRAINT IF EXISTS transfers_why_check;
ALTER TABLE {{0}} ADD CONSTRAINT transfers_why_check CHECK (why IN ({_REASONS})) NOT VALID;
"""


def reentered_proof() -> str:
    """`unproven`, which knows that what was entered twice is held."""
    known = "'unknown_guarantor', 'stale_correction'"
    return proof().replace(known, f"{known}, 'entered_twice'")


def upgrade() -> None:
    """The table, the reasons, and the proof that knows them."""
    op.execute(TABLES)
    for table in ("transfers", "set_aside"):
        op.execute(REASONS.format(table))
    op.execute(reentered_proof())
