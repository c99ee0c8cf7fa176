"""A member's e-mail address, where their billing system knows one."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Nobody has one yet; who loads members without it goes on."""
    op.execute("ALTER TABLE members ADD COLUMN IF NOT EXISTS email text NOT NULL DEFAULT ''")
