"""People and bills of a whole plan: found by their names' words, loaded by the million, told of event by event."""

import json
from itertools import islice

from alembic import op
from sqlalchemy import text

from cashier.domain.names import folded_name, keys_of

revision = "0004"
down_revision = "0003"

SERVICE_ROLE = "counterfoil_service"
ROWS_AT_ONCE = 10_000

TABLES = """
DROP TABLE member_words;
DROP INDEX members_birth;
ALTER TABLE members ADD COLUMN folded text COLLATE "C" NOT NULL DEFAULT '|';
COMMENT ON COLUMN members.folded IS 'the name as it is looked up: family names, a bar, given names';
CREATE INDEX members_born ON members (birth_date, folded, number);
CREATE TABLE name_keys (
    given boolean NOT NULL,
    key text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    birth_year smallint NOT NULL,
    PRIMARY KEY (given, key, number)
);
COMMENT ON TABLE name_keys IS 'one row for each word of a name, with the other words behind it';
CREATE INDEX name_keys_year ON name_keys (birth_year, given, key, number);
CREATE TABLE name_prefixes (prefix text COLLATE "C" PRIMARY KEY, total bigint NOT NULL);
COMMENT ON TABLE name_prefixes IS 'how many keys at most begin with one to three letters: which word is the rarest';

ALTER TABLE statements
    ADD COLUMN taken_off_cents bigint NOT NULL DEFAULT 0,
    ADD COLUMN withdrawn boolean NOT NULL DEFAULT false,
    ADD COLUMN statuses jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN statements.taken_off_cents IS 'paid or written off elsewhere, as its billing system said';
CREATE INDEX statements_guarantor ON statements (guarantor_number, number);

CREATE TABLE guarantor_payments (
    guarantor_number text COLLATE "C" NOT NULL,
    taken_at timestamptz NOT NULL,
    desk text NOT NULL,
    sequence bigint NOT NULL,
    business_date date,
    center text NOT NULL,
    channel text NOT NULL,
    cents bigint NOT NULL,
    PRIMARY KEY (guarantor_number, taken_at, desk, sequence)
);
COMMENT ON TABLE guarantor_payments IS 'payments by guarantor, gathered from the journals a moment after posting';
CREATE TABLE gathered (desk text PRIMARY KEY, through bigint NOT NULL);
COMMENT ON TABLE gathered IS 'up to which line of each journal its payments are gathered';

CREATE TABLE loads (
    file text PRIMARY KEY,
    fingerprint text NOT NULL,
    rows_done bigint NOT NULL,
    rejected bigint NOT NULL,
    rejects_bytes bigint NOT NULL
);
COMMENT ON TABLE loads IS 'files that are being loaded, and how far: a row goes when its file is through';
CREATE TABLE billing_systems (system text PRIMARY KEY);
CREATE TABLE billing_events (
    system text NOT NULL,
    reference text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (system, reference)
);
"""

# What came off a bill by its billing system's word is the money that moved from it back to what was billed.
TAKEN_OFF = """
UPDATE statements SET taken_off_cents = GREATEST(statements.billed_cents - net.cents, 0)
FROM (SELECT number, sum(cents) AS cents
      FROM (SELECT substr(debit, 12) AS number, cents FROM transfers
            WHERE debit LIKE 'receivable:%' AND credit LIKE 'billed:%'
            UNION ALL SELECT substr(COALESCE(meant, credit), 12), -cents FROM transfers
            WHERE COALESCE(meant, credit) LIKE 'receivable:%' AND debit LIKE 'billed:%') AS moved
      GROUP BY number) AS net
WHERE net.number = statements.number
"""

RIGHTS = f"""
GRANT SELECT, INSERT, UPDATE, DELETE ON name_keys, name_prefixes, loads TO {SERVICE_ROLE};
GRANT SELECT, INSERT, UPDATE ON gathered TO {SERVICE_ROLE};
GRANT SELECT, INSERT ON guarantor_payments TO {SERVICE_ROLE};
GRANT SELECT, INSERT ON billing_systems, billing_events TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Make the tables, and give those who are there already their keys."""
    for part in (TABLES, TAKEN_OFF, RIGHTS):
        op.execute(part)
    _give_keys()


def _give_keys() -> None:
    connection = op.get_bind()
    members = iter(connection.execute(text("SELECT number, family_name, given_names, birth_date FROM members")).all())
    while some := list(islice(members, ROWS_AT_ONCE)):
        names = [(row, folded_name(row.family_name, row.given_names)) for row in some]
        keys = [
            {"given": bool(key.given), "key": key.key, "number": row.number, "year": row.birth_date.year,
             "prefixes": key.prefixes}
            for row, folded in names for key in keys_of(folded)
        ]  # fmt: skip
        connection.execute(
            text(
                "UPDATE members SET folded = named.folded FROM jsonb_to_recordset(CAST(:rows AS jsonb)) "
                "AS named (number text, folded text) WHERE members.number = named.number"
            ),
            {"rows": json.dumps([{"number": row.number, "folded": folded} for row, folded in names])},
        )
        connection.execute(
            text(
                """
                WITH made AS (SELECT * FROM jsonb_to_recordset(CAST(:keys AS jsonb))
                              AS made (given boolean, key text, number text, year smallint, prefixes text[])),
                     kept AS (INSERT INTO name_keys SELECT given, key, number, year FROM made ON CONFLICT DO NOTHING)
                INSERT INTO name_prefixes AS known
                SELECT prefix, count(*) FROM made, unnest(prefixes) AS prefix GROUP BY prefix
                ON CONFLICT (prefix) DO UPDATE SET total = known.total + excluded.total
                """
            ),
            {"keys": json.dumps(keys)},
        )
