"""Six digits that unlock: which they may be, and when they end."""

from datetime import timedelta
from uuid import UUID

import pytest

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.unlocking import PIN_FIELD, PIN_LASTS, PIN_WRONG_MOST, Pin, check_pin, is_pin
from tests.fakes.builders import NOW

CLOSE = UUID(int=7)
PIN = Pin(user="rosa", pin_hash="hash", after=CLOSE, until=NOW + PIN_LASTS)


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "12 456", "１２３４５６", "48a501", "²²²²²²"])
def test_a_pin_is_six_digits(digits: str) -> None:
    assert not is_pin(digits)
    with pytest.raises(FieldRefused, match="A PIN has six digits") as refused:
        check_pin(digits)
    assert refused.value.field == PIN_FIELD


@pytest.mark.parametrize("digits", ["000000", "121212", "123123", "123456", "654321", "890123", "778778"])
def test_what_others_try_first_is_no_pin(digits: str) -> None:
    with pytest.raises(FieldRefused, match="among the first that others would try"):
        check_pin(digits)


def test_a_plain_one_will_do() -> None:
    check_pin("480517")
    PIN.check_holds(last_close=CLOSE, now=NOW, failures=0)
    PIN.check_holds(last_close=CLOSE, now=NOW + PIN_LASTS - timedelta(seconds=1), failures=PIN_WRONG_MOST - 1)


@pytest.mark.parametrize(
    ("last_close", "after", "failures", "words"),
    [
        (UUID(int=8), timedelta(), 0, "a shift that is over"),
        (None, timedelta(), 0, "a shift that is over"),
        (CLOSE, PIN_LASTS, 0, "a shift that is over"),
        (CLOSE, timedelta(), PIN_WRONG_MOST, "went wrong too often"),
    ],
)
def test_it_ends_with_its_shift_and_with_guessing(
    last_close: UUID | None, after: timedelta, failures: int, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        PIN.check_holds(last_close=last_close, now=NOW + after, failures=failures)


def test_three_digits_that_differ_are_enough_and_two_are_not() -> None:
    check_pin("112311")
    with pytest.raises(FieldRefused):
        check_pin("112122")
