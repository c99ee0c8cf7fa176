"""Returned checks of this desk's receipts: a copy of one says so."""

from alembic import op

revision = "directory_0005"
down_revision = "directory_0004"

STATEMENT = """
    CREATE TABLE came_back (
        receipt TEXT NOT NULL,
        line_id TEXT NOT NULL,
        body TEXT NOT NULL,
        generation INTEGER NOT NULL,
        CONSTRAINT pk_came_back PRIMARY KEY (receipt, line_id)
    ) WITHOUT ROWID, STRICT
"""


def upgrade() -> None:
    op.execute(STATEMENT)
