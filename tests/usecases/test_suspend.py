"""Suspended once, taken up once: here without the ledger, elsewhere by its word alone, and never with money in it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from cashier.domain.errors import LedgerAway, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment
from cashier.domain.suspended import Suspended
from cashier.usecases.card_payment import ask_card
from cashier.usecases.close_shift import close_sheet
from cashier.usecases.ports.suspended import Waiting
from cashier.usecases.ports.work import Mark
from cashier.usecases.suspend import claim, resume, suspend, waiting_here
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import NOW, ROSA, TERMINAL, Counter, a_desk, a_wish

KNOWN = "name and date of birth"


@dataclass(slots=True)
class Ledger:
    """Answers as it is told."""

    why_not: str = ""
    away: bool = False
    asked: list[UUID] = field(default_factory=list)

    def waiting(self) -> Waiting:
        raise LedgerAway("away")

    def take_up(self, suspended_id: UUID, staff: str) -> str:
        self.asked.append(suspended_id)
        if self.away:
            raise LedgerAway("The ledger cannot be reached.")
        return self.why_not


def _wish() -> TakePayment:
    return replace(a_wish(), tenders=())


def _sent(counter: Counter) -> None:
    """The ledger has all that this desk wrote so far."""
    with counter.desk.open_work() as work:
        work.journal.move_mark(Mark(received_through=work.journal.head().sequence, epoch="e", heard_at=NOW))
        work.commit()


def _kinds(counter: Counter) -> list[str]:
    return [line.kind.value for line in counter.store.lines()]


def test_suspended_twice_is_one_line() -> None:
    counter = a_desk()

    assert suspend(_wish(), counter.desk, ROSA) == suspend(_wish(), counter.desk, ROSA)
    assert _kinds(counter).count("suspended") == 1


def test_a_card_that_was_asked_for_it_keeps_it_from_being_suspended() -> None:
    counter = a_desk()
    ask_card(_wish(), Money(100), TERMINAL, counter.desk, ROSA)

    with pytest.raises(Refused, match="card result of this payment is not known"):
        suspend(_wish(), counter.desk, ROSA)
    assert "suspended" not in _kinds(counter)


def test_what_was_paid_is_not_suspended() -> None:
    counter = a_desk()
    take_payment(a_wish(), counter.desk, ROSA)

    with pytest.raises(Refused, match="Money was accepted for this"):
        suspend(_wish(), counter.desk, ROSA)


def test_it_is_listed_until_it_is_taken_up_and_then_never_again() -> None:
    counter = a_desk()
    suspended = suspend(_wish(), counter.desk, ROSA)
    assert waiting_here(counter.desk, None) == (suspended,)

    resume(suspended, KNOWN, counter.desk, ROSA, ledger_agreed=False)

    assert waiting_here(counter.desk, None) == ()
    with pytest.raises(Refused, match="taken up again before"):
        resume(suspended, KNOWN, counter.desk, ROSA, ledger_agreed=False)
    assert _kinds(counter).count("resumed") == 1


def test_two_identifiers_are_asked_for_again() -> None:
    counter = a_desk()
    suspended = suspend(_wish(), counter.desk, ROSA)

    with pytest.raises(Refused, match="two identifiers again"):
        resume(suspended, "", counter.desk, ROSA, ledger_agreed=False)


def test_its_time_runs_out() -> None:
    counter = a_desk()
    desk = replace(counter.desk, keep_suspended=timedelta(hours=2))
    suspended = suspend(_wish(), desk, ROSA)
    counter.clock.forward(2 * 3600)

    assert waiting_here(desk, None) == ()
    with pytest.raises(Refused, match="time to take this up again is over"):
        resume(suspended, KNOWN, desk, ROSA, ledger_agreed=False)


def test_nobody_is_asked_about_one_that_nobody_else_can_know() -> None:
    counter, ledger = a_desk(), Ledger()
    suspended = suspend(_wish(), counter.desk, ROSA)

    assert claim(suspended, counter.desk, ledger, ROSA) is False
    assert ledger.asked == []


def test_the_ledger_decides_about_one_that_it_has() -> None:
    counter, ledger = a_desk(), Ledger(why_not="This was taken up at OAK5. Find the member instead.")
    suspended = suspend(_wish(), counter.desk, ROSA)
    _sent(counter)

    with pytest.raises(Refused, match="OAK5"):
        claim(suspended, counter.desk, ledger, ROSA)
    ledger.why_not = ""
    assert claim(suspended, counter.desk, ledger, ROSA) is True


def test_offline_it_is_taken_up_at_its_own_desk_and_at_no_other() -> None:
    counter, other, ledger = a_desk(), a_desk(), Ledger(away=True)
    suspended = suspend(_wish(), counter.desk, ROSA)
    _sent(counter)

    assert claim(suspended, counter.desk, ledger, ROSA) is False
    with pytest.raises(LedgerAway):
        claim(suspended, other.desk, ledger, ROSA)


def test_the_list_follows_the_ledger_where_it_has_the_line() -> None:
    counter = a_desk()
    suspended = suspend(_wish(), counter.desk, ROSA)
    through = len(counter.store.lines())
    elsewhere = replace(suspended, suspended_id=UUID(int=9), desk="OAK5", at=NOW - timedelta(minutes=5))

    assert waiting_here(counter.desk, Waiting(rows=(), mark=through - 1)) == (suspended,), "it was not sent yet"
    assert waiting_here(counter.desk, Waiting(rows=(), mark=through)) == (), "another desk took it up"
    assert waiting_here(counter.desk, Waiting(rows=(elsewhere, suspended), mark=through)) == (elsewhere, suspended)


def test_anothers_is_listed_until_its_time_is_over_also_where_the_ledger_still_lists_it() -> None:
    counter, theirs = a_desk(), _of_another_desk()
    there = Waiting(rows=(theirs,), mark=0)
    counter.clock.now = theirs.expires_at - timedelta(seconds=1)
    assert waiting_here(counter.desk, there) == (theirs,)

    counter.clock.now = theirs.expires_at
    assert waiting_here(counter.desk, there) == ()


def test_what_this_desk_took_up_of_another_is_not_listed_while_the_ledger_does_not_know() -> None:
    counter = a_desk()
    theirs = replace(_of_another_desk(), suspended_id=UUID(int=9))
    resume(theirs, KNOWN, counter.desk, ROSA, ledger_agreed=True)

    assert waiting_here(counter.desk, Waiting(rows=(theirs,), mark=0)) == ()
    (line,) = [line for line in counter.store.lines() if line.kind is LineKind.RESUMED]
    assert (line.facts["ledger_agreed"], line.facts["identified"]) == (True, KNOWN)


def _of_another_desk() -> Suspended:
    return suspend(_wish(), a_desk().desk, ROSA)


def test_how_many_wait_is_told_where_a_drawer_is_closed() -> None:
    counter = a_desk()
    for number in (1, 2):
        suspend(replace(_wish(), payment_id=UUID(int=number)), counter.desk, ROSA)

    assert close_sheet(counter.desk, ROSA).note.startswith("2 suspended transactions wait, with no money in them")
