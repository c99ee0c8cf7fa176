"""Receipts by their number, for a desk to which a member brings one of another desk's."""

from sqlalchemy import Connection, text

from cashier.domain.carried import read_carried
from cashier.domain.closed_move import day_of
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.past_payments import inner_line
from cashier.domain.receipt_seen import LINES_MOST, made_at, masked
from cashier.domain.targets import TargetKind, read_target
from cashier.domain.times import day_words
from cashier.ledger.keeping import NobodyKnown
from cashier.wire import ReceiptAnswer

_LINES_OF_ONE_PAYMENT = 1000  # Between a card's approval and what pays the rest.

# The lines of a desk that was replaced may have come within the journal of the one that took its place.
_RECEIPT = text(
    f"""
    WITH RECURSIVE maker AS (
        SELECT desk FROM desks WHERE desk = :maker
        UNION SELECT desks.desk FROM desks JOIN maker ON desks.replaces = maker.desk
    ), first AS (
        SELECT desk, sequence FROM receipts JOIN maker USING (desk) WHERE receipt = :receipt
        ORDER BY desk <> :maker, desk LIMIT 1
    )
    SELECT line.body, EXISTS (SELECT FROM voided_lines AS voided
                              WHERE voided.desk = line.desk AND voided.sequence = line.sequence) AS is_voided
    FROM first JOIN lines AS line USING (desk)
    WHERE line.sequence BETWEEN first.sequence AND first.sequence + {_LINES_OF_ONE_PAYMENT}
      AND line.kind IN ('payment', 'carried') AND strpos(line.body, :receipt) > 0
    ORDER BY line.sequence LIMIT {LINES_MOST}
    """
)
# Whose it is now is nobody's business at another desk.
_MOVED = text(
    f"""
    SELECT body FROM corrections JOIN lines USING (desk, sequence)
    WHERE of_desk = :maker AND receipt = :receipt AND stands AND corrections.kind IN ('moved', 'move_agreed')
    ORDER BY received_at, desk, sequence LIMIT {LINES_MOST}
    """
)
_CENTER = text("SELECT name, region FROM centers WHERE center = :center")


def receipt_of(connection: Connection, receipt: str) -> ReceiptAnswer:
    """What may be seen of a receipt at a desk that did not make it. Raises NobodyKnown."""
    asked = {"receipt": receipt, "maker": made_at(receipt)}
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
        moved=tuple(words for body in connection.scalars(_MOVED, asked) if (words := _moved(body))),
        bodies=tuple(line.body().decode() for line in lines),
    )


def _moved(body: str) -> str:
    """``$50.00 of S-48210377 was moved on Nov 30, 2026.``; empty where the line cannot be read."""
    try:
        line = inner_line(read_line(body.encode()))
        was = read_target(line.facts["from"])
        what = was.number if was.kind is TargetKind.STATEMENT else "its credit on account"
        return f"{Money(line.facts['cents'])} of {what} was moved on {day_words(day_of(line))}: it pays another thing."
    except (*MISREAD, UnreadableBody):
        return ""


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
