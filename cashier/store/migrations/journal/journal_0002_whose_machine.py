"""Which machine a journal was begun on, whose place its desk takes, and why it may take no more money."""

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
    """
    CREATE TABLE mark_new (
        only INTEGER NOT NULL,
        received_through INTEGER NOT NULL,
        epoch TEXT NOT NULL,
        heard_at TEXT,
        differs TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_mark PRIMARY KEY (only),
        CONSTRAINT ck_mark_one_row CHECK (only = 1)
    ) STRICT
    """,
    """
    INSERT INTO mark_new (only, received_through, epoch, heard_at)
    SELECT only, received_through, epoch, heard_at FROM mark
    """,
    "DROP TABLE mark",
    "ALTER TABLE mark_new RENAME TO mark",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
