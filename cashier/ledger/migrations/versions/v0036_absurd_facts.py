"""The proof of a payment whose facts hold what no desk writes: it finds the line, and does not stop at it."""

from alembic import op

from cashier.ledger.migrations.versions.v0035_reentered import reentered_proof

revision = "0036"
down_revision = "0035"

READ = """
CREATE OR REPLACE FUNCTION read_list(said jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE jsonb_typeof(said) WHEN 'array' THEN said END
$$;
COMMENT ON FUNCTION read_list IS 'a list of a body, or nothing where it is none';
CREATE OR REPLACE FUNCTION read_cents(said jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE jsonb_typeof(said) WHEN 'number' THEN said::numeric END
$$;
COMMENT ON FUNCTION read_cents IS 'cents of a body, however many, or nothing where it is no number';
"""


def facts_proof() -> str:
    """`unproven`, which reads a body whatever stands in it."""
    view = reentered_proof()
    for said, now in (
        ("sum((tender ->> 'cents')::bigint)", "sum(read_cents(tender -> 'cents'))"),
        (
            "jsonb_array_elements(said -> 'facts' -> 'tenders')",
            "jsonb_array_elements(read_list(said -> 'facts' -> 'tenders'))",
        ),
        ("(said -> 'facts' ->> 'change')::bigint", "read_cents(said -> 'facts' -> 'change')"),
    ):
        assert said in view, said
        view = view.replace(said, now)
    return view


def upgrade() -> None:
    """The view's columns stay, so older copies of the service read it on."""
    op.execute(READ)
    op.execute(facts_proof())
