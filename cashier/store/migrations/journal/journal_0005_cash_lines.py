"""Whose cash a line is about: the law counts it by payor, over a year, so what was taken before is counted, too."""

from alembic import op

from cashier.domain.errors import UnreadableBody
from cashier.domain.large_cash import whose_cash
from cashier.domain.line import read_line

revision = "journal_0005"
down_revision = "journal_0004"

TABLE = """
    CREATE TABLE cash_lines (
        payor TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        CONSTRAINT pk_cash_lines PRIMARY KEY (payor, sequence)
    ) WITHOUT ROWID, STRICT
"""
ROWS_AT_ONCE = 1_000


def upgrade() -> None:
    op.execute(TABLE)
    connection = op.get_bind()
    past = 0
    while rows := connection.exec_driver_sql(
        "SELECT sequence, body FROM lines WHERE kind = 'payment' AND sequence > ? ORDER BY sequence LIMIT ?",
        (past, ROWS_AT_ONCE),
    ).all():
        found = [(payor, sequence) for sequence, body in rows if (payor := _payor(body))]
        if found:
            connection.exec_driver_sql("INSERT INTO cash_lines (payor, sequence) VALUES (?, ?)", found)
        past = rows[-1][0]


def _payor(body: bytes) -> str:
    try:
        return whose_cash(read_line(body))
    except UnreadableBody:
        return ""
