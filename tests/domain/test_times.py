"""Instants are written one way, in UTC, and read back exactly."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.times import (
    clock_words,
    day_words,
    hour_words,
    instant_text,
    read_instant,
    short_day_words,
    typed_day_words,
)

NEW_YEAR = datetime(1900, 1, 1, tzinfo=UTC)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.timedeltas(timedelta(days=1), timedelta(days=10**6)), OFFSETS)
def test_an_instant_reads_back_to_the_microsecond_whatever_its_zone(since: timedelta, offset: timezone) -> None:
    instant = (NEW_YEAR + since).astimezone(offset)
    text = instant_text(instant)

    assert len(text) == 27
    assert read_instant(text) == instant
    assert read_instant(text).tzinfo is UTC


def test_a_naive_instant_is_not_written() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 11, 21))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("text", ["", "2026-11-21", "2026-11-21T18:44:00Z", "2026-11-21T18:44:00.000000+00:00"])
def test_no_other_form_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"instant|time data"):
        read_instant(text)


def test_days_are_said_as_on_paper() -> None:
    assert day_words(date(2026, 11, 4)) == "Nov 04, 2026"
    assert short_day_words(date(2026, 1, 31)) == "Jan 31"


@pytest.mark.parametrize(
    ("clock", "words"),
    [(time(0, 0), "12:00 AM"), (time(9, 5), "9:05 AM"), (time(12, 0), "12:00 PM"), (time(15, 5), "3:05 PM")],
)
def test_a_time_has_twelve_hours_and_says_which_half(clock: time, words: str) -> None:
    assert clock_words(clock) == words


def test_another_language_says_a_time_its_own_way() -> None:
    assert clock_words(time(15, 5), "{hour_of_day:02d}:{minute:02d}") == "15:05"
    assert clock_words(time(15, 5), "{half} {hour}:{minute:02d}", ("오전", "오후")) == "오후 3:05"


def test_an_hour_is_said_without_its_minutes() -> None:
    assert [hour_words(hour) for hour in (0, 9, 12, 23)] == ["12 AM", "9 AM", "12 PM", "11 PM"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 18:44:00.000000Z",
        "2026-11-21T18:44:00,000000Z",
        "2026-11-21T18:44:00.000000+",
        "2026-11-21T18:44:00.00000Z",
    ],
)
def test_an_instant_has_one_form_alone(text: str) -> None:
    with pytest.raises(ValueError, match="is not an instant"):
        read_instant(text)


def test_a_day_is_held_by_a_field_as_it_is_typed() -> None:
    assert typed_day_words(date(2026, 11, 4)) == "11/4/26"
