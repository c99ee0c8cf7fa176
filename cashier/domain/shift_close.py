"""Closing a drawer: what was found, what differs, who signed, and where the money goes.

A drawer is closed the same day whatever was found: what differs is posted to over and short.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cashier.domain.absent import WHY_ABSENT, absent_facts, check_along, check_same, counts_for_another, may_count_for
from cashier.domain.accounts import Account, AccountKind, Book, BookLine
from cashier.domain.bags import TILL_BAG, bag_of, check_bag
from cashier.domain.count import exactly, less, without_zeros
from cashier.domain.drawer import DrawerItem, Holdings
from cashier.domain.drawer_count import COUNT_AGAIN, Attempt, drawer_line
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.people import Approval, Staff, check_approval
from cashier.domain.scan import field_text, safe_text
from cashier.domain.shift import Shift, counted
from cashier.domain.tenders import TenderKind
from cashier.domain.terminal_totals import TerminalTotal, terminal_facts
from cashier.domain.transfer import Transfer

CLOSE_ACT = "a drawer's difference"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """A check or money order that lies in the drawer and stands on no list."""

    kind: TenderKind
    number: str
    amount: Money
    line: BookLine = BookLine.MEDICAL


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseShift:
    """The wish to close. ``present`` and ``missing`` are keys of the drawer's items, which have to name each once.

    ``left``: the float by denomination code, for the till bag ``till_bag`` that ``received_by`` takes to the safe.
    ``bags``: the number of the medical and of the premium bag, where there is money for it.
    ``terminals``: what the desk's card terminal said of this shift, or that it said nothing.
    """

    line_id: UUID
    present: frozenset[str]
    missing: frozenset[str] = frozenset()
    found: tuple[FoundItem, ...] = ()
    reason: str = ""
    approval: Approval | None = None
    left: Mapping[str, int] = field(default_factory=dict)
    till_bag: str = ""
    received_by: str = ""
    bags: Mapping[BookLine, str] = field(default_factory=dict)
    terminals: tuple[TerminalTotal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """What the one who counted says of a drawer besides the count: its paper, and what is known of a difference."""

    present: frozenset[str]
    missing: frozenset[str] = frozenset()
    found: tuple[FoundItem, ...] = ()
    reason: str = ""
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A counted drawer whose differences are said and signed. ``after`` is what is really in it."""

    differs: Money
    missing: tuple[DrawerItem, ...]
    found: tuple[FoundItem, ...]
    reason: str
    after: Holdings


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """All that closing depends on besides the wish. ``blocked_by``: sentences about what has to be settled first.

    ``by_hand``: how many cards were typed by hand, with which a lead signs (R9).
    """

    shift: Shift
    staff: Staff
    held: Holdings
    items: tuple[DrawerItem, ...]
    attempts: Sequence[Attempt]
    rules: DrawerRules
    now: datetime
    blocked_by: tuple[str, ...] = ()
    known_bags: frozenset[str] = frozenset()
    by_hand: int = 0


def decide_close(wish: CloseShift, at: Closing, report: Mapping[str, object]) -> Line:
    """The line that closes a shift: its Z report. ``report`` is what the Z says besides. Raises Refused."""
    accounted = Accounted(
        present=wish.present, missing=wish.missing, found=wish.found, reason=wish.reason, approval=wish.approval
    )
    settled = settle(accounted, at)
    after, last = settled.after, at.attempts[-1]
    left = counted(wish.left)
    medical = Book(at.shift.region, BookLine.MEDICAL)
    less(last.count, wish.left)
    if left > max(ZERO, after.cash.get(medical, ZERO)):
        raise Refused(
            f"The float can be {max(ZERO, after.cash.get(medical, ZERO))} at most: the rest is premium money."
        )
    till_bag = check_bag(wish.till_bag, TILL_BAG, at.known_bags) if left > ZERO else ""
    bags = _bags(wish, after, medical, left, at.known_bags, till_bag)
    received_by = safe_text(wish.received_by, "Who receives the float") or (
        wish.approval.approver_name if wish.approval else ""
    )
    if left > ZERO and not received_by:
        raise FieldRefused("Say who takes the float to the safe: their sign-in name or badge.", "receiver")
    return drawer_line(  # From here on the drawer is closed.
        LineKind.SHIFT_CLOSED,
        wish.line_id,
        {
            **report,
            **settled_facts(settled, at, wish.approval),
            "left": without_zeros(wish.left),
            "left_cents": left.cents,
            "till_bag": till_bag,
            "received_by": received_by,
            "bags": _bag_facts(bags, after, medical, last.count, wish.left),
            **terminal_facts(wish.terminals),
        },
        shift=at.shift,
        staff=at.staff,
        now=at.now,
        transfers=(*differences(settled, at), *_leaving(at, after, left)),
    )


def settle(accounted: Accounted, at: Closing) -> Settled:
    """What differs in a counted drawer, with its reason and signature. Raises Refused."""
    may_count_for(at.shift, at.staff)
    if at.blocked_by:
        raise Refused(at.blocked_by[0])
    if not at.attempts or not at.attempts[-1].is_enough:
        raise Refused(COUNT_AGAIN if at.attempts else "Count the drawer first.")
    differs = difference(at)
    missing = _missing(accounted, at)
    found = tuple(_checked(item) for item in accounted.found)
    reason = field_text(accounted.reason, "The reason", "reason")
    unlike = to_sign(at, missing=accounted.missing, found=found)
    if unlike > ZERO and not reason:
        raise FieldRefused("Say what is known of the difference: enter a reason.", "reason")
    if counts_for_another(at.shift, at.staff):
        if not reason:
            raise FieldRefused(WHY_ABSENT, "reason")
        check_along(at.shift, at.staff, accounted.approval, act=CLOSE_ACT, amount=unlike)
        check_same(accounted.approval, at.attempts[-1].witness, at.attempts[-1].witness_name)
    elif needs_approval(at, [*missing, *found]):
        words = "This difference" if unlike > ZERO else "A drawer with cards typed by hand"
        check_approval(accounted.approval, requester=at.staff.user, act=CLOSE_ACT, amount=unlike, words=words)
    return Settled(
        differs=differs, missing=missing, found=found, reason=reason, after=_after(at, differs, missing, found)
    )


def settled_facts(settled: Settled, at: Closing, approval: Approval | None) -> dict[str, object]:
    """How a drawer was found, as a body says it."""
    last = at.attempts[-1]
    return {
        "count": dict(last.count),
        "counted_cents": last.amount.cents,
        "expected": {book.code: amount.cents for book, amount in sorted(at.held.cash.items())},
        "difference_cents": settled.differs.cents,
        "attempts": [_attempt_facts(attempt) for attempt in at.attempts],
        "reason": settled.reason,
        **_signature(approval),
        "items": [item.key for item in at.items],
        "checks": [item_facts(item) for item in at.items],
        "missing": [item.key for item in settled.missing],
        "found": [_found_facts(item) for item in settled.found],
        **(
            absent_facts(at.shift, at.staff, approval)
            if approval is not None and counts_for_another(at.shift, at.staff)
            else {}
        ),
    }


def bag_totals(
    at: Closing, *, missing: Collection[str] = (), found: Sequence[FoundItem] = (), left: Money = ZERO
) -> dict[Book, Money]:
    """What each book's bag will hold, cash and paper, once ``left`` stays as float. For a counted drawer only."""
    gone = [item for item in at.items if item.key in missing]
    after = _after(at, difference(at), gone, found)
    medical = Book(at.shift.region, BookLine.MEDICAL)
    totals = {
        book: _goes(after, book, medical, left) + after.checks.get(book, ZERO)
        for book in sorted(after.cash.keys() | after.checks.keys())
    }
    return {book: amount for book, amount in totals.items() if amount != ZERO}


def most_to_leave(at: Closing) -> Money:
    """The medical cash of a counted drawer: premium money is never left as float."""
    after = _after(at, difference(at), (), ())
    return max(ZERO, after.cash.get(Book(at.shift.region, BookLine.MEDICAL), ZERO))


def difference(at: Closing) -> Money:
    """What was counted last less what should be there: below zero where cash is short."""
    return at.attempts[-1].amount - at.held.cash_total


def to_sign(at: Closing, *, missing: Collection[str] = (), found: Sequence[FoundItem] = ()) -> Money:
    """All that is not as it should be, each by its size: what a second person signs for."""
    gone = [item.amount for item in at.items if item.key in missing]
    return total([_size(difference(at)), *gone, *(item.amount for item in found)])


def needs_approval(at: Closing, unlike: Sequence[DrawerItem | FoundItem]) -> bool:
    """Whether a second person signs: above the limit, for paper that is not as listed (R4), for typed cards (R9)."""
    return _size(difference(at)) > at.rules.approve_above or bool(unlike) or at.by_hand > 0


def _size(amount: Money) -> Money:
    return max(amount, -amount)


def _missing(wish: Accounted, at: Closing) -> tuple[DrawerItem, ...]:
    for item in at.items:
        if (item.key in wish.present) == (item.key in wish.missing):
            number = f" {item.number}" if item.number else ""
            raise Refused(
                f"{item.kind.value.replace('_', ' ').capitalize()}{number} is open: tick it, or say it is missing."
            )
    unknown = (wish.present | wish.missing) - {item.key for item in at.items}
    if unknown:
        raise Refused("The list of checks changed since it was shown. Look at it again.")
    return tuple(item for item in at.items if item.key in wish.missing)


def _checked(item: FoundItem) -> FoundItem:
    if item.amount <= ZERO:
        raise Refused("Enter an amount above zero for the check that is not on the list.")
    if item.kind in (TenderKind.CASH, TenderKind.CARD):
        raise Refused("Only checks and money orders can be missing from the list.")
    return FoundItem(kind=item.kind, number=safe_text(item.number, "The number"), amount=item.amount, line=item.line)


def _after(at: Closing, differs: Money, missing: Sequence[DrawerItem], found: Sequence[FoundItem]) -> Holdings:
    """What is really in the drawer, by book, once what differs is booked."""
    cash, checks = dict(at.held.cash), dict(at.held.checks)
    medical = Book(at.shift.region, BookLine.MEDICAL)
    for book, amount in shares(at.held, differs, medical).items():
        cash[book] = cash.get(book, ZERO) + amount
    for item in missing:
        checks[item.book] = checks.get(item.book, ZERO) - item.amount
    for extra in found:
        book = Book(at.shift.region, extra.line)
        checks[book] = checks.get(book, ZERO) + extra.amount
    return Holdings(cash=cash, checks=checks)


def shares(held: Holdings, differs: Money, medical: Book) -> dict[Book, Money]:
    """Whose money a drawer's difference is: medical, and of a shortage beyond that what the other books have."""
    if differs >= ZERO:
        return {medical: differs}
    found, rest = {}, -differs
    for book in (medical, *sorted(book for book in held.cash if book != medical)):
        share = min(rest, max(ZERO, held.cash.get(book, ZERO)))
        found[book] = -share
        rest -= share
    if rest > ZERO:  # More is gone than any book had, which only a wrong count says.
        found[medical] = found[medical] - rest
    return found


def _bags(
    wish: CloseShift, after: Holdings, medical: Book, left: Money, known: frozenset[str], till_bag: str
) -> dict[Book, str]:
    """The bag of each book that has money (R12). Raises Refused for one that is lacking or was used."""
    bags: dict[Book, str] = {}
    taken = known | {till_bag} if till_bag else known
    for book in sorted(after.cash.keys() | after.checks.keys()):
        if _goes(after, book, medical, left) != ZERO or after.checks.get(book, ZERO) > ZERO:
            bags[book] = check_bag(wish.bags.get(book.line, ""), bag_of(book.line), taken)
            taken |= {bags[book]}
    return bags


def _goes(after: Holdings, book: Book, medical: Book, left: Money) -> Money:
    """The cash of a book that leaves in its bag."""
    return after.cash.get(book, ZERO) - (left if book == medical else ZERO)


def _bag_facts(
    bags: Mapping[Book, str], after: Holdings, medical: Book, count: Mapping[str, int], left: Mapping[str, int]
) -> list[dict[str, object]]:
    """Each bag with its cash by denomination: premium as exactly as the notes allow, medical the rest."""
    rest = less(count, left)
    float_amount = counted(left)
    said = []
    for book in sorted(bags, key=lambda book: book == medical):
        cash = _goes(after, book, medical, float_amount)
        notes = exactly(rest, cash) if book != medical else (rest if counted(rest) == cash else None)
        if notes is not None:
            rest = less(rest, notes)
        said.append(
            {
                "number": bags[book],
                "book": book.code,
                "cash_cents": cash.cents,
                "checks_cents": after.checks.get(book, ZERO).cents,
                "count": notes,
            }
        )
    return said


def differences(settled: Settled, at: Closing) -> tuple[Transfer, ...]:
    """What moves so that a drawer's accounts hold what is really in it."""
    shift = at.shift
    over_short = Account(AccountKind.OVER_SHORT, shift.center)
    moved = [
        move(shift.drawer(AccountKind.DRAWER_CASH, book), over_short, amount)
        for book, amount in shares(at.held, settled.differs, Book(shift.region, BookLine.MEDICAL)).items()
    ]
    moved += [
        move(over_short, shift.drawer(AccountKind.DRAWER_CHECKS, item.book), item.amount) for item in settled.missing
    ]
    moved += [
        move(shift.drawer(AccountKind.DRAWER_CHECKS, Book(shift.region, item.line)), over_short, item.amount)
        for item in settled.found
    ]
    return tuple(transfer for transfer in moved if transfer is not None)


def _leaving(at: Closing, after: Holdings, left: Money) -> tuple[Transfer, ...]:
    """The float to the safe, all else into bags that are in transit."""
    shift = at.shift
    medical = Book(shift.region, BookLine.MEDICAL)
    safe = Account(AccountKind.SAFE, shift.center, medical)
    moved = [move(safe, shift.drawer(AccountKind.DRAWER_CASH, medical), left)]
    for book in sorted(after.cash.keys() | after.checks.keys()):
        transit = Account(AccountKind.TRANSIT, shift.center, book)
        cash = shift.drawer(AccountKind.DRAWER_CASH, book)
        checks = shift.drawer(AccountKind.DRAWER_CHECKS, book)
        moved.append(move(transit, cash, _goes(after, book, medical, left)))
        moved.append(move(transit, checks, after.checks.get(book, ZERO)))
    return tuple(transfer for transfer in moved if transfer is not None)


def move(debit: Account, credit: Account, amount: Money) -> Transfer | None:
    """A transfer into ``debit``, the other way round for an amount below zero, and none for nothing."""
    if amount == ZERO:
        return None
    return Transfer(debit, credit, amount) if amount > ZERO else Transfer(credit, debit, -amount)


def _signature(approval: Approval | None) -> dict[str, str]:
    return {
        "approver": approval.approver if approval else "",
        "approver_name": approval.approver_name if approval else "",
    }


def item_facts(item: DrawerItem) -> dict[str, object]:
    """An item as it stands in a body, so that its paper reads nothing else."""
    return {
        "kind": item.kind.value,
        "number": item.number,
        "receipt": item.receipt,
        "book": item.book.code,
        "cents": item.amount.cents,
    }


def paper_facts(papers: Iterable[DrawerItem]) -> list[dict[str, object]]:
    """Paper as it goes along into another drawer, or is found to be another one; `read_papers` reads it."""
    return [{"key": item.key} | item_facts(item) for item in papers]


def _found_facts(item: FoundItem) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "number": item.number,
        "line": item.line.value,
        "cents": item.amount.cents,
    }


def _attempt_facts(attempt: Attempt) -> dict[str, object]:
    said: dict[str, object] = {"number": attempt.number, "cents": attempt.amount.cents, "matches": attempt.matches}
    return said | ({"witness": attempt.witness_name} if attempt.witness else {})
