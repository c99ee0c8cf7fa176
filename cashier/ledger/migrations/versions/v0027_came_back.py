"""Returned checks by the desk that took them, in the order in which they came back: its copies of receipts say so."""

from alembic import op

from cashier.ledger.migrations.versions.v0006_months import APPEND_ONLY

revision = "0027"
down_revision = "0026"

COLUMNS = """
DROP TRIGGER IF EXISTS returned_items_stay ON returned_items;
ALTER TABLE returned_items
    ADD COLUMN IF NOT EXISTS receipt text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS changed_in xid8 NOT NULL DEFAULT pg_current_xact_id();
UPDATE returned_items AS item SET receipt = read_body(line.body) -> 'facts' ->> 'receipt'
FROM lines AS line WHERE line.desk = 'LEDGER' AND line.sequence = item.sequence AND item.receipt = '';
CREATE INDEX IF NOT EXISTS returned_items_changed ON returned_items (changed_in, sequence);
"""


def upgrade() -> None:
    """Those of before are told to their desks, too."""
    op.execute(COLUMNS)
    op.execute(APPEND_ONLY.format("returned_items", "returned_items"))
