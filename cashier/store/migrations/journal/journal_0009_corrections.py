"""Corrections: no line is corrected twice, two people sign each, and what left a statement again is found at once."""

from alembic import op

revision = "journal_0009"
down_revision = "journal_0008"

_CORRECTS = "kind IN ('voided')"
_SAYS = "json_extract(CAST(NEW.body AS TEXT), '$.{}')"

STATEMENTS = (
    f"""
    CREATE UNIQUE INDEX uq_lines_corrected ON lines (payment_id, json_extract(CAST(body AS TEXT), '$.facts.corrects'))
    WHERE {_CORRECTS}
    """,
    """
    CREATE INDEX ix_transfers_back ON transfers (debit, sequence, cents) WHERE debit GLOB 'receivable:*'
    """,
    f"""
    CREATE TRIGGER lines_corrected_by_two BEFORE INSERT ON lines
    WHEN NEW.{_CORRECTS} AND coalesce({_SAYS.format("facts.approver")}, '') IN ('', {_SAYS.format("staff")}) BEGIN
        SELECT RAISE(ABORT, 'two people sign a correction');
    END
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
