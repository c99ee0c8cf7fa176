"""What was paid another way, of the few statements where something was."""

from alembic import op

revision = "directory_0002"
down_revision = "directory_0001"

STATEMENTS = (
    """
    CREATE TABLE paid_elsewhere (
        number TEXT NOT NULL,
        member_number TEXT NOT NULL,
        channel TEXT NOT NULL,
        cents INTEGER NOT NULL,
        paid_at TEXT NOT NULL,
        generation INTEGER NOT NULL,
        CONSTRAINT pk_paid_elsewhere PRIMARY KEY (number)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_paid_elsewhere_member_number ON paid_elsewhere (member_number)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
