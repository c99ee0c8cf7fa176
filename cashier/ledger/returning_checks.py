"""A check that the bank returned: all that it paid is open again today, where the money is by now, and its fee is due.

The bank took its amount back, so each part goes from there. What it paid may be elsewhere since: moved, on credit,
held or released; a deposit or credit that paid a bill meanwhile is below zero then, and raises an alarm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, BookLine
from cashier.domain.correction import PartNow, PaymentNow
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import ZERO, Money, total
from cashier.domain.payor import MEMBER_PAYS
from cashier.domain.people import Right, Staff
from cashier.domain.returned_check import (
    FEE,
    FEE_DUE_DAYS,
    ReturnReason,
    fee_most,
    listed_until,
    read_reason,
    reason_words,
    reopened,
    return_subject,
    returned_tender,
)
from cashier.domain.statements import StatementKind
from cashier.domain.tenders import Tender
from cashier.domain.times import Clock, day_words
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, Outcome, day_of_deed, do
from cashier.ledger.corrections import Corrected, asides_of, warn_of_low_funds
from cashier.ledger.database import OWN_DESK
from cashier.ledger.loading import load_directory
from cashier.ledger.own_journal import lock_own_journal
from cashier.ledger.payment_found import find_payment, lies_uncounted
from cashier.ledger.posting import raise_alarm
from cashier.ledger.returned_checks import keep_listed
from cashier.ledger.touched import note_touched
from cashier.wire import StatementRow
from cashier.wire_deeds import Deed

_BEFORE = text("SELECT sequence FROM returned_items WHERE payment = :payment AND tender = :tender")
_EARLIER = text(
    """
    SELECT count(*) FROM returned_items
    WHERE (token <> '' AND token = :token) OR (guarantor_number <> '' AND guarantor_number = :guarantor)
    """
)
_KEEP = text(
    """
    INSERT INTO returned_items (payment, tender, sequence, token, guarantor_number, fee_cents, receipt)
    VALUES (:payment, :tender, :sequence, :token, :guarantor, :fee_cents, :receipt)
    ON CONFLICT DO NOTHING RETURNING sequence
    """
)
_REGION = text("SELECT region FROM members WHERE number = :member")
_TOLD = text(
    """
    SELECT body FROM office_acts AS act JOIN lines ON lines.desk = :own AND lines.sequence = act.sequence
    WHERE act.subject = :subject AND act.kind = 'check_returned' ORDER BY act.sequence DESC LIMIT 1
    """
)
_WAS = text("SELECT body FROM lines WHERE desk = :own AND sequence = :sequence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a return came to. ``fee_statement`` is empty where there is no fee."""

    cents: int
    fee_cents: int
    fee_statement: str
    until: date | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A payment with the check, and where each of its parts was written, in the order of `PaymentNow.parts`."""

    payment: PaymentNow
    places: tuple[tuple[str, int, int], ...]
    tender: int
    check: Tender


def return_check(
    connection: Connection, wish: Deed, caller: Staff, second: Staff | None, center: str, *, clock: Clock, new_id: NewId
) -> Returned:
    """Open again what a check paid, list its account, and bill the fee. Raises Refused, and then nothing has moved.

    ``second`` agreed to it (R5). ``wish.fee_cents``: another fee than the usual one, never more than the law's.
    """
    caller.needs(Right.LIST_ACCOUNTS, "return checks")
    if second is None or second.user == caller.user:
        raise Refused("Two people say that a check came back. Have a colleague who may agree to it.")
    second.needs(Right.LIST_ACCOUNTS, "agree to a returned check")
    reason, words = read_reason(wish.words)
    lock_own_journal(connection)  # What the office moves of the payment meanwhile, it moves before or after this.
    found = _find(connection, wish.receipt, wish.number)
    if found.payment.lines[0].center != center:
        raise Refused(f"Receipt {wish.receipt} was made at another center. Its office returns the check.")
    today = day_of_deed(wish.day, clock().date())
    last = found.payment.facts[-1]
    facts = {
        "receipt": wish.receipt,
        "number": wish.number,
        "reason": reason.value,
        "words": words,
        "approver": second.user,
        "asked_fee_cents": wish.fee_cents,
        "payment": str(last.payment_id),
        "tender": found.tender,
        "member": last.member_number,
        "guarantor": last.guarantor_number,
        "desk": found.places[0][0],
        "center": center,
        "token": found.check.account.token if found.check.account is not None else "",
        "last_four": found.check.account.last_four if found.check.account is not None else "",
    }
    deciding = _Deciding(connection, found, wish, reason, today)
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.CHECK_RETURNED,
        subject=return_subject(wish.receipt, wish.number),
        staff=caller.user,
        facts=facts,
        business_date=today,
    )
    sequence = do(connection, act, decide=deciding.decide, clock=clock, new_id=new_id)
    line = read_line(connection.scalars(_WAS, {"own": OWN_DESK, "sequence": sequence}).one().encode())
    _follow(connection, line, sequence, clock=clock, new_id=new_id)
    said = line.facts
    return Returned(
        cents=said["cents"],
        fee_cents=said["fee_cents"],
        fee_statement=said["fee_statement"],
        until=date.fromisoformat(said["until"]) if said["token"] else None,
    )


@dataclass(slots=True)
class _Deciding:
    connection: Connection
    found: _Found
    wish: Deed
    reason: ReturnReason
    today: date

    def decide(self) -> Outcome:
        """Under the own journal's lock."""
        connection, found, last = self.connection, self.found, self.found.payment.facts[-1]
        parts = reopened(found.payment, found.tender)
        key = {"payment": last.payment_id, "tender": found.tender}
        if connection.scalar(_BEFORE, key) is not None:
            raise Refused(f"Check {self.wish.number} of receipt {self.wish.receipt} came back before.")
        moved = self._back(parts)
        fee = self._fee()
        sums = total([transfer.amount for transfer in moved])
        return Outcome(
            moved,
            {
                "cents": sums.cents,
                "parts": [[place, part.amount.cents] for place, part in parts],
                "fee_cents": fee.cents,
                "fee_statement": f"FEE-{self.wish.receipt}-{found.tender + 1}" if fee > ZERO else "",
                "until": listed_until(self.today).isoformat(),
            },
        )

    def _back(self, parts: Sequence[tuple[int, PartNow]]) -> tuple[Transfer, ...]:
        """Each part from where it is now, to the bank that took it back."""
        places, connection = self.found.places, self.connection
        sequence = lock_own_journal(connection) + 1
        corrected = Corrected(desk=OWN_DESK)
        corrected.places[sequence] = [places[place] for place, _ in parts]
        corrected.asides.update((at, asides_of(connection, *at)) for at in corrected.places[sequence])
        moved = []
        for at, (_, part) in enumerate(parts):
            book = part.into.book
            assert book is not None, "what lies in a drawer has a book"
            bank = Account(AccountKind.BANK, book.region, book)
            line = self.found.payment.lines[0]
            debits = corrected.debits(sequence, at, line, Transfer(part.target, bank, part.amount))
            moved += [Transfer(debited.account, bank, Money(debited.cents)) for debited in debits]
        corrected.keep(connection)
        return tuple(moved)

    def _fee(self) -> Money:
        """The usual fee, or the lower one that was asked for; none where nobody's account can bear it."""
        last, asked = self.found.payment.facts[-1], self.wish.fee_cents
        account = self.found.check.account
        who = {"token": account.token if account is not None else "", "guarantor": last.guarantor_number}
        earlier = self.connection.scalar(_EARLIER, who) or 0
        most = fee_most(self.today, earlier=earlier, reason=self.reason)
        if self.wish.site_fees_cents is not None:  # A site takes less, never more.
            most = min(most, Money(self.wish.site_fees_cents[min(earlier, 1)]))
        if asked is not None and Money(asked) > most:
            raise FieldRefused(f"The fee of this check is {most} at most (Civil Code 1719). Enter that, or less.", FEE)
        if last.payor != MEMBER_PAYS or self.connection.scalar(_REGION, {"member": last.member_number}) is None:
            return ZERO  # It is its payor's to bear, whose account this is not.
        return most if asked is None else Money(asked)


def returned_facts(connection: Connection, about: str, center: str) -> tuple[tuple[str, str], ...]:
    """What came of a check that was returned, label by label; nothing of one whose account was listed alone."""
    body = connection.scalar(_TOLD, {"own": OWN_DESK, "subject": about})
    if body is None:
        return ()
    line = read_line(body.encode())
    said = line.facts
    if said["center"] != center:
        raise Refused("This center has no such check. Look at the list again.")
    opened: dict[str, Money] = {}
    for transfer in line.transfers:
        words = _WHERE.get(transfer.debit.kind, "").format(transfer.debit.owner) or transfer.debit.kind.value
        opened[words] = opened.get(words, ZERO) + transfer.amount
    fee = (f"Fee, {said['fee_statement']}", Money(said["fee_cents"]).plain()) if said["fee_cents"] else ("Fee", "none")
    listed = [("A lead agrees until", day_words(date.fromisoformat(said["until"])))] if said["token"] else []
    return (
        ("Check", f"{said['number']}, receipt {said['receipt']}"),
        ("Why", reason_words(said["reason"], said["words"])),
        *((words, amount.plain()) for words, amount in opened.items()),
        fee,
        *listed,
    )


_WHERE = {
    AccountKind.RECEIVABLE: "Open again, {}",
    AccountKind.CREDIT: "Off the account",
    AccountKind.PREPAYMENT: "Off deposit {}",
    AccountKind.HELD: "Off what was held",
    AccountKind.HOLDING: "Off unidentified money",
    AccountKind.MISC: "Off {}",
}


def _find(connection: Connection, receipt: str, number: str) -> _Found:
    """The check as its payment's lines say it. Raises Refused."""
    found = find_payment(connection, receipt)
    payment = found.payment
    if payment.voided_by is not None:
        raise Refused(f"Receipt {receipt} was voided, so this check was given back. Ask who has it.")
    tender, check = returned_tender(payment, number)
    if lies_uncounted(connection, payment):
        raise Refused(f"{check.words} lies in a drawer that is not counted yet. Have the payment voided there.")
    return _Found(payment, found.places, tender, check)


def _follow(connection: Connection, line: Line, sequence: int, *, clock: Clock, new_id: NewId) -> None:
    """What stands beside the line: once, however often it is asked for."""
    said = line.facts
    fresh = connection.scalar(
        _KEEP,
        {
            "payment": UUID(said["payment"]),
            "tender": said["tender"],
            "sequence": sequence,
            "token": said["token"],
            "guarantor": said["guarantor"],
            "fee_cents": said["fee_cents"],
            "receipt": said["receipt"],
        },
    )
    debits = [transfer.debit for transfer in line.transfers]
    note_touched(connection, sequence, debits, said["guarantor"])
    if said["token"]:
        keep_listed(connection, said["token"], said["last_four"], date.fromisoformat(said["until"]), sequence)
    if fresh is None:
        return
    warn_of_low_funds(connection, [account.code for account in debits])
    if any(t.credit.book is not None and t.credit.book.line is BookLine.PREMIUM for t in line.transfers):
        sentence = f"Check {said['number']} of receipt {said['receipt']} paid a premium and came back. Tell membership."
        raise_alarm(connection, "premium_returned", sentence)
    if said["fee_statement"]:
        load_directory(connection, statements=[_fee_bill(connection, line)], clock=clock, new_id=new_id)


def _fee_bill(connection: Connection, line: Line) -> StatementRow:
    """The fee as a bill of its own, which any tender pays."""
    said, today = line.facts, line.business_date or line.taken_at.date()
    return StatementRow(
        number=said["fee_statement"],
        kind=StatementKind.PROFESSIONAL,
        region=connection.scalars(_REGION, {"member": said["member"]}).one(),
        member_number=said["member"],
        guarantor_number=said["guarantor"],
        title=f"Fee: check {said['number']} came back",
        statement_date=today,
        due_date=today + timedelta(days=FEE_DUE_DAYS),
        billed_cents=said["fee_cents"],
        open_cents=said["fee_cents"],
        version=1,
    )
