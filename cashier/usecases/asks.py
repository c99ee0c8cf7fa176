"""A colleague's word for one act, asked for from this desk and given at another one."""

from datetime import datetime

from cashier.domain.asks import Ask, word_of
from cashier.domain.people import Approval, Right, Staff
from cashier.usecases.ports.asks import AskLedger


def ask_for_word(ask: Ask, staff: Staff, ledger: AskLedger, now: datetime) -> Approval | None:
    """Put the question; None while nobody has answered. Raises Refused, LedgerRefuses and LedgerAway."""
    staff.needs(Right.HOLD_DRAWER, "ask for a lead's word")
    return word_of(ask, ledger.ask(ask, staff), requester=staff.user, now=now)


def look_for_word(ask: Ask, staff: Staff, ledger: AskLedger, now: datetime) -> Approval | None:
    """The word, once it is given; it holds for ten minutes. Raises Refused where it was declined or is too old."""
    staff.needs(Right.HOLD_DRAWER, "ask for a lead's word")
    return word_of(ask, ledger.look(ask), requester=staff.user, now=now)
