"""The first tables: desks and their lines, transfers and balances, and the directory that desks read.

Lines and transfers are written once. The service's role has no right to change them, and triggers refuse it to their
owner too. Hot tables carry no foreign keys: one commit writes a line with all that follows from it, and `check` proves
what a key would, and more.
"""

from alembic import op

revision = "0001"
down_revision = None

SERVICE_ROLE = "counterfoil_service"

TABLES = """
CREATE TABLE meta (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch text NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE centers (center text PRIMARY KEY, name text NOT NULL, region text NOT NULL);
CREATE TABLE desks (
    desk text PRIMARY KEY,
    center text NOT NULL,
    received_through bigint NOT NULL DEFAULT 0,
    chain text NOT NULL
);
CREATE TABLE tokens (holder text PRIMARY KEY, token_hash text NOT NULL);

CREATE TABLE lines (
    desk text NOT NULL,
    sequence bigint NOT NULL CHECK (sequence > 0),
    line_id uuid,
    kind text,
    chain text NOT NULL,
    body text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    taken_at timestamptz,
    business_date date,
    shift_id uuid,
    staff text,
    center text,
    state text NOT NULL CHECK (state IN ('posted', 'held', 'unreadable', 'repeated')),
    PRIMARY KEY (desk, sequence)
);
CREATE UNIQUE INDEX lines_once ON lines (desk, line_id);

CREATE TABLE transfers (
    desk text NOT NULL,
    sequence bigint NOT NULL,
    place integer NOT NULL,
    part integer NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    cents bigint NOT NULL CHECK (cents > 0),
    meant text,
    why text CHECK (why IN ('unknown_statement', 'unknown_guarantor', 'beyond_open')),
    PRIMARY KEY (desk, sequence, place, part),
    CHECK (debit <> credit),
    CHECK ((meant IS NULL) = (why IS NULL))
);
COMMENT ON COLUMN transfers.place IS 'the transfer''s place in the line''s body, from 0';
COMMENT ON COLUMN transfers.part IS '0, or more where a transfer was split';
COMMENT ON COLUMN transfers.meant IS 'the account that the body credits, where another one was credited instead';
CREATE INDEX transfers_held ON transfers (meant, desk) WHERE why = 'unknown_statement';

CREATE TABLE receipts (
    desk text NOT NULL,
    receipt text NOT NULL,
    payment_id uuid NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (desk, receipt)
);

CREATE TABLE balances (
    account text COLLATE "C" PRIMARY KEY,
    debit_cents bigint NOT NULL DEFAULT 0,
    credit_cents bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 1,
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX receivables_changed ON balances (changed_in, account) WHERE account LIKE 'receivable:%';
COMMENT ON TABLE balances IS 'guarantor-side accounts alone: those of our own money are summed from transfers';
COMMENT ON COLUMN balances.changed_in IS 'of a receivable: which transaction changed the statement, in words or amount';

CREATE VIEW trial_balance AS
    SELECT account, sum(debit_cents)::bigint AS debit_cents, sum(credit_cents)::bigint AS credit_cents
    FROM (SELECT debit AS account, cents AS debit_cents, 0 AS credit_cents FROM transfers
          UNION ALL SELECT credit, 0, cents FROM transfers) AS sides
    GROUP BY account;

CREATE TABLE guarantors (
    number text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    region text NOT NULL,
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX guarantors_changed ON guarantors (changed_in, number);

CREATE TABLE members (
    number text COLLATE "C" PRIMARY KEY,
    guarantor_number text COLLATE "C" NOT NULL,
    family_name text NOT NULL,
    given_names text NOT NULL,
    birth_date date NOT NULL,
    region text NOT NULL,
    home_center text NOT NULL,
    plan text NOT NULL,
    language text NOT NULL,
    notes jsonb NOT NULL,
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX members_changed ON members (changed_in, number);
CREATE INDEX members_guarantor ON members (guarantor_number, number);
CREATE INDEX members_birth ON members (birth_date);
CREATE TABLE member_words (
    word text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    PRIMARY KEY (word, number)
);
CREATE INDEX member_words_number ON member_words (number);

CREATE TABLE statements (
    number text COLLATE "C" PRIMARY KEY,
    kind text NOT NULL,
    region text NOT NULL,
    member_number text NOT NULL,
    guarantor_number text NOT NULL,
    title text NOT NULL,
    statement_date date NOT NULL,
    due_date date NOT NULL,
    billed_cents bigint NOT NULL,
    service_date date,
    under_review boolean NOT NULL,
    autopay_on date,
    plan_words text NOT NULL,
    confidential boolean NOT NULL
);

CREATE TABLE staff (
    number text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    role text NOT NULL,
    passphrase_hash text NOT NULL,
    badge text NOT NULL,
    active boolean NOT NULL,
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
COMMENT ON COLUMN staff.number IS 'the name that signs in';
CREATE INDEX staff_changed ON staff (changed_in, number);

CREATE TABLE channel_payments (
    channel text NOT NULL,
    reference text NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (channel, reference)
);
CREATE TABLE quarantine (
    desk text NOT NULL,
    run_hash text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    run bytea NOT NULL,
    PRIMARY KEY (desk, run_hash)
);
CREATE TABLE alarms (
    alarm bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    what text NOT NULL,
    sentence text NOT NULL
);
"""

APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER lines_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfers_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

RIGHTS = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{SERVICE_ROLE}') THEN
        CREATE ROLE {SERVICE_ROLE} NOLOGIN;
    END IF;
END $$;
GRANT {SERVICE_ROLE} TO CURRENT_USER;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {SERVICE_ROLE};
REVOKE UPDATE, DELETE ON lines, transfers, receipts, alarms, quarantine, channel_payments FROM {SERVICE_ROLE};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {SERVICE_ROLE};
"""


def upgrade() -> None:
    """Make the tables, the triggers and the service's role."""
    for part in (TABLES, APPEND_ONLY, RIGHTS):
        op.execute(part)
