"""Deposits and credit that paid bills, or were asked back, are found by whose they are."""

from alembic import op

revision = "journal_0013"
down_revision = "journal_0012"


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX IF NOT EXISTS ix_lines_uses
        ON lines (json_extract(CAST(body AS TEXT), '$.facts.guarantor'), sequence)
        WHERE kind IN ('credit_slip', 'refund_slip')
        """
    )
