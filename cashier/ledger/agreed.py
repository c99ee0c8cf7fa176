"""The rights of those who agreed to what desks did, as the ledger itself gave them.

What was agreed to without a right is posted, since it was done; the office hears of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from cashier.domain.agreed import agreed_in
from cashier.domain.correction import CORRECTS
from cashier.domain.line import Line
from cashier.domain.people import Right, Role, Staff
from cashier.ledger.reading import Received

_STAFF = text("SELECT number, name, role, revoked_at FROM staff WHERE number = :user")
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES ('agreed_no_right', :sentence)")


def has_right(connection: Connection, user: str, right: Right, at: datetime) -> bool:
    """Whether the ledger had given somebody a right at this instant: a desk's word for it may be its own."""
    row = connection.execute(_STAFF, {"user": user}).one_or_none()
    if row is None or (row.revoked_at is not None and row.revoked_at <= at):
        return False
    return Staff(user=row.number, name=row.name, role=Role(row.role)).may(right)


def without_right(connection: Connection, lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """The lines that somebody agreed to who had no right to it, and who did. Corrections have alarms of their own."""
    for line in lines:
        for user, right in agreed_in(line) if line.kind not in CORRECTS else ():
            if user == line.staff or not has_right(connection, user, right, line.taken_at):
                yield line, user


def notice_agreed(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Raise an alarm for each word that nobody could give."""
    for received in lines:
        line = (received.carried or received.line) if not received.repeated else None
        for said, user in without_right(connection, [line] if line is not None else ()):
            where = f"Line {received.sequence} of {desk} ({said.kind.value.replace('_', ' ')})"
            sentence = f"{where} was agreed to by {user[:40]}, who has no right to it. It is posted: ask how."
            connection.execute(_ALARM, {"sentence": sentence})
