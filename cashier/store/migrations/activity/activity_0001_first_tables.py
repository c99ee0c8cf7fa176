"""The read model's first tables."""

from alembic import op

revision = "activity_0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE amounts (
        cents INTEGER NOT NULL,
        place INTEGER NOT NULL,
        CONSTRAINT pk_amounts PRIMARY KEY (cents, place)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE declined (
        business_date TEXT NOT NULL,
        cards INTEGER NOT NULL,
        CONSTRAINT pk_declined PRIMARY KEY (business_date)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE followed (
        only INTEGER NOT NULL,
        through INTEGER NOT NULL,
        chain TEXT NOT NULL,
        CONSTRAINT pk_followed PRIMARY KEY (only),
        CONSTRAINT ck_followed_one_row CHECK (only = 1)
    ) STRICT
    """,
    """
    CREATE TABLE hours (
        business_date TEXT NOT NULL,
        hour TEXT NOT NULL,
        payments INTEGER NOT NULL,
        CONSTRAINT pk_hours PRIMARY KEY (business_date, hour)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE items (
        number TEXT NOT NULL,
        place INTEGER NOT NULL,
        CONSTRAINT pk_items PRIMARY KEY (number, place)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE member_keys (
        "key" TEXT NOT NULL,
        member TEXT NOT NULL,
        CONSTRAINT pk_member_keys PRIMARY KEY ("key", member)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE openings (
        member TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        shift_id TEXT NOT NULL,
        CONSTRAINT pk_openings PRIMARY KEY (member)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE payments (
        place INTEGER NOT NULL,
        through INTEGER NOT NULL,
        receipt TEXT NOT NULL,
        business_date TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        member TEXT NOT NULL,
        initials TEXT NOT NULL,
        paid_by TEXT NOT NULL,
        opened_at TEXT,
        waited_s INTEGER,
        CONSTRAINT pk_payments PRIMARY KEY (place),
        CONSTRAINT uq_payments_receipt UNIQUE (receipt)
    ) STRICT
    """,
    "CREATE INDEX ix_payments_business_date_place ON payments (business_date, place)",
    "CREATE INDEX ix_payments_member_place ON payments (member, place)",
    "INSERT INTO followed (only, through, chain) VALUES (1, 0, '')",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
