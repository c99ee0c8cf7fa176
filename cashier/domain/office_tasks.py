"""What somebody of the office does about what waits: read from what was typed, field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from cashier.domain.card_batch import CardBatch, read_batch
from cashier.domain.closed_move import PREFIX as MOVES
from cashier.domain.closed_move import ClosedMove
from cashier.domain.desk_messages import read_message
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.explained import OVER, OVER_Z, SHORT, SHORT_Z, read_amount, read_side
from cashier.domain.money import Money, parse_amount
from cashier.domain.returned_check import FEE, read_fee, read_reason
from cashier.domain.scan import safe_text

T = TypeVar("T")

RELEASE_ACT = "a release of held money"
REASON_MOST = 500

NUMBER, GUARANTOR, AMOUNT, WORDS, RECEIPT, CHECK = "number", "guarantor", "amount", "words", "receipt", "check"


class Deed(StrEnum):
    """What can be done about a task."""

    TAKE = "take"
    RELEASE = "release"
    CLOSE_NOTE = "close_note"
    ACKNOWLEDGE = "acknowledge"
    RETURN_CHECK = "return_check"
    LIFT_ACCOUNT = "lift_account"
    APPROVE = "approve"
    DECLINE = "decline"
    SAY = "say"
    TAKE_BACK = "take_back"
    PAY_REFUND = "pay_refund"
    MOVE_CLOSED = "move_closed"
    EXPLAIN = "explain_difference"
    TAKE_BATCH = "take_batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One act. ``line_id`` is made before the first attempt; ``about`` is the task's name; ``second``: who agreed.

    ``day``: the business date on which a check is told to have come back, or a move is agreed to; ``site_fees``: what
    the site takes then. ``source`` and ``to``: what a receipt's money pays and is to pay, or what was over and short;
    ``reason``: why, by its code. ``batch``: what a terminal's report lists.
    """

    line_id: UUID
    deed: Deed
    about: str = ""
    second: str = ""
    statement: str = ""
    guarantor: str = ""
    amount: Money | None = None
    day: date | None = None
    fee: Money | None = None
    site_fees: tuple[Money, Money] | None = None
    receipt: str = ""
    check: str = ""
    until: date | None = None
    source: str = ""
    to: str = ""
    reason: str = ""
    words: str = ""
    minutes: int | None = None
    desks: tuple[str, ...] = ()
    batch: CardBatch | None = None


def take_up(line_id: UUID, about: str) -> Wish:
    """To look after a task from now on."""
    return Wish(line_id=line_id, deed=Deed.TAKE, about=about)


def to_move(line_id: UUID, move: ClosedMove) -> Wish:
    """To let money of a closed drawer pay another thing, once another person agrees."""
    return Wish(
        line_id=line_id,
        deed=Deed.MOVE_CLOSED,
        receipt=move.receipt,
        source=move.source.code,
        to=move.to.code,
        amount=move.amount,
        reason=move.why.reason,
        words=move.why.text,
    )


def read_wish(
    deed: Deed,
    line_id: UUID,
    about: str,
    typed: Mapping[str, str],
    *,
    most: Money | None,
    today: date,
    now: datetime | None = None,
) -> Wish:
    """The act that was typed; ``most`` is what waits there, ``now`` the center's time, which a batch alone asks for.

    Raises FieldRefused, naming the field.
    """
    said = {key: text.strip() for key, text in typed.items()}
    if deed is Deed.SAY:
        new = read_message(said)
        return Wish(line_id=line_id, deed=deed, words=new.words, minutes=new.minutes, desks=new.desks)
    if deed is Deed.TAKE_BATCH:
        assert now is not None, "a batch is of all until an instant"
        return Wish(line_id=line_id, deed=deed, batch=read_batch(said, now))
    wish = Wish(line_id=line_id, deed=deed, about=about, words=_words(said.get(WORDS, ""), deed))
    if deed is Deed.APPROVE and about.startswith(MOVES):
        return replace(wish, day=today)
    if deed is Deed.RELEASE:
        return _release(wish, said, most)
    if deed is Deed.PAY_REFUND:
        return replace(wish, receipt=_reference(said.get(RECEIPT, "")))
    if deed is Deed.RETURN_CHECK:
        return replace(_returned(wish, said), day=today)
    if deed is Deed.EXPLAIN:
        return replace(_explained(wish, said), day=today)
    return replace(wish, until=today - timedelta(days=1)) if deed is Deed.LIFT_ACCOUNT else wish


def _release(wish: Wish, said: Mapping[str, str], most: Money | None) -> Wish:
    statement, guarantor = said.get(NUMBER, ""), said.get(GUARANTOR, "")
    if not statement and not guarantor:
        raise FieldRefused("Enter the statement that it pays, or the guarantor whose credit it is.", NUMBER)
    if statement and guarantor:
        raise FieldRefused("Enter the statement or the guarantor, not both.", GUARANTOR)
    amount = most
    if said.get(AMOUNT):
        amount = _at(AMOUNT, lambda: parse_amount(said[AMOUNT], "the amount"))
        if most is not None and amount > most:
            raise FieldRefused(f"{most} waits there. Enter that, or less.", AMOUNT)
    return replace(
        wish,
        statement=_at(NUMBER, lambda: safe_text(statement, "The statement")),
        guarantor=_at(GUARANTOR, lambda: safe_text(guarantor, "The guarantor")),
        amount=amount,
    )


def _returned(wish: Wish, said: Mapping[str, str]) -> Wish:
    if not said.get(RECEIPT):
        raise FieldRefused("Enter the receipt that the check was taken on.", RECEIPT)
    if not said.get(CHECK):
        raise FieldRefused("Enter the check's number.", CHECK)
    return replace(
        wish,
        receipt=_at(RECEIPT, lambda: safe_text(said[RECEIPT].upper(), "The receipt")),
        check=_at(CHECK, lambda: safe_text(said[CHECK], "The number")),
        words=_reason_of_return(wish.words),
        fee=read_fee(said.get(FEE, "")),
    )


def _explained(wish: Wish, said: Mapping[str, str]) -> Wish:
    over = read_side(said.get(OVER_Z, ""), said.get(OVER, ""), is_over=True)
    short = read_side(said.get(SHORT_Z, ""), said.get(SHORT, ""), is_over=False)
    return replace(wish, source=over.code, to=short.code, amount=read_amount(said.get(AMOUNT, "")))


def _reason_of_return(words: str) -> str:
    read_reason(words)
    return words


def _reference(text: str) -> str:
    if not text:
        raise FieldRefused("Enter the number of the check, or of the terminal's refund slip.", RECEIPT)
    return _at(RECEIPT, lambda: safe_text(text, "The number"))


_ASKED_WORDS = {
    Deed.RELEASE: "Say why it belongs there.",
    Deed.CLOSE_NOTE: "Say what was done about it.",
    Deed.LIFT_ACCOUNT: "Say why the account is taken off the list.",
    Deed.EXPLAIN: "Say what was found, and how.",
}


def _words(text: str, deed: Deed) -> str:
    words = _at(WORDS, lambda: safe_text(text, "What you wrote", most=REASON_MOST))
    if not words and deed in _ASKED_WORDS:
        raise FieldRefused(_ASKED_WORDS[deed], WORDS)
    return words


def _at(field: str, read: Callable[[], T]) -> T:
    """What is read of a field; a refusal names it."""
    try:
        return read()
    except Refused as refused:
        raise FieldRefused(refused.sentence, field) from refused
