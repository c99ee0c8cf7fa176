"""Moves of closed drawers' money that were asked for, found without reading all that the office ever did.

`reopened_of` says from now on, too, whose accounts such a move touched.
"""

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Make the index, while the office goes on."""
    with op.get_context().autocommit_block():
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS office_acts_moves ON office_acts (subject)
            WHERE kind = 'move_asked'
            """
        )
    op.execute(
        "COMMENT ON TABLE reopened_of IS 'guarantors of whom a returned check opened something again, or the office "
        "moved a payment'"
    )
