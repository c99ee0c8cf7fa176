"""A refund of a deposit or credit: asked for at a window, agreed to by a second person, paid out by a third.

What is asked for is *refund payable* at once, so that nothing pays a bill with it meanwhile. The ledger alone moves
it, in its own journal, by what is there at that moment; the desk that asked keeps a record of it, which has the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.bank_days import after_bank_days
from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.funds import AMOUNT, Fund, chosen_fund, read_fund
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.region_rules import in_force
from cashier.domain.scan import safe_text

WHY = "why"
WHY_MOST = 200


@dataclass(frozen=True, slots=True)
class HoldRule:
    """From ``since`` on: how many business days check money stays before it is paid out again."""

    since: date
    business_days: int


HOLDS = (HoldRule(date.min, 10),)


def payable_from(day: date) -> date:
    """When money of a check that was taken on ``day`` may leave: until then the check may come back."""
    rule = in_force(HOLDS, day)
    assert rule is not None, "the first rule has no beginning"
    return after_bank_days(day, rule.business_days)


def refund_payable(guarantor_number: str) -> Account:
    """What a guarantor asked back and did not get yet."""
    return Account(AccountKind.REFUND_PAYABLE, guarantor_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRefund:
    """``act_id`` is made before the first attempt. ``opened``: whose account is open."""

    act_id: UUID
    opened: str
    fund: Fund
    amount: Money
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAsked:
    """What the ledger did: ``left`` stays there. ``payable_from``: no payout before; ``to_card``: so much goes back to
    the card that it came from.
    """

    left: Money
    payable_from: date
    to_card: Money


def read_refund(funds: Sequence[Fund], which: str, typed: str, why: str) -> tuple[Fund, Money, str]:
    """What a form's three fields say: the place in the list, which one alone needs not; dollars, or all; and why.

    Raises FieldRefused for a field, Refused where there is nothing to refund.
    """
    if not funds:
        raise Refused("The ledger knows no deposit and no credit of this guarantor. Nothing can be refunded.")
    fund = chosen_fund(funds, which.strip(), words="refunded")
    try:
        amount = parse_amount(typed, "the refund") if typed.strip() else fund.amount
    except Refused as refused:
        raise FieldRefused(refused.sentence, AMOUNT) from refused
    check_refund(fund, amount)
    return fund, amount, read_why(why)


def check_refund(fund: Fund, amount: Money) -> None:
    """Raises FieldRefused for nothing, and for more than is there."""
    if amount <= ZERO:
        raise FieldRefused("Enter an amount above zero.", AMOUNT)
    if amount > fund.amount:
        raise FieldRefused(f"Only {fund.amount} of it is there. Enter that, or less.", AMOUNT)


def read_why(text: str) -> str:
    """The reason as it may be kept. Raises FieldRefused."""
    try:
        why = safe_text(text, "The reason", most=WHY_MOST)
    except Refused as refused:
        raise FieldRefused(refused.sentence, WHY) from refused
    if not why:
        raise FieldRefused("Say why it is refunded.", WHY)
    return why


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRecord:
    """What a REFUND_SLIP line says, for its paper."""

    wish: AskRefund
    asked: RefundAsked
    member_number: str
    guarantor_number: str
    language: str
    served_by: str

    def facts(self) -> dict[str, Any]:
        wish = self.wish
        return {
            "act": str(wish.act_id),
            "opened": wish.opened,
            "fund": wish.fund.target.code,
            "book": wish.fund.book.code,
            "cents": wish.amount.cents,
            "why": wish.why,
            "had_cents": wish.fund.amount.cents,
            "left_cents": self.asked.left.cents,
            "to_card_cents": self.asked.to_card.cents,
            "payable_from": self.asked.payable_from.isoformat(),
            "member": self.member_number,
            "guarantor": self.guarantor_number,
            "language": self.language,
            "served_by": self.served_by,
        }


def asked_words(said: RefundRecord) -> str:
    """``The refund of $60.00 is asked for: two others agree to it and pay it out. Its slip is …``"""
    return (
        f"The refund of {said.wish.amount} is asked for. The office agrees to it and pays it out; nothing is given "
        "back here. Its slip is on its way to the receipt printer."
    )


def read_refund_record(line: Line) -> RefundRecord:
    """The inverse of `RefundRecord.facts`. Raises UnreadableBody."""
    said = line.facts
    try:
        if line.kind is not LineKind.REFUND_SLIP:
            raise ValueError(line.kind)
        fund = Fund(target=read_fund(said["fund"]), book=Book.read(said["book"]), amount=Money(said["had_cents"]))
        return RefundRecord(
            wish=AskRefund(
                act_id=UUID(said["act"]),
                opened=said["opened"],
                fund=fund,
                amount=Money(said["cents"]),
                why=said["why"],
            ),
            asked=RefundAsked(
                left=Money(said["left_cents"]),
                payable_from=date.fromisoformat(said["payable_from"]),
                to_card=Money(said["to_card_cents"]),
            ),
            member_number=said["member"],
            guarantor_number=said["guarantor"],
            language=said["language"],
            served_by=said["served_by"],
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A refund that was asked for cannot be read: {type(trouble).__name__}.") from trouble
