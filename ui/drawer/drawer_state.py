"""What the Drawer page says of a drawer: whose, since when, how it stands. Never what should be in it (R2)."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cashier.domain.drawer import TenderTotal
from cashier.domain.line import Line
from cashier.domain.shift import Shift, ShiftState
from cashier.domain.times import clock_words, day_words
from cashier.domain.z_report import read_z
from cashier.usecases.drawer_acts import XReading, has_too_much
from cashier.usecases.ports.desk import Desk
from cashier.usecases.shift import is_long

_STATES = {
    ShiftState.ACTIVE: "in use",
    ShiftState.SUSPENDED: "suspended: nobody takes money in it",
    ShiftState.COUNTING: "being counted: close it",
    ShiftState.PENDING: "handed over, not accepted yet",
}
_TENDERS = {
    "cash": "Cash",
    "check": "Checks",
    "money_order": "Money orders",
    "cashiers_check": "Cashier's checks",
    "card": "Cards",
}
TOO_MUCH = "There is a lot of cash in this drawer. Drop some of it to the safe when nobody waits."
TOO_LONG = "This drawer is open for a long time. Close it when nobody waits: soon it takes no payment."


def drawer_warning(desk: Desk) -> str:
    """What the cashier is told of the open drawer; empty where it is as it should be."""
    return TOO_LONG if is_long(desk) else TOO_MUCH if has_too_much(desk) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerState:
    """An open drawer, or none; ``last`` is the desk's last Z report."""

    shift: Shift | None
    last: Line | None
    zone: ZoneInfo

    @property
    def facts(self) -> dict[str, str]:
        """Words and what they are, in order; of a desk without an open drawer its last Z report."""
        said: dict[str, str] = {}
        if self.shift is not None:
            at = self.shift.opened_at.astimezone(self.zone)
            said = {
                "Cashier": self.shift.staff_name,
                "Open since": clock_words(at),
                "Business date": day_words(self.shift.business_date),
                "Float counted": self.shift.float_amount.plain(),
                "State": _STATES[self.shift.state],
            }
        elif self.last is not None:
            z = read_z(self.last)
            said["Last Z report"] = f"{z.number}, by {z.staff_name}"
        return said

    @property
    def can_count(self) -> bool:
        return self.shift is not None and self.shift.state in (ShiftState.ACTIVE, ShiftState.COUNTING)

    @property
    def is_suspended(self) -> bool:
        return self.shift is not None and self.shift.state is ShiftState.SUSPENDED

    @property
    def is_pending(self) -> bool:
        """Whether it was handed over, and nobody has accepted it."""
        return self.shift is not None and self.shift.state is ShiftState.PENDING

    @property
    def is_active(self) -> bool:
        return self.shift is not None and self.shift.state is ShiftState.ACTIVE

    @property
    def why_not(self) -> str:
        """Why the drawer can't be used now; empty where it can."""
        if self.shift is None:
            return "No drawer is open at this desk."
        if self.is_suspended:
            return "This drawer is suspended. Come back from the break first."
        if self.is_pending:
            return "This drawer was handed over. Take it back, or have it accepted, with Alt H."
        return "" if self.is_active else "This drawer is being counted. Close it first."


def reading_facts(reading: XReading) -> dict[str, str]:
    """An X reading as the page says it."""
    said = {"Payments": str(reading.payments)}
    said |= {_tender_words(total): total.amount.plain() for total in reading.tenders}
    said |= {f"Terminal {c.terminal} · {c.count}": c.amount.plain() for c in reading.cards}
    said["Checks and other paper"] = str(reading.papers)
    said["Opened without a sale"] = str(reading.no_sales)
    said["Cash"] = reading.cash.plain() if reading.cash is not None else "not shown before the count"
    return said


def _tender_words(total: TenderTotal) -> str:
    return f"{_TENDERS.get(total.kind, total.kind.replace('_', ' '))} · {total.count}"
