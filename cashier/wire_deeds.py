"""What somebody of the office does at a desk about what waits, and what the ledger answers.

``POST /v1/desks/{desk}/office/deeds`` Deed → DeedDone
``POST /v1/desks/{desk}/office/task``  TaskAsked → TaskTold
The desk signs the request and names who is signed in, and who agreed beside them; the ledger looks up what both may.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from cashier.domain.asks import AskState
from cashier.domain.card_batch import SALES_MOST
from cashier.wire import Message
from cashier.wire_office import User

Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Said = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Fee = Annotated[int, Field(ge=0, le=10**6)]
Cents = Annotated[int, Field(gt=0, le=10**15)]

What = Literal[
    "take",
    "release",
    "close_note",
    "acknowledge",
    "return_check",
    "lift_account",
    "approve",
    "decline",
    "say",
    "take_back",
    "pay_refund",
    "move_closed",
    "explain_difference",
    "take_batch",
]
Code = Annotated[str, Field(pattern="^[A-Z0-9]{1,12}$")]
LastFour = Annotated[str, Field(pattern="^[0-9]{4}$")]


class BatchSaid(Message):
    """The batch of a terminal that stands alone: each sale by code, last four and cents, below zero given back."""

    desk: Name
    terminal: Name
    number: Name
    until: AwareDatetime
    sales: tuple[tuple[Code, LastFour, Annotated[int, Field(ge=-(10**9), le=10**9)]], ...] = Field(
        max_length=SALES_MOST
    )


class Deed(Message):
    """``line_id`` is made before the first attempt: sent again it is the same act.

    ``about``: the task, as the list names it. ``second``: who agreed to it at the same desk. ``words``: the reason, or
    what was done. ``source`` and ``to``: what a receipt's money pays and is to pay, by their codes, or closed drawers'
    over and short lines; ``reason``: why, by the list's code.
    """

    v: Literal[1] = 1
    line_id: UUID
    staff: User
    what: What
    about: Name = ""
    second: Name = ""
    statement: Name = ""
    guarantor: Name = ""
    cents: Cents | None = None
    day: date | None = None
    site_fees_cents: tuple[Fee, Fee] | None = None
    fee_cents: Fee | None = None
    receipt: Name = ""
    number: Name = ""
    until: date | None = None
    source: Name = ""
    to: Name = ""
    reason: Name = ""
    words: Said = ""
    minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    desks: tuple[Name, ...] = Field(default=(), max_length=100)
    batch: BatchSaid | None = None


class DeedDone(Message):
    """It stands in the ledger's own journal; ``said`` is the sentence about it."""

    v: Literal[1] = 1
    said: str


class TaskAsked(Message):
    """All that is known of one task."""

    v: Literal[1] = 1
    staff: User
    about: Name


class SourceRow(Message):
    """What a payment of a closed drawer pays by now; ``code`` as `domain.targets.Target.code`."""

    code: Name
    words: Name
    cents: Cents


class TaskTold(Message):
    """Labels with what stands behind them, in order. ``sources``: of a payment alone, ``payment.RECEIPT``."""

    v: Literal[1] = 1
    facts: tuple[tuple[str, str], ...]
    sources: tuple[SourceRow, ...] = ()


class AskFor(Message):
    """A colleague's word is asked for. ``right``: what they have to have; ``facts``: labels with what they say.

    ``POST /v1/desks/{desk}/office/asks`` AskFor → AskTold
    """

    v: Literal[1] = 1
    line_id: UUID
    staff: User
    act: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    cents: Annotated[int, Field(ge=0, le=10**15)]
    right: Name
    sentence: Said
    facts: tuple[tuple[Name, Name], ...] = Field(default=(), max_length=20)


class AskLook(Message):
    """How it stands. ``POST /v1/desks/{desk}/office/asks/look`` AskLook → AskTold"""

    v: Literal[1] = 1
    ask: UUID


class AskTold(Message):
    """``at``: when it was answered."""

    v: Literal[1] = 1
    state: AskState
    by: str = ""
    by_name: str = ""
    at: AwareDatetime | None = None
    words: str = ""


class MessagesAsked(Message):
    """``POST /v1/desks/{desk}/office/messages`` MessagesAsked → MessagesTold"""

    v: Literal[1] = 1


class MessageRow(Message):
    """What the office says to this desk, ``until`` when."""

    message: UUID
    words: Annotated[str, Field(max_length=500)]
    sent_by: Name
    until: AwareDatetime


class MessagesTold(Message):
    """All that hold now, those that end first first."""

    v: Literal[1] = 1
    messages: tuple[MessageRow, ...] = Field(max_length=100)


class TrendAsked(Message):
    """``POST /v1/desks/{desk}/office/trend`` TrendAsked → TrendTold: over and short of the last ``days``."""

    v: Literal[1] = 1
    staff: User
    today: date
    days: Annotated[int, Field(ge=1, le=400)]


class TrendRow(Message):
    """One person's. ``words`` say all of it; ``cents`` is the middle shift's, below zero for short; None of too few."""

    name: str
    shifts: int
    cents: int | None = None
    words: str


class TrendTold(Message):
    """``closing``: by whose drawer it was. ``floats``: by who left the float that was counted otherwise."""

    v: Literal[1] = 1
    closing: tuple[TrendRow, ...] = Field(max_length=2_000)
    floats: tuple[TrendRow, ...] = Field(max_length=2_000)
