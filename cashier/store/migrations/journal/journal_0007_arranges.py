"""Which lines agree to something besides money, by what they are about: a statement is shown as this desk agreed to."""

from alembic import op

revision = "journal_0007"
down_revision = "journal_0006"


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX IF NOT EXISTS ix_lines_arranges
        ON lines (json_extract(CAST(body AS TEXT), '$.facts.about'), sequence)
        WHERE kind IN ('due_date_extended', 'plan_agreed', 'assistance_asked', 'referred')
        """
    )
