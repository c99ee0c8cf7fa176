"""Refunds at the ledger: asked for, agreed to, paid out by three people, each a line of its own journal (R5, CO-7).

Asked, money moves from the deposit or credit to *refund payable*; paid out, from there to the bank, or to the card
clearing that it came through; declined, back. All is decided under the own journal's lock, by what is there then.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.errors import MISREAD, BalanceChanged, NotAllowed, Refused
from cashier.domain.funds import fund_words, read_fund
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Right, Staff
from cashier.domain.refund import payable_from, read_why, refund_payable
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock, day_words, short_day_words
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, Outcome, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.drawers import DRAWER_OF
from cashier.ledger.funds import GUARANTOR_OF, account_of_fund, fund_has, lock_account
from cashier.wire_deeds import Deed
from cashier.wire_refunds import AskRefund, RefundAsked

PREFIX = "refund."
# What came to a fund, and by which way; what a desk took by check, or nobody can tell any more, is held.
_CAME = text(
    """
    SELECT sum(funds.cents) FILTER (WHERE debit LIKE 'card_clearing:%' OR credit LIKE 'card_clearing:%')::bigint
               AS card_cents,
           (array_agg(debit ORDER BY received_at DESC) FILTER (WHERE debit LIKE 'card_clearing:%'))[1] AS card,
           max(COALESCE(business_date, received_at::date)) FILTER (
               WHERE funds.cents > 0 AND split_part(debit, ':', 1)
                       NOT IN ('drawer_cash', 'card_clearing', 'refund_payable')
           ) AS last_check
    FROM funds JOIN transfers USING (desk, sequence, place, part) JOIN lines USING (desk, sequence)
    WHERE funds.guarantor_number = :guarantor AND funds.account = :account AND funds.book = :book
    """
)
_TO_CARD = text(
    """
    WITH asked AS (
        SELECT act.subject, CAST(read_body(body) -> 'facts' ->> 'card_cents' AS bigint) AS card_cents
        FROM funds JOIN lines USING (desk, sequence) JOIN office_acts AS act USING (sequence)
        WHERE funds.guarantor_number = :guarantor AND funds.account = :account AND funds.book = :book
          AND funds.desk = :own AND act.kind = 'refund_asked'
    )
    SELECT COALESCE(sum(card_cents), 0)::bigint FROM asked
    WHERE NOT EXISTS (SELECT FROM office_acts AS other
                      WHERE other.subject = asked.subject AND other.kind = 'refund_declined')
    """
)
_REFUNDS = """
    SELECT act.subject, act.staff, act.at, act.cents, line.body,
           approved.staff AS approved_by, closed.kind AS closed_by,
           COALESCE(asker.name, act.staff) AS asker, COALESCE(approver.name, approved.staff, '') AS approver
    FROM office_acts AS act JOIN lines AS line ON line.desk = :own AND line.sequence = act.sequence
    LEFT JOIN office_acts AS approved ON approved.subject = act.subject AND approved.kind = 'refund_approved'
    LEFT JOIN office_acts AS closed
        ON closed.subject = act.subject AND closed.kind IN ('refund_declined', 'refund_paid')
    LEFT JOIN staff AS asker ON asker.number = act.staff
    LEFT JOIN staff AS approver ON approver.number = approved.staff
    WHERE act.kind = 'refund_asked'
"""
_ONE = text(f"{_REFUNDS} AND act.subject = :subject")
_OPEN = text(
    f"{_REFUNDS} AND closed.kind IS NULL AND read_body(line.body) -> 'facts' ->> 'center' = :center ORDER BY act.at"
)
_DRAWER = text(f"SELECT staff FROM ({DRAWER_OF}) AS drawer WHERE desk = :desk")
_REFERENCE_MOST = 60


def ask_refund(
    connection: Connection,
    wish: AskRefund,
    caller: Staff,
    *,
    desk: str,
    center: str,
    clock: Clock,
    new_id: NewId,
) -> RefundAsked:
    """Make a deposit or credit of a member's guarantor payable to them. Raises Refused, and then nothing moved."""
    caller.needs(Right.ASK_REFUNDS, "ask for refunds")
    guarantor = connection.scalar(GUARANTOR_OF, {"member": wish.member})
    try:
        target, book = read_fund(wish.fund), Book.read(wish.book)
    except MISREAD as trouble:
        raise Refused("This is no deposit and no credit. Look at the account again.") from trouble
    if guarantor is None:
        raise Refused("The ledger does not know this member. Find the member again.")
    why, account, today = read_why(wish.why), account_of_fund(target), _day(clock())

    def decide() -> Outcome:
        lock_account(connection, account)
        has = fund_has(connection, guarantor, account, book)
        if has < Money(wish.cents):
            raise BalanceChanged(f"Only {has} of it is there now. Look again, then ask for that, or less.")
        asked = {"guarantor": guarantor, "account": account.code, "book": book.code}
        came = connection.execute(_CAME, asked).one()
        from_card = (came.card_cents or 0) - (connection.scalar(_TO_CARD, asked | {"own": OWN_DESK}) or 0)
        card_cents = min(wish.cents, max(from_card, 0)) if came.card else 0
        held = card_cents < wish.cents and came.last_check is not None
        not_before = max(today, payable_from(came.last_check)) if held else today
        found = {
            "not_before": not_before.isoformat(),
            "card_cents": card_cents,
            "card": came.card if card_cents else "",
        }
        return Outcome((Transfer(account, refund_payable(guarantor), Money(wish.cents)),), found)

    facts = wish.model_dump(mode="json", exclude={"v", "line_id", "staff"}) | {
        "why": why,
        "guarantor": guarantor,
        "desk": desk,
        "center": center,
    }
    subject = f"{PREFIX}{wish.line_id}"
    act = Act(line_id=wish.line_id, kind=LineKind.REFUND_ASKED, subject=subject, staff=caller.user, facts=facts)
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    said = _line(_one(connection, subject, center)).facts
    return RefundAsked(
        left_cents=max(fund_has(connection, guarantor, account, book).cents, 0),
        card_cents=said["card_cents"],
        not_before=date.fromisoformat(said["not_before"]),
        sequence=sequence,
    )


def open_refunds(connection: Connection, center: str) -> list[Row[Any]]:
    """What was asked for at a center and is neither paid out nor declined, oldest first."""
    return list(connection.execute(_OPEN, {"own": OWN_DESK, "center": center}))


def may_approve(connection: Connection, row: Row[Any], caller: Staff) -> bool:
    """Whether a refund waits for this person's word."""
    try:
        _must_be_another(connection, row, caller)
    except Refused:
        return False
    return row.approved_by is None


def approve_refund(
    connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> str:
    """A second person agrees; nothing moves yet. Raises Refused."""

    def decide() -> Outcome:
        row = _still_open(connection, wish.about, center)
        if row.approved_by is not None:
            raise Refused(f"{row.approver} has agreed to that. Look at the list again.")
        _must_be_another(connection, row, caller)
        _must_be_there(connection, row)
        return Outcome((), _what(row))

    row = _one(connection, wish.about, center)
    _do(connection, wish, caller, LineKind.REFUND_APPROVED, decide, clock=clock, new_id=new_id)
    return f"The refund of {Money(row.cents)} is agreed to. A third person pays it out."


def decline_refund(
    connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> str:
    """Another person declines, also one that was agreed to: the money is the guarantor's again. Raises Refused."""

    def decide() -> Outcome:
        row = _still_open(connection, wish.about, center)
        _must_be_another(connection, row, caller)
        back = tuple(Transfer(moved.credit, moved.debit, moved.amount) for moved in _line(row).transfers)
        return Outcome(back, _what(row))

    row = _one(connection, wish.about, center)
    _do(connection, wish, caller, LineKind.REFUND_DECLINED, decide, clock=clock, new_id=new_id)
    return f"{Money(row.cents)} is declined and on the guarantor's account again. Tell {row.asker}."


def pay_refund(connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId) -> str:
    """A third person has paid it out, by the check or the terminal's slip that is named. Raises Refused."""
    caller.needs(Right.PAY_REFUNDS, "pay refunds out")
    reference = safe_text(wish.receipt, "The reference", most=_REFERENCE_MOST)
    if not reference:
        raise Refused("Enter the number of the check, or of the terminal's refund slip.")
    today = _day(clock())

    def decide() -> Outcome:
        row = _still_open(connection, wish.about, center)
        facts = _line(row).facts
        if row.approved_by is None:
            raise Refused("Nobody has agreed to that refund yet. Have a lead agree to it first.")
        if caller.user in (row.staff, row.approved_by):
            raise Refused(f"{caller.name} asked for that refund or agreed to it. Have a third person pay it out.")
        if (begins := date.fromisoformat(facts["not_before"])) > today:
            raise Refused(f"Check money of it is held until {day_words(begins)}. Pay it out from then on.")
        _must_be_there(connection, row)
        return Outcome(payout(_line(row)), _what(row) | {"reference": reference})

    row = _one(connection, wish.about, center)
    _do(connection, wish, caller, LineKind.REFUND_PAID, decide, clock=clock, new_id=new_id)
    return f"The refund of {Money(row.cents)} is paid out: {reference}."


def refund_facts(connection: Connection, about: str, center: str) -> tuple[tuple[str, str], ...]:
    """What whoever agrees or pays should know, label by label. Raises Refused."""
    row = _one(connection, about, center)
    facts = _line(row).facts
    card, rest = Money(facts["card_cents"]), Money(row.cents - facts["card_cents"])
    ways = [f"{card} to the same card"] * bool(card.cents) + [f"{rest} by check"] * bool(rest.cents)
    told = [
        ("Asked by", f"{row.asker}, {facts['desk']}"),
        ("Why", facts["why"]),
        ("Of", fund_words(read_fund(facts["fund"]))),
        ("Guarantor", f"…{str(facts['guarantor'])[-4:]}"),
        ("Goes back", " and ".join(ways)),
        ("Not before", day_words(date.fromisoformat(facts["not_before"]))),
    ]
    return (*told, ("Agreed by", row.approver)) if row.approved_by else tuple(told)


def refund_words(row: Row[Any], now: datetime) -> str:
    """How an open one stands, as a list says it."""
    facts = _line(row).facts
    if row.approved_by is None:
        return f"{row.asker}, {facts['desk']}: {facts['why']}"
    begins = date.fromisoformat(facts["not_before"])
    when = f" Check money is held until {short_day_words(begins)}." if begins > _day(now) else ""
    return f"{row.approver} agreed.{when}"


def _day(now: datetime) -> date:
    """The date that has begun everywhere (UTC-12): the ledger knows no center's zone, and no hold may end early."""
    return (now - timedelta(hours=12)).date()


def payout(asked: Line) -> tuple[Transfer, ...]:
    """Where a refund goes that was asked for so: the card's part through its clearing, the rest from the bank."""
    facts, payable = asked.facts, refund_payable(asked.facts["guarantor"])
    book, card = Book.read(facts["book"]), Money(facts["card_cents"])
    ways = (
        (facts["card"], card),
        (Account(AccountKind.BANK, book.region, book).code, asked.transfers[0].amount - card),
    )
    return tuple(Transfer(payable, Account.read(account), amount) for account, amount in ways if amount.cents)


def _what(row: Row[Any]) -> dict[str, Any]:
    """What every later line says again of what was asked for."""
    facts = _line(row).facts
    return {name: facts[name] for name in ("member", "guarantor", "fund", "book", "center")} | {
        "asked_cents": row.cents
    }


def _must_be_another(connection: Connection, row: Row[Any], caller: Staff) -> None:
    """R5: never who asked, never whoever has that desk's open drawer. Raises Refused."""
    if row.staff == caller.user:
        raise Refused("Nobody agrees to their own refund. Ask a lead.")
    caller.needs(Right.APPROVE_CORRECTIONS, "agree to refunds")
    if connection.scalar(_DRAWER, {"desk": _line(row).facts["desk"]}) == caller.user:
        raise NotAllowed(f"{caller.name} has that desk's open drawer and can't agree for it. Ask another lead.")


def _must_be_there(connection: Connection, row: Row[Any]) -> None:
    """Raises Refused where a desk gave some of it back, or moved it, or its check came back: what left is a fact."""
    facts = _line(row).facts
    account = account_of_fund(read_fund(facts["fund"]))
    lock_account(connection, account)
    left = fund_has(connection, facts["guarantor"], account, Book.read(facts["book"]))
    if left < ZERO:
        raise Refused(
            f"{ZERO - left} of it was given back or moved at a desk meanwhile, or its check came back. Decline this "
            "refund, then ask for what is there."
        )


def _still_open(connection: Connection, about: str, center: str) -> Row[Any]:
    row = _one(connection, about, center)
    if row.closed_by is not None:
        done = "paid out" if row.closed_by == LineKind.REFUND_PAID else "declined"
        raise Refused(f"This refund was {done} before. Look at the list again.")
    return row


def _one(connection: Connection, subject: str, center: str) -> Row[Any]:
    row = connection.execute(_ONE, {"own": OWN_DESK, "subject": subject}).one_or_none()
    if row is None or _line(row).facts["center"] != center:
        raise Refused("This center has no such refund. Look at the list again.")
    return row


def _line(row: Row[Any]) -> Line:
    return read_line(row.body.encode())


def _do(
    connection: Connection,
    wish: Deed,
    caller: Staff,
    kind: LineKind,
    decide: Callable[[], Outcome],
    *,
    clock: Clock,
    new_id: NewId,
) -> None:
    words = safe_text(wish.words, "What you wrote", most=500)
    line_id: UUID = wish.line_id
    act = Act(line_id=line_id, kind=kind, subject=wish.about, staff=caller.user, facts={"words": words})
    do(connection, act, decide=decide, clock=clock, new_id=new_id)
