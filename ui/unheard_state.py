"""What a key that does nothing just now says: what is missing, and the way out. No Qt."""

from dataclasses import dataclass

from cashier.domain.people import Right, Staff
from ui import keys
from ui.counter.serving import Serving, Stage

_NEED_A_MEMBER = frozenset(
    {
        *(keys.OLDEST_FIRST, keys.ALL_DUE, keys.ON_ACCOUNT, keys.PAST, keys.SUSPEND, keys.DEPOSIT, keys.ANOTHERS),
        *(keys.SCOPE, keys.STATEMENT_COPY, keys.ARRANGE, keys.PLAN, keys.USE_CREDIT, keys.ASSISTANCE, keys.REFER),
        *(keys.SHORT_COPY, keys.SAVE_COPY, keys.CASH, keys.CHECK, keys.MONEY_ORDER, keys.CARD, keys.PAYOR),
    }
)
_ACTIVITY = "Activity"
_PAGE_OF = {keys.EVERYWHERE: keys.COUNTER, keys.PAYMENT: keys.COUNTER} | {
    name: name for name in (keys.COUNTER, keys.DRAWER, keys.DAY, keys.OFFICE)
}
_HERE = {
    keys.RESUME: "Nothing is suspended that can be taken up here.",
    keys.PRINT_AGAIN: "No receipt stands here. Scan it or type its number with F2, then press F11.",
    keys.CORRECT: "No payment stands here. Scan its receipt, or open it on Activity.",
    keys.CLOSE: "Count the drawer first with Alt C, then press F4.",
    keys.USE_CREDIT: "No deposit or credit of this member is known now. Alt H shows what was paid before.",
    keys.MISC: "A miscellaneous receipt needs no member. Esc goes back until nobody is open, then press Alt M.",
    keys.UNIDENTIFIED: "Unidentified money needs no member. Esc goes back until nobody is open, then press Alt K.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """Where the cashier is: on which ``page``, by its words on the rail.

    ``button`` is what a button with the key, which is switched off, says of itself. ``waits``: why nothing can be
    chosen while a card is asked for. ``may_take``: whether they take payments at all.
    """

    page: str
    has_drawer: bool
    may_take: bool = True
    has_account: bool = False
    is_paid: bool = False
    waits: str = ""
    button: str = ""


def now_at(page: str, staff: Staff, serving: Serving, *, has_drawer: bool, button: str) -> Now:
    """Where this person is; ``page`` by its name."""
    return Now(
        page=page.capitalize(),
        has_drawer=has_drawer,
        may_take=staff.may(Right.TAKE_PAYMENTS),
        has_account=serving.account is not None,
        is_paid=serving.stage is Stage.PAID,
        waits=serving.why_not_open() if serving.stage in (Stage.CARD, Stage.TAKING) else "",
        button=button,
    )


def why_silent(sequence: str, now: Now) -> str:
    """The sentence for a key of the table, by its sequence as Qt writes it; empty for any other key."""
    known = [key for key in keys.ALL if key.sequence == sequence and (sequence[:1] == "F" or "+" in sequence)]
    if not known:
        return ""
    if now.button:
        return now.button
    here = [key for key in known if _PAGE_OF[key.where] == now.page]
    pages = [_PAGE_OF[key.where] for key in known]
    cap = known[0].cap
    if not now.may_take and keys.OFFICE not in pages:
        return f"{cap} is for those who take payments. Sign in as a cashier for that."
    if now.may_take and not now.has_drawer and keys.COUNTER in pages:
        return f"Count the float and open the drawer first, then press {cap}."
    if not here and now.page == _ACTIVITY and keys.CORRECT in known:
        return f"No payment is open. Choose one in the list with Enter, then press {cap}."
    if not here:
        way = "F2 leads there" if pages[0] == keys.COUNTER else f"choose {pages[0]} at the left"
        return f"{cap} works on {pages[0]}: {way}."
    return _why_here(here[0], now)


def _why_here(key: keys.Key, now: Now) -> str:
    if now.page == keys.COUNTER and now.waits:
        return now.waits
    if now.page == keys.COUNTER and key in _NEED_A_MEMBER and not now.has_account:
        return f"Nobody is open. Find the member with F2 first, then press {key.cap}."
    if now.page == keys.COUNTER and now.is_paid and key.where == keys.PAYMENT:
        return f"This payment is taken. Enter goes on to the next member; then press {key.cap}."
    return _HERE.get(key) or f"{key.cap} does nothing here now. Esc goes one step back; F1 shows where each key works."
