"""What the Drawer page says of cash between two cashiers: what is on its way, to whom, since when. No amounts (R1)."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from cashier.domain.handing import Handed
from cashier.domain.times import clock_words


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedRow:
    """One that is on its way. ``comes``: to who is signed in here; else they gave it. ``said``: what became of it."""

    handed: Handed
    comes: bool
    words: str
    said: str
    is_taken_over_here: bool = False


def handed_rows(
    given: tuple[Handed, ...], coming: tuple[Handed, ...], rejected: dict[UUID, str], zone: ZoneInfo, *, desk: str
) -> tuple[HandedRow, ...]:
    """What comes first, then what was given, each oldest first: here, or at a desk that ``desk`` replaced."""
    rows = [HandedRow(handed=h, comes=True, words=coming_words(h, zone), said="") for h in coming]
    for handed in given:
        what = "The whole drawer" if handed.is_whole else "Cash"
        own = handed.line.desk == desk
        said = "They count and sign at this desk." if handed.is_here else "Not accepted yet."
        if not own:
            said = f"Given at {handed.line.desk}, which this desk replaced, and not accepted."
        said = rejected.get(handed.transfer_id, "") or said
        words = f"{what} for {handed.to_name} · {_at(handed, zone)}{_note(handed)}"
        rows.append(
            HandedRow(handed=handed, comes=False, words=words, said=said, is_taken_over_here=own and handed.is_here)
        )
    return tuple(rows)


def coming_words(handed: Handed, zone: ZoneInfo) -> str:
    """``Cash from Rosa Delgado · 10:44 AM · small notes``."""
    what = "The whole drawer" if handed.is_whole else "Cash"
    return f"{what} from {handed.giver_name} · {_at(handed, zone)}{_note(handed)}"


def papers_words(handed: Handed) -> str:
    """The checks and money orders that go along, for the one tick that says that all of them are there."""
    listed = ", ".join(f"{item.number or '?'} {item.amount.plain()}" for item in handed.papers)
    many = f"all {len(handed.papers)} checks and money orders are" if len(handed.papers) > 1 else "the check is"
    return f"{many[0].upper()}{many[1:]} here: {listed}"


def _at(handed: Handed, zone: ZoneInfo) -> str:
    return clock_words(handed.line.taken_at.astimezone(zone))


def _note(handed: Handed) -> str:
    return f" · {handed.note}" if handed.note else ""
