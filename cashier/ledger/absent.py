"""A drawer that was counted or closed without its cashier (R10): the office hears of each, with both names."""

from collections.abc import Sequence

from sqlalchemy import Connection

from cashier.domain.absent import absent_in
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.over_short import over_short_words
from cashier.ledger.by_desk import desks_of
from cashier.ledger.drawers import drawer_holders
from cashier.ledger.posting import raise_alarm
from cashier.ledger.reading import Received


def notice_absent(connection: Connection, lines: Sequence[Received]) -> None:
    """Raise an alarm for each such opening, first count, hand-over and close of a run."""
    for received in lines:
        line = (received.carried or received.line) if not received.repeated else None
        if line is None or (said := absent_in(line)) is None or line.facts.get("attempt", 1) != 1:
            continue
        others = (desk for desk in desks_of(connection) if desk != line.desk)
        own = next((desk for desk, by in drawer_holders(connection, others).items() if by == said["by"]), None)
        beside = f" {said['by_name']} has a drawer of their own open at {own}." if own is not None else ""
        sentence = (
            f"The drawer of {said['cashier_name']} at {line.desk} was {_done(line)} without them, by "
            f"{said['by_name']} with {said['witness_name']}.{beside}"
        )
        raise_alarm(connection, "absent_cashier", sentence)


def _done(line: Line) -> str:
    if line.kind is LineKind.DRAWER_COUNTED:
        return "counted"
    if line.kind is LineKind.NO_SALE:
        return "opened"
    what = "handed over" if line.kind is LineKind.DRAWER_HANDED_OVER else "closed"
    differs = line.facts.get("difference_cents")
    return f"{what} ({over_short_words(Money(differs))})" if type(differs) is int else what
