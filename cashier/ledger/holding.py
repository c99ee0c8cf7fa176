"""Money that has no name yet: part by part, with its clues, its age and who looks after it, until it is released."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.carried import read_carried
from cashier.domain.correction import why_words
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.move import MOVE_REASONS
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.ledger.held import PARTS, ROWS_MOST, regions_of, waiting_parts
from cashier.ledger.office import HoldingRow

_HOLDING = text(PARTS.format(", split_part(part.credit, ':', 2) AS waits_at", "part.why IS NULL"))


def holding_rows(
    connection: Connection, now: datetime, *, center: str = "", region: str = "", task: str = ""
) -> list[HoldingRow]:
    """What waits for its owner, oldest first; of one ``task`` alone where it is named."""
    regions = regions_of(connection)
    shown = (
        row | {"region": regions.get(row["waits_at"], "")}
        for row in waiting_parts(connection, _HOLDING, now)
        if center in ("", row["waits_at"])
        and region in ("", regions.get(row["waits_at"]))
        and task in ("", row["task"])
    )
    return [_row(row) for row, _ in zip(shown, range(ROWS_MOST), strict=False)]


def holding_of(connection: Connection, task: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """What is known of money that has no name, label by label; nothing for a task of another kind."""
    for row in holding_rows(connection, now, task=task):
        said = (
            ("Clues", row.clues),
            ("Came by", row.source),
            ("Handed over by", row.payor),
            ("Phone", row.payor_phone),
            ("Taken by", row.cashier),
        )
        return tuple((label, text) for label, text in said if text)
    return ()


def _row(row: dict[str, Any]) -> HoldingRow:
    body, place, row["center"] = row.pop("body"), row.pop("place"), row.pop("waits_at")
    row["owner"] = row["owner"] or row["cashier"]
    if (moved := _moved(body)) is not None:
        return _of_the_office(row, moved)
    facts = _payment(body)
    if facts is None or place >= len(facts.applied):
        return HoldingRow(**row, receipt="", clues="", source="", payor="", payor_phone="")
    part = facts.targets[facts.applied[place].target].part
    return HoldingRow(
        **row,
        receipt=facts.receipt,
        clues=part.note,
        source=part.source,
        payor=facts.payor.name,
        payor_phone=facts.payor.phone,
    )


def _of_the_office(row: dict[str, Any], moved: Line) -> HoldingRow:
    """Money of a closed drawer that is nobody's who is known: the clues are what it paid, and why it does not."""
    said = moved.facts
    clues = f"paid {said['from']}: {why_words(said, MOVE_REASONS)}"
    receipt = str(said["receipt"])
    return HoldingRow(**row, receipt=receipt, clues=clues, source="the office", payor="", payor_phone="")


def _moved(body: str) -> Line | None:
    """The move of the office that put it there, if one did."""
    try:
        line = read_line(body.encode())
    except UnreadableBody:
        return None
    return line if line.kind is LineKind.MOVE_AGREED else None


def _payment(body: str) -> PaymentFacts | None:
    """What the payment says, where a line is one or carries one."""
    try:
        line: Line = read_line(body.encode())
        if line.kind is LineKind.CARRIED:
            line = read_line(read_carried(line).body.encode())
        return read_payment(line) if line.kind is LineKind.PAYMENT else None
    except UnreadableBody:
        return None
