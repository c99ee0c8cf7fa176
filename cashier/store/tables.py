"""The desk's two databases as tables: STRICT, every constraint named, so that a later migration can name it too."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

JOURNAL = MetaData(naming_convention=NAMING)
DIRECTORY = MetaData(naming_convention=NAMING)

# The migration that makes the tables as they stand here; a database of another one is upgraded when it is opened.
JOURNAL_REVISION = "journal_0015"
DIRECTORY_REVISION = "directory_0006"

# --- journal.db ---

# Whose journal this is. The chain's first link names the desk, too; this row lets us say so in words. ``machine``:
# where it was begun; none where machines have no id, or for a journal of before, until it is opened. ``replaces``: the
# desk whose place this one takes.
identity = Table(
    "identity",
    JOURNAL,
    Column("only", Integer, nullable=False),
    Column("desk", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("machine", Text),
    Column("replaces", Text),
    PrimaryKeyConstraint("only"),
    CheckConstraint("only = 1", name="one_row"),
    sqlite_strict=True,
)

# ``money_so_far`` and ``receipts_so_far`` count up to and including this line: the number of payments and
# corrections, and the last receipt number drawn. So one row answers both, and no counter can disagree with the lines.
lines = Table(
    "lines",
    JOURNAL,
    Column("sequence", Integer, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payment_id", Text),
    Column("receipt", Text),
    Column("business_date", Text),
    Column("shift_id", Text),
    Column("money_so_far", Integer, nullable=False),
    Column("receipts_so_far", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("sequence"),
    UniqueConstraint("line_id"),
    CheckConstraint("sequence > 0", name="sequence_from_one"),
    sqlite_strict=True,
)
# A small index is used only by a query that says its condition word for word, so each condition has a name.
# A payment's first line mostly has the payment's own id and is found by that; only the others need an entry here.
NOT_BY_LINE_ID = lines.c.payment_id != lines.c.line_id
Index("ix_lines_payment_id", lines.c.payment_id, sqlite_where=NOT_BY_LINE_ID)
Index("ix_lines_receipt", lines.c.receipt, sqlite_where=lines.c.receipt.is_not(None))


def _kinds(*kinds: str) -> ColumnElement[bool]:
    return lines.c.kind.in_(tuple(literal_column(f"'{kind}'") for kind in kinds))


SUSPENDS = _kinds("suspended", "resumed")
BATCHES = _kinds("batch_opened", "batch_closed")
Index("ix_lines_batches", lines.c.sequence, sqlite_where=BATCHES)
Index("ix_lines_suspends", lines.c.sequence, sqlite_where=SUSPENDS)
CHANGES_SHIFT = _kinds(
    "shift_opened", "drawer_suspended", "drawer_resumed", "drawer_counted", "drawer_handed_over", "drawer_recalled",
    "shift_closed",
)  # fmt: skip
Index("ix_lines_shift", lines.c.sequence, sqlite_where=CHANGES_SHIFT)
HANDS = _kinds(
    "transfer_given", "drawer_handed_over", "transfer_counted", "transfer_accepted", "transfer_rejected",
    "transfer_recalled", "drawer_recalled", "transfer_settled", "shift_closed",
)  # fmt: skip
Index("ix_lines_hands", lines.c.sequence, sqlite_where=HANDS)
# What was agreed or noted besides money, by what it is about, which only its body says.
ARRANGES = _kinds("due_date_extended", "plan_agreed", "assistance_asked", "referred")
ABOUT: ColumnElement[str] = literal_column("json_extract(CAST(body AS TEXT), '$.facts.about')", Text)
Index("ix_lines_arranges", ABOUT, lines.c.sequence, sqlite_where=ARRANGES)

# What corrects a payment: no line is corrected twice, as the lines themselves say.
CORRECTS = lines.c.kind.in_(tuple(literal_column(f"'{kind}'") for kind in ("voided", "moved", "tender_changed")))
CORRECTED: ColumnElement[str] = literal_column("json_extract(CAST(body AS TEXT), '$.facts.corrects')", Text)
Index("uq_lines_corrected", lines.c.payment_id, CORRECTED, unique=True, sqlite_where=CORRECTS)

transfers = Table(
    "transfers",
    JOURNAL,
    Column("sequence", Integer, ForeignKey("lines.sequence"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("debit", Text, nullable=False),
    Column("credit", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    PrimaryKeyConstraint("sequence", "place"),
    CheckConstraint("cents > 0", name="cents_above_zero"),
    CheckConstraint("debit <> credit", name="two_accounts"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index(None, transfers.c.credit, transfers.c.sequence, transfers.c.cents)
# What leaves a statement or a credit again: few of all transfers.
TAKES_BACK = transfers.c.debit.op("GLOB")(literal_column("'receivable:*'"))
Index("ix_transfers_back", transfers.c.debit, transfers.c.sequence, transfers.c.cents, sqlite_where=TAKES_BACK)

# Each check and money order by what it is known by when it comes again.
items = Table(
    "items",
    JOURNAL,
    Column("item", Text, nullable=False),
    Column("sequence", Integer, ForeignKey("lines.sequence"), nullable=False),
    PrimaryKeyConstraint("item", "sequence"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Each number of a paper receipt book that was entered: none is entered twice, and what is missing is asked for.
paper_receipts = Table(
    "paper_receipts", JOURNAL, Column("book", Text, nullable=False), Column("number", Integer, nullable=False),
    Column("sequence", Integer, nullable=False), PrimaryKeyConstraint("book", "number"), sqlite_strict=True,
    sqlite_with_rowid=False,
)  # fmt: skip

# Which bag numbers were used, and by which line; a trigger notes them with it, so that no close reads the old ones.
bags = Table(
    "bags", JOURNAL, Column("number", Text, nullable=False), Column("sequence", Integer, nullable=False),
    PrimaryKeyConstraint("number"), sqlite_strict=True, sqlite_with_rowid=False,
)  # fmt: skip

# Which lines are about whose cash (`cashier.domain.large_cash`): the law counts it by payor, over a year.
cash_lines = Table(
    "cash_lines",
    JOURNAL,
    Column("payor", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    PrimaryKeyConstraint("payor", "sequence"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

print_jobs = Table(
    "print_jobs",
    JOURNAL,
    Column("job_id", Integer, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("job_id"),
    sqlite_strict=True,
)
Index(None, print_jobs.c.receipt)
NOT_CONFIRMED = print_jobs.c.state != literal_column("'confirmed'")
Index("ix_print_jobs_state", print_jobs.c.state, sqlite_where=NOT_CONFIRMED)

# Receipts with booked money whose paper was not asked for in the same commit; asking for it takes the row away.
unprinted = Table(
    "unprinted",
    JOURNAL,
    Column("receipt", Text, nullable=False),
    PrimaryKeyConstraint("receipt"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

counters = Table(
    "counters",
    JOURNAL,
    Column("name", Text, nullable=False),
    Column("value", Integer, nullable=False),
    PrimaryKeyConstraint("name"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# ``differs``: why this journal may take no more money, because the ledger holds another history of it.
mark = Table(
    "mark",
    JOURNAL,
    Column("only", Integer, nullable=False),
    Column("received_through", Integer, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("heard_at", Text),
    Column("differs", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("only"),
    CheckConstraint("only = 1", name="one_row"),
    sqlite_strict=True,
)

sign_in_tries = Table(
    "sign_in_tries",
    JOURNAL,
    Column("user", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
    PrimaryKeyConstraint("user"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# --- directory.db ---

# ``generation`` counts the epochs that this desk has seen; rows of an older one vanish when a first fill ends.
filled = Table(
    "filled",
    DIRECTORY,
    Column("only", Integer, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("first_fill", Integer, nullable=False),
    Column("as_of", Text),
    PrimaryKeyConstraint("only"),
    CheckConstraint("only = 1", name="one_row"),
    sqlite_strict=True,
)

# ``folded``: family names, a bar, given names, as `cashier.domain.scan.fold` writes them.
members = Table(
    "members",
    DIRECTORY,
    Column("member", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("guarantor_number", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("given_names", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("birth_date", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("home_center", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("email", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("member"),
    UniqueConstraint("number"),
    sqlite_strict=True,
)
Index(None, members.c.guarantor_number)
Index(None, members.c.birth_date, members.c.folded)

# One row for each word of a name, with the words turned so that it stands first: "tran mai linh", "mai linh tran",
# "linh tran mai". ``given`` is 0 where the first word is a family name, so those come first in any range.
name_keys = Table(
    "name_keys",
    DIRECTORY,
    Column("given", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("member", Integer, nullable=False),
    PrimaryKeyConstraint("given", "key", "member"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# The same by year of birth: two short words and a year would otherwise walk through a tenth of all names.
year_keys = Table(
    "year_keys",
    DIRECTORY,
    Column("birth_year", Integer, nullable=False),
    Column("given", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("member", Integer, nullable=False),
    PrimaryKeyConstraint("birth_year", "given", "key", "member"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# How many name keys begin with these one to three letters: the search begins with the rarest word.
prefixes = Table(
    "prefixes",
    DIRECTORY,
    Column("prefix", Text, nullable=False),
    Column("total", Integer, nullable=False),
    PrimaryKeyConstraint("prefix"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Clustered by member: a heavy account is one range of pages.
statements = Table(
    "statements",
    DIRECTORY,
    Column("member_number", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("guarantor_number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("statement_date", Text, nullable=False),
    Column("due_date", Text, nullable=False),
    Column("billed_cents", Integer, nullable=False),
    Column("open_cents", Integer, nullable=False),
    Column("held_cents", Integer, nullable=False),
    Column("version", Text, nullable=False),
    Column("mark", Integer, nullable=False),
    Column("service_date", Text),
    Column("under_review", Integer, nullable=False),
    Column("autopay_on", Text),
    Column("plan_words", Text, nullable=False),
    Column("confidential", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("member_number", "number"),
    UniqueConstraint("number"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

HAS_HELD = statements.c.held_cents > literal_column("0")
Index("ix_statements_held", statements.c.number, sqlite_where=HAS_HELD)

# The last payment that came another way, of the few statements where one did.
paid_elsewhere = Table(
    "paid_elsewhere",
    DIRECTORY,
    Column("number", Text, nullable=False),
    Column("member_number", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    Column("paid_at", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("number"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index(None, paid_elsewhere.c.member_number)

# Accounts, by their tokens, with a check that came back unpaid.
returned_checks = Table(
    "returned_checks",
    DIRECTORY,
    Column("token", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("token"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Returned checks of this desk's receipts, as the ledger's lines say them.
came_back = Table(
    "came_back",
    DIRECTORY,
    Column("receipt", Text, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("receipt", "line_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# ``user_key`` is the user's name without regard to case.
staff = Table(
    "staff",
    DIRECTORY,
    Column("user_key", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("passphrase_hash", Text, nullable=False),
    Column("badge", Text, nullable=False),
    Column("active", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("user_key"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
HAS_BADGE = staff.c.badge != literal_column("''")
Index("ix_staff_badge", staff.c.badge, sqlite_where=HAS_BADGE)
