"""Two people signed in at a desk that had not heard from the ledger for too long: an alarm, for the review after it."""

from collections.abc import Sequence

from sqlalchemy import Connection

from cashier.domain.line import LineKind
from cashier.ledger.posting import raise_alarm
from cashier.ledger.reading import Received


def notice_broken_glass(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Raise an alarm for each time; whoever reviewed what was taken acknowledges it."""
    for received in lines:
        line = (received.carried or received.line) if not received.repeated else None
        if line is None or line.kind is not LineKind.GLASS_BROKEN:
            continue
        sentence = (
            f"{line.staff} signed in at {desk} with {line.facts.get('second', '')} beside, line {received.sequence}: "
            "the ledger was away too long for one alone. Review what they took from there on."
        )
        raise_alarm(connection, "glass_broken", sentence)
