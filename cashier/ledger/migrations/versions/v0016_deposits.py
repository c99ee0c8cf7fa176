"""Deposits of what is in the safe: prepared by one person, reviewed by another, each bag in one of them."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0016"
down_revision = "0015"

TABLES = f"""
CREATE TABLE IF NOT EXISTS deposits (
    deposit uuid PRIMARY KEY,
    center text COLLATE "C" NOT NULL,
    book text NOT NULL,
    prepared_by text NOT NULL,
    prepared bigint NOT NULL,
    reviewed_by text CHECK (reviewed_by <> prepared_by),
    reviewed bigint,
    CHECK ((reviewed_by IS NULL) = (reviewed IS NULL))
);
COMMENT ON COLUMN deposits.prepared IS 'the line of the ledger''s own journal that says which bags';
COMMENT ON COLUMN deposits.reviewed IS 'the line that moved the money; nothing of it changes any more';
CREATE TABLE IF NOT EXISTS deposited_bags (
    center text COLLATE "C" NOT NULL,
    bag text COLLATE "C" NOT NULL,
    deposit uuid NOT NULL REFERENCES deposits,
    PRIMARY KEY (center, bag)
);
GRANT SELECT, INSERT ON deposits, deposited_bags TO {SERVICE_ROLE};
GRANT UPDATE (reviewed_by, reviewed) ON deposits TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Add the tables."""
    op.execute(TABLES)
