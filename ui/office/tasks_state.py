"""What can be done about each kind of task: the fields that are asked for, in words. Without Qt."""

from dataclasses import dataclass

from cashier.domain.card_batch import BATCH, CLOSED_AT, DESK, SALES, TERMINAL
from cashier.domain.desk_messages import DESKS, MESSAGE, MINUTES, WORDS_MOST
from cashier.domain.explained import OVER, OVER_Z, SHORT, SHORT_Z
from cashier.domain.office import WaitingItem
from cashier.domain.office_tasks import AMOUNT, CHECK, GUARANTOR, NUMBER, REASON_MOST, RECEIPT, WORDS, Deed
from cashier.domain.returned_check import FEE
from cashier.usecases.office_tasks import PASSPHRASE, SECOND

TAKEN = frozenset({"held", "unidentified", "credit", "note", "cash_report", "books", "card"})
"""Kinds that somebody can look after."""
DECLINED = frozenset({"ask", "refund", "refund_due", "move"})
"""Kinds that somebody can decline."""
_ASKED = frozenset({"ask", "asked", "refund", "refund_asked", "refund_due", "move", "move_asked"})
TOLD = TAKEN | _ASKED | {"returned", "letter"}
"""Kinds of which the ledger tells more than the list does."""
NEW_RETURN = WaitingItem(what="A check that the bank returned", kind="new_return")
"""No task: how a returned check is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskField:
    """``key`` names it in what was typed. ``most``: characters. ``is_wide``: it is a sentence."""

    key: str
    words: str
    most: int = 60
    is_money: bool = False
    is_secret: bool = False
    is_optional: bool = False
    is_wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForm:
    """What is asked before a deed is done, and what its button says."""

    deed: Deed
    title: str
    aside: str
    fields: tuple[TaskField, ...]
    done: str


def _words(words: str, *, is_optional: bool = False) -> TaskField:
    return TaskField(key=WORDS, words=words, most=REASON_MOST, is_optional=is_optional)


_SIGNS = (
    TaskField(key=SECOND, words="Second person: name or badge"),
    TaskField(key=PASSPHRASE, words="Their passphrase", most=256, is_secret=True),
)
_RELEASE = TaskForm(
    deed=Deed.RELEASE,
    title="Put it where it belongs",
    aside="A statement, or a guarantor's credit. Nothing is deleted: a line of the office's journal moves it.",
    fields=(
        TaskField(key=NUMBER, words="Statement", is_optional=True),
        TaskField(key=GUARANTOR, words="or guarantor", is_optional=True),
        TaskField(key=AMOUNT, words="Amount, if not all", is_money=True, is_optional=True),
        _words("Why"),
        *_SIGNS,
    ),
    done="Release",
)

NEW_MESSAGE = WaitingItem(what="A message to desks", kind="new_message")
NEW_BATCH = WaitingItem(what="The batch of a card terminal", kind="new_batch")
NEW_EXPLANATION = WaitingItem(what="What closed drawers were over and short by", kind="new_explanation")

FORMS: dict[str, TaskForm] = {
    "new_message": TaskForm(
        deed=Deed.SAY,
        title="What they are to know",
        aside="It stands above every page of a desk until it is read there, or its time is over.",
        fields=(
            TaskField(key=MESSAGE, words="Message", most=WORDS_MOST, is_wide=True),
            TaskField(key=MINUTES, words="For how many minutes", most=5),
            TaskField(key=DESKS, words="Desks; empty for all", most=200, is_optional=True),
        ),
        done="Send it",
    ),
    "message": TaskForm(
        deed=Deed.TAKE_BACK,
        title="Take it back",
        aside="Desks show it no longer.",
        fields=(_words("Why", is_optional=True),),
        done="Take it back",
    ),
    "ask": TaskForm(
        deed=Deed.APPROVE,
        title="Agree",
        aside="For this act and this amount, by you, for ten minutes.",
        fields=(_words("What you say to it", is_optional=True),),
        done="I agree",
    ),
    "refund": TaskForm(
        deed=Deed.APPROVE,
        title="Agree to the refund",
        aside="Nothing is given back by it: a third person pays it out.",
        fields=(_words("What you say to it", is_optional=True),),
        done="I agree",
    ),
    "move": TaskForm(
        deed=Deed.APPROVE,
        title="Agree to the move",
        aside="What the payment paid is open again, and the other is paid, today. A slip prints here, for two to sign.",
        fields=(_words("What you say to it", is_optional=True),),
        done="I agree",
    ),
    "refund_due": TaskForm(
        deed=Deed.PAY_REFUND,
        title="Paid out",
        aside="By whoever neither asked for it nor agreed to it. Card money goes back to its card, the rest by check.",
        fields=(TaskField(key=RECEIPT, words="Check number, or the terminal's refund slip"),),
        done="It is paid out",
    ),
    "held": _RELEASE,
    "unidentified": _RELEASE,
    "note": TaskForm(
        deed=Deed.CLOSE_NOTE,
        title="Done with",
        aside="It leaves the list; what was done is kept.",
        fields=(_words("What was done"),),
        done="It is done",
    ),
    "letter": TaskForm(
        deed=Deed.CLOSE_NOTE,
        title="The member is told",
        aside="It leaves the list; how the member was told is kept.",
        fields=(_words("How: by letter, at the window, by phone"),),
        done="The member was told",
    ),
    "card": TaskForm(
        deed=Deed.CLOSE_NOTE,
        title="Explained",
        aside="For a card whose answer did not fit. One that is not known is settled by two on its desk's Desk page.",
        fields=(_words("What was found"),),
        done="It is explained",
    ),
    "books": TaskForm(
        deed=Deed.CLOSE_NOTE,
        title="Explained",
        aside="It leaves the list; what was found is kept. Nothing is moved by it.",
        fields=(_words("What was found"),),
        done="It is explained",
    ),
    "alarm": TaskForm(
        deed=Deed.ACKNOWLEDGE,
        title="Seen",
        aside="It leaves the list; who has seen it is kept.",
        fields=(_words("Note", is_optional=True),),
        done="I have seen it",
    ),
    "returned": TaskForm(
        deed=Deed.LIFT_ACCOUNT,
        title="Off the list",
        aside="From now on no lead is asked about checks on this account.",
        fields=(_words("Why"),),
        done="Take it off the list",
    ),
    "new_return": TaskForm(
        deed=Deed.RETURN_CHECK,
        title="A check came back",
        aside="What it paid is open again. Insufficient funds and account closed cost a fee, other reasons none.",
        fields=(
            TaskField(key=RECEIPT, words="Receipt"),
            TaskField(key=CHECK, words="Check number"),
            _words("Why it came back"),
            TaskField(key=FEE, words="Fee, if not the usual one", is_money=True, is_optional=True),
            *_SIGNS,
        ),
        done="Open it again",
    ),
    "new_batch": TaskForm(
        deed=Deed.TAKE_BATCH,
        title="As its report says",
        aside="For a terminal that stands alone. Write a sale as code,last four,amount, like 07A882,4421,60.00, and a "
        "semicolon between two.",
        fields=(
            TaskField(key=DESK, words="Desk", most=30),
            TaskField(key=TERMINAL, words="Terminal", most=30),
            TaskField(key=BATCH, words="Batch number", most=30),
            TaskField(key=CLOSED_AT, words="Closed at, if not now", most=30, is_optional=True),
            TaskField(key=SALES, words="Sales", most=40_000, is_wide=True),
        ),
        done="Take it in",
    ),
    "new_explanation": TaskForm(
        deed=Deed.EXPLAIN,
        title="Explain a difference",
        aside="What was over, there or in another drawer, is what was short. Type CASH, or a check's number. The Z "
        "reports stay as they were signed; a slip prints for two signatures.",
        fields=(
            TaskField(key=OVER_Z, words="Over: Z report", most=20),
            TaskField(key=OVER, words="What was over", most=30),
            TaskField(key=SHORT_Z, words="Short: Z report", most=20),
            TaskField(key=SHORT, words="What was short", most=30),
            TaskField(key=AMOUNT, words="Amount, if not all", is_money=True, is_optional=True),
            _words("What was found, and how"),
            *_SIGNS,
        ),
        done="It is explained",
    ),
}


def is_workable(item: WaitingItem) -> bool:
    """Whether anything can be done about it here."""
    return item.kind in TOLD or item.kind in FORMS
