"""What members are to be told: one letter for each correction of what they paid, and whether it went out."""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0028"
down_revision = "0027"

TABLE = f"""
CREATE TABLE IF NOT EXISTS letters (
    letter bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    center text COLLATE "C" NOT NULL,
    receipt text COLLATE "C" NOT NULL,
    member_number text COLLATE "C" NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    told_in bigint,
    UNIQUE (desk, sequence)
);
COMMENT ON TABLE letters IS 'what members are told of corrections (R6), written with the line that corrects';
COMMENT ON COLUMN letters.told_in IS 'the line of the own journal that says how the member was told';
CREATE INDEX IF NOT EXISTS letters_waiting ON letters (center, letter) WHERE told_in IS NULL;
GRANT SELECT, INSERT, UPDATE (told_in) ON letters TO {SERVICE_ROLE};
INSERT INTO letters (desk, sequence, kind, center, receipt, member_number, made_at)
SELECT line.desk, line.sequence, line.kind, COALESCE(facts ->> 'center', line.center),
       COALESCE(facts ->> 'receipt', ''), facts ->> 'member', line.received_at
FROM lines AS line, LATERAL (SELECT read_body(line.body) -> 'facts' AS facts) AS said
WHERE line.kind IN ('voided', 'moved', 'move_agreed', 'tender_changed', 'check_returned', 'refund_declined',
                    'refund_paid')
  AND line.state IN ('posted', 'held') AND facts ->> 'member' <> ''
ON CONFLICT DO NOTHING;
"""


def upgrade() -> None:
    """Of before nobody was told, so all of it waits."""
    op.execute(TABLE)
