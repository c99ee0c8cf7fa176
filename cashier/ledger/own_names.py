"""Names that two people gave to bags whose number was used twice: which filling has which name since."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, read_line
from cashier.ledger.database import OWN_DESK

_NAMED = text(
    """
    SELECT body FROM office_acts AS act JOIN lines ON lines.desk = :own AND lines.sequence = act.sequence
    WHERE act.kind = 'bags_named' AND (:center = '' OR subject = 'names.' || :center) ORDER BY act.sequence
    """
)

Filling = tuple[str, str]  # The id of the line that filled a bag, and the number that the desk said.


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Of a center's fillings, or of all. ``lines`` are the acts that gave them."""

    names: Mapping[Filling, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    def of(self, line: Line, number: str) -> str:
        """What a bag is called that a line filled under a number."""
        return self.names.get((str(line.line_id), number), number)

    def said_as(self, number: str) -> list[str]:
        """The numbers under which desks can have filled what is called so now, itself first."""
        return [number, *sorted({said for (_, said), name in self.names.items() if name == number} - {number})]


def own_names(connection: Connection, center: str = "") -> OwnNames:
    """What was named so far; a line that cannot be read names nothing, and is found where lines are read."""
    names: dict[Filling, str] = {}
    lines = []
    for body in connection.scalars(_NAMED, {"own": OWN_DESK, "center": center}):
        try:
            line = read_line(body.encode())
            names |= {(str(one["line"]), str(one["said"])): str(one["name"]) for one in line.facts["names"]}
            lines.append(line)
        except (UnreadableBody, *MISREAD):
            continue
    return OwnNames(names, tuple(lines))
