"""What the office moved of a receipt, in the order in which it was agreed to: the desk that took it says so, too."""

from alembic import op

from cashier.ledger.database import OWN_DESK

revision = "0030"
down_revision = "0029"

COLUMN = f"""
ALTER TABLE corrections ADD COLUMN IF NOT EXISTS changed_in xid8;
COMMENT ON COLUMN corrections.changed_in IS 'of the office''s own: by which pages bring it to the desk';
UPDATE corrections SET changed_in = pg_current_xact_id() WHERE desk = '{OWN_DESK}' AND changed_in IS NULL;
CREATE INDEX IF NOT EXISTS corrections_told ON corrections (changed_in, sequence) WHERE changed_in IS NOT NULL;
"""


def upgrade() -> None:
    """Those of before are told to their desks, too."""
    op.execute(COLUMN)
