"""The accounts with a returned check: a lead has to agree to another one."""

from alembic import op

revision = "directory_0004"
down_revision = "directory_0003"

STATEMENT = """
    CREATE TABLE returned_checks (
        token TEXT NOT NULL,
        until TEXT NOT NULL,
        generation INTEGER NOT NULL,
        CONSTRAINT pk_returned_checks PRIMARY KEY (token)
    ) WITHOUT ROWID, STRICT
"""


def upgrade() -> None:
    op.execute(STATEMENT)
