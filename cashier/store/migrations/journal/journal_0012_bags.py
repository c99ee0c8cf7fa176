"""The numbers of bags that were used: looked up one by one, and no longer read out of every old close and drop."""

from alembic import op

revision = "journal_0012"
down_revision = "journal_0011"

_FILLS = "kind IN ('cash_dropped', 'shift_closed')"


def _numbers(row: str) -> str:
    """The numbers that a line fills, as its body says them."""
    body = f"CAST({row}.body AS TEXT)"
    return f"""
        SELECT json_extract(bag.value, '$.number') AS number FROM json_each({body}, '$.facts.bags') AS bag
        UNION SELECT json_extract({body}, '$.facts.till_bag')
    """


STATEMENTS = (
    """
    CREATE TABLE bags (
        number TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        CONSTRAINT pk_bags PRIMARY KEY (number)
    ) WITHOUT ROWID, STRICT
    """,
    f"""
    INSERT OR IGNORE INTO bags (number, sequence)
    SELECT filled.number, filled.sequence FROM (
        SELECT json_extract(bag.value, '$.number') AS number, lines.sequence
        FROM lines, json_each(CAST(lines.body AS TEXT), '$.facts.bags') AS bag WHERE lines.{_FILLS}
        UNION ALL
        SELECT json_extract(CAST(body AS TEXT), '$.facts.till_bag'), sequence FROM lines WHERE {_FILLS}
    ) AS filled
    WHERE filled.number <> '' ORDER BY filled.sequence
    """,
    f"""
    CREATE TRIGGER lines_fill_bags AFTER INSERT ON lines WHEN NEW.{_FILLS} BEGIN
        INSERT OR IGNORE INTO bags (number, sequence)
        SELECT filled.number, NEW.sequence FROM ({_numbers("NEW")}) AS filled WHERE filled.number <> '';
    END
    """,
    "DROP INDEX ix_lines_bags",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
