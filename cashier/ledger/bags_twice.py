"""A bag number that two drawers used: no desk alone can know it, so it is an alarm, both desks are told, and the safe
takes neither in.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from cashier.domain.bags import bags_of
from cashier.domain.line import LineKind
from cashier.ledger.desk_messages import say_by_itself
from cashier.ledger.filled import fillings
from cashier.ledger.posting import raise_alarm
from cashier.ledger.reading import Received

_FILLING = frozenset({LineKind.CASH_DROPPED, LineKind.SHIFT_CLOSED})


def filled_elsewhere(connection: Connection, number: str, center: str, desk: str) -> tuple[str, ...]:
    """The desks of a center, but for ``desk``, that filled a bag of this number."""
    if not number:
        return ()
    return tuple(sorted({line.desk for _, line in fillings(connection, number, center)} - {desk}))


def notice_bags(connection: Connection, lines: Sequence[Received]) -> None:
    """Raise an alarm for each bag of a run whose number was used before."""
    for received in lines:
        line = (received.carried or received.line) if not received.repeated else None
        if line is None or line.kind not in _FILLING:
            continue
        for number in bags_of(line):
            filled = [one for _, one in fillings(connection, number, line.center)]
            if len(filled) > 1:
                desks = " and at ".join(sorted({one.desk for one in filled}))
                sentence = (
                    f"Bag {number} of {line.center} was filled {len(filled)} times, at {desks}. "
                    "The safe takes in neither until two people gave each a name of its own."
                )
                raise_alarm(connection, "bag_twice", sentence)
                told = (
                    f"Bag {number} was filled at {desks}: one number on two bags. Keep yours apart, and look at its "
                    "number; two people of the office give each bag a name of its own."
                )
                say_by_itself(
                    connection, f"bag.{number}.{len(filled)}", told, line.center, [one.desk for one in filled]
                )
