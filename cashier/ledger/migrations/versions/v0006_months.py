"""Lines and transfers stand in partitions by the month in which the ledger received them.

The day is the ledger's own and not the desk's, whose clock may be wrong: no partition is needed before its time, and
a line and its transfers, being of one transaction, stand in the same month. Lines of a month that nobody made go to a
default partition; none is ever refused. What is there already becomes the first partition as it stands.

PostgreSQL would have the day in every unique index of the whole; so each partition has its own. Over all of them a
place is taken once because a desk's row is locked and its chain tied, and a repeated line is found by
`desks.newest_earlier`: in an earlier month no id is newer than that.

Every page asks what is held of its statements, in whatever month. So the few transfers that went elsewhere than said
stand in `set_aside` again, by a trigger: older copies of the service write them down, too. `unproven` proves all this.
"""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE
from cashier.ledger.migrations.versions.v0005_proof import UNPROVEN

revision = "0006"
down_revision = "0005"

KEYS = {
    "lines": "PRIMARY KEY (desk, sequence), UNIQUE (desk, line_id)",
    "transfers": "PRIMARY KEY (desk, sequence, place, part)",
}

# A step of its own each; where an earlier try added it, no lock is asked for. The constraint is validated while
# everybody goes on, so that the partition can be attached without being read.
ADD = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{0}'::regclass AND attname = '{1}') THEN
        ALTER TABLE {0} ADD COLUMN {1} {2};
    END IF;
END $$
"""
NONE_YET = "date NOT NULL DEFAULT '-infinity'"
MARKED = f"{NONE_YET}, ADD CONSTRAINT before_months CHECK (received_on = '-infinity') NOT VALID"
ADDED = (
    ("desks", "newest_line", "uuid, ADD COLUMN received_in date, ADD COLUMN newest_earlier uuid"),
    ("gathered", "caught_up_on", NONE_YET),
    ("lines", "received_on", MARKED),
    ("transfers", "received_on", MARKED),
)
VALIDATE = "ALTER TABLE {0} VALIDATE CONSTRAINT before_months"

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
COMMENT ON COLUMN desks.newest_line IS 'the greatest of its lines'' ids';
COMMENT ON COLUMN desks.received_in IS 'the month in which its last line was received';
COMMENT ON COLUMN desks.newest_earlier IS 'what newest_line was before that month';
COMMENT ON COLUMN gathered.caught_up_on IS 'when all lines of the desk were gathered the last time';
"""

APPEND_ONLY = """
CREATE TRIGGER {0}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {1}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
WHOLE = f"""
ALTER TABLE {{0}} RENAME TO {{0}}_before;
CREATE TABLE {{0}} (LIKE {{0}}_before INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (received_on);
ALTER TABLE {{0}} DROP CONSTRAINT before_months, ALTER COLUMN received_on SET DEFAULT CURRENT_DATE;
COMMENT ON COLUMN {{0}}.received_on IS 'when the ledger received it; -infinity where that was before there were months';
CREATE TABLE {{0}}_default (LIKE {{0}} INCLUDING ALL, {{1}});
ALTER TABLE {{0}} ATTACH PARTITION {{0}}_default DEFAULT;
DO $$ BEGIN
    EXECUTE format('ALTER TABLE {{0}} ATTACH PARTITION {{0}}_before FOR VALUES FROM (MINVALUE) TO (%L)',
                   date_trunc('month', CURRENT_DATE)::date);
END $$;
ALTER TABLE {{0}}_before DROP CONSTRAINT before_months;
{APPEND_ONLY.format("{0}", "{0}")}{APPEND_ONLY.format("{0}", "{0}_default")}
REVOKE ALL ON {{0}}_before FROM {SERVICE_ROLE};
GRANT SELECT, INSERT ON {{0}} TO {SERVICE_ROLE};
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
SHIFTS = "CREATE INDEX lines_default_shifts ON lines_default (desk, sequence) WHERE kind = 'shift_opened'"
FIRST_MONTHS = """
SELECT add_month(whole, (date_trunc('month', CURRENT_DATE) + later * interval '1 month')::date)
FROM unnest(ARRAY['lines', 'transfers']) AS whole, generate_series(0, 1) AS later
"""

# The indexes by which older copies look for these stay with what was before, until the next release.
SET_ASIDE = f"""
CREATE TABLE set_aside (LIKE transfers INCLUDING ALL, PRIMARY KEY (desk, sequence, place, part));
ALTER TABLE set_aside ALTER COLUMN received_on DROP DEFAULT;
COMMENT ON TABLE set_aside IS 'transfers that went elsewhere than their line says, again';
CREATE INDEX set_aside_meant ON set_aside (meant, desk) WHERE why = 'unknown_statement';
INSERT INTO set_aside SELECT * FROM transfers WHERE why IS NOT NULL;
CREATE FUNCTION keep_aside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO set_aside (desk, sequence, place, part, debit, credit, cents, meant, why, received_on)
    VALUES (NEW.desk, NEW.sequence, NEW.place, NEW.part, NEW.debit, NEW.credit, NEW.cents, NEW.meant, NEW.why,
            NEW.received_on);
    RETURN NULL;
END $$;
CREATE TRIGGER transfers_aside AFTER INSERT ON transfers
    FOR EACH ROW WHEN (NEW.why IS NOT NULL) EXECUTE FUNCTION keep_aside();
{APPEND_ONLY.format("set_aside", "set_aside")}
GRANT SELECT, INSERT ON set_aside TO {SERVICE_ROLE};
"""

TRIAL_BALANCE = """
CREATE OR REPLACE VIEW trial_balance AS
    SELECT account, sum(debit_cents)::bigint AS debit_cents, sum(credit_cents)::bigint AS credit_cents
    FROM (SELECT debit AS account, cents AS debit_cents, 0 AS credit_cents FROM transfers
          UNION ALL SELECT credit, 0, cents FROM transfers) AS sides
    GROUP BY account;
"""
MORE_PROOF = """
UNION ALL
SELECT desk, sequence, 'another line stands at its place, too' FROM lines GROUP BY desk, sequence HAVING count(*) > 1
UNION ALL
SELECT desk, max(sequence), 'another line has its id, too' FROM lines
WHERE line_id IS NOT NULL GROUP BY desk, line_id HAVING count(*) > 1
UNION ALL
SELECT desk, sequence, 'its transfers stand in another month'
FROM transfers LEFT JOIN lines USING (desk, sequence, received_on) WHERE chain IS NULL
UNION ALL
SELECT desk, sequence, 'what went elsewhere is not set aside as it is booked'
FROM (SELECT * FROM transfers WHERE why IS NOT NULL) AS went
FULL JOIN set_aside AS kept USING (desk, sequence, place, part)
WHERE (went.debit, went.credit, went.cents, went.meant, went.why, went.received_on)
    IS DISTINCT FROM (kept.debit, kept.credit, kept.cents, kept.meant, kept.why, kept.received_on);
COMMENT"""


def upgrade() -> None:
    """Mark what is there, then put it under a table with partitions, in a moment."""
    with op.get_context().autocommit_block():
        for added in ADDED:
            op.execute(ADD.format(*added))
        for table in KEYS:
            op.execute(VALIDATE.format(table))
    unproven = UNPROVEN.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(";\nCOMMENT", MORE_PROOF)
    wholes = [WHOLE.format(table, key) for table, key in KEYS.items()]
    for step in (LOCK, NEWEST, *wholes, SHIFTS, ADD_MONTH, FIRST_MONTHS, SET_ASIDE, TRIAL_BALANCE, unproven):
        op.execute(step)
