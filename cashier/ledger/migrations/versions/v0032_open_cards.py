"""Cards of which nobody knows what became of them, and those whose answer did not fit."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0032"
down_revision = "0031"

TABLES = f"""
CREATE TABLE IF NOT EXISTS open_cards (
    desk text COLLATE "C" NOT NULL,
    attempt uuid NOT NULL,
    center text COLLATE "C" NOT NULL,
    staff text COLLATE "C" NOT NULL,
    terminal text NOT NULL,
    service text NOT NULL,
    cents bigint NOT NULL,
    is_back boolean NOT NULL,
    asked_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'unknown', 'on_hold', 'differs')),
    words text NOT NULL,
    is_told boolean NOT NULL DEFAULT false,
    PRIMARY KEY (desk, attempt)
);
COMMENT ON TABLE open_cards IS 'one goes when its desk settles it, and what differs when it is explained';
COMMENT ON COLUMN open_cards.is_told IS 'an alarm says that it is not known';
GRANT SELECT, INSERT, DELETE ON open_cards TO {SERVICE_ROLE};
GRANT UPDATE (state, words, is_told) ON open_cards TO {SERVICE_ROLE};
"""
# Of the last month: each card is asked about within seconds, and settled by people within days.
FIND = """
WITH recent AS (
    SELECT * FROM lines
    WHERE received_at > now() - interval '31 days' AND state <> 'repeated'
      AND kind IN ('card_asked', 'reversal_asked', 'payment', 'voided', 'card_closed', 'reversal_closed')
), ended AS (
    SELECT desk, COALESCE(substring(body FROM '"reversal":"([0-9a-f-]{36})"'),
                          substring(body FROM '"attempt":"([0-9a-f-]{36})"')) AS attempt FROM recent
    WHERE kind IN ('payment', 'voided', 'card_closed', 'reversal_closed') AND strpos(body, '"state":"unknown"') = 0
)
INSERT INTO open_cards (desk, attempt, center, staff, terminal, service, cents, is_back, asked_at, state, words)
SELECT asked.desk, asked.line_id, asked.center, asked.staff, COALESCE(said ->> 'terminal', ''),
       COALESCE(said ->> 'service_id', ''), COALESCE((said ->> 'cents')::bigint, 0), asked.kind = 'reversal_asked',
       asked.received_at, 'asked', ''
FROM recent AS asked CROSS JOIN LATERAL (SELECT read_body(asked.body) -> 'facts' AS said) AS read
WHERE asked.kind IN ('card_asked', 'reversal_asked')
  AND NOT EXISTS (SELECT FROM ended WHERE ended.desk = asked.desk AND ended.attempt = asked.line_id::text)
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    """Make the table, and find those that no line settles."""
    op.execute(TABLES)
    op.execute(FIND)
