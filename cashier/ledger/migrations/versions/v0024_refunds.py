"""Refunds that were asked for, found without reading all that the office ever did."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Make the index, while the office goes on."""
    with op.get_context().autocommit_block():
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS office_acts_refunds ON office_acts (subject)
            WHERE kind = 'refund_asked'
            """
        )
