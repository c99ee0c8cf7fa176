"""What the Office page says, without Qt: rows of drawers, lists of what waits, and how old it all is."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cashier.domain.money import ZERO
from cashier.domain.office import DrawerState, Office, OfficeDrawer, WaitingItem, WaitingList
from cashier.domain.over_short import over_short_words
from cashier.domain.times import time_words

SHOWN_MOST = 4  # Of each list; the page names how many more there are.
UNKNOWN = "–"
AGES = (3, 10, 30)
"""Days after which money without a name says when it is due, is louder, and is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerWords:
    """One drawer in the columns' order, and the tone of its state."""

    desk: str
    cashier: str
    since: str
    state: str
    expected: str
    payments: str
    remark: str
    tone: str

    @property
    def texts(self) -> tuple[str, ...]:
        return self.desk, self.cashier, self.since, self.state, self.expected, self.payments, self.remark


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWords:
    """What waits: a title with its amount, and a line below."""

    title: str
    amount: str
    below: str
    tone: str = "muted"


def drawer_words(row: OfficeDrawer, *, now: datetime, zone: tzinfo) -> DrawerWords:
    """``short $40.00`` where somebody may know it, else that counts do not match; limits before that."""
    state, tone = _state(row, now=now, zone=zone)
    return DrawerWords(
        desk=row.desk,
        cashier=row.cashier_name or row.cashier,
        since=time_words(row.opened_at, now=now, zone=zone),
        state=state,
        expected=row.expected.plain() if row.expected is not None else UNKNOWN,
        payments=str(row.payments),
        remark=_remark(row),
        tone=tone,
    )


def _state(row: OfficeDrawer, *, now: datetime, zone: tzinfo) -> tuple[str, str]:
    if row.state is DrawerState.CLOSED:
        at = time_words(row.closed_at, now=now, zone=zone) if row.closed_at is not None else ""
        return f"closed {at} · Z {row.z}", "plain"
    if row.waits:
        return "counts differ", "bad"
    if row.also_at:
        return "two drawers", "warn"
    if row.is_over_limit:
        return "over the cash limit", "warn"
    if row.state is DrawerState.COUNTING:
        return "counting", "soft"
    if row.state is DrawerState.PENDING:
        return "handed over", "soft"
    return ("suspended", "plain") if row.state is DrawerState.SUSPENDED else ("open", "ok")


def _remark(row: OfficeDrawer) -> str:
    if row.state is DrawerState.CLOSED:
        said = [over_short_words(row.difference)] if row.difference is not None and row.difference != ZERO else []
        bags = f"bag {row.bags[0]}" if len(row.bags) == 1 else f"{len(row.bags)} bags" if row.bags else ""
        return " · ".join(part for part in (*said, bags) if part)
    if row.waits:
        return "waits for a second person"
    if row.also_at:
        return f"also open at {', '.join(row.also_at)}"
    return "suspended" if row.is_over_limit and row.state is DrawerState.SUSPENDED else ""


def age_words(item: WaitingItem) -> str:
    """``3 days · with Helen Park``, ``today · unassigned``; what does not age says who listed it."""
    if item.kind == "returned":
        return f"Listed by {item.owner}."
    if item.kind == "message":
        return f"Sent by {item.owner}."
    if item.kind in ("ask", "asked", "trend"):
        return ""
    days = _days(item.age_days)
    due = f" · {_due_words(item.age_days)}" if item.kind == "unidentified" and item.age_days >= AGES[0] else ""
    return f"{days} · with {item.owner}{due}" if item.owner else f"{days} · unassigned{due}"


def _days(age: int) -> str:
    return "today" if age == 0 else "1 day" if age == 1 else f"{age} days"


def _due_words(age: int) -> str:
    left = AGES[2] - age
    return f"due in {_days(left)}" if left > 0 else "due today" if left == 0 else f"overdue for {_days(-left)}"


def _tone(item: WaitingItem) -> str:
    """Money without a name is louder after ten days, and loudest once it is due."""
    if item.kind != "unidentified" or item.age_days < AGES[1]:
        return "muted"
    return "bad" if item.age_days >= AGES[2] else "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeState:
    """What was seen of the center, said at ``now``."""

    office: Office
    now: datetime
    zone: tzinfo

    @property
    def as_of(self) -> str:
        """``as of 10:44``, and with the ledger away that only this desk is as it stands."""
        said = self.office.as_of
        at = time_words(said, now=self.now, zone=self.zone) if said is not None else ""
        if not self.office.away:
            return f"as of {at}"
        return f"this desk now, others as of {at}" if at else "this desk alone"

    @property
    def away_words(self) -> str:
        """Why what is shown is not the center as it stands; empty while it is."""
        if not self.office.away:
            return ""
        return f"{self.office.away} What waits, and other desks, are shown as they were last known."

    @property
    def hidden_words(self) -> str:
        """Why there are dashes, where there are any."""
        if all(row.expected is not None for row in self.office.drawers):
            return ""
        return "– : cash that is not yours to know before the count."


def list_title(name: str, told: WaitingList) -> str:
    """``Could not post · 3``."""
    return f"{name} · {told.count:,}" if told.count else name


def item_words(item: WaitingItem) -> ItemWords:
    """What a row of a list says."""
    return ItemWords(
        title=item.what,
        amount=item.amount.plain() if item.amount is not None else "",
        below=(" " if item.why.endswith(".") else " · ").join(part for part in (item.why, age_words(item)) if part),
        tone=_tone(item),
    )


def more_words(told: WaitingList, rows: int = SHOWN_MOST) -> str:
    """How many more there are than rows, and what all come to; empty where all are shown."""
    if told.count <= rows:
        return ""
    more = f"and {told.count - rows:,} more"
    return f"{more} · {told.amount} in all" if told.amount != ZERO else more
