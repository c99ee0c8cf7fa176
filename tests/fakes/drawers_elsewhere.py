"""A ledger that says what a test wants it to of drawers at other desks."""

from dataclasses import dataclass, field
from threading import Event

from cashier.domain.errors import LedgerAway

_PATIENCE_S = 30.0


def _at_once() -> Event:
    answers = Event()
    answers.set()
    return answers


@dataclass(slots=True)
class OtherDrawers:
    """`ports.drawers.DrawersElsewhere`: where each person has a drawer open, and who used
    which bag; ``trouble``: why nobody can say.

    It says nothing while ``answers`` is not set.
    """

    open: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    trouble: str = ""
    answers: Event = field(default_factory=_at_once)

    def open_at(self, staff: str) -> tuple[str, ...]:
        self.answers.wait(_PATIENCE_S)
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.open.get(staff, ())

    def bag_at(self, number: str) -> tuple[str, ...]:
        self.answers.wait(_PATIENCE_S)
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.bags.get(number, ())


NOBODYS = OtherDrawers()
