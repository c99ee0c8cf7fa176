"""Desks get keys, codes and an end, staff get centers, and what administrators did until now becomes a line."""

import hashlib
import os
from datetime import UTC, datetime
from typing import Any

from alembic import op
from sqlalchemy import Connection, text

from cashier.domain.chain import chained
from cashier.domain.ids import uuid7
from cashier.domain.line import Line, LineKind

revision = "0003"
down_revision = "0002"

SERVICE_ROLE = "counterfoil_service"
OWN_DESK, OWN_CENTER = "LEDGER", "CENTRAL"

TABLES = """
ALTER TABLE desks
    ADD COLUMN public_key text,
    ADD COLUMN revoked_at timestamptz,
    ADD COLUMN replaces text;
COMMENT ON COLUMN desks.public_key IS 'Ed25519, in base64; none for a desk that was enrolled before desks had keys';
COMMENT ON COLUMN desks.revoked_at IS 'from then on it may only deliver what it took';
COMMENT ON COLUMN desks.replaces IS 'the desk whose unsent lines this one brings along';

CREATE TABLE invitations (
    desk text PRIMARY KEY,
    center text NOT NULL,
    replaces text,
    code_hash text NOT NULL,
    expires_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    used_by text
);
COMMENT ON COLUMN invitations.used_by IS 'the public key that the code went to; the same desk may ask again';

CREATE TABLE carried (
    desk text NOT NULL,
    line_id uuid NOT NULL,
    carrier text NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (desk, line_id)
);
COMMENT ON TABLE carried IS 'lines of a desk that came within the journal of the desk that took its place';

ALTER TABLE staff
    ADD COLUMN centers text[] NOT NULL DEFAULT '{}',
    ADD COLUMN told text[] NOT NULL DEFAULT '{*}',
    ADD COLUMN revoked_at timestamptz;
COMMENT ON COLUMN staff.centers IS 'where this person works; none stands for all centers';
COMMENT ON COLUMN staff.told IS 'the centers whose desks ever heard of this person, * for all of them';

ALTER TABLE meta ADD COLUMN system text;
COMMENT ON COLUMN meta.system IS 'of PostgreSQL: another one means that this database was copied or restored';
"""

RIGHTS = f"""
GRANT SELECT, INSERT, UPDATE, DELETE ON invitations TO {SERVICE_ROLE};
GRANT SELECT, INSERT ON carried TO {SERVICE_ROLE};
"""

KNOWN = {
    "centers": "SELECT center, name, region FROM centers ORDER BY center",
    "desks": f"SELECT desk, center FROM desks WHERE desk <> '{OWN_DESK}' ORDER BY desk",
    "channels": "SELECT holder AS channel, token_hash AS token FROM tokens ORDER BY holder",
    "staff": 'SELECT number AS "user", name, role, badge, active, passphrase_hash AS passphrase FROM staff ORDER BY 1',
}
HASHES = ("token", "passphrase")


def upgrade() -> None:
    """Add the columns and tables, and adopt what is known."""
    for part in (TABLES, RIGHTS):
        op.execute(part)
    _adopt(op.get_bind())


def _adopt(connection: Connection) -> None:
    """One line of the ledger's own journal that says what the tables say, where they say anything."""
    facts: dict[str, Any] = {
        name: [_without_hashes(dict(row)) for row in connection.execute(text(query)).mappings()]
        for name, query in KNOWN.items()
    }
    if not any(facts.values()):
        return
    now = datetime.now(UTC)
    line = Line(
        line_id=uuid7(now, os.urandom),
        kind=LineKind.ADMINISTERED,
        desk=OWN_DESK,
        center=OWN_CENTER,
        staff="migration",
        taken_at=now,
        facts={"act": "adopted"} | facts,
    )
    head = connection.execute(text("SELECT received_through, chain FROM desks WHERE desk = 'LEDGER' FOR UPDATE")).one()
    place = {"sequence": head.received_through + 1, "body": line.body().decode()}
    place["chain"] = chained(head.chain, place["sequence"], line.body())
    connection.execute(
        text(
            """
            INSERT INTO lines (desk, sequence, line_id, kind, chain, body, taken_at, staff, center, state)
            VALUES ('LEDGER', :sequence, :line_id, 'administered', :chain, :body, :now, 'migration', 'CENTRAL',
                    'posted')
            """
        ),
        place | {"line_id": line.line_id, "now": now},
    )
    connection.execute(
        text("UPDATE desks SET received_through = :sequence, chain = :chain WHERE desk = 'LEDGER'"), place
    )


def _without_hashes(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: hashlib.sha256(value.encode()).hexdigest() if name in HASHES else value for name, value in row.items()
    }
