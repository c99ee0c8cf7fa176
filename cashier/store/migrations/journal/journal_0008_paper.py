"""The numbers of paper receipt books that were entered, and which lines open and close batches of mail."""

from alembic import op

revision = "journal_0008"
down_revision = "journal_0007"

STATEMENTS = (
    """
    CREATE TABLE paper_receipts (
        book TEXT NOT NULL,
        number INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        CONSTRAINT pk_paper_receipts PRIMARY KEY (book, number)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_lines_batches ON lines (sequence) WHERE kind IN ('batch_opened', 'batch_closed')",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
