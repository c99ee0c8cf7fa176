"""The journal's first tables, and the triggers that keep its lines as they were written."""

from alembic import op

revision = "journal_0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE attempts (
        attempt_id TEXT NOT NULL,
        service_id TEXT NOT NULL,
        terminal TEXT NOT NULL,
        cents INTEGER NOT NULL,
        wish TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        asked_by TEXT NOT NULL,
        shift_id TEXT NOT NULL,
        state TEXT NOT NULL,
        words TEXT NOT NULL,
        CONSTRAINT pk_attempts PRIMARY KEY (attempt_id),
        CONSTRAINT uq_attempts_service_id UNIQUE (service_id),
        CONSTRAINT ck_attempts_cents_above_zero CHECK (cents > 0)
    ) STRICT
    """,
    "CREATE INDEX ix_attempts_state ON attempts (state) WHERE state IN ('asked', 'unknown')",
    """
    CREATE TABLE counters (
        name TEXT NOT NULL,
        value INTEGER NOT NULL,
        CONSTRAINT pk_counters PRIMARY KEY (name)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE identity (
        only INTEGER NOT NULL,
        desk TEXT NOT NULL,
        created_at TEXT NOT NULL,
        CONSTRAINT pk_identity PRIMARY KEY (only),
        CONSTRAINT ck_identity_one_row CHECK (only = 1)
    ) STRICT
    """,
    """
    CREATE TABLE lines (
        sequence INTEGER NOT NULL,
        line_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        payment_id TEXT,
        receipt TEXT,
        business_date TEXT,
        shift_id TEXT,
        money_so_far INTEGER NOT NULL,
        receipts_so_far INTEGER NOT NULL,
        chain TEXT NOT NULL,
        body BLOB NOT NULL,
        CONSTRAINT pk_lines PRIMARY KEY (sequence),
        CONSTRAINT uq_lines_line_id UNIQUE (line_id),
        CONSTRAINT ck_lines_sequence_from_one CHECK (sequence > 0)
    ) STRICT
    """,
    "CREATE INDEX ix_lines_opening ON lines (sequence) WHERE kind = 'shift_opened'",
    "CREATE INDEX ix_lines_payment_id ON lines (payment_id) WHERE payment_id != line_id",
    "CREATE INDEX ix_lines_receipt ON lines (receipt) WHERE receipt IS NOT NULL",
    """
    CREATE TABLE mark (
        only INTEGER NOT NULL,
        received_through INTEGER NOT NULL,
        epoch TEXT NOT NULL,
        heard_at TEXT,
        CONSTRAINT pk_mark PRIMARY KEY (only),
        CONSTRAINT ck_mark_one_row CHECK (only = 1)
    ) STRICT
    """,
    """
    CREATE TABLE print_jobs (
        job_id INTEGER NOT NULL,
        receipt TEXT NOT NULL,
        copy INTEGER NOT NULL,
        state TEXT NOT NULL,
        tries INTEGER NOT NULL,
        words TEXT NOT NULL,
        CONSTRAINT pk_print_jobs PRIMARY KEY (job_id)
    ) STRICT
    """,
    "CREATE INDEX ix_print_jobs_receipt ON print_jobs (receipt)",
    "CREATE INDEX ix_print_jobs_state ON print_jobs (state) WHERE state != 'confirmed'",
    """
    CREATE TABLE sign_in_tries (
        user TEXT NOT NULL,
        count INTEGER NOT NULL,
        last_at TEXT NOT NULL,
        CONSTRAINT pk_sign_in_tries PRIMARY KEY (user)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE unprinted (
        receipt TEXT NOT NULL,
        CONSTRAINT pk_unprinted PRIMARY KEY (receipt)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE transfers (
        sequence INTEGER NOT NULL,
        place INTEGER NOT NULL,
        debit TEXT NOT NULL,
        credit TEXT NOT NULL,
        cents INTEGER NOT NULL,
        CONSTRAINT pk_transfers PRIMARY KEY (sequence, place),
        CONSTRAINT ck_transfers_cents_above_zero CHECK (cents > 0),
        CONSTRAINT ck_transfers_two_accounts CHECK (debit <> credit),
        CONSTRAINT fk_transfers_sequence FOREIGN KEY(sequence) REFERENCES lines (sequence)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_transfers_credit_sequence_cents ON transfers (credit, sequence, cents)",
    # What was written down stays as it is, whoever asks.
    """
    CREATE TRIGGER lines_never_changed BEFORE UPDATE ON lines BEGIN
        SELECT RAISE(ABORT, 'lines are never changed');
    END
    """,
    """
    CREATE TRIGGER lines_never_deleted BEFORE DELETE ON lines BEGIN
        SELECT RAISE(ABORT, 'lines are never deleted');
    END
    """,
    """
    CREATE TRIGGER transfers_never_changed BEFORE UPDATE ON transfers BEGIN
        SELECT RAISE(ABORT, 'transfers are never changed');
    END
    """,
    """
    CREATE TRIGGER transfers_never_deleted BEFORE DELETE ON transfers BEGIN
        SELECT RAISE(ABORT, 'transfers are never deleted');
    END
    """,
    """
    CREATE TRIGGER lines_without_gap BEFORE INSERT ON lines
    WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM lines) BEGIN
        SELECT RAISE(ABORT, 'a line stands at the next place');
    END
    """,
    "INSERT INTO mark (only, received_through, epoch) VALUES (1, 0, '')",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
