"""A member's e-mail address. All is asked for again once: what the ledger said before was read without it."""

from alembic import op

revision = "directory_0006"
down_revision = "directory_0005"

STATEMENTS = (
    "ALTER TABLE members ADD COLUMN email TEXT DEFAULT '' NOT NULL",
    "UPDATE filled SET epoch = '', after = ''",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
