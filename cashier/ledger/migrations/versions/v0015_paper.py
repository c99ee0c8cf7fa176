"""The numbers of paper receipt books, from all desks of a center: none twice, and what is missing is asked for."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0015"
down_revision = "0014"

TABLES = f"""
CREATE TABLE IF NOT EXISTS paper_receipts (
    center text COLLATE "C" NOT NULL,
    book text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (center, book, number)
);
COMMENT ON TABLE paper_receipts IS 'paper receipts of downtimes that were entered, by book and number';
GRANT SELECT, INSERT ON paper_receipts TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Add the table."""
    op.execute(TABLES)
