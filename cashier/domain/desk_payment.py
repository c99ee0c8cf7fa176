"""A payment as a list of this desk shows it (R17: initials and last four), and what may be typed to find it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import compress, product
from typing import NamedTuple

from cashier.domain.errors import Refused
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money, parse_amount, total
from cashier.domain.payment_facts import PaymentFacts
from cashier.domain.scan import CARD_SENTENCE, fold, looks_like_card
from cashier.domain.tenders import TenderKind, read_tender

LAST_FOUR = 4

_RECEIPT = re.compile(r"([A-Za-z0-9]{2,20})-([0-9]{1,10})")
_FIGURES = re.compile(r"\$?[0-9][0-9,]*(\.[0-9]{0,2})?|\$?\.[0-9]{1,2}")


class PostState(StrEnum):
    """How far a payment is. UNCLEAR: the ledger could not post a part of one of several, and does not say of which."""

    TO_SEND = "to send"
    POSTED = "posted"
    NOT_POSTED = "could not post"
    UNCLEAR = "posting unclear"
    VOIDED = "voided"


class PaidBy(NamedTuple):
    """What one tender paid, change taken off. ``words``: ``Check 1043``. ``number``: of a check or money order.

    ``tendered`` and ``change``: what was handed over and given back, of cash alone.
    """

    kind: TenderKind
    amount: Money
    words: str
    number: str = ""
    tendered: Money = ZERO
    change: Money = ZERO


def paid_by_of(facts: PaymentFacts) -> tuple[PaidBy, ...]:
    """What each tender of a line paid, in its order. Change goes back from the cash that was handed over last."""
    said: list[PaidBy] = []
    change = facts.change
    for place, tender in reversed(list(enumerate(facts.tenders))):
        paid = total([part.amount for part in facts.applied if part.tender == place])
        is_cash = tender.kind is TenderKind.CASH
        back = min(change, tender.amount) if is_cash else ZERO
        change -= back
        handed_over = tender.amount if is_cash else ZERO
        said.append(PaidBy(tender.kind, paid, tender.words, tender.number, handed_over, back))
    return tuple(said[::-1])


def called_otherwise(paid_by: Sequence[PaidBy], change: Line) -> tuple[tuple[PaidBy, ...], PaidBy | None]:
    """What paid once a tender is called by its right name, and what it was keyed as; None where that is not found.

    Raises UnreadableBody.
    """
    said = change.facts
    now = read_tender(said["now"])
    for place, keyed in enumerate(paid_by):
        if (keyed.kind, keyed.amount.cents, keyed.words) == (said["was"]["kind"], said["cents"], said["was"]["words"]):
            handed_over = now.amount if now.kind is TenderKind.CASH else ZERO
            right = PaidBy(now.kind, now.amount, now.words, now.number, handed_over)
            return (*paid_by[:place], right, *paid_by[place + 1 :]), keyed
    return tuple(paid_by), None


class DeskPayment(NamedTuple):
    """All lines under one receipt number, in short; a tuple, since a day has thousands of them.

    ``place`` and ``through``: where its first and its last line stand in the journal. ``member`` for finding, never for
    a list. ``waited_s``: seconds from the account's opening to the last tender, where the account was opened for it.
    ``voided``: it went back whole, and counts in no sum.
    """

    place: int
    through: int
    receipt: str
    taken_at: datetime
    business_date: date
    member: str
    initials: str
    paid_by: tuple[PaidBy, ...]
    waited_s: int | None = None
    state: PostState = PostState.POSTED
    voided: bool = False

    @property
    def amount(self) -> Money:
        return total([each.amount for each in self.paid_by])

    @property
    def last_four(self) -> str:
        return self.member[-LAST_FOUR:]

    @property
    def who(self) -> str:
        """``M. T. · 8827``; empty where no account was open."""
        return " · ".join(filter(None, (self.initials, self.last_four)))

    @property
    def how(self) -> str:
        """``Check 1043 + Cash``."""
        return " + ".join(dict.fromkeys(each.words for each in self.paid_by))

    @property
    def has_cash(self) -> bool:
        return any(each.kind is TenderKind.CASH for each in self.paid_by)


def initials_of(name: str) -> str:
    """``M. T.`` for ``Tran, Mai Linh``: the first given name, then the family name."""
    family, _, given = name.partition(",")
    return " ".join(f"{word.strip()[0].upper()}." for word in (given, family) if word.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentQuery:
    """What is looked for; empty fields ask nothing, all that are set must hold.

    ``words``: folded beginnings of name words. ``receipt``: a whole number, ``OAK3-0019284``. ``digits``: the number of
    a receipt, member, check or money order, the member's last four, or, as far as it is one, ``amount``.
    """

    words: tuple[str, ...] = ()
    receipt: str = ""
    digits: str = ""
    amount: Money | None = None

    @property
    def is_empty(self) -> bool:
        return self == PaymentQuery()


def read_payment_query(text: str) -> PaymentQuery:
    """Take the text apart. Raises Refused for a bank card's number, and for two numbers that no payment has at once."""
    if looks_like_card(text):
        raise Refused(CARD_SENTENCE)
    words: list[str] = []
    query = PaymentQuery()
    for piece in text.split():
        found = _read_piece(piece)
        if found is None:
            words += fold(piece).split()
        elif query.is_empty:
            query = found
        else:
            raise Refused("Look for one number or amount at a time: a receipt, a member, a check or dollars.")
    return PaymentQuery(words=tuple(words), receipt=query.receipt, digits=query.digits, amount=query.amount)


def _read_piece(piece: str) -> PaymentQuery | None:
    """What a piece with figures asks for; None for a word."""
    if match := _RECEIPT.fullmatch(piece):
        return PaymentQuery(receipt=f"{match.group(1).upper()}-{int(match.group(2)):07d}")
    if not _FIGURES.fullmatch(piece):
        return None if not any(sign.isdigit() for sign in piece) else PaymentQuery(digits=piece.upper())
    return PaymentQuery(digits=piece if piece.isdigit() else "", amount=_amount(piece.removeprefix("$")))


def _amount(typed: str) -> Money | None:
    try:
        return parse_amount(typed.removesuffix("."), "the payment")
    except Refused:
        return None


def fits_shown(payment: DeskPayment, query: PaymentQuery) -> bool:
    """Whether a payment is one that is looked for, by what a list shows of it: a name by its initials alone."""
    letters = [word[0].lower() for word in payment.initials.split()]
    for word in query.words:
        if word[:1] not in letters:
            return False
        letters.remove(word[:1])
    return fits_figures(payment, query)


def fits_figures(payment: DeskPayment, query: PaymentQuery) -> bool:
    """Whether its numbers and amounts are those that are looked for, whatever the name."""
    if query.receipt and payment.receipt != query.receipt:
        return False
    if not query.digits and query.amount is None:
        return True
    return _has_number(payment, query.digits) or _has_amount(payment, query.amount)


def _has_number(payment: DeskPayment, digits: str) -> bool:
    if not digits:
        return False
    if digits.isdigit() and int(payment.receipt.rpartition("-")[2]) == int(digits):
        return True
    return digits in (payment.member, payment.last_four) or any(each.number == digits for each in payment.paid_by)


def _has_amount(payment: DeskPayment, amount: Money | None) -> bool:
    return amount is not None and amount in (payment.amount, *(each.amount for each in payment.paid_by))


def held_places(parts: dict[int, Money], held: Money) -> tuple[frozenset[int], frozenset[int]]:
    """Of payments with these parts on one statement, which have those that add up to ``held``, as far as that is sure.

    ``parts`` by the payment's place in the journal. Returns the places that are certain, and those that may be.
    """
    if held <= Money(0):
        return frozenset(), frozenset()
    if len(parts) > _PARTS_MOST:
        return frozenset(), frozenset(parts)
    ways = [
        frozenset(compress(parts, chosen))
        for chosen in product((False, True), repeat=len(parts))
        if total(compress(parts.values(), chosen)) == held
    ]
    if not ways:
        return frozenset(), frozenset(parts)
    certain = frozenset[int].intersection(*ways)
    return certain, frozenset[int]().union(*ways) - certain


_PARTS_MOST = 10
