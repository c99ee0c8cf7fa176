"""What a desk asks for the cash office about safe, deposits and bank, and what the ledger answers.

``POST /v1/desks/{desk}/office/safe``          SafeAsked → SafeAnswer
``POST /v1/desks/{desk}/office/safe/bag``      BagAsked → BagAnswer: what is in a bag, and its history
``POST /v1/desks/{desk}/office/safe/prepare``  PrepareDeposit → DepositDone
``POST /v1/desks/{desk}/office/safe/review``   ReviewDeposit → DepositDone
``POST /v1/desks/{desk}/office/safe/give``     GiveDeposit → DepositDone: to the courier
``POST /v1/desks/{desk}/office/safe/arrive``   DepositArrived → DepositDone: at the bank
``POST /v1/desks/{desk}/office/safe/correct``  CorrectDeposit → DepositDone: the bank's figure is taken over
``POST /v1/desks/{desk}/office/safe/count``    CountSafe → CountDone
``POST /v1/desks/{desk}/office/safe/recount``  CountBag → CountDone
``POST /v1/desks/{desk}/office/safe/name``     NameBags → BagsNamed: two bags with one number
``POST /v1/desks/{desk}/office/safe/change``   TakeChange → CountDone
``POST /v1/desks/{desk}/office/safe/slip``     SlipAsked → SlipAnswer
The desk signs the request, names who is signed in, and vouches for a second person who signed at it.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from cashier.wire import Message
from cashier.wire_office import User

BAGS_MOST = 200
CHECKS_MOST = 20_000
ROWS_MOST = 200

Short = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Said = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Cents = Annotated[int, Field(ge=0, le=10**12)]
Pieces = Annotated[int, Field(ge=0, le=10**6)]
Count = dict[Annotated[str, Field(max_length=20)], Pieces]  # By denomination code.


class Seen(Message):
    """A check that was in the hand."""

    number: Said = ""
    cents: Cents


class PrepareDeposit(Message):
    """``line_id`` becomes the deposit's id. ``count`` and ``checks`` are what the preparer counted and accounted for.

    ``day``: the business date that it is for, by default the newest of its bags. ``is_final``: nothing of that day
    comes after it.
    """

    line_id: UUID
    staff: Said = ""
    center: Said = ""
    book: Short
    bags: tuple[Short, ...] = Field(min_length=1, max_length=BAGS_MOST)
    count: Count
    checks: tuple[Seen, ...] = Field(default=(), max_length=CHECKS_MOST)
    day: date | None = None
    is_final: bool = False


class ReviewDeposit(Message):
    """What the second person counted, and the number of the bag that was sealed with it."""

    line_id: UUID
    staff: Said = ""
    deposit: UUID | None = None
    count: Count
    checks: tuple[Seen, ...] = Field(default=(), max_length=CHECKS_MOST)
    seal: Short


class GiveDeposit(Message):
    """``number`` is the bag's, as it is scanned; ``courier`` who takes it."""

    line_id: UUID
    staff: User
    number: Short
    courier: Said


class DepositArrived(Message):
    """``receipt``: what the bank gave for it."""

    line_id: UUID
    staff: User
    number: Short
    receipt: Said


class CorrectDeposit(Message):
    """The bank's figure as the two saw it, and why it differs. ``second`` signed at the desk."""

    line_id: UUID
    staff: User
    second: User
    number: Short
    credited_cents: Annotated[int, Field(ge=-(10**12), le=10**12)]
    reason: Said


class DepositDone(Message):
    """The act's place in the ledger's own journal. ``number`` is the deposit's, as its slip says it."""

    v: Literal[1] = 1
    deposit: UUID
    sequence: int
    number: int = 0
    seal: str = ""
    cents: int = 0


class CountSafe(Message):
    """The safe's loose cash by denomination, and the bags that lie in it.

    ``purpose``: open, close or surprise. ``second`` counted, too, and signed at the desk.
    """

    line_id: UUID
    staff: User
    second: User
    purpose: Literal["open", "close", "surprise"]
    day: date
    count: Count
    bags: tuple[Short, ...] = Field(default=(), max_length=2_000)


class CountBag(Message):
    """What two people found in a bag of the safe. ``missing``: keys of checks that are not there."""

    line_id: UUID
    staff: User
    second: User
    number: Short
    count: Count
    missing: tuple[Short, ...] = Field(default=(), max_length=CHECKS_MOST)


class NameBags(Message):
    """Two bags have this number: each gets a name of its own. ``second`` is there, too, and signed at the desk."""

    line_id: UUID
    staff: User
    second: User
    number: Short


class BagNamed(Message):
    """What the bag that a desk filled is called from now on."""

    desk: str
    name: str


class BagsNamed(Message):
    """The act's place in the ledger's own journal; a bag that is not among ``names`` keeps ``number``."""

    v: Literal[1] = 1
    sequence: int
    number: str
    names: tuple[BagNamed, ...]


class TakeChange(Message):
    """Change from the bank, as it was ordered and as two people counted it."""

    line_id: UUID
    staff: User
    second: User
    ordered_cents: Cents
    count: Count


class CountDone(Message):
    """Whether it was what should be there; ``again``: it has to be counted once more, and nothing more is said (R1)."""

    v: Literal[1] = 1
    sequence: int
    matches: bool
    again: bool
    difference_cents: int = 0
    missing: tuple[str, ...] = ()


class SafeAsked(Message):
    """``day``: the center's business date."""

    v: Literal[1] = 1
    staff: User
    day: date


class SafeBag(Message):
    """A bag that is in the safe, or in transit to it where ``accepted_by`` is empty. ``day`` is its shift's."""

    bag: str
    book: str
    desk: str
    day: date | None = None
    cash_cents: int
    checks_cents: int
    filled_by: str
    accepted_by: str = ""
    shift_is_open: bool = False


class SafeDeposit(Message):
    """A deposit on its way. ``state``: prepared, reviewed, with_courier, at_bank or credited.

    ``wrong`` says what the bank told otherwise; empty where nothing is. ``credited_cents``: what the bank has of it,
    None before it said anything; ``corrected_cents``: what was taken over from the bank beyond what the deposit says.
    ``is_yours``: prepared by who asks.
    """

    deposit: UUID
    number: int
    book: str
    day: date | None = None
    is_final: bool = False
    cash_cents: int
    checks_cents: int
    state: Literal["prepared", "reviewed", "with_courier", "at_bank", "credited"]
    prepared_by: str
    reviewed_by: str = ""
    seal: str = ""
    courier: str = ""
    wrong: str = ""
    credited_cents: int | None = None
    corrected_cents: int = 0
    is_yours: bool = False


class BankRow(Message):
    """What the bank credited and no deposit explains, or a deposit that it credited otherwise."""

    what: str
    why: str
    cents: int
    as_of: date


class SafeAnswer(Message):
    """The cash office's side of a center. ``opened_on``: the business date that is open, None where none is.

    ``open_shifts``: desks whose drawer of ``day`` is not closed; ``shifts``: how many of ``day`` are.
    """

    v: Literal[1] = 1
    as_of: AwareDatetime
    books: tuple[str, ...] = ()
    bags: tuple[SafeBag, ...] = Field(default=(), max_length=2_000)
    deposits: tuple[SafeDeposit, ...] = Field(default=(), max_length=ROWS_MOST)
    bank: tuple[BankRow, ...] = Field(default=(), max_length=ROWS_MOST)
    open_shifts: tuple[str, ...] = ()
    shifts: int = 0
    opened_on: date | None = None
    closed_on: date | None = None


class BagAsked(Message):
    """``number``: a bag's, a sealed bag's, or a deposit's, as it was scanned or typed."""

    v: Literal[1] = 1
    staff: User
    number: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]


class BagItem(Message):
    """A check in a bag."""

    key: str
    bag: str
    kind: str
    number: str = ""
    receipt: str = ""
    cents: int


class BagStep(Message):
    """One hand-over of a bag: what happened, whose name stands under it, and where."""

    at: AwareDatetime
    what: str
    who: str


class BagAnswer(Message):
    """What is in the bags that were asked for, and every step of the one that was scanned.

    ``next_step``: accept, give, arrive, name where two bags have the number, or nothing that a scan could do.
    """

    v: Literal[1] = 1
    number: str
    next_step: Literal["accept", "name", "give", "arrive", ""] = ""
    items: tuple[BagItem, ...] = ()
    steps: tuple[BagStep, ...] = ()


class SlipAsked(Message):
    """``reason``: what the list is taken out for; without it nothing is written down and the slip alone may be made."""

    v: Literal[1] = 1
    staff: User
    deposit: UUID
    reason: Said


class SlipItem(Message):
    """Notes or coins of a kind, or a check."""

    bag: str
    is_cash: bool
    cents: int
    denomination: str = ""
    pieces: int | None = None
    number: str = ""
    receipt: str = ""


class SlipAnswer(Message):
    """A deposit as its slip and its list say it."""

    v: Literal[1] = 1
    deposit: UUID
    number: int
    center: str
    book: str
    prepared_on: date
    prepared_at: AwareDatetime | None = None
    prepared_by: str
    reviewed_by: str = ""
    seal: str = ""
    day: date | None = None
    is_final: bool = False
    bags: tuple[str, ...]
    items: tuple[SlipItem, ...]
