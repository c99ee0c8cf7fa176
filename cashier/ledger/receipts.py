"""Receipts by their number, for a desk to which a member brings one of another desk's, and what became of it."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from cashier.domain.carried import read_carried
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.past_payments import inner_line
from cashier.domain.receipt_number import made_at
from cashier.domain.receipt_seen import LINES_MOST, SINCE, masked, masked_since
from cashier.ledger.database import OWN_DESK
from cashier.ledger.keeping import NobodyKnown
from cashier.ledger.reentered import stands_as
from cashier.ledger.replaced import with_heirs
from cashier.ledger.returned_checks import LINES_OF_ONE_PAYMENT
from cashier.ledger.rows import FIRST_OF_RECEIPT
from cashier.wire import ReceiptAnswer

_RECEIPT = text(
    f"""
    WITH {FIRST_OF_RECEIPT}
    SELECT line.body, EXISTS (SELECT FROM voided_lines AS voided
                              WHERE voided.desk = line.desk AND voided.sequence = line.sequence) AS is_voided
    FROM first JOIN lines AS line USING (desk)
    WHERE line.sequence BETWEEN first.sequence AND first.sequence + {LINES_OF_ONE_PAYMENT}
      AND line.kind IN ('payment', 'carried') AND strpos(line.body, :receipt) > 0
    ORDER BY line.sequence LIMIT {LINES_MOST}
    """
)
_SINCE = text(
    f"""
    SELECT body FROM (
        SELECT line.body, line.received_at, line.sequence
        FROM corrections JOIN lines AS line USING (desk, sequence)
        WHERE of_desk = :maker AND receipt = :receipt AND stands
        UNION ALL
        SELECT line.body, line.received_at, line.sequence
        FROM returned_items AS item JOIN lines AS line ON line.desk = :own AND line.sequence = item.sequence
        WHERE item.payment = CAST(:payment AS uuid)
    ) AS since ORDER BY received_at, sequence LIMIT {LINES_MOST}
    """
)
_CENTER = text("SELECT name, region FROM centers WHERE center = :center")


def receipt_of(connection: Connection, receipt: str) -> ReceiptAnswer:
    """What may be seen of a receipt at a desk that did not make it. Raises NobodyKnown; FieldRefused for one that was
    entered again from its paper, and stands under that number.
    """
    stands_as(connection, receipt)
    maker = made_at(receipt)
    asked = {"receipt": receipt, "maker": maker, "makers": with_heirs(connection, [maker])}
    rows = connection.execute(_RECEIPT, asked)
    shown = [(line, row.is_voided) for row in rows if (line := _shown(row.body, receipt)) is not None]
    lines = [line for line, _ in shown]
    if not lines:
        raise NobodyKnown(
            f"The ledger has no receipt {receipt}. Check the number; a desk that is offline sends its receipts later."
        )
    center = connection.execute(_CENTER, {"center": lines[0].center}).one_or_none()
    return ReceiptAnswer(
        region=center.region if center else "",
        center_name=center.name if center else lines[0].center,
        voided=any(is_voided for _, is_voided in shown),
        bodies=tuple(line.body().decode() for line in lines),
        since=tuple(_since(connection, lines[0])),
    )


def _since(connection: Connection, line: Line) -> Iterator[str]:
    """What became of the payment, in order; what cannot be read is nothing that paper could say."""
    asked = {
        "own": OWN_DESK,
        "maker": made_at(line.facts["receipt"]),
        "receipt": line.facts["receipt"],
        "payment": line.facts["payment"],
    }
    for body in connection.scalars(_SINCE, asked):
        if (said := masked_body(body)) is not None:
            yield said


def masked_body(body: str) -> str | None:
    """A line of what became of a payment as desks may see it; None where it says no such thing."""
    try:
        line = inner_line(read_line(body.encode()))
        return masked_since(line).body().decode() if line.kind in SINCE else None
    except UnreadableBody:
        return None


def _shown(body: str, receipt: str) -> Line | None:
    """The line as another desk may see it; None where it is none of this receipt's."""
    try:
        line = read_line(body.encode())
        if line.kind is LineKind.CARRIED:
            line = read_line(read_carried(line).body.encode())
        if line.kind is not LineKind.PAYMENT or line.facts.get("receipt") != receipt:
            return None
        return masked(line)
    except UnreadableBody:
        return None
