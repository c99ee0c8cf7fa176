"""The directory's first tables."""

from alembic import op

revision = "directory_0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE filled (
        only INTEGER NOT NULL,
        epoch TEXT NOT NULL,
        "after" TEXT NOT NULL,
        generation INTEGER NOT NULL,
        first_fill INTEGER NOT NULL,
        as_of TEXT,
        CONSTRAINT pk_filled PRIMARY KEY (only),
        CONSTRAINT ck_filled_one_row CHECK (only = 1)
    ) STRICT
    """,
    """
    CREATE TABLE members (
        member INTEGER NOT NULL,
        number TEXT NOT NULL,
        guarantor_number TEXT NOT NULL,
        family_name TEXT NOT NULL,
        given_names TEXT NOT NULL,
        folded TEXT NOT NULL,
        birth_date TEXT NOT NULL,
        region TEXT NOT NULL,
        home_center TEXT NOT NULL,
        "plan" TEXT NOT NULL,
        language TEXT NOT NULL,
        notes TEXT NOT NULL,
        generation INTEGER NOT NULL,
        CONSTRAINT pk_members PRIMARY KEY (member),
        CONSTRAINT uq_members_number UNIQUE (number)
    ) STRICT
    """,
    "CREATE INDEX ix_members_birth_date_folded ON members (birth_date, folded)",
    "CREATE INDEX ix_members_guarantor_number ON members (guarantor_number)",
    """
    CREATE TABLE name_keys (
        given INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        member INTEGER NOT NULL,
        CONSTRAINT pk_name_keys PRIMARY KEY (given, "key", member)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE prefixes (
        prefix TEXT NOT NULL,
        total INTEGER NOT NULL,
        CONSTRAINT pk_prefixes PRIMARY KEY (prefix)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE staff (
        user_key TEXT NOT NULL,
        user TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        passphrase_hash TEXT NOT NULL,
        badge TEXT NOT NULL,
        active INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        CONSTRAINT pk_staff PRIMARY KEY (user_key)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_staff_badge ON staff (badge) WHERE badge != ''",
    """
    CREATE TABLE statements (
        member_number TEXT NOT NULL,
        number TEXT NOT NULL,
        kind TEXT NOT NULL,
        region TEXT NOT NULL,
        guarantor_number TEXT NOT NULL,
        title TEXT NOT NULL,
        statement_date TEXT NOT NULL,
        due_date TEXT NOT NULL,
        billed_cents INTEGER NOT NULL,
        open_cents INTEGER NOT NULL,
        held_cents INTEGER NOT NULL,
        version TEXT NOT NULL,
        mark INTEGER NOT NULL,
        service_date TEXT,
        under_review INTEGER NOT NULL,
        autopay_on TEXT,
        plan_words TEXT NOT NULL,
        confidential INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        CONSTRAINT pk_statements PRIMARY KEY (member_number, number),
        CONSTRAINT uq_statements_number UNIQUE (number)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE year_keys (
        birth_year INTEGER NOT NULL,
        given INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        member INTEGER NOT NULL,
        CONSTRAINT pk_year_keys PRIMARY KEY (birth_year, given, "key", member)
    ) WITHOUT ROWID, STRICT
    """,
    "INSERT INTO filled (only, epoch, after, generation, first_fill) VALUES (1, '', '', 0, 0)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
