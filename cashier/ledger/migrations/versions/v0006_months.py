"""Lines and transfers stand in partitions by the month in which the ledger received them.

The day is the ledger's own and not the desk's, whose clock may be wrong: no partition is needed before its time, and
a line and its transfers, being of one transaction, stand in the same month. Lines of a month that nobody made go to a
default partition; none is ever refused. What is there already becomes the first partition as it stands. What is often
asked for without a month has one of its own: the lines that open shifts, and transfers that went elsewhere than said.

    lines ──── lines_before                         transfers ─── transfers_before
        └───── lines_since, by kind                         └──── transfers_since, by why
               ├── lines_openings                                 ├── transfers_aside
               └── lines_months ─── lines_2026_12 …               └── transfers_months ─── transfers_2026_12 …
                                └── lines_default                                      └── transfers_default

PostgreSQL would have the day in every unique index of the whole; so each partition has its own. Over all of them a
place is taken once because a desk's row is locked and its chain tied, and a repeated line is found by
`desks.newest_line`: an id that is newer than all before it was never here. The view `unproven` proves both.
"""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE
from cashier.ledger.migrations.versions.v0005_proof import UNPROVEN

revision = "0006"
down_revision = "0005"

TABLES = ("lines", "transfers")

# Validated while everybody goes on, so that the partition can be attached without being read.
MARK = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = '{0}'::regclass AND conname = 'before_months') THEN
        ALTER TABLE {0} ADD COLUMN received_on date NOT NULL DEFAULT '-infinity',
            ADD CONSTRAINT before_months CHECK (received_on = '-infinity') NOT VALID;
    END IF;
END $$
"""
VALIDATE = "ALTER TABLE {0} VALIDATE CONSTRAINT before_months"
COLUMNS = (
    "ALTER TABLE desks ADD COLUMN IF NOT EXISTS newest_line uuid",
    "ALTER TABLE gathered ADD COLUMN IF NOT EXISTS caught_up_on date NOT NULL DEFAULT '-infinity'",
)

# Whoever posts holds a desk's row first, so nobody is halfway. Readers may hold either table: we give way before the
# database looks for a deadlock, which it does after a second, and would end them.
LOCK = """
LOCK TABLE desks IN EXCLUSIVE MODE;
SET LOCAL lock_timeout = '500ms';
LOCK TABLE lines, transfers IN ACCESS EXCLUSIVE MODE;
"""

NEWEST = """
UPDATE desks SET newest_line =
    (SELECT line_id FROM lines WHERE desk = desks.desk AND line_id IS NOT NULL ORDER BY line_id DESC LIMIT 1);
COMMENT ON COLUMN desks.newest_line IS 'the greatest of its lines'' ids; a newer one was never here';
COMMENT ON COLUMN gathered.caught_up_on IS 'when all lines of the desk were gathered the last time';
"""

WHOLE = """
ALTER TABLE {0} RENAME TO {0}_before;
CREATE TABLE {0} (LIKE {0}_before INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (received_on);
ALTER TABLE {0} DROP CONSTRAINT before_months, ALTER COLUMN received_on SET DEFAULT CURRENT_DATE;
COMMENT ON COLUMN {0}.received_on IS 'when the ledger received it; -infinity where that was before there were months';
CREATE TABLE {0}_since (LIKE {0} INCLUDING ALL) PARTITION BY LIST ({1});
CREATE TABLE {0}_months (LIKE {0} INCLUDING ALL) PARTITION BY RANGE (received_on);
CREATE TABLE {0}_default (LIKE {0} INCLUDING ALL, {2});
CREATE TABLE {0}_{3} (LIKE {0}_default INCLUDING ALL);
ALTER TABLE {0}_months ATTACH PARTITION {0}_default DEFAULT;
ALTER TABLE {0}_since ATTACH PARTITION {0}_months {4};
ALTER TABLE {0}_since ATTACH PARTITION {0}_{3} {5};
DO $$
DECLARE
    first date := date_trunc('month', CURRENT_DATE);
    part regclass;
BEGIN
    EXECUTE format('ALTER TABLE {0} ATTACH PARTITION {0}_before FOR VALUES FROM (MINVALUE) TO (%L)', first);
    EXECUTE format('ALTER TABLE {0} ATTACH PARTITION {0}_since FOR VALUES FROM (%L) TO (MAXVALUE)', first);
    FOR part IN SELECT relid FROM pg_partition_tree('{0}') WHERE relid <> '{0}_before'::regclass LOOP
        EXECUTE format('CREATE TRIGGER {0}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
    END LOOP;
END $$;
ALTER TABLE {0}_before DROP CONSTRAINT before_months;
REVOKE ALL ON {0}_before FROM {6};
GRANT SELECT, INSERT ON {0} TO {6};
"""
PARTS = (
    ("lines", "kind", "PRIMARY KEY (desk, sequence), UNIQUE (desk, line_id)",
     "openings", "DEFAULT", "FOR VALUES IN ('shift_opened')"),
    ("transfers", "why", "PRIMARY KEY (desk, sequence, place, part)",
     "aside", "FOR VALUES IN (NULL)", "DEFAULT"),
)  # fmt: skip
HELD = "CREATE INDEX transfers_aside_held ON transfers_aside (meant, desk)"

# A table of its own that is attached, not one made as a part: desks go on meanwhile. Nobody has a right to a partition.
ADD_MONTH = """
CREATE FUNCTION add_month(whole text, first date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part text := whole || to_char(first, '_YYYY_MM');
BEGIN
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, whole || '_default');
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', whole || '_stay', part);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   whole || '_months', part, first, (first + interval '1 month')::date);
END $$;
"""
FIRST_MONTHS = """
SELECT add_month(whole, (date_trunc('month', CURRENT_DATE) + later * interval '1 month')::date)
FROM unnest(ARRAY['lines', 'transfers']) AS whole, generate_series(0, 1) AS later
"""

TRIAL_BALANCE = """
CREATE OR REPLACE VIEW trial_balance AS
    SELECT account, sum(debit_cents)::bigint AS debit_cents, sum(credit_cents)::bigint AS credit_cents
    FROM (SELECT debit AS account, cents AS debit_cents, 0 AS credit_cents FROM transfers
          UNION ALL SELECT credit, 0, cents FROM transfers) AS sides
    GROUP BY account;
"""
ONCE = """
UNION ALL
SELECT desk, sequence, 'another line stands at its place, too' FROM lines GROUP BY desk, sequence HAVING count(*) > 1
UNION ALL
SELECT desk, max(sequence), 'another line has its id, too' FROM lines
WHERE line_id IS NOT NULL GROUP BY desk, line_id HAVING count(*) > 1
UNION ALL
SELECT desk, sequence, 'its transfers stand in another month'
FROM transfers LEFT JOIN lines USING (desk, sequence, received_on) WHERE chain IS NULL;
COMMENT"""


def upgrade() -> None:
    """Mark what is there, then put it under a table with partitions, in a moment."""
    with op.get_context().autocommit_block():
        for table in TABLES:
            op.execute(MARK.format(table))
            op.execute(VALIDATE.format(table))
        for column in COLUMNS:
            op.execute(column)
    unproven = UNPROVEN.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(";\nCOMMENT", ONCE)
    wholes = [WHOLE.format(*parts, SERVICE_ROLE) for parts in PARTS]
    for step in (LOCK, NEWEST, *wholes, HELD, ADD_MONTH, FIRST_MONTHS, TRIAL_BALANCE, unproven):
        op.execute(step)
