"""What somebody of a center's office does, at one of its desks, about what waits there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.closed_move import PAYMENTS
from cashier.domain.closed_move import PREFIX as MOVES
from cashier.domain.errors import Refused
from cashier.domain.explained import PREFIX as EXPLAINED
from cashier.domain.ids import NewId
from cashier.domain.money import Money
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock, day_words
from cashier.ledger.alarms import acknowledge
from cashier.ledger.asks import answer_ask, ask_facts, ask_id_of
from cashier.ledger.card_tasks import card_facts, center_of_card, close_card, is_card, take_card
from cashier.ledger.center_office import looks_after_all, office_caller
from cashier.ledger.comparing import close_difference, difference_of, is_difference, take_difference
from cashier.ledger.database import OWN_CENTER
from cashier.ledger.desk_messages import say_to_desks, take_back
from cashier.ledger.explaining import explain_difference, explained_facts
from cashier.ledger.held import release, take_task
from cashier.ledger.holding import holding_of
from cashier.ledger.letters import PREFIX as LETTER
from cashier.ledger.letters import letter_facts
from cashier.ledger.moving_closed import agree_to_move, ask_move, decline_move, move_facts, tell_payment
from cashier.ledger.notes import close_note, note_of, take_note
from cashier.ledger.office import Acknowledge, CloseNote, ListAccount, ReleaseHeld
from cashier.ledger.refunds import PREFIX, approve_refund, decline_refund, pay_refund, refund_facts
from cashier.ledger.returned_checks import list_account
from cashier.ledger.returning_checks import return_check, returned_facts
from cashier.ledger.telling import tell_member
from cashier.ledger.telling_batch import take_typed_batch
from cashier.wire_deeds import Deed, DeedDone, TaskTold

# What waits of a line of the own journal waits at a center all the same.
_CENTER_OF_LINE = text(
    """
    SELECT COALESCE(
        (SELECT split_part(credit, ':', 2) FROM set_aside
         WHERE desk = :desk AND sequence = :sequence AND credit LIKE 'holding:%' LIMIT 1),
        (SELECT center FROM lines WHERE desk = :desk AND sequence = :sequence))
    """
)
_CENTER_OF_NOTE = text("SELECT center FROM arrangements WHERE arrangement = :note")
_CENTER_OF_REPORT = text("SELECT center FROM cash_reports WHERE 'cash.' || payment_id = :task")

_TOLD_BY = (
    (PREFIX, refund_facts),
    (MOVES, move_facts),
    (EXPLAINED, explained_facts),
    ("check.", returned_facts),
)
_DIGITS_MOST = 18


def do_deed(connection: Connection, wish: Deed, center: str, *, clock: Clock, new_id: NewId) -> DeedDone:
    """Do it in the name of whoever is signed in at a desk of ``center``. Raises Refused, and nothing has changed."""
    caller = office_caller(connection, wish.staff, center)
    doing = _Doing(connection=connection, wish=wish, caller=caller, center=center, clock=clock, new_id=new_id)
    return DeedDone(said=_DEEDS[wish.what](doing))


def tell_task(connection: Connection, user: str, about: str, center: str, now: datetime) -> TaskTold:
    """All that is known of one task, for whoever may take it. Raises Refused."""
    caller = office_caller(connection, user, center)
    caller.needs(Right.TAKE_TASKS, "look into tasks")
    if about.startswith(PAYMENTS):
        return tell_payment(connection, about.removeprefix(PAYMENTS), caller, center)
    if about.startswith("ask."):
        return TaskTold(facts=tuple(ask_facts(connection, ask_id_of(about), center)))
    for prefix, tell in _TOLD_BY:
        if about.startswith(prefix):
            return TaskTold(facts=tell(connection, about, center))
    if about.startswith(LETTER):
        return TaskTold(facts=letter_facts(connection, _number(about), center, now))
    _must_be_here(connection, about, caller, center, now)
    if is_difference(about):
        return TaskTold(facts=difference_of(connection, about, now))
    if is_card(about):
        return TaskTold(facts=card_facts(connection, about, now))
    if about.startswith("note."):
        return TaskTold(facts=note_of(connection, _number(about)))
    return TaskTold(facts=holding_of(connection, about, now))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doing:
    """One act, who does it and where. Each method does one of them, and returns the sentence about it."""

    connection: Connection
    wish: Deed
    caller: Staff
    center: str
    clock: Clock
    new_id: NewId

    @property
    def when(self) -> dict[str, Any]:
        return {"clock": self.clock, "new_id": self.new_id}

    def take(self) -> str:
        wish, is_note = self.wish, self.wish.about.startswith("note.")
        _must_be_here(self.connection, wish.about, self.caller, self.center, self.clock())
        if is_difference(wish.about):
            take_difference(self.connection, wish.about, wish.line_id, self.caller, **self.when)
        elif is_card(wish.about):
            take_card(self.connection, wish.about, wish.line_id, self.caller, **self.when)
        elif is_note:
            take_note(self.connection, _number(wish.about), wish.line_id, self.caller, **self.when)
        else:
            take_task(self.connection, wish.about, wish.line_id, self.caller, **self.when)
        return f"{self.caller.name} looks after it from now on."

    def release(self) -> str:
        wish = self.wish
        _must_be_here(self.connection, wish.about, self.caller, self.center, self.clock())
        asked = ReleaseHeld(
            line_id=wish.line_id,
            statement_number=wish.statement,
            guarantor_number=wish.guarantor,
            cents=wish.cents,
            reason=wish.words,
        )
        second = office_caller(self.connection, wish.second, self.center) if wish.second else None
        went = release(self.connection, wish.about, asked, self.caller, second=second, **self.when)
        parts = (
            (went.applied_cents, f"paid {wish.statement}."),
            (went.credit_cents, "is the guarantor's credit now."),
            (went.held_cents, "still waits."),
        )
        return " ".join(f"{Money(cents)} {what}" for cents, what in parts if cents)

    def close_note(self) -> str:
        if self.wish.about.startswith(LETTER):
            told = CloseNote(line_id=self.wish.line_id, note=self.wish.words)
            letter = _number(self.wish.about)
            tell_member(self.connection, letter, told, self.caller, self.center, **self.when)
            return "The member was told."
        _must_be_here(self.connection, self.wish.about, self.caller, self.center, self.clock())
        closing = CloseNote(line_id=self.wish.line_id, note=self.wish.words)
        if is_difference(self.wish.about):
            close_difference(self.connection, self.wish.about, closing, self.caller, **self.when)
        elif is_card(self.wish.about):
            close_card(self.connection, self.wish.about, closing, self.caller, **self.when)
        else:
            close_note(self.connection, _number(self.wish.about), closing, self.caller, **self.when)
        return "It is done with."

    def acknowledge(self) -> str:
        seen = Acknowledge(line_id=self.wish.line_id, note=self.wish.words)
        acknowledge(self.connection, _number(self.wish.about), seen, self.caller, **self.when)
        return f"Seen by {self.caller.name}."

    def return_check(self) -> str:
        wish = self.wish
        second = office_caller(self.connection, wish.second, self.center) if wish.second else None
        done = return_check(self.connection, wish, self.caller, second, self.center, **self.when)
        fee = f"Its fee is {Money(done.fee_cents)}, {done.fee_statement}." if done.fee_cents else "It has no fee."
        until = f" Its account is on the list until {day_words(done.until)}." if done.until is not None else ""
        return f"{Money(done.cents)} that check {wish.number} paid is open again. {fee}{until}"

    def lift_account(self) -> str:
        if not safe_text(self.wish.words, "The reason", most=500):
            raise Refused("Say why the account is taken off the list.")
        receipt, _, number = self.wish.about.removeprefix("check.").partition(".")
        wish = self.wish
        if wish.until is None:
            raise Refused("Say until when the account stays on the list.")
        listing = ListAccount(line_id=wish.line_id, receipt=receipt, number=number, until=wish.until, reason=wish.words)
        list_account(self.connection, listing, self.caller, **self.when)
        return f"The account of check {number} is off the list."

    def say(self) -> str:
        return say_to_desks(self.connection, self.wish, self.caller, self.center, **self.when)

    def take_back(self) -> str:
        return take_back(self.connection, self.wish, self.caller, self.center, **self.when)

    def answer(self) -> str:
        if self.wish.about.startswith(PREFIX):
            answer = approve_refund if self.wish.what == "approve" else decline_refund
            return answer(self.connection, self.wish, self.caller, self.center, **self.when)
        if self.wish.about.startswith(MOVES):
            say = agree_to_move if self.wish.what == "approve" else decline_move
            return say(self.connection, self.wish, self.caller, self.center, **self.when)
        return answer_ask(self.connection, self.wish, self.caller, self.center, **self.when)

    def move_closed(self) -> str:
        return ask_move(self.connection, self.wish, self.caller, self.center, **self.when)

    def explain(self) -> str:
        second = office_caller(self.connection, self.wish.second, self.center) if self.wish.second else None
        return explain_difference(self.connection, self.wish, self.caller, second, self.center, **self.when)

    def take_batch(self) -> str:
        return take_typed_batch(self.connection, self.wish.batch, self.caller, self.center, **self.when)

    def pay_refund(self) -> str:
        return pay_refund(self.connection, self.wish, self.caller, self.center, **self.when)


_DEEDS: dict[str, Callable[[_Doing], str]] = {
    "take": _Doing.take,
    "release": _Doing.release,
    "close_note": _Doing.close_note,
    "acknowledge": _Doing.acknowledge,
    "return_check": _Doing.return_check,
    "lift_account": _Doing.lift_account,
    "say": _Doing.say,
    "take_back": _Doing.take_back,
    "approve": _Doing.answer,
    "decline": _Doing.answer,
    "pay_refund": _Doing.pay_refund,
    "move_closed": _Doing.move_closed,
    "explain_difference": _Doing.explain,
    "take_batch": _Doing.take_batch,
}


def _must_be_here(connection: Connection, about: str, caller: Staff, center: str, now: datetime) -> None:
    """Raises Refused for what is another center's, or no center's where ``caller`` does not look after that."""
    if about.startswith("note."):
        where = connection.scalar(_CENTER_OF_NOTE, {"note": _number(about)})
    elif is_card(about):
        where = center_of_card(connection, about, now)
    elif about.startswith("cash."):
        where = connection.scalar(_CENTER_OF_REPORT, {"task": about})
    else:
        desk, _, place = about.removeprefix("books.").partition(".")
        sequence = place.partition(".")[0]
        where = None
        if sequence.isascii() and sequence.isdigit() and len(sequence) < _DIGITS_MOST:
            where = connection.scalar(_CENTER_OF_LINE, {"desk": desk, "sequence": int(sequence)})
    if where != center and (where != OWN_CENTER or not looks_after_all(connection, caller.user)):
        raise Refused("This center has no such task. Look at the list again.")


def _number(about: str) -> int:
    """The number of ``note.12``. Raises Refused."""
    number = about.partition(".")[2]
    if not (number.isascii() and number.isdigit() and len(number) < _DIGITS_MOST):
        raise Refused("There is no such task. Look at the list again.")
    return int(number)
