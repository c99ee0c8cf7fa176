"""Checks and money orders by what they are known by when they come again, those of before among them."""

from alembic import op

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import read_line
from cashier.domain.payment_facts import read_payment

revision = "journal_0004"
down_revision = "journal_0003"

STATEMENTS = (
    """
    CREATE TABLE items (
        item TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        CONSTRAINT pk_items PRIMARY KEY (item, sequence),
        CONSTRAINT fk_items_sequence FOREIGN KEY(sequence) REFERENCES lines (sequence)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TRIGGER items_never_changed BEFORE UPDATE ON items BEGIN
        SELECT RAISE(ABORT, 'items are never changed');
    END
    """,
    """
    CREATE TRIGGER items_never_deleted BEFORE DELETE ON items BEGIN
        SELECT RAISE(ABORT, 'items are never deleted');
    END
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    connection = op.get_bind()
    for sequence, body in connection.exec_driver_sql("SELECT sequence, body FROM lines WHERE kind = 'payment'").all():
        try:
            tenders = read_payment(read_line(body)).tenders
        except UnreadableBody:  # `journal verify` says so.
            continue
        for item in {item for tender in tenders for item in tender.items}:
            connection.exec_driver_sql("INSERT INTO items (item, sequence) VALUES (?, ?)", (item, sequence))
