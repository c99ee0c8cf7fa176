"""Ids are UUIDv7: of the right version, in order of time, with all their noise."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import RFC_4122

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.ids import uuid7

NOISE = st.binary(min_size=10, max_size=10)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 7 * 10**15).map(lambda microseconds: EPOCH + timedelta(microseconds=microseconds))


@given(INSTANTS, NOISE)
def test_an_id_says_its_version_its_variant_and_its_millisecond(now: datetime, noise: bytes) -> None:
    made = uuid7(now, lambda size: noise)

    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == (now - EPOCH) // timedelta(milliseconds=1)


@given(INSTANTS, NOISE, NOISE, st.integers(1, 10**9))
def test_a_later_millisecond_makes_a_later_id(now: datetime, one: bytes, other: bytes, milliseconds: int) -> None:
    later = now + timedelta(milliseconds=milliseconds)

    assert uuid7(now, lambda size: one) < uuid7(later, lambda size: other)


def test_each_of_74_bits_of_noise_makes_another_id() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    made = {uuid7(now, lambda size, bit=bit: (1 << bit).to_bytes(size, "big")) for bit in range(74)}  # type: ignore[misc]

    assert len(made) == 74


def test_the_same_instant_in_another_zone_makes_the_same_id() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    there = noon.astimezone(timezone(timedelta(hours=-8)))

    assert uuid7(noon, bytes) == uuid7(there, bytes)


def test_a_naive_instant_makes_no_id() -> None:
    with pytest.raises(ValueError, match="aware"):
        uuid7(datetime(2026, 11, 21), bytes)  # noqa: DTZ001 - that is the point


def test_time_version_variant_and_noise_stand_where_the_standard_has_them() -> None:
    """RFC 9562, section 5.7."""
    now = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)

    assert str(uuid7(now, lambda size: b"\x00" * size)) == "00000000-03e8-7000-8000-000000000000"
    assert str(uuid7(now, lambda size: b"\xff" * size)) == "00000000-03e8-7fff-bfff-ffffffffffff"
    assert str(uuid7(now, lambda size: (1 << 62).to_bytes(size, "big"))) == "00000000-03e8-7001-8000-000000000000"
    asked: list[int] = []

    def noise(size: int) -> bytes:
        asked.append(size)
        return bytes(size)

    uuid7(now, noise)
    assert asked == [10], "74 bits are in ten bytes"
