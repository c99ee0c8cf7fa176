"""Lines and transfers stand in partitions by the month in which the ledger received them.

The day is the ledger's own and not the desk's, whose clock may be wrong: no partition is needed before its time, and
a line and its transfers, being of one transaction, stand in the same. What is there already becomes the first partition
as it stands. Lines of a month that nobody made a partition for go to the default one; none is ever refused.

PostgreSQL would have the day in every unique index of the whole; so the unique indexes belong to each partition. Over
all months a place is taken once because a desk's row is locked and its chain tied, and a repeated line is found by
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
ADD_NEWEST = "ALTER TABLE desks ADD COLUMN IF NOT EXISTS newest_line uuid"

# Whoever posts holds a desk's row first, so nobody is halfway. Readers may hold either table: we give way before the
# database looks for a deadlock, which it does after a second, and would end them.
LOCK = """
LOCK TABLE desks IN EXCLUSIVE MODE;
SET LOCAL lock_timeout = '500ms';
LOCK TABLE lines, transfers IN ACCESS EXCLUSIVE MODE;
"""

NEWEST_LINE = """
UPDATE desks SET newest_line =
    (SELECT line_id FROM lines WHERE desk = desks.desk AND line_id IS NOT NULL ORDER BY line_id DESC LIMIT 1);
COMMENT ON COLUMN desks.newest_line IS 'the greatest of its lines'' ids; a newer one was never here';
"""

PARTITION = """
ALTER TABLE {0} RENAME TO {0}_before;
CREATE TABLE {0} (LIKE {0}_before INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (received_on);
ALTER TABLE {0} DROP CONSTRAINT before_months, ALTER COLUMN received_on SET DEFAULT CURRENT_DATE;
COMMENT ON COLUMN {0}.received_on IS 'the day on which the ledger received it; -infinity where it came before months';
CREATE TABLE {0}_default (LIKE {0}_before INCLUDING ALL);
ALTER TABLE {0}_default DROP CONSTRAINT before_months;
DO $$ BEGIN
    EXECUTE format('ALTER TABLE {0} ATTACH PARTITION {0}_before FOR VALUES FROM (MINVALUE) TO (%L)',
                   date_trunc('month', CURRENT_DATE)::date);
END $$;
ALTER TABLE {0}_before DROP CONSTRAINT before_months;
ALTER TABLE {0} ATTACH PARTITION {0}_default DEFAULT;
CREATE TRIGGER {0}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {0}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {0}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {0}_default
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE ALL ON {0}_before FROM {1};
GRANT SELECT, INSERT ON {0} TO {1};
"""

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
                   whole, part, first, (first + interval '1 month')::date);
END $$;
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

INDEXES = """
ALTER INDEX lines_shifts RENAME TO lines_before_shifts;
ALTER INDEX transfers_held RENAME TO transfers_before_held;
ALTER INDEX transfers_set_aside RENAME TO transfers_before_set_aside;
CREATE INDEX lines_shifts ON lines (desk, sequence) WHERE kind = 'shift_opened';
CREATE INDEX transfers_held ON transfers (meant, desk) WHERE why = 'unknown_statement';
CREATE INDEX transfers_set_aside ON transfers (desk, sequence) WHERE why IS NOT NULL;
"""

FIRST_MONTHS = """
SELECT add_month(whole, first::date)
FROM unnest(ARRAY['lines', 'transfers']) AS whole,
     generate_series(date_trunc('month', CURRENT_DATE), date_trunc('month', CURRENT_DATE) + interval '1 month',
                     interval '1 month') AS first
"""


def upgrade() -> None:
    """Mark what is there, then put it under a table with partitions, in a moment."""
    with op.get_context().autocommit_block():
        for table in TABLES:
            op.execute(MARK.format(table))
            op.execute(VALIDATE.format(table))
        op.execute(ADD_NEWEST)
    for part in (LOCK, NEWEST_LINE, *(PARTITION.format(table, SERVICE_ROLE) for table in TABLES), INDEXES):
        op.execute(part)
    for part in (ADD_MONTH, FIRST_MONTHS, TRIAL_BALANCE, _unproven()):
        op.execute(part)


def _unproven() -> str:
    return UNPROVEN.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(";\nCOMMENT", ONCE)
