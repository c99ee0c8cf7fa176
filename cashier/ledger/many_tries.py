"""Unusually many tries in one shift, counts that differ and wishes for more than a drawer holds: the office hears.

One is a slip, and each is kept; whoever goes on trying is finding out what should be there.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from cashier.domain.line import LineKind
from cashier.ledger.posting import raise_alarm
from cashier.ledger.reading import Received

TRIES = frozenset({LineKind.DRAWER_COUNTED, LineKind.TRANSFER_COUNTED})
UNUSUAL = 4
"""So many in one shift: two blind counts, and one with a lead, are a close that differs."""

# Canonical bytes: inside of any text the quotes are escaped, so these are the facts and nothing else.
_EARLIER = text(
    r"""
    SELECT count(*) FROM lines
    WHERE desk = :desk AND shift_id = :shift AND sequence <= :sequence AND state <> 'repeated'
      AND ((kind = 'drawer_counted' AND strpos(body, '"matches"\:false') > 0) OR kind = 'transfer_counted')
      AND sequence >= (SELECT min(sequence) FROM lines AS opening
                       WHERE opening.desk = :desk AND opening.kind = 'shift_opened' AND opening.shift_id = :shift)
    """
)
_NAME = text("SELECT name FROM staff WHERE number = :staff")


def notice_many_tries(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Raise an alarm for the try of a run by which they are unusually many: once in a shift."""
    for received in lines:
        line = received.line
        if line is None or received.repeated or line.kind not in TRIES or line.facts.get("matches"):
            continue
        asked = {"desk": desk, "shift": line.shift_id, "sequence": received.sequence}
        if connection.scalar(_EARLIER, asked) != UNUSUAL:
            continue
        name = connection.scalar(_NAME, {"staff": line.staff}) or line.staff
        sentence = (
            f"{name} tried {UNUSUAL} times in one shift at {desk}, up to line {received.sequence}: counts that differ, "
            "or wishes for more than is there. Count that drawer with them, and look at each try in the records."
        )
        raise_alarm(connection, "many_tries", sentence)
