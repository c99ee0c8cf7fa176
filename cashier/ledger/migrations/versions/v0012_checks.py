"""Checks by what they are known by when they come again, and accounts with a returned one, which desks are told of."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0012"
down_revision = "0011"

TABLES = f"""
CREATE TABLE IF NOT EXISTS check_items (
    item text COLLATE "C" PRIMARY KEY,
    desk text NOT NULL,
    sequence bigint NOT NULL
);
COMMENT ON TABLE check_items IS 'each check and money order by what it is known by, and the line that brought it first';
CREATE TABLE IF NOT EXISTS returned_checks (
    number text COLLATE "C" PRIMARY KEY,
    last_four text NOT NULL,
    until date NOT NULL,
    sequence bigint NOT NULL,
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX IF NOT EXISTS returned_checks_changed ON returned_checks (changed_in, number);
COMMENT ON TABLE returned_checks IS 'accounts, by their tokens, with a returned check: a lead agrees to another';
COMMENT ON COLUMN returned_checks.sequence IS 'the last line of the ledger''s own journal that says so';
GRANT SELECT, INSERT ON check_items TO {SERVICE_ROLE};
GRANT SELECT, INSERT, UPDATE ON returned_checks TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(TABLES)
