"""Voided payments count in no hour: all of them are read again from the journal."""

from alembic import op

revision = "activity_0005"
down_revision = "activity_0004"

TABLES = ("payments", "amounts", "items", "member_keys", "openings", "hours", "declined")


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"DELETE FROM {table}")
    op.execute("UPDATE followed SET through = 0, chain = ''")
