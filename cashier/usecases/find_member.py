"""Find a member, open the account on two identifiers, and see what is open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import product
from string import ascii_uppercase

from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.past_payments import PastPayment
from cashier.domain.people import Right, Staff
from cashier.domain.scan import Query, read_query, safe_text, without_cards
from cashier.domain.statements import Member, Statement
from cashier.usecases.balances import balances, balances_of, own_notes
from cashier.usecases.history import own_payments
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.directory import Found
from cashier.usecases.records import record
from cashier.usecases.situation import unsettled_codes

FOUND_MAX = 20
_DIGITS = re.compile(r"[0-9]{4,12}")
_LETTERS = (*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2)))  # As statements' numbers begin.
STATEMENT_SEEN = "their statement seen"


class NotHere(Refused):
    """This desk does not hold it; the ledger may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the finder's text found: best first, at most FOUND_MAX; ``more`` if there are others."""

    query: Query
    found: tuple[Found, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A member's account as it is open at the counter.

    ``own_payments``: how much of the figures only this desk knows yet. ``unsettled``: target codes with a card result
    that is not known. ``family``: the others on the guarantor, without amounts (R16). ``paid_elsewhere``: by statement,
    what came another way of late; such a statement is shown although nothing is open on it. ``past``: what this desk
    took before, newest first.
    """

    member: Member
    statements: tuple[Statement, ...]
    family: tuple[Member, ...]
    as_of: datetime | None
    own_payments: Money
    past: tuple[PastPayment, ...] = ()
    unsettled: frozenset[str]
    identified: Mapping[str, str] = field(default_factory=dict)
    paid_elsewhere: Mapping[str, PaidElsewhere] = field(default_factory=dict)

    @property
    def open_balance(self) -> Money:
        return total([statement.open for statement in self.statements])

    @property
    def under_review(self) -> Money:
        return total([statement.open for statement in self.statements if statement.under_review])


def today_at(desk: Desk) -> date:
    """The calendar day at the center; a payment's business date is the shift's, not this."""
    return desk.clock().astimezone(desk.place.time_zone).date()


def find(text: str, desk: Desk) -> Finding:
    """Members for the finder's text. Raises Refused for a bank card's number, and keeps nothing of it."""
    query = read_query(text, today_at(desk))
    if query.is_empty:
        return Finding(query=query, found=(), more=False)
    found = desk.directory.search(query, FOUND_MAX + 1)
    return Finding(query=query, found=found[:FOUND_MAX], more=len(found) > FOUND_MAX)


def record_search(text: str, found: int, desk: Desk, staff: Staff) -> None:
    """A list of so many members was looked at for this text. Nothing is kept of a bank card's number."""
    staff.needs(Right.TAKE_PAYMENTS, "look for members")
    said = {"text": without_cards(text).strip(), "found": found}
    with desk.open_work() as work:
        record(LineKind.SEARCHED, said, work=work, desk=desk, staff=staff)
        work.commit()


def open_member(member_number: str, identified: str, desk: Desk, staff: Staff) -> Account:
    """Open an account; how the person was identified is recorded (R15). Raises Refused."""
    staff.needs(Right.TAKE_PAYMENTS, "open accounts")
    how = safe_text(identified, "How the member was identified")
    if not how:
        raise Refused("Ask for a second identifier first: the date of birth, or photo ID.")
    account = read_account(member_number, desk)
    with desk.open_work() as work:
        opened = {"member": member_number, "identified": how}
        record(LineKind.ACCOUNT_OPENED, opened, work=work, desk=desk, staff=staff)
        work.commit()
    return replace(account, identified={member_number: how})


def statement_number(text: str, desk: Desk) -> str:
    """The statement that was typed or scanned. Raises Refused for a text that names none."""
    number = read_query(text, today_at(desk)).number
    if not number:
        raise Refused("Type the statement's number as it is printed, or scan it.")
    return number


def statements_like(text: str, desk: Desk) -> tuple[Statement, ...]:
    """What a statement's number may be that was typed without its letters, by number; nothing for all other text.

    What is confidential is in no list (R16). Raises Refused where this desk holds none with such digits.
    """
    digits = "".join(text.split())
    if not _DIGITS.fullmatch(digits):
        return ()
    known = desk.directory.statements(tuple(f"{letters}-{digits}" for letters in _LETTERS))
    found = sorted((k.statement for k in known if not k.statement.confidential), key=lambda s: s.number)
    if not found:
        raise Refused("Type the statement's letters, too, as they are printed: like S-48210377.")
    return tuple(found)


def open_statement(number: str, desk: Desk, staff: Staff) -> Account:
    """Whose a statement is that was handed over, with that statement alone; that it was seen is recorded (R16).

    Raises NotHere for one that this desk does not hold, Refused for one that is nobody's but its own member's to pay.
    """
    staff.needs(Right.TAKE_PAYMENTS, "open accounts")
    owner = desk.directory.member_of_statement(number)
    if owner is None:
        raise NotHere(
            f"No statement {number} is known at this desk. Check its number and letters, or look while online."
        )
    account = read_account(owner, desk)
    statement = next((s for s in account.statements if s.number == number), None)
    if statement is None:
        raise Refused(f"Nothing is open on {number}.")
    if statement.confidential:
        raise Refused(f"{number} is paid on its own member's account only. Open that member.")
    with desk.open_work() as work:
        opened = {"member": owner, "identified": STATEMENT_SEEN, "statement": number}
        record(LineKind.ACCOUNT_OPENED, opened, work=work, desk=desk, staff=staff)
        work.commit()
    return replace(account, statements=(statement,), identified={owner: STATEMENT_SEEN})


def read_account(member_number: str, desk: Desk) -> Account:
    """The account as it stands now, for figures that change in place. Raises Refused for an unknown number."""
    member = desk.directory.member(member_number)
    if member is None:
        number = safe_text(member_number, "The number")
        raise Refused(f"No member {number} is known at this desk. Check the number, or find the member while online.")
    now = desk.clock()
    paid = {p.number: p for p in desk.directory.paid_elsewhere_of(member_number) if p.is_recent(now)}
    with desk.open_reading() as work:
        figures = balances_of(member_number, desk.directory, work.journal)
        others = tuple(paid.keys() - {b.statement.number for b in figures})
        settled = balances(desk.directory.statements(others), work.journal) if others else ()
        unsettled = unsettled_codes(work.attempts.unsettled())
        noted = tuple(note for note in own_notes(member_number, work.journal) if note not in member.notes)
        past = own_payments(member, desk, work)
    shown = [*settled, *(b for b in figures if b.statement.open != ZERO or b.own != ZERO or b.statement.number in paid)]
    family = desk.directory.family(member.guarantor_number)
    return Account(
        member=replace(member, notes=(*member.notes, *noted)),
        statements=tuple(sorted((b.statement for b in shown), key=lambda s: (s.due_date, s.number))),
        family=tuple(other for other in family if other.number != member_number),
        as_of=desk.directory.freshness().as_of,
        own_payments=total([b.own for b in figures]),
        past=past,
        unsettled=unsettled,
        paid_elsewhere=paid,
    )
