"""What people of the office do: each act is a line of the ledger's own journal, and a row by what it is about."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import Facts, LineKind, read_line
from cashier.domain.money import total
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.database import OWN_DESK
from cashier.ledger.own_journal import Entry, append, lock_own_journal

# They have a row in office_acts each; its subject stands in the line's facts.
ACTS = frozenset(
    {
        LineKind.TASK_TAKEN,
        LineKind.HELD_RELEASED,
        LineKind.ALARM_ACKNOWLEDGED,
        LineKind.EXPORTED,
        LineKind.NOTE_CLOSED,
        LineKind.ACCOUNT_LISTED,
        LineKind.BAG_ACCEPTED,
        LineKind.DEPOSIT_PREPARED,
        LineKind.DEPOSIT_REVIEWED,
        LineKind.BOOKS_COMPARED,
        LineKind.APPROVAL_ASKED,
        LineKind.DESKS_TOLD,
        LineKind.APPROVAL_GIVEN,
        LineKind.APPROVAL_DECLINED,
        LineKind.DEPOSIT_GIVEN,
        LineKind.DEPOSIT_ARRIVED,
        LineKind.DEPOSIT_CORRECTED,
        LineKind.BANK_CREDITED,
        LineKind.CARDS_BATCHED,
        LineKind.BAG_COUNTED,
        LineKind.BAGS_NAMED,
        LineKind.SAFE_COUNTED,
        LineKind.CHANGE_RECEIVED,
        LineKind.CREDIT_USED,
        LineKind.REFUND_ASKED,
        LineKind.REFUND_APPROVED,
        LineKind.REFUND_DECLINED,
        LineKind.REFUND_PAID,
        LineKind.CHECK_RETURNED,
        LineKind.MOVE_ASKED,
        LineKind.MOVE_AGREED,
        LineKind.MOVE_DECLINED,
        LineKind.DIFFERENCE_EXPLAINED,
    }
)

_APART_MOST = timedelta(days=2)  # The ledger's clock knows no center's time zone.
_EARLIER = text("SELECT sequence, body FROM lines WHERE desk = :desk AND line_id = :line_id")
_ACT = text(
    """
    INSERT INTO office_acts (subject, sequence, kind, staff, at, cents)
    VALUES (:subject, :sequence, :kind, :staff, :at, :cents)
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person wants done. ``line_id`` was made before the first attempt; ``facts`` are all of the wish.

    ``business_date``: of an act that counts to a day's totals.
    """

    line_id: UUID
    kind: LineKind
    subject: str
    staff: str
    facts: Facts
    business_date: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act comes to: what it moves, and what was found that the wish did not say."""

    transfers: tuple[Transfer, ...]
    facts: Facts = field(default_factory=dict)


def day_of_deed(day: date | None, today: date) -> date:
    """The business date of the desk where it is done. Raises Refused for one that is not about ``today``."""
    if day is not None and abs(day - today) > _APART_MOST:
        raise Refused("The desk's business date is not today's. Do it at a desk whose date is right.")
    return day or today


def _moves_nothing() -> tuple[Transfer, ...]:
    return ()


def do(
    connection: Connection,
    act: Act,
    *,
    clock: Clock,
    new_id: NewId,
    decide: Callable[[], tuple[Transfer, ...] | Outcome] = _moves_nothing,
) -> int:
    """Write an act down once, however often it is asked for; returns its place in the ledger's own journal.

    ``decide`` says under the journal's lock what it moves and what was found, and may refuse. Raises Refused, also
    for an id that is another act's.
    """
    sequence = lock_own_journal(connection) + 1
    facts = {"subject": act.subject, **act.facts}
    earlier = connection.execute(_EARLIER, {"desk": OWN_DESK, "line_id": act.line_id}).first()
    if earlier is not None:
        line = read_line(earlier.body.encode())
        said = {name: value for name, value in line.facts.items() if name in facts}
        if (line.kind, line.staff, said) != (act.kind, act.staff, facts):
            raise Refused("This line_id is another act's. Make a new one for this act.")
        return int(earlier.sequence)
    decided = decide()
    outcome = decided if isinstance(decided, Outcome) else Outcome(decided)
    facts |= outcome.facts
    entry = Entry(
        kind=act.kind,
        staff=act.staff,
        facts=facts,
        transfers=outcome.transfers,
        business_date=act.business_date,
        line_id=act.line_id,
    )
    append(connection, [entry], clock=clock, new_id=new_id)
    cents = total([transfer.amount for transfer in entry.transfers]).cents or None
    row = {"subject": act.subject, "kind": act.kind.value, "staff": act.staff, "at": clock(), "cents": cents}
    connection.execute(_ACT, row | {"sequence": sequence})
    return sequence
