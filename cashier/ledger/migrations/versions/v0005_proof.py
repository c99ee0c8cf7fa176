"""A proof that the database makes itself: `unproven` lists each line whose money is booked otherwise than it says.

It reads bodies and transfers alone, set by set, and knows nothing of the service's code. An empty view is the proof.
A line that a desk carried along for the one it replaced moves its money where `carried` says, and nowhere else.
"""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE

revision = "0005"
down_revision = "0004"

READ_BODY = """
CREATE FUNCTION read_body(body text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN body::jsonb;
EXCEPTION WHEN invalid_text_representation OR untranslatable_character THEN
    RETURN NULL;
END $$;
COMMENT ON FUNCTION read_body IS 'a line''s body, or nothing where it cannot be read';
"""

UNPROVEN = """
CREATE VIEW unproven AS
WITH posted AS MATERIALIZED (
    SELECT line.desk, line.sequence, brought.desk IS NOT NULL OR (kind <> 'carried' AND gone.desk IS NULL) AS moves,
           CASE WHEN kind = 'carried' THEN read_body(read_body(body) -> 'facts' ->> 'body') ELSE read_body(body) END
               AS said
    FROM lines AS line
    LEFT JOIN carried AS brought ON brought.carrier = line.desk AND brought.sequence = line.sequence
    LEFT JOIN carried AS gone ON gone.desk = line.desk AND gone.line_id = line.line_id
    WHERE state IN ('posted', 'held')
), said AS (
    SELECT desk, sequence, (place - 1)::integer AS place,
           transfer ->> 0 AS debit, transfer ->> 1 AS credit, (transfer ->> 2)::bigint AS cents
    FROM posted, jsonb_array_elements(said -> 'transfers') WITH ORDINALITY AS one (transfer, place)
    WHERE moves
), booked AS (
    SELECT desk, sequence, place, min(debit) AS debit, min(coalesce(meant, credit)) AS credit,
           sum(cents)::bigint AS cents,
           min(debit) = max(debit) AND min(coalesce(meant, credit)) = max(coalesce(meant, credit)) AS is_one
    FROM transfers GROUP BY desk, sequence, place
), paid AS (
    SELECT desk, sequence,
           (SELECT sum((tender ->> 'cents')::bigint)
            FROM jsonb_array_elements(said -> 'facts' -> 'tenders') AS tenders (tender))
               - (said -> 'facts' ->> 'change')::bigint AS kept_cents,
           (SELECT sum((transfer ->> 2)::bigint) FROM jsonb_array_elements(said -> 'transfers') AS moved (transfer)
            WHERE transfer ->> 0 NOT LIKE 'cash\\_rounding:%') AS moved_cents
    FROM posted WHERE said ->> 'kind' = 'payment'
)
SELECT desk, sequence, 'its body cannot be read' AS why FROM posted WHERE said IS NULL
UNION ALL
SELECT desk, sequence, 'a transfer is booked otherwise than it says, or not once'
FROM said FULL JOIN booked USING (desk, sequence, place)
WHERE said.cents IS DISTINCT FROM booked.cents OR said.debit IS DISTINCT FROM booked.debit
   OR said.credit IS DISTINCT FROM booked.credit OR NOT booked.is_one
UNION ALL
SELECT desk, sequence, 'what it moves is not its tenders less change'
FROM paid WHERE kept_cents IS DISTINCT FROM moved_cents
UNION ALL
SELECT desk, sequence, 'it is held, and no part of it is; or the other way round'
FROM lines JOIN (
    SELECT desk, sequence, bool_or(why IN ('unknown_statement', 'unknown_guarantor')) AS is_held
    FROM transfers GROUP BY desk, sequence
) AS parts USING (desk, sequence)
WHERE (state = 'held') <> coalesce(is_held, false);
COMMENT ON VIEW unproven IS 'lines whose money is not booked once, as they say, with where it went instead named';
"""


def upgrade() -> None:
    """Make the view, readable by the service."""
    op.execute(READ_BODY)
    op.execute(UNPROVEN)
    op.execute(f"GRANT SELECT ON unproven TO {SERVICE_ROLE}")
