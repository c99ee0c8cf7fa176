"""What the office works with: its acts by what they are about, its sessions, day sums, and what channels paid.

Acts and day sums say nothing that the lines do not say; they are there to be found quickly, and `check` proves them.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

SERVICE_ROLE = "counterfoil_service"

# The two indexes are small: they hold only what went elsewhere than its body says, and one line a shift.
OFFICE = """
CREATE INDEX transfers_set_aside ON transfers (desk, sequence) WHERE why IS NOT NULL;
CREATE INDEX lines_shifts ON lines (desk, sequence) WHERE kind = 'shift_opened';

CREATE TABLE office_acts (
    subject text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    staff text NOT NULL,
    at timestamptz NOT NULL,
    cents bigint,
    PRIMARY KEY (subject, sequence)
);
COMMENT ON COLUMN office_acts.subject IS 'what the act is about: OAK3.17.0.0, a transfer''s part; or alarm.12';
COMMENT ON COLUMN office_acts.sequence IS 'the act''s line in the ledger''s own journal';

CREATE TABLE office_sessions (
    token_hash text PRIMARY KEY,
    staff text NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE TABLE office_tries (
    staff text PRIMARY KEY,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL
);
"""

DAY_SUMS = """
CREATE TABLE day_sums (
    business_date date NOT NULL,
    desk text COLLATE "C" NOT NULL,
    shift text COLLATE "C" NOT NULL,
    center text NOT NULL,
    staff text NOT NULL,
    region text NOT NULL,
    tender text NOT NULL,
    tenders bigint NOT NULL,
    cents bigint NOT NULL,
    PRIMARY KEY (business_date, desk, shift, center, staff, region, tender)
);
COMMENT ON TABLE day_sums IS 'what payors paid, by all that a day''s total is asked for; kept with every posting';
COMMENT ON COLUMN day_sums.shift IS 'empty where a line belongs to no shift';
"""

# What was posted before there were day sums; the same as `cashier.ledger.day_sums` says of a line.
SUM_WHAT_IS_THERE = """
WITH paid AS (
    SELECT desk, sequence, place, part, cents, business_date, COALESCE(shift_id::text, '') AS shift, center, staff,
           split_part(split_part(debit, ':', 3), '.', 1) AS region, split_part(debit, ':', 1) AS account,
           CASE WHEN kind = 'payment' THEN body::jsonb -> 'facts' END AS facts
    FROM transfers JOIN lines USING (desk, sequence)
    WHERE kind IN ('payment', 'channel_payment') AND business_date IS NOT NULL
), tendered AS (
    SELECT *, facts #>> ARRAY['applied', place::text, '0'] AS tender_place FROM paid
), named AS (
    SELECT *, COALESCE(facts #>> ARRAY['tenders', tender_place, 'kind'], account) AS tender,
           row_number() OVER (PARTITION BY desk, sequence, tender_place ORDER BY place, part) AS turn
    FROM tendered
)
INSERT INTO day_sums (business_date, desk, shift, center, staff, region, tender, tenders, cents)
SELECT business_date, desk, shift, center, staff, region, tender, count(*) FILTER (WHERE turn = 1), sum(cents)
FROM named GROUP BY business_date, desk, shift, center, staff, region, tender;
"""

CHANNEL_PAYMENTS = """
ALTER TABLE channel_payments
    ADD COLUMN statement_number text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN guarantor_number text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN cents bigint NOT NULL DEFAULT 0,
    ADD COLUMN paid_at timestamptz;
UPDATE channel_payments AS payment
SET statement_number = line.body::jsonb #>> '{facts,statement}',
    cents = (line.body::jsonb #>> '{transfers,0,2}')::bigint,
    paid_at = line.taken_at
FROM lines AS line WHERE line.desk = 'LEDGER' AND line.sequence = payment.sequence;
ALTER TABLE channel_payments ALTER COLUMN paid_at SET NOT NULL;
CREATE INDEX channel_payments_statement ON channel_payments (statement_number, sequence);
COMMENT ON COLUMN channel_payments.paid_at IS 'when the payor paid, as the channel says, or when we heard of it';
"""

RIGHTS = f"""
GRANT SELECT, INSERT ON office_acts TO {SERVICE_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON office_sessions, office_tries TO {SERVICE_ROLE};
GRANT SELECT, INSERT, UPDATE ON day_sums TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Make the tables, and fill those that say again what lines say."""
    for part in (OFFICE, DAY_SUMS, SUM_WHAT_IS_THERE, CHANNEL_PAYMENTS, RIGHTS):
        op.execute(part)
