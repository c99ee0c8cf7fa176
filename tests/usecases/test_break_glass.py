"""Two sign in together once nobody may alone: for taking, counting and closing, with both names in the journal."""

from dataclasses import replace

import pytest

from cashier.domain.errors import FieldRefused, NotAllowed, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.sign_in import OutOfTouch, TryLater
from cashier.domain.unlocking import SECOND_FIELD
from cashier.usecases.correct_payment import void_offer
from cashier.usecases.ports.directory import DirectoryPage
from cashier.usecases.sign_in import InPerson, break_glass, lock, sign_in, unlock
from tests.fakes.builders import ROSA, Counter, a_desk

HOURS = 73


def _out_of_touch(hours: float = HOURS) -> Counter:
    """The ledger was heard, and then not for so long."""
    counter = a_desk(is_open=False)
    people = tuple(counter.store.directory.people.values())
    page = DirectoryPage(epoch="e1", mark=0, after="1", more=False, staff=people)
    counter.store.directory.apply(page, counter.clock.now)
    counter.clock.forward(hours * 3600)
    return counter


def _together(counter: Counter, second: str = "helen", words: str = "helen's words", user: str = "rosa") -> Staff:
    return break_glass(user, f"{user}'s words", second, words, counter.desk)


def test_two_sign_in_together_and_both_stand_on_the_line() -> None:
    counter = _out_of_touch()

    assert _together(counter) == replace(ROSA, broke_glass=True)
    (line,) = counter.store.lines()
    assert (line.kind, line.staff, line.facts) == (
        LineKind.GLASS_BROKEN,
        "rosa",
        {"second": "helen", "second_name": "Helen Park", "heard_at": "2026-11-21T18:44:00.000000Z"},
    )


def test_where_one_may_sign_in_alone_nobody_breaks_the_glass() -> None:
    counter = _out_of_touch(hours=71)

    with pytest.raises(Refused, match="Sign in alone"):
        _together(counter)
    assert counter.store.lines() == []


def test_who_comes_alone_too_late_is_refused_and_stands_in_the_journal() -> None:
    counter = _out_of_touch()

    with pytest.raises(OutOfTouch):
        sign_in("rosa", "rosa's words", counter.desk)
    (line,) = counter.store.lines()
    assert (line.kind, line.staff, line.facts) == (
        LineKind.REFUSED,
        "rosa",
        {"act": "sign in", "why": "ledger_away"},
    )


@pytest.mark.parametrize(
    ("second", "words"),
    [("", ""), ("helen", ""), (" ", "helen's words"), ("rosa", "rosa's words"), ("b-rosa", "rosa's words")],
)
def test_one_is_not_two(second: str, words: str) -> None:
    counter = _out_of_touch()

    with pytest.raises(FieldRefused, match="Two people sign in together") as refused:
        _together(counter, second, words)
    assert refused.value.field == SECOND_FIELD
    assert LineKind.GLASS_BROKEN not in [line.kind for line in counter.store.lines()]


def test_a_wrong_word_of_either_waits_and_is_a_line() -> None:
    counter = _out_of_touch()

    with pytest.raises(FieldRefused, match="That doesn't match") as refused:
        _together(counter, words="wrong")
    assert refused.value.field == SECOND_FIELD
    with pytest.raises(TryLater):
        break_glass("rosa", "wrong", "helen", "helen's words", counter.desk)
    assert [line.kind for line in counter.store.lines()] == [LineKind.SIGN_IN_FAILED] * 2


def test_who_takes_no_payments_breaks_no_glass() -> None:
    counter = _out_of_touch()
    people = counter.store.directory.people
    people["rosa"] = replace(people["rosa"], staff=replace(ROSA, role=Role.SUPERVISOR))

    with pytest.raises(NotAllowed):
        _together(counter)


def test_a_lead_who_broke_the_glass_corrects_and_approves_nothing() -> None:
    counter = _out_of_touch()
    lead = break_glass("helen", "helen's words", "rosa", "rosa's words", counter.desk)

    with pytest.raises(NotAllowed):
        void_offer("OAK3-0000001", counter.desk, lead)
    with pytest.raises(Refused, match="Nobody can approve here"):
        InPerson(counter.desk).approve("helen", "helen's words", act="credit", amount=Money(1))


def test_who_broke_the_glass_unlocks_with_no_more_rights_than_before() -> None:
    counter = _out_of_touch()
    _together(counter)
    broken = replace(ROSA, broke_glass=True)
    lock(broken, counter.desk)

    assert unlock("rosa", "rosa's words", counter.desk, locked=broken, pin=None) == broken
    with pytest.raises(Refused, match="Nobody can sign in here"):
        sign_in("rosa", "rosa's words", counter.desk)
    with pytest.raises(Refused, match="Nobody can sign in here"):
        unlock("helen", "helen's words", counter.desk, locked=broken, pin=None)
