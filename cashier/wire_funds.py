"""What a desk asks about a guarantor's deposits and credit, and how it has one pay a bill.

``GET  /v1/desks/{desk}/people/{member}/funds``  → FundsAnswer
``POST /v1/desks/{desk}/funds``                  UseFund → FundUsed
The desk signs the request and names who is signed in; what may be used is looked up by the ledger, at that moment.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from cashier.domain.money import MOST_CENTS
from cashier.wire import Message, Number
from cashier.wire_office import User

FUNDS_MOST = 50

FundCode = Annotated[str, Field(max_length=80, pattern=r"^(credit|prepay):[^\x00:]+$")]
BookCode = Annotated[str, Field(max_length=80, pattern=r"^[^\x00:.]+\.(medical|premium)$")]


class FundRow(Message):
    """``fund``: ``credit:200417733``, ``prepay:E-20441``; of one book, with what is there."""

    fund: FundCode
    book: BookCode
    cents: int = Field(gt=0, le=10**15)


class FundsAnswer(Message):
    """What the guarantor of a member has, largest first."""

    v: Literal[1] = 1
    funds: tuple[FundRow, ...] = Field(max_length=FUNDS_MOST)


class UseFund(Message):
    """``line_id`` is made before the first attempt: sent again it is the same act.

    ``seen_cents``: what was open on the statement where the cashier saw it. Another balance is refused.
    """

    v: Literal[1] = 1
    line_id: UUID
    staff: User
    member: Number
    fund: FundCode
    book: BookCode
    statement: Number
    cents: int = Field(gt=0, le=MOST_CENTS, strict=True)
    seen_cents: int = Field(ge=0, le=MOST_CENTS, strict=True)


class FundUsed(Message):
    """It is done. ``left_cents`` of it are still there, ``open_cents`` stay open on the statement."""

    v: Literal[1] = 1
    left_cents: int = Field(ge=0)
    open_cents: int = Field(ge=0)
    sequence: int
