"""How a desk asks the ledger for a refund of a deposit or credit.

``POST /v1/desks/{desk}/office/refunds``  AskRefund → RefundAsked
The desk signs the request and names who is signed in; what is there is looked up by the ledger, at that moment.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from cashier.domain.money import MOST_CENTS
from cashier.wire import Message, Number
from cashier.wire_funds import BookCode, FundCode
from cashier.wire_office import User


class AskRefund(Message):
    """``line_id`` is made before the first attempt: sent again it is the same act."""

    v: Literal[1] = 1
    line_id: UUID
    staff: User
    member: Number
    fund: FundCode
    book: BookCode
    cents: int = Field(gt=0, le=MOST_CENTS, strict=True)
    why: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class RefundAsked(Message):
    """It is payable. ``left_cents`` stay there; ``card_cents`` go back to the card; no payout before a day."""

    v: Literal[1] = 1
    left_cents: int = Field(ge=0)
    card_cents: int = Field(ge=0)
    not_before: date
    sequence: int
