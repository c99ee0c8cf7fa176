"""A lead's word that was given from afar is used for one act; lines of before kept none."""

from alembic import op

revision = "journal_0014"
down_revision = "journal_0013"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE IF NOT EXISTS words_used (
            word TEXT NOT NULL,
            act TEXT NOT NULL,
            CONSTRAINT pk_words_used PRIMARY KEY (word)
        ) WITHOUT ROWID, STRICT
        """
    )
