"""The wait after a failed sign-in doubles, ends, and cannot be made longer by a clock that was set back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.sign_in import TryLater, desk_is_quiet, wait_left_s
from tests.fakes.builders import NOW


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 2), (2, 4), (3, 8), (7, 128), (8, 256), (9, 300), (10, 300), (10**9, 300)]
)
def test_each_failure_in_a_row_doubles_the_wait_up_to_300_seconds(failures: int, seconds: int) -> None:
    assert wait_left_s(failures, NOW, NOW) == seconds
    assert wait_left_s(failures, NOW, NOW + timedelta(seconds=seconds - 1)) == 1
    assert wait_left_s(failures, NOW, NOW + timedelta(seconds=seconds)) == 0


def test_who_has_not_failed_need_not_wait() -> None:
    assert wait_left_s(0, None, NOW) == wait_left_s(0, NOW, NOW) == wait_left_s(3, None, NOW) == 0


@given(st.integers(1, 40), st.timedeltas(timedelta(days=-900), timedelta(days=900)))
def test_whatever_the_clock_does_the_wait_is_never_longer_than_in_full(failures: int, since: timedelta) -> None:
    assert 0 <= wait_left_s(failures, NOW, NOW + since) <= min(2**failures, 300)


def test_the_sentence_says_how_long() -> None:
    assert TryLater(1).sentence == "That doesn't match. You can try again in 1 second."
    assert TryLater(8).sentence == "That doesn't match. You can try again in 8 seconds."
    assert TryLater(8, is_checked=False).sentence == (
        "That was too soon, and nothing was checked. You can try again in 8 seconds."
    )


def test_a_desk_is_quiet_a_quarter_of_an_hour_after_its_last_failure() -> None:
    now = datetime(2026, 11, 21, 18, 44, tzinfo=UTC)

    assert desk_is_quiet(None, now)
    assert desk_is_quiet(now - timedelta(minutes=15), now)
    assert not desk_is_quiet(now - timedelta(minutes=15) + timedelta(microseconds=1), now)
    assert wait_left_s(9, now, now) == wait_left_s(40, now, now) == 300
