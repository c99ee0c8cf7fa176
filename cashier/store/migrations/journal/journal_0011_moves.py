"""Moves and changed tenders are corrections, too: none names a line that another one named, and two people sign."""

from alembic import op

revision = "journal_0011"
down_revision = "journal_0010"

_CORRECTS = "kind IN ('voided', 'moved', 'tender_changed')"
_SAYS = "json_extract(CAST(NEW.body AS TEXT), '$.{}')"

STATEMENTS = (
    "DROP INDEX uq_lines_corrected",
    "DROP TRIGGER lines_corrected_by_two",
    f"""
    CREATE UNIQUE INDEX uq_lines_corrected ON lines (payment_id, json_extract(CAST(body AS TEXT), '$.facts.corrects'))
    WHERE {_CORRECTS}
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
