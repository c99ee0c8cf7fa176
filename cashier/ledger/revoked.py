"""Money from those who were revoked: it was taken, so it posts, and the office hears of it."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from cashier.ledger.posting import raise_alarm
from cashier.ledger.reading import Received

_REVOKED = text(
    "SELECT number, revoked_at FROM staff WHERE revoked_at IS NOT NULL AND number = ANY(CAST(:staff AS text[]))"
)


def staff_of(lines: Sequence[Received]) -> list[str]:
    """Who took money in these lines."""
    return sorted({received.line.staff for received in lines if received.line and received.line.transfers})


def warn_of_revoked(connection: Connection, desk: str, lines: Sequence[Received], *, is_revoked: bool) -> None:
    """Raise an alarm where the desk is revoked, or a cashier was before the money was taken."""
    with_money = [received for received in lines if received.line and received.line.transfers]
    if is_revoked and with_money:
        _warn(connection, "revoked_desk", f"{desk}, which was revoked, delivered", "with money", with_money)
    for user, since in connection.execute(_REVOKED, {"staff": staff_of(lines)}):
        of_user = [one for one in with_money if one.line and one.line.staff == user and one.line.taken_at >= since]
        if of_user:
            _warn(connection, "revoked_staff", f"{user}, who was revoked before, took money in", f"of {desk}", of_user)


def _warn(connection: Connection, what: str, who: str, which: str, lines: Sequence[Received]) -> None:
    many = "1 line" if len(lines) == 1 else f"{len(lines):,} lines"
    sentence = f"{who} {many} {which}, up to line {lines[-1].sequence}. It is posted. Ask who took it."
    raise_alarm(connection, what, sentence)
