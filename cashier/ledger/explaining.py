"""What a closed drawer was over or short by, explained later by two of the office (`features.md` 4.10).

No money moves: both lines lie on the center's one over/short account, where they come to nothing together. What is
kept says which over is which short, so that no cashier's record says of either that nobody knows.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.errors import FieldRefused, NotAllowed, Refused, UnreadableBody
from cashier.domain.explained import (
    OVER_Z,
    PREFIX,
    SHORT_Z,
    ClosedDrawer,
    Explained,
    Side,
    Unlike,
    explain,
    explain_act,
    read_closed,
)
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.over_short import over_short_words
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.slips import z_place
from cashier.domain.times import Clock, day_words
from cashier.ledger.acts import Act, Outcome, day_of_deed, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.drawers import drawer_holders
from cashier.ledger.trends import SHIFTS_MOST
from cashier.wire_deeds import Deed

# By the index of openings, as all that asks for a desk's shifts.
_CLOSED = text(
    f"""
    SELECT desks.center, centers.region, opened.staff, closed.sequence, closed.body
    FROM desks JOIN centers USING (center)
    CROSS JOIN LATERAL (
        SELECT sequence, shift_id, staff FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT {SHIFTS_MOST}
    ) AS opened
    CROSS JOIN LATERAL (
        SELECT sequence, body FROM lines
        WHERE lines.desk = desks.desk AND lines.sequence > opened.sequence AND lines.shift_id = opened.shift_id
          AND kind = 'shift_closed' AND state <> 'repeated'
        ORDER BY lines.sequence LIMIT 1
    ) AS closed
    WHERE desks.desk = :desk AND read_body(closed.body) -> 'facts' ->> 'z' = :number
    """
)
_AT = text(
    """
    SELECT centers.region, opened.staff, closed.body
    FROM lines AS closed JOIN desks USING (desk) JOIN centers ON centers.center = desks.center
    CROSS JOIN LATERAL (
        SELECT staff FROM lines
        WHERE lines.desk = closed.desk AND lines.sequence < closed.sequence AND lines.shift_id = closed.shift_id
          AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY lines.sequence DESC LIMIT 1
    ) AS opened
    WHERE closed.desk = :desk AND closed.sequence = :sequence AND closed.kind = 'shift_closed'
    """
)
_EXPLAINED = text(
    """
    SELECT what, sum(cents)::bigint AS cents FROM explained_differences
    WHERE desk = :desk AND sequence = :sequence AND act < :before GROUP BY what
    """
)
_KEEP = text(
    """
    INSERT INTO explained_differences (desk, sequence, what, act, cents)
    VALUES (:desk, :sequence, :what, :act, :cents) ON CONFLICT DO NOTHING
    """
)
_LINE = text("SELECT body FROM lines WHERE desk = :own AND sequence = :sequence")
_TOLD = text(
    """
    SELECT body FROM office_acts AS act JOIN lines ON lines.desk = :own AND lines.sequence = act.sequence
    WHERE act.subject = :subject AND act.kind = 'difference_explained'
    """
)
_NO_END = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDrawer:
    """A closed drawer with the place of its Z report's line."""

    desk: str
    sequence: int
    center: str
    drawer: ClosedDrawer


def explain_difference(
    connection: Connection, wish: Deed, caller: Staff, second: Staff | None, center: str, *, clock: Clock, new_id: NewId
) -> str:
    """Say that what was over is what was short, today, by two people. Raises Refused (FieldRefused names the field)."""
    caller.needs(Right.MOVE_CLOSED, "explain differences of closed drawers")
    if second is None or second.user == caller.user:
        raise Refused("Two people explain a difference. Have a colleague who may agree to it.")
    second.needs(Right.APPROVE_CORRECTIONS, "agree to explained differences")
    over, short = Side.read(wish.source), Side.read(wish.to)
    words = safe_text(wish.words, "What you wrote", most=500)
    if not words:
        raise Refused("Say what was found, and how.")

    def decide() -> Outcome:
        found = [find_closed(connection, side.z, center, field) for side, field in ((over, OVER_Z), (short, SHORT_Z))]
        for person in (caller, second):
            _must_be_nobodys(connection, person, found)
        done = explain(
            found[0].drawer.find(over.what, is_over=True),
            found[1].drawer.find(short.what, is_over=False),
            Money(wish.cents) if wish.cents is not None else None,
        )
        return Outcome((), _facts(done, found, caller, second))

    act = Act(
        line_id=wish.line_id,
        kind=LineKind.DIFFERENCE_EXPLAINED,
        subject=f"{PREFIX}{wish.line_id}",
        staff=caller.user,
        facts={
            "source": wish.source,
            "to": wish.to,
            "asked_cents": wish.cents,
            "reason": words,
            "center": center,
            "approver": second.user,
        },
        business_date=day_of_deed(wish.day, clock().date()),
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    line = read_line(connection.scalars(_LINE, {"own": OWN_DESK, "sequence": sequence}).one().encode())
    for row in kept_rows(line):
        connection.execute(_KEEP, row | {"act": sequence})
    said = line.facts
    return (
        f"{Money(said['cents'])}: {_side_words(said['over'])} over is {_side_words(said['short'])} short. "
        "Its slip prints for two signatures."
    )


def find_closed(connection: Connection, z: str, center: str, field: str) -> FoundDrawer:
    """A closed drawer by its Z report, less what is explained of it. Raises FieldRefused."""
    place = z_place(z)
    row = connection.execute(_CLOSED, {"desk": place[0], "number": str(place[1])}).first() if place else None
    if place is None or row is None:
        raise FieldRefused(
            f"The ledger has no Z report {safe_text(z, 'The number')} among the last of that desk. Check its number.",
            field,
        )
    if row.center != center:
        raise FieldRefused(f"{z} was made at another center. Its office explains it.", field)
    try:
        drawer = _drawer(connection, row, place[0], row.sequence)
    except UnreadableBody as trouble:
        raise FieldRefused(f"{z} says less than this ledger needs to explain it. Ask support.", field) from trouble
    return FoundDrawer(desk=place[0], sequence=row.sequence, center=row.center, drawer=drawer)


def drawer_at(connection: Connection, desk: str, sequence: int, *, before: int) -> ClosedDrawer:
    """A closed drawer by the place of its Z report's line, however old, less what acts ``before`` this one explained.

    Raises UnreadableBody, also where no drawer was closed there.
    """
    row = connection.execute(_AT, {"desk": desk, "sequence": sequence}).first()
    if row is None:
        raise UnreadableBody("No drawer was closed there.")
    return _drawer(connection, row, desk, sequence, before=before)


def _drawer(connection: Connection, row: Row[Any], desk: str, sequence: int, *, before: int = _NO_END) -> ClosedDrawer:
    asked = {"desk": desk, "sequence": sequence, "before": before}
    explained = {one.what: Money(one.cents) for one in connection.execute(_EXPLAINED, asked)}
    return read_closed(read_line(row.body.encode()), row.region, row.staff, explained)


def kept_rows(line: Line) -> list[dict[str, Any]]:
    """What stands beside a line: what its two sides have to be added. Raises as `MISREAD`."""
    cents = line.facts["cents"]
    return [
        {"desk": said["desk"], "sequence": said["sequence"], "what": said["what"], "cents": sign * cents}
        for said, sign in ((line.facts["over"], -1), (line.facts["short"], 1))
    ]


def explained_facts(connection: Connection, about: str, center: str) -> tuple[tuple[str, str], ...]:
    """What was explained, label by label. Raises Refused."""
    body = connection.scalar(_TOLD, {"own": OWN_DESK, "subject": about})
    line = read_line(body.encode()) if body is not None else None
    if line is None or line.facts["center"] != center:
        raise Refused("This center has no such explanation. Look at the list again.")
    said = line.facts
    return (
        ("Over", _side_words(said["over"])),
        ("Short", _side_words(said["short"])),
        ("Amount", str(Money(said["cents"]))),
        *(
            ("Still differs", f"{_side_words(side)}, {over_short_words(Money(side['left_cents']))}")
            for side in (said["over"], said["short"])
            if side["left_cents"]
        ),
        ("What was found", said["reason"]),
        ("Explained on", day_words(line.business_date or line.taken_at.date())),
    )


def _facts(done: Explained, found: list[FoundDrawer], caller: Staff, second: Staff) -> dict[str, Any]:
    sides = [
        _side(unlike, at, left)
        for unlike, at, left in (
            (done.over, found[0], done.over.amount - done.amount),
            (done.short, found[1], done.short.amount + done.amount),
        )
    ]
    return {
        "act": explain_act(*map(_side_words, sides)),
        "over": sides[0],
        "short": sides[1],
        "cents": done.amount.cents,
        "book": done.over.book.code,
        "staff_name": caller.name,
        "approver_name": second.name,
    }


def _side(unlike: Unlike, at: FoundDrawer, left: Money) -> dict[str, Any]:
    return {
        "z": at.drawer.z,
        "desk": at.desk,
        "sequence": at.sequence,
        "what": unlike.key,
        "words": unlike.words,
        "left_cents": left.cents,
    }


def _side_words(side: dict[str, Any]) -> str:
    return f"{side['words']} of {side['z']}"


def _must_be_nobodys(connection: Connection, person: Staff, found: list[FoundDrawer]) -> None:
    """R5: never whose drawer it was, who closed it, or who has an open drawer at its desk. Raises NotAllowed."""
    for each in found:
        if person.user in each.drawer.people:
            raise NotAllowed(f"{person.name} had {each.drawer.z} or closed it, and can't explain it. Ask another lead.")
    if person.user in drawer_holders(connection, {each.desk for each in found}).values():
        raise NotAllowed(f"{person.name} has an open drawer at that desk and can't explain for it. Ask another lead.")
