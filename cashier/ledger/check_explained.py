"""Proves explained differences from their lines alone: two people, lines that differed so, and no more than that."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from cashier.domain.errors import MISREAD, FieldRefused, UnreadableBody
from cashier.domain.explained import ClosedDrawer, Side, Unlike, explain
from cashier.domain.line import Line, read_line
from cashier.domain.money import ZERO, Money
from cashier.ledger.database import OWN_DESK
from cashier.ledger.explaining import drawer_at, kept_rows

_KEPT = text("SELECT desk, sequence, what, act, cents FROM explained_differences")
_SAID = text(
    "SELECT sequence, body FROM lines WHERE desk = :own AND kind = 'difference_explained' AND state <> 'repeated' "
    "ORDER BY sequence"
)


def wrong_explanations(connection: Connection) -> Iterator[str]:
    """Explained differences whose people, drawers or amount are not as they should be, a sentence each."""
    kept = {(row.desk, row.sequence, row.what, row.act, row.cents) for row in connection.execute(_KEPT)}
    said: set[tuple[str, int, str, int, int]] = set()
    for row in connection.execute(_SAID, {"own": OWN_DESK}).all():
        name = f"Line {row.sequence} of {OWN_DESK}"
        try:
            line = read_line(row.body.encode())
            wrong = list(_wrong(connection, line, row.sequence))
            rows = kept_rows(line)
        except (*MISREAD, UnreadableBody):
            yield f"{name} explains a difference that was none."
            continue
        yield from (f"{name} {what}." for what in wrong)
        said |= {(one["desk"], one["sequence"], one["what"], row.sequence, one["cents"]) for one in rows}
    if said != kept:
        yield "The differences that are explained are not those that the lines say."


def _wrong(connection: Connection, line: Line, sequence: int) -> Iterator[str]:
    facts = line.facts
    signed = {line.staff, str(facts["approver"])}
    if len(signed) == 1:
        yield "explains a difference and was signed by one person"
    sides: list[Unlike] = []
    for code, said in (("source", facts["over"]), ("to", facts["short"])):
        side, is_over = Side.read(facts[code]), code == "source"
        drawer = drawer_at(connection, str(said["desk"]), int(said["sequence"]), before=sequence)
        if signed & drawer.people:
            yield f"explains a difference and was signed by who had {side.z}"
        if {side.z, said["z"]} != {drawer.z}:
            yield f"names another drawer than {side.z}"
        sides.append(_by_key(drawer, str(said["what"]), is_over=is_over))
    try:
        done = explain(sides[0], sides[1], Money(facts["cents"]))
    except FieldRefused:
        yield "explains another amount than differed"
        return
    if done.amount.cents != facts["cents"]:
        yield "explains another amount than differed"


def _by_key(drawer: ClosedDrawer, key: str, *, is_over: bool) -> Unlike:
    """Raises ValueError where the drawer had no such line any more."""
    for each in drawer.unlike:
        if each.key == key and each.amount != ZERO and (each.amount > ZERO) == is_over:
            return each
    raise ValueError(key)
