"""Which people a desk holds: its center's, found by their home center, and the families that it holds besides.

No release has asked for people and bills of the whole plan in the order of their changes, so those indexes go at once.
"""

from alembic import op
from sqlalchemy import text

from cashier.ledger.migrations import build_index
from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0007"
down_revision = "0006"

ROWS_AT_ONCE = 10_000

TABLES = f"""
ALTER TABLE centers ADD COLUMN IF NOT EXISTS home_centers text[] NOT NULL DEFAULT '{{}}';
COMMENT ON COLUMN centers.home_centers IS 'what its members'' files call it, beside its code';
ALTER TABLE balances ADD COLUMN IF NOT EXISTS home_center text;
COMMENT ON COLUMN balances.home_center IS 'of a statement''s receivable: its member''s';
CREATE TABLE IF NOT EXISTS kept (
    keeper text COLLATE "C" NOT NULL,
    guarantor_number text COLLATE "C" NOT NULL,
    served_at timestamptz DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (keeper, guarantor_number)
);
CREATE INDEX IF NOT EXISTS kept_guarantor ON kept (guarantor_number);
CREATE INDEX IF NOT EXISTS kept_served ON kept (served_at);
COMMENT ON TABLE kept IS 'families told to others than the home center of each member: home:… all of a family with '
    'several home centers, desk:… whom a desk of another center served';
COMMENT ON COLUMN kept.served_at IS 'when the desk asked for them last, or took their money; none for home:…';
CREATE TABLE IF NOT EXISTS departed (
    keeper text COLLATE "C" NOT NULL,
    member_number text COLLATE "C" NOT NULL,
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (keeper, member_number)
);
CREATE INDEX IF NOT EXISTS departed_changed ON departed (keeper, changed_in, member_number);
COMMENT ON TABLE departed IS 'who was told to home:… or desk:… once, and may be no more';
GRANT SELECT, INSERT, UPDATE, DELETE ON kept, departed TO {SERVICE_ROLE};
"""

INDEXES = {
    "members_home": "ON members (home_center, changed_in, number)",
    "receivables_home": "ON balances (home_center, changed_in, account) WHERE account LIKE 'receivable:%'",
    "statements_member": 'ON statements (member_number COLLATE "C", number)',  # As members are compared.
}
UNUSED = ("receivables_changed", "members_changed", "guarantors_changed")

# In account order, as desks post to the same balances.
GIVE_HOMES = text(
    """
    WITH portion AS (
        SELECT number, member_number FROM statements WHERE number > :after ORDER BY number LIMIT :most
    ), theirs AS (
        SELECT account, member.home_center FROM portion
        JOIN members AS member ON member.number = portion.member_number
        JOIN balances ON account = 'receivable:' || portion.number
        ORDER BY account FOR UPDATE OF balances
    ), given AS (
        UPDATE balances SET home_center = theirs.home_center FROM theirs WHERE balances.account = theirs.account
    )
    SELECT max(number) FROM portion
    """
)
HOLD_TOGETHER = """
INSERT INTO kept (keeper, guarantor_number, served_at)
SELECT DISTINCT 'home:' || home_center, guarantor_number, CAST(NULL AS timestamptz)
FROM (SELECT guarantor_number FROM members GROUP BY 1 HAVING min(home_center) <> max(home_center)) AS mixed
JOIN members USING (guarantor_number)
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    """Make the tables, give what is there its home, some thousand rows at a time, and build the indexes."""
    op.execute(TABLES)
    with op.get_context().autocommit_block():
        after: str | None = ""
        while after is not None:
            after = op.get_bind().scalar(GIVE_HOMES, {"after": after, "most": ROWS_AT_ONCE})
    op.execute(HOLD_TOGETHER)
    for name, definition in INDEXES.items():
        build_index(name, definition)
    with op.get_context().autocommit_block():
        for name in UNUSED:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
