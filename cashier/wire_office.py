"""What a desk asks about its whole center for somebody of the office, and what the ledger answers.

``POST /v1/desks/{desk}/office``      OfficeAsked → OfficeAnswer
``POST /v1/desks/{desk}/office/bags`` AcceptBag → BagAccepted
What is done about what waits stands in `cashier.wire_deeds`.
The desk signs the request and names who is signed in; what this person may see is looked up by the ledger.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from cashier.wire import Message

LIST_ROWS_MOST = 100  # Of each list; how many there are is said in any case.

User = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class OfficeAsked(Message):
    """``staff``: who is signed in at the desk. ``business_date``: the center's day, whose closed drawers are shown.

    ``cash_most_cents``: the site's limit on a drawer's cash.
    """

    v: Literal[1] = 1
    staff: User
    business_date: date
    cash_most_cents: int = Field(gt=0, le=10**15)


class AcceptBag(Message):
    """``line_id`` is made before the first attempt: sent again it is the same act. ``number`` as it is printed."""

    v: Literal[1] = 1
    line_id: UUID
    staff: User
    number: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]


class BagAccepted(Message):
    """The bag is in the safe, with what it was filled with. ``line``: whose money, medical or premium."""

    v: Literal[1] = 1
    number: str
    line: str
    cash_cents: int = Field(ge=0)
    checks_cents: int = Field(ge=0)
    sequence: int


class OfficeDrawerRow(Message):
    """A drawer that is open, or was closed on that day. ``state``: how it stands, *pending* where it was
    handed over.

    Amounts that this person may not know are None. ``waits``: two counts were not what should be there.
    ``also_at``: other desks at which its cashier has a drawer open.
    """

    desk: str
    cashier: str
    cashier_name: str
    business_date: date
    opened_at: AwareDatetime
    state: Literal["active", "suspended", "counting", "pending", "closed"]
    payments: int = Field(ge=0)
    expected_cents: int | None = None
    is_over_limit: bool = False
    waits: bool = False
    closed_at: AwareDatetime | None = None
    z: int = 0
    difference_cents: int | None = None
    bags: tuple[str, ...] = ()
    also_at: tuple[str, ...] = ()


class OfficeWaitingRow(Message):
    """Something that waits for a person: ``what`` names it, ``why`` is a sentence or empty; no payor's name (R17).

    ``task`` and ``kind`` are for what is done about it; an older ledger says none. ``age_minutes``: where hours matter
    and not days. ``until``: when it ends by itself, for the desk to say by its own clock.
    """

    task: str = ""
    kind: str = ""
    what: str
    why: str = ""
    cents: int | None = None
    age_days: int = Field(ge=0)
    owner: str = ""
    age_minutes: int | None = Field(default=None, ge=0)
    until: AwareDatetime | None = None


class OfficeList(Message):
    """The oldest of a list, how many there are, and what they come to."""

    rows: tuple[OfficeWaitingRow, ...] = Field(default=(), max_length=LIST_ROWS_MOST)
    count: int = Field(default=0, ge=0)
    cents: int = 0


class OfficeAnswer(Message):
    """A center as the ledger knows it: what its desks sent so far. ``books``: where desk, terminals and ledger
    differed last night.
    """

    v: Literal[1] = 1
    as_of: AwareDatetime
    drawers: tuple[OfficeDrawerRow, ...]
    tasks: OfficeList
    unidentified: OfficeList
    not_posted: OfficeList
    credits: OfficeList
    returned: OfficeList = OfficeList()
    books: OfficeList = OfficeList()
    for_you: OfficeList = OfficeList()
    messages: OfficeList = OfficeList()
    you_asked: OfficeList = OfficeList()
    on_their_way: OfficeList = OfficeList()
