"""Token buckets: how often is allowed, for whom, and that they stay small."""

import pytest

from cashier.ledger.limits import KEYS_MOST, Buckets, Limits, TooMany


class Seconds:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_a_burst_is_allowed_and_then_so_many_a_second(seconds: Seconds) -> None:
    buckets = Buckets(per_s=2, burst=3, monotonic_s=seconds)

    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    seconds.now_s += 0.5
    assert [buckets.take("a") for _ in range(2)] == [0.0, 0.5]
    seconds.now_s += 3600
    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_looking_takes_nothing_and_one_does_not_pay_for_another(seconds: Seconds) -> None:
    buckets = Buckets(per_s=1, burst=1, monotonic_s=seconds)

    assert [buckets.wait_s("a"), buckets.wait_s("a"), buckets.take("a"), buckets.wait_s("a")] == [0.0, 0.0, 0.0, 1.0]
    assert buckets.take("b") == 0.0


def test_as_many_keys_as_anybody_likes_take_little_memory(seconds: Seconds) -> None:
    buckets = Buckets(per_s=1, burst=1, monotonic_s=seconds)
    for key in range(KEYS_MOST * 2):
        buckets.take(str(key))

    assert len(buckets._buckets) == KEYS_MOST
    assert buckets.wait_s(str(KEYS_MOST * 2 - 1)) == 1.0


def _until_refused(limits: Limits, address: str) -> int:
    for count in range(1000):
        try:
            limits.failed(address)
        except TooMany:
            return count
    raise AssertionError("never refused")


def test_the_addresses_of_one_customer_count_together(seconds: Seconds) -> None:
    limits = Limits(seconds)
    allowed = _until_refused(limits, "2001:db8:1:2::1")

    assert _until_refused(limits, "2001:db8:1:2:ffff::9") == 0
    assert _until_refused(limits, "2001:db8:1:3::1") == allowed
    assert _until_refused(limits, "192.0.2.7") == allowed
    assert _until_refused(limits, "192.0.2.8") == allowed
    assert _until_refused(limits, "no address") == allowed
