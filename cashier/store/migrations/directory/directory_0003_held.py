"""The few statements with parts that the ledger could not post, to be found among all."""

from alembic import op

revision = "directory_0003"
down_revision = "directory_0002"


def upgrade() -> None:
    op.execute("CREATE INDEX ix_statements_held ON statements (number) WHERE held_cents > 0")
