"""Which payments went back whole."""

from alembic import op

revision = "activity_0003"
down_revision = "activity_0002"


def upgrade() -> None:
    op.execute("ALTER TABLE payments ADD COLUMN voided INTEGER DEFAULT '0' NOT NULL")
