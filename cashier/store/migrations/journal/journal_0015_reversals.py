"""Card money that goes back at the terminal: one attempt at a time for a sale, and none after one that gave it back."""

from alembic import op

revision = "journal_0015"
down_revision = "journal_0014"


def upgrade() -> None:
    op.execute("ALTER TABLE attempts ADD COLUMN reverses TEXT")
    op.execute("ALTER TABLE attempts ADD COLUMN gives_back TEXT")
    op.execute(
        """
        CREATE UNIQUE INDEX uq_attempts_reverses ON attempts (reverses)
        WHERE state IN ('asked', 'unknown', 'reversed')
        """
    )
