"""Counts of the safe, of a bag in it, and of change from the bank: by two people, blind, differences its own (R29).

The first count that differs is kept and says so and no more (R1); whoever counts next, that count is the second, and
what it differs by is booked to the safe's own over and short. So nobody finds out by trying what should be there.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, Book, BookLine, safe_over_short
from cashier.domain.count import without_zeros
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import ZERO, Money, total
from cashier.domain.people import Right, Staff
from cashier.domain.safe import CountPurpose
from cashier.domain.shift import counted
from cashier.domain.shift_close import move
from cashier.domain.times import Clock, day_words
from cashier.ledger.acts import Act, Outcome, do
from cashier.ledger.alarms import raise_alarm_once
from cashier.ledger.database import OWN_DESK
from cashier.ledger.filled import bag_in_safe
from cashier.ledger.undeposited import open_desks, waiting_bags
from cashier.wire_safe import CountBag, CountDone, CountSafe, TakeChange

_LAST = text(
    """
    SELECT body FROM office_acts AS act JOIN lines ON lines.desk = :own AND lines.sequence = act.sequence
    WHERE subject = :subject AND act.kind = :kind ORDER BY act.sequence DESC LIMIT 200
    """
)
_LINE = text("SELECT body FROM lines WHERE desk = :own AND sequence = :sequence")
_REGION = text("SELECT region FROM centers WHERE center = :center")
_HOLDS = text(
    """
    SELECT (SELECT COALESCE(sum(cents), 0) FROM transfers WHERE debit = :account AND starts_with(debit, 'safe:'))
         - (SELECT COALESCE(sum(cents), 0) FROM transfers WHERE credit = :account AND starts_with(credit, 'safe:'))
    """
)
_DEPOSITED = text("SELECT EXISTS (SELECT FROM deposited_bags WHERE center = :center AND bag = :bag)")
_ACCEPTED = text("SELECT EXISTS (SELECT FROM office_acts WHERE subject = :subject AND kind = 'bag_accepted')")


def count_safe(
    connection: Connection, wish: CountSafe, two: tuple[Staff, Staff], center: str, *, clock: Clock, new_id: NewId
) -> CountDone:
    """Count the safe: its loose cash and its bags. To open and to close a day, or at any time. Raises Refused."""
    caller, purpose = two[0], CountPurpose(wish.purpose)
    caller.needs(Right.KEEP_SAFE if purpose is CountPurpose.SURPRISE else Right.OPEN_CENTER, f"{_PURPOSES[purpose]}")
    book, amount = Book(_region(connection, center), BookLine.MEDICAL), counted(wish.count)
    subject, seen = f"safe.{center}", set(wish.bags)

    def decide() -> Outcome:
        _check_day(connection, center, purpose, wish.day)
        bags = [one.bag for one in waiting_bags(connection, center) if one.accepted_by]
        listed = {bag.number for bag in bags}
        if strange := sorted(seen - listed):
            raise Refused(f"Bag {strange[0]} is none of the safe's. Take it in first, or leave it out of the count.")
        inside = total([bag.cash + bag.checks for bag in bags if bag.book == book])
        expected = in_safe(connection, Account(AccountKind.SAFE, center, book)) - inside
        before = _lines(connection, subject, LineKind.SAFE_COUNTED)
        begins = not any(line.facts["booked"] for line in before)
        missing = sorted(listed - seen)
        is_second = bool(before) and not before[0].facts["booked"]
        matches = not missing and (begins or amount == expected)
        other = Account(AccountKind.BANK, book.region, book) if begins else safe_over_short(center)
        moved = move(Account(AccountKind.SAFE, center, book), other, amount - expected)
        return _outcome(
            matches, is_second, {"missing": missing, "begins": begins}, expected, amount, (moved,) if moved else ()
        )

    facts = {
        "center": center,
        "book": book.code,
        "purpose": purpose.value,
        "day": wish.day.isoformat(),
        "count": without_zeros(wish.count),
        "bags": sorted(seen),
    }
    act = _act(LineKind.SAFE_COUNTED, subject, wish.line_id, two, facts)
    done = _counted(connection, do(connection, act, decide=decide, clock=clock, new_id=new_id))
    if done.missing and not done.again:
        names = f"{two[0].name} and {two[1].name}"
        said = f"Bag {', '.join(done.missing)} was not in the safe of {center} when {names} counted it"
        raise_alarm_once(connection, "bag_missing", f"{said} (line {done.sequence}). Find out where it is.")
    return done


def count_bag(
    connection: Connection, wish: CountBag, two: tuple[Staff, Staff], center: str, *, clock: Clock, new_id: NewId
) -> CountDone:
    """Count a bag of the safe; from then on it holds what the two found. Raises Refused."""
    two[0].needs(Right.KEEP_SAFE, "count bags")
    bag = bag_in_safe(connection, wish.number, center)
    subject, amount = f"bag.{center}.{bag.number}", counted(wish.count)
    gone = {item.key: item for item in bag.items if item.key in wish.missing}

    def decide() -> Outcome:
        if not connection.scalar(_ACCEPTED, {"subject": subject}):
            raise Refused(f"Bag {bag.number} is not in the safe yet. Take it in first.")
        if connection.scalar(_DEPOSITED, {"center": center, "bag": bag.number}):
            raise Refused(f"Bag {bag.number} is in a deposit, and nothing of it changes any more.")
        if set(wish.missing) - gone.keys():
            raise Refused("The list of checks changed since it was shown. Look at the bag again.")
        lacking = total([item.amount for item in gone.values()])
        before = _lines(connection, subject, LineKind.BAG_COUNTED)
        is_second = bool(before) and not before[0].facts["booked"]
        matches = amount == bag.cash and not gone
        safe, own = Account(AccountKind.SAFE, center, bag.book), safe_over_short(center)
        moved = (move(safe, own, amount - bag.cash), move(own, safe, lacking))
        found = {"cash_cents": amount.cents, "checks_cents": (bag.checks - lacking).cents}
        return _outcome(matches, is_second, found, bag.cash, amount, tuple(one for one in moved if one))

    facts = {
        "center": center,
        "number": bag.number,
        "book": bag.book.code,
        "count": without_zeros(wish.count),
        "missing": sorted(wish.missing),
    }
    act = _act(LineKind.BAG_COUNTED, subject, wish.line_id, two, facts)
    return _counted(connection, do(connection, act, decide=decide, clock=clock, new_id=new_id))


def take_change(
    connection: Connection, wish: TakeChange, two: tuple[Staff, Staff], center: str, *, clock: Clock, new_id: NewId
) -> CountDone:
    """Change that the bank sent comes into the safe by count: what differs from the order is booked apart (R11)."""
    two[0].needs(Right.KEEP_SAFE, "receive change from the bank")
    book, amount, ordered = Book(_region(connection, center), BookLine.MEDICAL), counted(wish.count), wish.ordered_cents
    subject = f"change.{center}"

    def decide() -> Outcome:
        if amount == ZERO and not ordered:
            raise Refused("Enter what was ordered, and count what came.")
        before = _lines(connection, subject, LineKind.CHANGE_RECEIVED)
        is_second = bool(before) and not before[0].facts["booked"]
        safe, bank = Account(AccountKind.SAFE, center, book), Account(AccountKind.BANK, book.region, book)
        moved = (move(safe, bank, Money(ordered)), move(safe, safe_over_short(center), amount - Money(ordered)))
        matches = amount.cents == ordered
        return _outcome(matches, is_second, {}, Money(ordered), amount, tuple(one for one in moved if one))

    facts = {"center": center, "book": book.code, "ordered_cents": ordered, "count": without_zeros(wish.count)}
    act = _act(LineKind.CHANGE_RECEIVED, subject, wish.line_id, two, facts)
    return _counted(connection, do(connection, act, decide=decide, clock=clock, new_id=new_id))


def center_day(connection: Connection, center: str) -> tuple[date | None, date | None]:
    """The business date that is open, and the last one that was closed."""
    opened = closed = None
    for line in reversed(_lines(connection, f"safe.{center}", LineKind.SAFE_COUNTED)):
        if not line.facts["booked"]:
            continue
        day = date.fromisoformat(line.facts["day"])
        if line.facts["purpose"] == CountPurpose.OPEN:
            opened = day
        elif line.facts["purpose"] == CountPurpose.CLOSE:
            opened, closed = None, day
    return opened, closed


def in_safe(connection: Connection, account: Account) -> Money:
    """What a safe's account comes to, by its transfers."""
    return Money(int(connection.scalar(_HOLDS, {"account": account.code}) or 0))


_PURPOSES: Mapping[CountPurpose, str] = {
    CountPurpose.OPEN: "open a center's day",
    CountPurpose.CLOSE: "close a center's day",
    CountPurpose.SURPRISE: "count the safe",
}


def _check_day(connection: Connection, center: str, purpose: CountPurpose, day: date) -> None:
    """A day is opened after the last was closed, and closed with every drawer and bag of it in. Raises Refused."""
    if purpose is CountPurpose.SURPRISE:
        return
    opened, closed = center_day(connection, center)
    if purpose is CountPurpose.OPEN:
        if opened is not None:
            raise Refused(f"{day_words(opened)} is open still. Close it first, with a count of the safe.")
        if closed is not None and day <= closed:
            raise Refused(f"{day_words(closed)} was closed. Open a later day.")
        return
    if opened is None:
        raise Refused("No day is open. Open it first, with a count of the safe.")
    if open_now := open_desks(connection, center, opened):
        raise Refused(f"The drawer of {open_now[0]} is still open. Close it before the day.")
    for left in waiting_bags(connection, center):
        if not left.accepted_by and left.day is not None and left.day <= opened:
            raise Refused(f"Bag {left.bag.number} of {left.bag.desk} is not in the safe yet. Take it in first.")
    if day != opened:
        raise Refused(f"{day_words(opened)} is open, and only that day can be closed now.")


def _outcome(
    matches: bool,
    is_second: bool,
    found: Mapping[str, object],
    expected: Money,
    amount: Money,
    moved: tuple[Any, ...],
) -> Outcome:
    booked = matches or is_second
    facts: dict[str, object] = {"attempt": 2 if is_second else 1, "matches": matches, "booked": booked, **found}
    if booked:
        facts |= {"expected_cents": expected.cents, "counted_cents": amount.cents}
    return Outcome(moved if booked else (), facts)


def _act(kind: LineKind, subject: str, line_id: UUID, two: tuple[Staff, Staff], facts: Mapping[str, object]) -> Act:
    """A count by two. Raises Refused where they are one."""
    caller, second = two
    if caller.user == second.user:
        raise Refused("Two people count it. Have a colleague sign, too.")
    named = {"second": second.user, "second_name": second.name, "staff_name": caller.name}
    return Act(line_id=line_id, kind=kind, subject=subject, staff=caller.user, facts={**facts, **named})


def _counted(connection: Connection, sequence: int) -> CountDone:
    """What may be said of a count; asked for again, the same is said again."""
    line = read_line(connection.execute(_LINE, {"own": OWN_DESK, "sequence": sequence}).one().body.encode())
    said = line.facts
    if not said["booked"]:
        return CountDone(sequence=sequence, matches=False, again=True)
    differs = 0 if said.get("begins") else said["counted_cents"] - said["expected_cents"]
    missing = tuple(said["missing"]) if line.kind is LineKind.SAFE_COUNTED else ()
    return CountDone(sequence=sequence, matches=said["matches"], again=False, difference_cents=differs, missing=missing)


def _lines(connection: Connection, subject: str, kind: LineKind) -> list[Line]:
    """The latest acts of a kind on a subject, newest first."""
    asked = {"own": OWN_DESK, "subject": subject, "kind": kind.value}
    return [read_line(body.encode()) for body in connection.scalars(_LAST, asked)]


def _region(connection: Connection, center: str) -> str:
    region = connection.scalar(_REGION, {"center": center})
    if region is None:
        raise Refused("The ledger knows no region of this center. Have its organization file loaded.")
    return str(region)
