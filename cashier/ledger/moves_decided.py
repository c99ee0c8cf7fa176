"""What the cash office may move of a closed drawer's payment, and where to; looked at under the own journal's lock."""

from sqlalchemy import Connection, text

from cashier.domain.accounts import FUND_ACCOUNTS, AccountKind, Book
from cashier.domain.closed_move import (
    ClosedPayment,
    Piece,
    must_be_medical,
    sources_of,
    take_pieces,
    target_of,
)
from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.money import ZERO, Money
from cashier.domain.move import AMOUNT, TO
from cashier.domain.scan import safe_text
from cashier.domain.statements import StatementKind, book_of
from cashier.domain.targets import Part, Placed, Target, TargetKind
from cashier.ledger.funds import fund_has, lock_account
from cashier.ledger.payment_found import FoundPayment, card_is_unknown, find_payment, lies_uncounted, pieces_of

STATEMENT = text(
    """
    SELECT kind, region, member_number, guarantor_number, title,
           balance.debit_cents - balance.credit_cents AS open_cents
    FROM statements JOIN balances AS balance ON balance.account = 'receivable:' || number WHERE number = :number
    """
)
_GUARANTOR = text("SELECT region FROM guarantors WHERE number = :number")


def found_closed(connection: Connection, receipt: str, center: str) -> FoundPayment:
    """A payment whose drawer is closed and whose money stands. Raises Refused, with the way that is open instead."""
    found = find_payment(connection, receipt)
    try:
        voided, _ = found.payment.voided_by, (found.payment.parts, found.payment.moved_to)
    except UnreadableBody as trouble:
        raise Refused(
            f"A correction of receipt {receipt} says less than this ledger needs to follow its money. Ask support."
        ) from trouble
    if voided is not None:
        raise Refused(f"Receipt {receipt} was voided: its money went back, so nothing of it can be moved.")
    if found.center != center:
        raise Refused(f"Receipt {receipt} was made at another center. Its office moves the money.")
    if lies_uncounted(connection, found.payment):
        raise Refused(
            f"Receipt {receipt} lies in a drawer that is open. Its cashier moves it there: Activity, Correct."
        )
    if card_is_unknown(connection, found):
        raise Refused(f"A card of receipt {receipt} has no known result yet. Have it settled at its desk first.")
    return found


def as_told(connection: Connection, found: FoundPayment) -> ClosedPayment:
    """What of a payment may leave. Raises Refused where nothing may."""
    pieces = tuple(pieces_of(connection, found))
    payment = ClosedPayment(receipt=found.payment.receipt, sources=sources_of(pieces, found.payment))
    if payment.sources:
        return payment
    if any(piece.account.kind in (AccountKind.HELD, AccountKind.HOLDING) for piece in pieces):
        raise Refused(
            f"What is left of receipt {payment.receipt} waits for its owner. Open it on this page, and release it."
        )
    raise Refused(f"Nothing of receipt {payment.receipt} pays a bill or an account any more, so nothing can be moved.")


def decide_move(
    connection: Connection, found: FoundPayment, source: Target, to: Target, amount: Money
) -> tuple[tuple[Piece, ...], Placed]:
    """What leaves and where it goes, with both locked. Raises Refused for more than is there, or than is open."""
    if source == to:
        raise FieldRefused("It pays that already. Enter another statement, or an account.", TO)
    accounts = [each.account(found.center) for each in (source, to)]
    for account in sorted(accounts, key=lambda a: (a.kind is not AccountKind.RECEIVABLE, a.code)):
        lock_account(connection, account)
    as_told(connection, found)
    pieces = tuple(pieces_of(connection, found))
    book = _book_there(connection, to)
    if to.kind is TargetKind.CREDIT:
        own = next((piece.book for piece in pieces if target_of(piece.account) == source), None)
        if own is not None:
            must_be_medical(own)
    taken = take_pieces(pieces, source, book, amount)
    whose = source.number if source.kind is TargetKind.CREDIT else found.payment.facts[-1].guarantor_number
    if taken[0].account.kind in FUND_ACCOUNTS:
        has = fund_has(connection, whose, taken[0].account, taken[0].book)
        if amount > has:
            raise FieldRefused(
                f"Only {max(has, ZERO)} of it is on {source.code} now: the rest has paid a bill since, or was asked "
                "back. Move that, or less.",
                AMOUNT,
            )
    return taken, _placed(connection, to, amount, taken[0].book, source)


def _book_there(connection: Connection, to: Target) -> Book | None:
    """Whose money alone may go there; None for any. Raises FieldRefused for what is not known."""
    if to.kind is TargetKind.CREDIT:
        region = connection.scalar(_GUARANTOR, {"number": to.number})
        if region is None:
            raise FieldRefused(f"The ledger knows no guarantor {_said(to.number)}. Check the number.", TO)
        return book_of(StatementKind.PROFESSIONAL, region)
    if to.kind is not TargetKind.STATEMENT:
        return None
    statement = connection.execute(STATEMENT, {"number": to.number}).one_or_none()
    if statement is None:
        raise FieldRefused(f"The ledger knows no statement {_said(to.number)}. Check its number.", TO)
    return book_of(StatementKind(statement.kind), statement.region)


def _placed(connection: Connection, to: Target, amount: Money, book: Book, source: Target) -> Placed:
    """Where it goes, as corrections keep it. Raises FieldRefused for more than is open there."""
    member, words, before, note = "", "Credit on account", ZERO, f"moved from {source.code}"
    if to.kind is TargetKind.STATEMENT:
        statement = connection.execute(STATEMENT, {"number": to.number}).one()
        member, words, before, note = statement.member_number, statement.title, Money(statement.open_cents), ""
        if before <= ZERO:
            raise FieldRefused(f"Nothing is open on {to.number}. Enter another statement, or an account.", TO)
        if amount > before:
            raise FieldRefused(f"Only {before} is open on {to.number}. Move less.", AMOUNT)
    elif to.kind is TargetKind.HOLDING:
        words = "Unidentified payment"
    part = Part(target=to, amount=amount, note=note)
    return Placed(part=part, book=book, member_number=member, words=words, open_before=before)


def _said(number: str) -> str:
    return safe_text(number, "The number")
