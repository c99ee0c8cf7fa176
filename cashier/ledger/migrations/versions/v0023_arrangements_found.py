"""What was agreed on a statement is found by its number: every load of bills asks for all that it brings."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the index."""
    op.execute("CREATE INDEX IF NOT EXISTS arrangements_statement ON arrangements (statement_number)")
