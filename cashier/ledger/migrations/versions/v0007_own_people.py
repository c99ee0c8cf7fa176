"""Which people a desk holds: a center names the home centers of its members."""

from alembic import op

revision = "0007"
down_revision = "0005"

CENTERS = """
ALTER TABLE centers ADD COLUMN home_centers text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN centers.home_centers IS 'what its members'' files call it, beside its code';
"""


def upgrade() -> None:
    """Nobody is at home anywhere before the office says so."""
    op.execute(CENTERS)
