"""Money that no member brings: entered from the mail, a drop box, or the paper receipts of a downtime (R25)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from cashier.domain.batch import (
    Batch,
    Entered,
    closed_batch,
    decide_close_batch,
    decide_open_batch,
    read_batch,
)
from cashier.domain.errors import FieldRefused, LedgerAway, LedgerRefuses, Refused
from cashier.domain.line import LineKind, Numbered
from cashier.domain.money import Money, total
from cashier.domain.origin import BATCHES, Origin, check_origin, missing_numbers
from cashier.domain.payment import TakePayment
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Right, Staff
from cashier.domain.receipt_number import is_receipt, made_at
from cashier.domain.statements import Statement
from cashier.domain.targets import Part, TargetKind
from cashier.domain.times import day_words
from cashier.usecases.correct_payment import corrections_of
from cashier.usecases.find_member import read_account
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.receipt_elsewhere import ReceiptSource
from cashier.usecases.situation import NO_DRAWER
from cashier.usecases.take_payment import Taken, begin_payment

LINES_AT_ONCE = 500
BATCHES_BACK = 2  # The last one's opening and closing say whether one is open.


def enter(wish: TakePayment, desk: Desk, staff: Staff) -> Taken:
    """Take what came with ``wish.origin``; the statement says whose it is, and nobody stands at the window.

    Raises Refused: a paper receipt's number is entered once, a batch has to be open here.
    """
    staff.needs(Right.TAKE_PAYMENTS, "take payments")
    origin = wish.origin
    if origin is None:
        raise Refused("Say where the money comes from.")
    owners = owners_of(wish.parts, desk)
    member = wish.member_number or next(iter(owners), "")
    wish = replace(
        wish, member_number=member, identified=dict.fromkeys((*owners, *([member] if member else ())), origin.words)
    )
    return begin_payment(wish, desk, staff, check=partial(_check_is_new, origin, desk)).commit()


def must_be_unknown(origin: Origin, ledger: ReceiptSource) -> None:
    """That the ledger has no payment of a desk's receipt that is to be entered; off the Qt thread.

    Raises FieldRefused. Where the ledger does not answer nobody knows: it finds the two when it has both.
    """
    receipt = origin.receipt.strip().upper()
    if not is_receipt(receipt):
        return
    try:
        seen = ledger.receipt(receipt)
    except LedgerRefuses as refused:
        if refused.field:  # It stands under another number; without a field there is none.
            raise FieldRefused(refused.sentence, "book") from refused
    except LedgerAway:
        return
    else:
        first = seen.lines[0]
        day = day_words(first.business_date or first.taken_at.date())
        paid = total([read_payment(line).paid for line in seen.lines])
        raise FieldRefused(
            f"The ledger has {receipt} already: {paid}, taken on {day}. Nothing is missing, and nothing is entered.",
            "book",
        )


def open_statements(numbers: Sequence[str], desk: Desk, staff: Staff) -> tuple[Statement, ...]:
    """Those of these on which something is open now; none that is not known here or is confidential (R16).

    Raises NotAllowed.
    """
    staff.needs(Right.TAKE_PAYMENTS, "see what is open")
    owners = {owner for number in numbers if (owner := desk.directory.member_of_statement(number)) is not None}
    return tuple(
        statement
        for owner in sorted(owners)
        for statement in read_account(owner, desk).statements
        if statement.number in numbers and not statement.confidential
    )


def entered_numbers(book: str, desk: Desk) -> tuple[int, ...]:
    """The numbers of a book that were entered here, in order."""
    with desk.open_reading() as work:
        return tuple(_number_of(numbered) for numbered in work.journal.papers(book.strip().upper()))


def missing_of(book: str, desk: Desk) -> tuple[int, ...]:
    """The numbers of a book that are missing between those that were entered here."""
    return missing_numbers(entered_numbers(book, desk))


def open_batch(batch: Batch, second: Staff, desk: Desk, staff: Staff) -> Batch:
    """Begin a batch that two people counted; the same one twice is one. Raises Refused."""
    with desk.open_work() as work:
        if (earlier := work.journal.line(batch.batch_id)) is not None:
            return read_batch(earlier.line)
        line = decide_open_batch(
            batch,
            staff=staff,
            second=second,
            shift=work.journal.open_shift(),
            open_now=batch_open_in(work),
            now=desk.clock(),
        )
        work.journal.append(line)
        work.commit()
    return read_batch(line)


def current_batch(desk: Desk) -> tuple[Batch, Entered] | None:
    """The batch that is open here, with what of it was entered."""
    with desk.open_reading() as work:
        batch = batch_open_in(work)
        return None if batch is None else (batch, _entered(batch, work))


def close_batch(batch: Batch, desk: Desk, staff: Staff, *, second: Staff | None = None, reason: str = "") -> Entered:
    """Close it on its control count and total, or with the difference signed by both. Raises Refused."""
    staff.needs(Right.TAKE_PAYMENTS, "close mail")
    with desk.open_work() as work:
        shift = work.journal.open_shift()
        if shift is None:
            raise Refused(NO_DRAWER)
        open_now = batch_open_in(work)
        if open_now is None or open_now.batch_id != batch.batch_id:
            raise Refused("This batch is closed.")
        entered = _entered(batch, work)
        work.journal.append(
            decide_close_batch(
                batch,
                entered,
                staff=staff,
                second=second,
                reason=reason,
                shift=shift,
                now=desk.clock(),
                line_id=desk.new_id(),
            )
        )
        work.commit()
    return entered


def _check_is_new(origin: Origin, desk: Desk, work: UnitOfWork) -> None:
    if origin.kind in BATCHES:
        batch = batch_open_in(work)
        if batch is None or batch.batch_id != origin.batch:
            raise Refused("Open the batch first: two people, the count and the total.")
        return
    origin = check_origin(origin, desk.clock())
    if made_at(origin.receipt) == desk.place.desk:
        raise FieldRefused(
            f"{origin.receipt} is a receipt of this desk, which has its payment. Nothing is missing.", "book"
        )
    before = [numbered.line for numbered in work.journal.papers(origin.book) if _number_of(numbered) == origin.number]
    is_voided = any(line.kind is LineKind.VOIDED for line in corrections_of(tuple(before), work))
    if before and not (origin.receipt and is_voided):
        what = origin.receipt or f"{origin.number} of book {origin.book}"
        raise FieldRefused(
            f"Receipt {what} was entered before. Look at the number again.", "book" if origin.receipt else "paper"
        )


def _number_of(numbered: Numbered) -> int:
    return int(numbered.line.facts["origin"]["number"])


_SAID_MOST = 40  # A number is repeated, and no story.


def owners_of(parts: tuple[Part, ...], desk: Desk) -> tuple[str, ...]:
    """The members whose statements these are. Raises FieldRefused for one that is not known here."""
    owners = []
    for part in parts:
        if part.target.kind is TargetKind.STATEMENT:
            owner = desk.directory.member_of_statement(part.target.number)
            if owner is None:
                number = part.target.number[:_SAID_MOST]
                raise FieldRefused(
                    f"Statement {number} is not known at this desk. Hold the money with its clues.", "statement"
                )
            owners.append(owner)
    return tuple(dict.fromkeys(owners))


def batch_open_in(work: UnitOfWork) -> Batch | None:
    """The batch that is open at this desk."""
    lines = [numbered.line for numbered in work.journal.batches(BATCHES_BACK)]
    closed = {closed_batch(line) for line in lines if line.kind is LineKind.BATCH_CLOSED}
    opened = [line for line in lines if line.kind is LineKind.BATCH_OPENED and line.line_id not in closed]
    return read_batch(opened[-1]) if opened else None


def _entered(batch: Batch, work: UnitOfWork) -> Entered:
    """What the journal holds of a batch: its payments, and lists of agencies, stand behind the line that opened it."""
    opening = work.journal.line(batch.batch_id)
    after = opening.sequence if opening is not None else 0
    paid: dict[str, Money] = {}
    of_batch = {batch.batch_id}
    while lines := work.journal.after(after, LINES_AT_ONCE):
        after = lines[-1].sequence
        for numbered in lines:
            if numbered.line.kind is LineKind.VOIDED:
                paid.pop(str(numbered.line.facts.get("payment")), None)
            elif numbered.line.kind is LineKind.AGENCY_LISTED:
                if numbered.line.facts.get("batch") == str(batch.batch_id):
                    of_batch.add(numbered.line.line_id)
            elif numbered.line.kind is LineKind.PAYMENT:
                facts = read_payment(numbered.line)
                if facts.origin is not None and facts.origin.batch in of_batch:
                    paid[str(facts.payment_id)] = facts.paid
    return Entered(len(paid), total(paid.values()))
