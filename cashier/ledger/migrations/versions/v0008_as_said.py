"""Lets a statement take itself back: what it has written is kept only where its own words hold.

A run whose lines are all booked as they say is posted by one statement. It finds out on its way whether they are; where
they are not, nothing of it may stay.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

REFUSE_UNLESS = """
CREATE OR REPLACE FUNCTION refuse_unless(holds boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF holds IS NOT TRUE THEN
        RAISE EXCEPTION 'not as said' USING ERRCODE = 'CF001';
    END IF;
    RETURN true;
END $$;
COMMENT ON FUNCTION refuse_unless IS 'ends the statement, with all that it has written, where something does not hold';
"""


def upgrade() -> None:
    """Add the function."""
    op.execute(REFUSE_UNLESS)
