"""The proofs in words that also several machines understand: each side is added up before both are joined.

What the views say stays as it was, column by column.
"""

from alembic import op

from cashier.ledger.migrations.versions.v0009_holding import WAITS
from cashier.ledger.migrations.versions.v0036_absurd_facts import facts_proof

revision = "0037"
down_revision = "0036"

TRIAL_BALANCE = """
CREATE OR REPLACE VIEW trial_balance AS
    SELECT account, sum(debit_cents)::bigint AS debit_cents, sum(credit_cents)::bigint AS credit_cents
    FROM (SELECT debit AS account, sum(cents) AS debit_cents, 0 AS credit_cents FROM transfers GROUP BY debit
          UNION ALL SELECT credit, 0, sum(cents) FROM transfers GROUP BY credit) AS sides
    GROUP BY account;
"""
_SAYS = "SELECT desk, sequence, 'what went elsewhere is not set aside as it is booked'\n"
_WENT = f"SELECT * FROM transfers WHERE {WAITS}"


def _proof() -> str:
    view = facts_proof()
    for said, now in (
        (f"{_SAYS}FROM ({_WENT}) AS went\n", f"(WITH went AS ({_WENT})\n{_SAYS}FROM went\n"),
        ("kept.why, kept.received_on);\nCOMMENT", "kept.why, kept.received_on));\nCOMMENT"),
    ):
        assert said in view, said
        view = view.replace(said, now)
    return view


def upgrade() -> None:
    """Both views keep their columns, so older copies of the service read them on."""
    op.execute(TRIAL_BALANCE)
    op.execute(_proof())
