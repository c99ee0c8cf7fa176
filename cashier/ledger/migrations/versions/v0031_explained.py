"""Differences of closed drawers that were explained later, by the Z report's line and what of it differed."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE
from cashier.ledger.migrations.versions.v0006_months import APPEND_ONLY

revision = "0031"
down_revision = "0030"

TABLE = f"""
CREATE TABLE IF NOT EXISTS explained_differences (
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    what text COLLATE "C" NOT NULL,
    act bigint NOT NULL,
    cents bigint NOT NULL CHECK (cents <> 0),
    PRIMARY KEY (desk, sequence, what, act)
);
COMMENT ON TABLE explained_differences IS 'what closed drawers were over or short by and is explained';
COMMENT ON COLUMN explained_differences.cents IS 'what is to be added to the difference: below zero where it was over';
COMMENT ON COLUMN explained_differences.act IS 'the line of the own journal that says so';
GRANT SELECT, INSERT ON explained_differences TO {SERVICE_ROLE};
"""
STAYS = f"""
DROP TRIGGER IF EXISTS explained_differences_stay ON explained_differences;
{APPEND_ONLY.format("explained_differences", "explained_differences")}
"""


def upgrade() -> None:
    """Nothing was explained before."""
    op.execute(TABLE)
    op.execute(STAYS)
