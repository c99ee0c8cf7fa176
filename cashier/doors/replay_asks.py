"""The acts of a day script for a lead's word from another desk: asked for, given or declined, and used."""

from typing import Any
from uuid import UUID

from cashier.domain.asks import Ask
from cashier.domain.drawer_acts import GO_ON_ACT, PAY_ACT
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.office_tasks import Deed, Wish
from cashier.domain.people import Approval, Right, Staff
from cashier.doors import replay_script_asks as acts
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter
from cashier.usecases.asks import ask_for_word
from cashier.usecases.office import see_office
from cashier.usecases.office_tasks import do_about
from cashier.usecases.sign_in import InPerson

Answer = dict[str, Any]
_ACTS = {"pay": PAY_ACT, "go_on": GO_ON_ACT}


def play_ask(act: acts.AskLead, counter: Counter, at: ReplayDesk) -> Answer:
    """Put the question; the answer names it, for the act that uses the word. Raises Refused."""
    amount = parse_amount(act.amount, "what is asked for") if act.about == "pay" else ZERO
    return put_question(question(at.desk.new_id(), _ACTS[act.about], amount, act.reason), at, counter.signed_in())


def put_question(asked: Ask, at: ReplayDesk, staff: Staff) -> Answer:
    """The answer names it. Raises Refused."""
    word = ask_for_word(asked, staff, at.ledger.asks, at.desk.clock())
    return {"ok": True, "word": str(asked.ask_id), "given": word is not None}


def play_answer(act: acts.Answered, counter: Counter, at: ReplayDesk) -> Answer:
    """A lead at another desk answers. Raises Refused."""
    staff = counter.signed_in()
    waiting = see_office(at.desk, staff, at.ledger.office).for_you.items
    if not waiting:
        raise Refused("Nothing waits for your word.")
    deed = Deed.APPROVE if act.do == "approve" else Deed.DECLINE
    wish = Wish(line_id=at.desk.new_id(), deed=deed, about=waiting[0].task, words=act.words)
    return {"ok": True, "said": do_about(wish, staff, at.ledger.office, InPerson(at.desk))}


def word_from_afar(
    word: str,
    act: str,
    amount: Money,
    reason: str,
    at: ReplayDesk,
    staff: Staff,
    right: Right = Right.APPROVE_DRAWER,
) -> Approval:
    """The word that was given for just this. Raises Refused while it is not."""
    try:
        ask_id = UUID(word)
    except ValueError as trouble:
        raise Refused("No lead was asked for that. Ask first.") from trouble
    given = ask_for_word(question(ask_id, act, amount, reason, right), staff, at.ledger.asks, at.desk.clock())
    if given is None:
        raise Refused("Nobody has answered yet. Wait, or have a lead sign here.")
    return given


def question(ask_id: UUID, act: str, amount: Money, reason: str, right: Right = Right.APPROVE_DRAWER) -> Ask:
    """What is asked, as whoever answers reads it."""
    return Ask(ask_id=ask_id, act=act, amount=amount, right=right, sentence=reason)
