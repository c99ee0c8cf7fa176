"""What stands beside the transfers again: those that went elsewhere or wait for a name, and the funds that they move.

Two triggers note the same with each transfer (migrations 0006 and 0021), also for a run that is posted in one
statement and for older copies of the service; what they noted stays. Where the tables lie on several machines there
can be no such triggers, and this is all that notes it.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from cashier.ledger.judging import Posted

_OF_FUND = "LIKE ANY ('{credit:%,prepayment:%}')"
_IS_NEW = "desk = :desk AND sequence = ANY(CAST(:sequences AS bigint[])) AND received_on = CURRENT_DATE"
_ASIDE = text(
    f"""
    INSERT INTO set_aside
        (desk, sequence, place, part, debit, credit, cents, meant, why, received_on, meant_debit)
    SELECT desk, sequence, place, part, debit, credit, cents, meant, why, received_on, meant_debit FROM transfers
    WHERE {_IS_NEW} AND (why IS NOT NULL OR credit LIKE 'holding:%')
    ON CONFLICT DO NOTHING
    """
)
# A guarantor's account names no book. What came in did: by the drawer, the card or the channel that it lies in, by the
# bill that it was paid on, else by what its line says.
_FUNDS = text(
    f"""
    WITH moved AS (
        SELECT desk, sequence, place, part, debit, credit, cents, region || '.medical' AS home,
               CASE WHEN kind = 'carried' THEN read_body(read_body(body) -> 'facts' ->> 'body') ELSE read_body(body) END
                   -> 'facts' AS said
        FROM transfers JOIN lines USING (desk, sequence, received_on) LEFT JOIN centers USING (center)
        WHERE {_IS_NEW} AND (credit {_OF_FUND} OR debit {_OF_FUND})
    ), fund AS (
        SELECT *, credit AS account, cents AS change FROM moved WHERE credit {_OF_FUND}
        UNION ALL
        SELECT *, debit, -cents FROM moved WHERE debit {_OF_FUND}
    )
    INSERT INTO funds (account, desk, sequence, place, part, guarantor_number, book, cents)
    SELECT account, desk, sequence, place, part,
           COALESCE(CASE WHEN account LIKE 'credit:%' THEN split_part(account, ':', 2) END, said ->> 'guarantor', ''),
           COALESCE(
               NULLIF(split_part(debit, ':', 3), ''),
               NULLIF(split_part(credit, ':', 3), ''),
               (SELECT region || '.' || CASE kind WHEN 'premium' THEN 'premium' ELSE 'medical' END FROM statements
                WHERE number = CASE 'receivable' WHEN split_part(debit, ':', 1) THEN split_part(debit, ':', 2)
                                                 WHEN split_part(credit, ':', 1) THEN split_part(credit, ':', 2) END),
               said ->> 'book', home, 'unknown.medical'),
           change
    FROM fund
    ON CONFLICT DO NOTHING
    """
)
_FUND = ("credit:", "prepayment:")


def note_beside(connection: Connection, desk: str, posted: Iterable[Posted]) -> None:
    """Note what was posted just now, in this transaction; of most runs there is nothing."""
    rows = list(posted)
    aside = {row.sequence for row in rows if row.why is not None or row.credit.startswith("holding:")}
    funds = {row.sequence for row in rows if row.credit.startswith(_FUND) or row.debit.startswith(_FUND)}
    for statement, sequences in ((_ASIDE, aside), (_FUNDS, funds)):
        if sequences:
            connection.execute(statement, {"desk": desk, "sequences": sorted(sequences)})
