"""Money of a closed drawer that paid the wrong thing: the cash office says what it is to pay, and another agrees.

The drawer stays closed, and its figures, tenders and bags as they are (`features.md` 4.5): what was applied is moved,
today, in the ledger's own journal. Medical and premium money, and each region's, never mix (R12).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cashier.domain.accounts import Account, AccountKind, Book, BookLine
from cashier.domain.correction import PartNow, PaymentNow, Why, check_why
from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, parse_amount, total
from cashier.domain.move import AMOUNT, FROM, MOVE_REASONS, TO
from cashier.domain.office_slip import OfficeSlip, read_office_slip
from cashier.domain.scan import safe_text
from cashier.domain.targets import Target, TargetKind, read_target

PREFIX = "move."
"""What such a move is called among the office's acts, before its id."""
PAYMENTS = "payment."
"""What a payment of a closed drawer is called where the ledger is asked about it, before its receipt's number."""
NOBODY = "NOBODY"
"""Typed for money that is nobody's who is known: it waits as unidentified then."""
REASON, MORE = "reason", "more"

_KINDS = {
    AccountKind.RECEIVABLE: TargetKind.STATEMENT,
    AccountKind.CREDIT: TargetKind.CREDIT,
    AccountKind.PREPAYMENT: TargetKind.PREPAY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Money of one part of a payment where it is by now. ``part``: its place among `PaymentNow.parts`; ``task``: what
    waits for a person there, empty where it is as its line said.
    """

    part: int
    account: Account
    book: Book
    amount: Money
    task: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSource:
    """What a payment pays by now, in words, and how much of it."""

    target: Target
    words: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPayment:
    """A payment of a closed drawer, as the ledger has it. ``told``: when, by whom and how it was paid."""

    receipt: str
    sources: tuple[ClosedSource, ...]
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMove:
    """The wish to let ``amount`` of what a payment pays (``source``) pay another thing."""

    receipt: str
    source: Target
    to: Target
    amount: Money
    why: Why


def target_of(account: Account) -> Target | None:
    """What an account's money pays, and may leave again; None for what waits for a person, or was sold."""
    kind = _KINDS.get(account.kind)
    return Target(kind, account.owner) if kind is not None else None


def read_receipt_number(text: str) -> str:
    """Raises FieldRefused."""
    try:
        receipt = safe_text(text.strip().upper(), "The receipt")
    except Refused as refused:
        raise FieldRefused(refused.sentence, "receipt") from refused
    if not receipt:
        raise FieldRefused("Enter the number of the receipt.", "receipt")
    return receipt


def read_closed_move(payment: ClosedPayment, source: str, to: str, typed: str, why: Why) -> ClosedMove:
    """What a form's fields say: the code of a source, a number, dollars or all of it, and why.

    Raises FieldRefused, naming the field.
    """
    chosen = next((each for each in payment.sources if each.target.code == source), None)
    if chosen is None:
        raise FieldRefused(f"Receipt {payment.receipt} does not pay that. Choose what it pays now.", FROM)
    target = read_goal(to)
    if target == chosen.target:
        raise FieldRefused("It pays that already. Enter another statement, or an account.", TO)
    amount = _read_amount(typed) if typed.strip() else chosen.amount
    if amount > chosen.amount:
        raise FieldRefused(f"Only {chosen.amount} of it is on {source}. Move less.", AMOUNT)
    return ClosedMove(receipt=payment.receipt, source=chosen.target, to=target, amount=amount, why=read_reason(why))


def read_goal(text: str) -> Target:
    """A statement's number, a guarantor's for credit on account, or NOBODY. Raises FieldRefused."""
    try:
        number = safe_text(text, "Where it goes").upper().replace(" ", "")
        if number == NOBODY:
            return Target(TargetKind.HOLDING)
        # Codes are written small, and this is not: what is no guarantor is a statement.
        return Target(TargetKind.CREDIT, number) if number.isascii() and number.isdigit() else read_target(number)
    except (Refused, ValueError) as refused:
        raise FieldRefused("Enter a statement's number, a guarantor's, or NOBODY.", TO) from refused


def read_reason(why: Why) -> Why:
    """As it may be kept. Raises FieldRefused for the list or for what is written beside it."""
    try:
        return check_why(why, MOVE_REASONS)
    except Refused as refused:
        at = MORE if why.reason in MOVE_REASONS else REASON
        raise FieldRefused(refused.sentence, at) from refused


def _read_amount(typed: str) -> Money:
    try:
        return parse_amount(typed, "the amount")
    except Refused as refused:
        raise FieldRefused(refused.sentence, AMOUNT) from refused


def sources_of(pieces: Sequence[Piece], payment: PaymentNow) -> tuple[ClosedSource, ...]:
    """What may leave, by what it pays, in the order in which it was paid."""
    words = {placed.part.target: placed.words for facts in payment.facts for placed in facts.targets}
    words |= {placed.part.target: placed.words for placed in payment.moved_to}
    amounts: dict[Target, Money] = {}
    for piece in pieces:
        target = target_of(piece.account)
        if target is not None:
            amounts[target] = amounts.get(target, ZERO) + piece.amount
    return tuple(
        ClosedSource(target=target, words=words.get(target, _words(target)), amount=amount)
        for target, amount in amounts.items()
    )


def _words(target: Target) -> str:
    """Of what no line of the payment names: beyond a bill, or released there by the office."""
    return "Credit on account" if target.kind is TargetKind.CREDIT else "Statement"


def take_pieces(pieces: Sequence[Piece], source: Target, book: Book | None, amount: Money) -> tuple[Piece, ...]:
    """Of which pieces so much is taken, in order. ``book``: whose money alone may go there, None for any one.

    Raises FieldRefused for more than still is there.
    """
    there = [piece for piece in pieces if target_of(piece.account) == source]
    if not there:
        raise FieldRefused(f"Nothing of this payment is on {source.code} any more. Look at it again.", FROM)
    wanted = book if book is not None else there[0].book
    fitting = [piece for piece in there if piece.book == wanted]
    if not fitting:
        taken_as = there[0].book
        raise FieldRefused(
            f"This was taken as {taken_as.region}'s {taken_as.line} money, and that is {wanted.region}'s "
            f"{wanted.line}. Choose one of the same books.",
            TO,
        )
    has, taken = total([piece.amount for piece in fitting]), []
    if amount > has:
        raise FieldRefused(f"Only {has} of it is on {source.code} now. Move less.", AMOUNT)
    for piece in fitting:
        share = min(amount, piece.amount)
        if share > ZERO:
            taken.append(Piece(part=piece.part, account=piece.account, book=piece.book, amount=share, task=piece.task))
            amount -= share
    return tuple(taken)


def must_be_medical(book: Book) -> None:
    """Raises FieldRefused: a guarantor's credit is medical money alone (R12)."""
    if book.line is not BookLine.MEDICAL:
        raise FieldRefused("Premium money pays premiums, and no account. Enter another premium's number.", TO)


def book_of_part(payment: PaymentNow, part: PartNow, center: str) -> Book | None:
    """Whose money a part is: as it lies, or where that is rounding, as what it pays; None for what nobody says."""
    if part.into.book is not None:
        return part.into.book
    placed = (*(each for facts in payment.facts for each in facts.targets), *payment.moved_to)
    return next((each.book for each in placed if each.part.target.account(center) == part.target), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRecord(OfficeSlip):
    """What a MOVE_SLIP line says, for its paper. ``staff_name`` asked for it."""

    receipt: str

    def facts(self) -> dict[str, Any]:
        return {**OfficeSlip.facts(self), "receipt": self.receipt}


def read_move_record(line: Line) -> MoveRecord:
    """The inverse of `MoveRecord.facts`. Raises UnreadableBody."""
    said = line.facts
    try:
        if line.kind is not LineKind.MOVE_SLIP:
            raise ValueError(line.kind)
        return MoveRecord(receipt=str(said["receipt"]), **read_office_slip(said))
    except MISREAD as trouble:
        raise UnreadableBody(f"A move of the office cannot be read: {type(trouble).__name__}.") from trouble


def day_of(line: Line) -> date:
    """The business date of a payment, or of its clock where it says none."""
    return line.business_date or line.taken_at.date()
