"""The read model of the desk's payments as tables, in a file of its own: it is read again from the journal if lost."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from cashier.store.tables import NAMING

ACTIVITY = MetaData(naming_convention=NAMING)
ACTIVITY_REVISION = "activity_0005"

# How far the journal has been read, and the link that stands there: another journal has another one.
followed = Table(
    "followed",
    ACTIVITY,
    Column("only", Integer, nullable=False),
    Column("through", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    PrimaryKeyConstraint("only"),
    CheckConstraint("only = 1", name="one_row"),
    sqlite_strict=True,
)

# One row a receipt number. ``paid_by`` as JSON: kind, cents, words, number of each tender, and what
# of it was handed over and given back where it is cash, in cents.
payments = Table(
    "payments",
    ACTIVITY,
    Column("place", Integer, nullable=False),
    Column("through", Integer, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("business_date", Text, nullable=False),
    Column("taken_at", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("initials", Text, nullable=False),
    Column("paid_by", Text, nullable=False),
    Column("opened_at", Text),
    Column("waited_s", Integer),
    Column("voided", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("place"),
    UniqueConstraint("receipt"),
    sqlite_strict=True,
)
Index(None, payments.c.business_date, payments.c.place)
Index(None, payments.c.member, payments.c.place)

# What a payment is found by besides: what it came to, what each tender came to, and the numbers of its checks.
amounts = Table(
    "amounts",
    ACTIVITY,
    Column("cents", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("cents", "place"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
items = Table(
    "items",
    ACTIVITY,
    Column("number", Text, nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("number", "place"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# A member's name once for each of its words, with that word first, and the last four of the number.
member_keys = Table(
    "member_keys",
    ACTIVITY,
    Column("key", Text, nullable=False),
    Column("member", Text, nullable=False),
    PrimaryKeyConstraint("key", "member"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# The accounts that were opened and not paid on since.
openings = Table(
    "openings",
    ACTIVITY,
    Column("member", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("shift_id", Text, nullable=False),
    PrimaryKeyConstraint("member"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Payments that stand by the hour of UTC in which they began: ``2026-11-21T18``. Centers are whole hours away from it.
hours = Table(
    "hours",
    ACTIVITY,
    Column("business_date", Text, nullable=False),
    Column("hour", Text, nullable=False),
    Column("payments", Integer, nullable=False),
    PrimaryKeyConstraint("business_date", "hour"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
declined = Table(
    "declined",
    ACTIVITY,
    Column("business_date", Text, nullable=False),
    Column("cards", Integer, nullable=False),
    PrimaryKeyConstraint("business_date"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
