"""The two tables that every run fills, as rows for COPY; and how a line is found in its month."""

from cashier.ledger.copying import NULL, escaped
from cashier.ledger.judging import Posted, State
from cashier.ledger.reading import Received

LINES = "lines (desk, sequence, line_id, kind, chain, body, taken_at, business_date, shift_id, staff, center, state)"
_TRANSFER = "desk, sequence, place, part, debit, credit, cents, meant, why"
TRANSFERS = f"transfers ({_TRANSFER})"
TURNED_TRANSFERS = (
    f"transfers ({_TRANSFER}, meant_debit)"  # Of corrections that take money from elsewhere than they say.
)

FIRST_OF_RECEIPT = """
    first AS (
        SELECT desk, sequence FROM receipts WHERE receipt = :receipt AND desk = ANY(CAST(:makers AS text[]))
        ORDER BY desk <> :maker, desk LIMIT 1
    )
"""
"""Where the first line of desk ``:maker``'s receipt lies, called first, in SQL after WITH. The lines of a desk that was
replaced may have come within the journal of the one that took its place: ``:makers`` are `with_heirs` of it.
"""


def line_row(desk: str, received: Received, state: State) -> str:
    """A line as it was received, with what became of it. One that cannot be read has its bytes alone."""
    body, line = escaped(received.body), received.line
    if line is None:
        none = "\t".join([NULL] * 5)
        return f"{desk}\t{received.sequence}\t{NULL}\t{NULL}\t{received.chain}\t{body}\t{none}\t{state}\n"
    line_id = NULL if received.repeated else line.line_id
    business_date = line.business_date or NULL
    shift_id = line.shift_id or NULL
    return (
        f"{desk}\t{received.sequence}\t{line_id}\t{line.kind}\t{received.chain}\t{body}\t{line.taken_at.isoformat()}\t"
        f"{business_date}\t{shift_id}\t{escaped(line.staff)}\t{escaped(line.center)}\t{state}\n"
    )


def transfer_row(desk: str, posted: Posted) -> str:
    """A transfer as it is booked, for `TRANSFERS`, or for `TURNED_TRANSFERS` where another account was meant to pay."""
    meant = NULL if posted.meant is None else escaped(posted.meant)
    turned = "" if posted.meant_debit is None else f"\t{escaped(posted.meant_debit)}"
    return (
        f"{desk}\t{posted.sequence}\t{posted.place}\t{posted.part}\t{escaped(posted.debit)}\t{escaped(posted.credit)}\t"
        f"{posted.cents}\t{meant}\t{posted.why or NULL}{turned}\n"
    )
