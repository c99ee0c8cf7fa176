"""Which machine a journal was begun on, and whose place its desk takes."""

from alembic import op

revision = "journal_0002"
down_revision = "journal_0001"

# Made anew: SQLite adds a column behind the constraints, where a new table would not have it.
STATEMENTS = (
    """
    CREATE TABLE identity_new (
        only INTEGER NOT NULL,
        desk TEXT NOT NULL,
        created_at TEXT NOT NULL,
        machine TEXT,
        replaces TEXT,
        CONSTRAINT pk_identity PRIMARY KEY (only),
        CONSTRAINT ck_identity_one_row CHECK (only = 1)
    ) STRICT
    """,
    "INSERT INTO identity_new (only, desk, created_at) SELECT only, desk, created_at FROM identity",
    "DROP TABLE identity",
    "ALTER TABLE identity_new RENAME TO identity",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
