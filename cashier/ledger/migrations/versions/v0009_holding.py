"""Money that has no name yet stands in `set_aside`, too: part by part, with an age, and released like held money.

It went where its line says, and waits for a person all the same. `unproven` proves that all of it stands there.
"""

from alembic import op

from cashier.ledger.migrations.versions.v0005_proof import UNPROVEN
from cashier.ledger.migrations.versions.v0006_months import MORE_PROOF

revision = "0009"
down_revision = "0008"

WAITS = "why IS NOT NULL OR credit LIKE 'holding:%'"
TRIGGER = """
DROP TRIGGER transfers_aside ON transfers;
CREATE TRIGGER transfers_aside AFTER INSERT ON transfers
    FOR EACH ROW WHEN (NEW.why IS NOT NULL OR NEW.credit LIKE 'holding:%') EXECUTE FUNCTION keep_aside();
COMMENT ON TABLE set_aside IS 'transfers that went elsewhere than their line says, or to nobody yet, again';
CREATE INDEX set_aside_holding ON set_aside (received_on, desk, sequence) WHERE why IS NULL;
"""
BEFORE = """
INSERT INTO set_aside (desk, sequence, place, part, debit, credit, cents, meant, why, received_on)
SELECT desk, sequence, place, part, debit, credit, cents, meant, why, received_on FROM transfers
WHERE credit LIKE 'holding:%'
ON CONFLICT DO NOTHING;
"""


def upgrade() -> None:
    """What comes from now on first, then what was there: desks go on meanwhile, and nothing is missed."""
    proof = UNPROVEN.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(";\nCOMMENT", MORE_PROOF)
    with op.get_context().autocommit_block():
        op.execute(TRIGGER)
    op.execute(BEFORE)
    op.execute(proof.replace("FROM transfers WHERE why IS NOT NULL)", f"FROM transfers WHERE {WAITS})"))
