"""The table of what card terminals were asked for: sales and their way back."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from cashier.store.tables import JOURNAL

attempts = Table(
    "attempts",
    JOURNAL,
    Column("attempt_id", Text, nullable=False),
    Column("service_id", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("cents", Integer, nullable=False),
    Column("wish", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("shift_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("reverses", Text),
    Column("gives_back", Text),
    PrimaryKeyConstraint("attempt_id"),
    UniqueConstraint("service_id"),
    CheckConstraint("cents > 0", name="cents_above_zero"),
    sqlite_strict=True,
)
UNSETTLED = attempts.c.state.in_((literal_column("'asked'"), literal_column("'unknown'")))
Index("ix_attempts_state", attempts.c.state, sqlite_where=UNSETTLED)
# A sale goes back once: no second reversal is begun while one may have done it, and none after one that did.
MAY_BE_BACK = attempts.c.state.in_([literal_column(f"'{state}'") for state in ("asked", "unknown", "reversed")])
Index("uq_attempts_reverses", attempts.c.reverses, unique=True, sqlite_where=MAY_BE_BACK)
