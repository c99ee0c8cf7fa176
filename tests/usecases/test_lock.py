"""A locked desk: who goes on, by what, what is recorded, and that its cash stays whose it is."""

from dataclasses import replace
from typing import Any

import pytest

from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import LineKind
from cashier.domain.people import Role, Staff
from cashier.domain.sign_in import TryLater
from cashier.domain.unlocking import LockedBy, Pin
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.locked import HowToUnlock, how_to_unlock
from cashier.usecases.sign_in import lock, sign_in, sign_in_with_pin, sign_out, unlock
from tests.fakes.builders import HELEN, ROSA, Counter, a_desk
from tests.usecases.test_close_shift import a_close

DIGITS = "480517"


def _signed_in(counter: Counter) -> Pin:
    staff, pin = sign_in_with_pin("rosa", "rosa's words", DIGITS, counter.desk)
    assert staff == ROSA
    assert pin is not None
    return pin


def _unlock(counter: Counter, user: str, words: str, pin: Pin | None) -> Staff:
    return unlock(user, words, counter.desk, locked=ROSA, pin=pin)


def _told(counter: Counter) -> list[tuple[LineKind, str, dict[str, Any]]]:
    return [(line.kind, line.staff, dict(line.facts)) for line in counter.store.lines() if not line.transfers]


def test_badge_and_pin_unlock_and_every_step_is_a_line() -> None:
    counter = a_desk(is_open=False)
    pin = _signed_in(counter)
    lock(ROSA, counter.desk, by=LockedBy.IDLE)

    assert _unlock(counter, "b-rosa", DIGITS, pin) == ROSA
    assert _told(counter) == [
        (LineKind.SIGNED_IN, "rosa", {"pin": True}),
        (LineKind.LOCKED, "rosa", {"by": "idle"}),
        (LineKind.UNLOCKED, "rosa", {"with": "pin"}),
    ]
    assert DIGITS not in repr(counter.store.lines())


def test_the_name_alone_is_no_badge() -> None:
    counter = a_desk()
    pin = _signed_in(counter)
    asked = counter.hasher.asked

    with pytest.raises(Refused, match="Scan your badge, then type your PIN"):
        _unlock(counter, "rosa", DIGITS, pin)
    assert counter.hasher.asked == asked


@pytest.mark.parametrize("words", ["b-rosa", "111222"])
def test_a_badge_is_never_both_halves(words: str) -> None:
    counter = a_desk()

    with pytest.raises(TryLater):
        sign_in("b-rosa", words, counter.desk)


def test_the_passphrase_unlocks_without_a_badge() -> None:
    counter = a_desk()

    assert _unlock(counter, "rosa", "rosa's words", None) == ROSA
    assert counter.store.lines()[-1].facts == {"with": "passphrase"}


def test_a_pin_without_a_badge_on_record_is_not_chosen_and_nobody_is_signed_in() -> None:
    counter = a_desk(is_open=False)
    people = counter.store.directory.people
    people["rosa"] = replace(people["rosa"], badge="")

    with pytest.raises(FieldRefused, match="A PIN goes with a badge"):
        sign_in_with_pin("rosa", "rosa's words", DIGITS, counter.desk)
    assert counter.store.lines() == []


def test_a_weak_pin_is_refused_before_anything_is_checked() -> None:
    counter = a_desk(is_open=False)

    with pytest.raises(FieldRefused):
        sign_in_with_pin("rosa", "wrong", "111111", counter.desk)
    assert counter.hasher.asked == 0


def test_a_pin_signs_nobody_in() -> None:
    counter = a_desk(is_open=False)
    _signed_in(counter)
    sign_out(ROSA, counter.desk)

    with pytest.raises(TryLater):
        sign_in("b-rosa", DIGITS, counter.desk)


def test_after_the_close_the_locked_desk_asks_for_no_pin_and_is_free_to_others() -> None:
    counter = a_desk()
    pin = _signed_in(counter)
    assert how_to_unlock(pin, counter.desk) == HowToUnlock(by_pin=True, by_others=False)
    assert not how_to_unlock(None, counter.desk).by_pin

    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 5}), counter.desk, ROSA)
    close_shift(a_close(counter), counter.desk, ROSA)

    assert how_to_unlock(pin, counter.desk) == HowToUnlock(by_pin=False, by_others=True)


def test_a_pin_ends_with_the_shift_and_six_digits_without_one_are_a_wrong_passphrase() -> None:
    counter = a_desk()
    pin = _signed_in(counter)
    assert pin.after is None
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 5}), counter.desk, ROSA)
    close = close_shift(a_close(counter), counter.desk, ROSA)

    with pytest.raises(Refused):
        _unlock(counter, "b-rosa", DIGITS, pin)
    assert _signed_in(counter).after == close.line.line_id
    with pytest.raises(TryLater):
        _unlock(counter, "b-rosa", DIGITS, None)


def test_a_lead_comes_to_the_drawer_of_who_is_not_here_and_nothing_else_is_unlocked() -> None:
    counter = a_desk()

    assert _unlock(counter, "helen", "helen's words", None) == HELEN
    assert _told(counter)[-1] == (LineKind.SIGNED_IN, "helen", {})


def test_wrong_pins_wait_as_passphrases_do_and_five_end_it() -> None:
    counter = a_desk()
    pin = _signed_in(counter)
    for wait in (2, 4, 8, 16, 32):
        with pytest.raises(TryLater) as later:
            _unlock(counter, "b-rosa", "480518", pin)
        assert later.value.seconds == wait
        counter.clock.forward(wait)

    with pytest.raises(Refused, match="too often for a PIN"):
        _unlock(counter, "b-rosa", DIGITS, pin)
    assert _unlock(counter, "rosa", "rosa's words", pin) == ROSA
    failed = [line.facts for line in counter.store.lines() if line.kind is LineKind.SIGN_IN_FAILED]
    assert failed == [{"in_a_row": count, "with": "pin"} for count in range(1, 6)]


def test_who_was_revoked_meanwhile_does_not_unlock() -> None:
    counter = a_desk()
    pin = _signed_in(counter)
    people = counter.store.directory.people
    people["rosa"] = replace(people["rosa"], active=False)

    with pytest.raises(TryLater):
        _unlock(counter, "b-rosa", DIGITS, pin)


def test_nobody_takes_over_a_drawer_by_unlocking() -> None:
    counter = a_desk()
    people = counter.store.directory.people
    people["helen"] = replace(people["helen"], staff=replace(HELEN, role=Role.CASHIER))
    before = len(counter.store.lines())

    with pytest.raises(Refused, match="This desk and its drawer are Rosa Delgado's"):
        _unlock(counter, "helen", "helen's words", _signed_in(counter))
    assert len(counter.store.lines()) == before + 1, "her own sign-in, and nothing of the other's"


def test_without_a_drawer_another_takes_over_and_both_are_named() -> None:
    counter = a_desk(is_open=False)

    assert _unlock(counter, "helen", "helen's words", None) == HELEN
    assert _told(counter) == [
        (LineKind.SIGNED_OUT, "rosa", {"taken_over_by": "helen"}),
        (LineKind.SIGNED_IN, "helen", {}),
    ]


def test_who_has_nothing_to_do_at_a_desk_takes_none_over() -> None:
    counter = a_desk(is_open=False)
    people = counter.store.directory.people
    people["helen"] = replace(people["helen"], staff=replace(HELEN, role=Role.ADMINISTRATOR))

    with pytest.raises(Refused, match="may not take payments at a desk"):
        _unlock(counter, "helen", "helen's words", None)
    assert counter.store.lines() == []


def test_another_ones_pin_is_not_looked_at() -> None:
    counter = a_desk(is_open=False)
    pin = _signed_in(counter)

    with pytest.raises(TryLater):
        _unlock(counter, "b-helen", DIGITS, pin)


def test_many_names_make_the_whole_desk_wait_and_a_good_sign_in_does_not_end_that() -> None:
    counter = a_desk(is_open=False)
    for place in range(12):
        with pytest.raises(TryLater) as later:
            sign_in(("rosa", "helen", "nobody")[place % 3], "wrong", counter.desk)
        counter.clock.forward(later.value.seconds)
        if place == 8:
            sign_in("rosa", "rosa's words", counter.desk)
            counter.clock.forward(1)

    with pytest.raises(TryLater) as later:
        sign_in("grace-who-never-was", "wrong", counter.desk)
    assert later.value.seconds >= 8, "nobody's own count is so high"
    with pytest.raises(TryLater) as later:
        sign_in("rosa", "rosa's words", counter.desk)
    assert not str(later.value).startswith("That doesn't match."), "the desk waits, whoever comes"
    counter.clock.forward(15 * 60)
    assert sign_in("rosa", "rosa's words", counter.desk) == ROSA


def test_ten_thousand_wrong_words_take_weeks_and_each_that_was_checked_is_a_line() -> None:
    counter = a_desk(is_open=False)
    checked = waited = 0
    for count in range(10_000):
        with pytest.raises(TryLater) as later:
            sign_in("rosa", f"wrong {count}", counter.desk)
        if later.value.why == "That doesn't match.":
            checked += 1
        if count % 100 == 99:  # Someone patient waits; in between they do not.
            waited += later.value.seconds
            counter.clock.forward(later.value.seconds)

    lines = [line for line in counter.store.lines() if line.kind is LineKind.SIGN_IN_FAILED]
    assert counter.hasher.asked == checked == len(lines) == 100
    assert waited > 300 * 80
