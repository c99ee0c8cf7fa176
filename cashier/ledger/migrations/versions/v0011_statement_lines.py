"""What a statement's copy shows beside its sums: its lines, and where its guarantor's mail goes."""

from alembic import op

revision = "0011"
down_revision = "0010"

SERVICE_ROLE = "counterfoil_service"

TABLES = """
CREATE TABLE statement_lines (
    statement_number text NOT NULL,
    place integer NOT NULL CHECK (place > 0),
    service_date date,
    words text NOT NULL,
    cents bigint NOT NULL,
    PRIMARY KEY (statement_number, place)
);
COMMENT ON TABLE statement_lines IS 'what a statement bills, line by line; no money moves by them';

CREATE TABLE mail_addresses (
    guarantor_number text PRIMARY KEY,
    address text[] NOT NULL
);
COMMENT ON TABLE mail_addresses IS 'where a guarantor is written to';
"""
RIGHTS = f"GRANT SELECT, INSERT, UPDATE, DELETE ON statement_lines, mail_addresses TO {SERVICE_ROLE}"


def upgrade() -> None:
    """Add the two tables."""
    for part in (TABLES, RIGHTS):
        op.execute(part)
