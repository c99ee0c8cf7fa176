"""Deposits and credit by guarantor and book, noted by a trigger with each transfer that moves some.

A guarantor's account names no book. What came in did: by the drawer, the card or the channel that it lies in, by the
bill that it was paid on, else by what its line says.
"""

from alembic import op

from cashier.ledger.migrations.versions.v0001_books import SERVICE_ROLE
from cashier.ledger.migrations.versions.v0006_months import APPEND_ONLY

revision = "0021"
down_revision = "0020"

TABLE = f"""
CREATE TABLE IF NOT EXISTS funds (
    account text COLLATE "C" NOT NULL,
    desk text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    place integer NOT NULL,
    part integer NOT NULL,
    guarantor_number text COLLATE "C" NOT NULL,
    book text COLLATE "C" NOT NULL,
    cents bigint NOT NULL CHECK (cents <> 0),
    PRIMARY KEY (account, desk, sequence, place, part)
);
CREATE INDEX IF NOT EXISTS funds_guarantor ON funds (guarantor_number, account, book);
COMMENT ON TABLE funds IS 'what came to a guarantor''s deposits and credit, and what left them (below zero), by book';
GRANT SELECT, INSERT ON funds TO {SERVICE_ROLE};
"""
STAYS = f"DROP TRIGGER IF EXISTS funds_stay ON funds; {APPEND_ONLY.format('funds', 'funds')}"
KINDS = ("credit", "prepayment")
MOVES = " OR ".join(f"{{0}}.{side} LIKE '{kind}:%'" for side in ("credit", "debit") for kind in KINDS)
NOTE = """
CREATE OR REPLACE FUNCTION note_fund(moved transfers, fund text, change bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    said jsonb;
    home text;
    whose text := CASE WHEN fund LIKE 'credit:%' THEN split_part(fund, ':', 2) END;
    its_book text := COALESCE(
        NULLIF(split_part(moved.debit, ':', 3), ''),
        NULLIF(split_part(moved.credit, ':', 3), ''),
        (SELECT region || '.' || CASE kind WHEN 'premium' THEN 'premium' ELSE 'medical' END FROM statements
         WHERE number = CASE 'receivable' WHEN split_part(moved.debit, ':', 1) THEN split_part(moved.debit, ':', 2)
                                          WHEN split_part(moved.credit, ':', 1) THEN split_part(moved.credit, ':', 2)
                        END)
    );
BEGIN
    IF whose IS NULL OR its_book IS NULL THEN
        SELECT CASE WHEN kind = 'carried' THEN read_body(read_body(body) -> 'facts' ->> 'body') ELSE read_body(body) END
               -> 'facts', region || '.medical'
        INTO said, home
        FROM lines LEFT JOIN centers USING (center)
        WHERE lines.desk = moved.desk AND lines.sequence = moved.sequence AND lines.received_on = moved.received_on;
        whose := COALESCE(whose, said ->> 'guarantor', '');
        its_book := COALESCE(its_book, said ->> 'book', home, 'unknown.medical');
    END IF;
    INSERT INTO funds (account, desk, sequence, place, part, guarantor_number, book, cents)
    VALUES (fund, moved.desk, moved.sequence, moved.place, moved.part, whose, its_book, change)
    ON CONFLICT DO NOTHING;
END $$;
CREATE OR REPLACE FUNCTION note_funds(moved transfers) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF moved.credit LIKE 'credit:%' OR moved.credit LIKE 'prepayment:%' THEN
        PERFORM note_fund(moved, moved.credit, moved.cents);
    END IF;
    IF moved.debit LIKE 'credit:%' OR moved.debit LIKE 'prepayment:%' THEN
        PERFORM note_fund(moved, moved.debit, -moved.cents);
    END IF;
END $$;
CREATE OR REPLACE FUNCTION keep_funds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_funds(NEW);
    RETURN NULL;
END $$;
"""
TRIGGER = f"""
DROP TRIGGER IF EXISTS transfers_funds ON transfers;
CREATE TRIGGER transfers_funds AFTER INSERT ON transfers
    FOR EACH ROW WHEN ({MOVES.format("NEW")}) EXECUTE FUNCTION keep_funds();
"""
BEFORE = f"SELECT count(note_funds(moved)) FROM transfers AS moved WHERE {MOVES.format('moved')}"


def upgrade() -> None:
    """What comes from now on first, then what was there: desks go on meanwhile, and nothing is missed."""
    with op.get_context().autocommit_block():
        for step in (TABLE, STAYS, NOTE, TRIGGER):
            op.execute(step)
    op.execute(BEFORE)
