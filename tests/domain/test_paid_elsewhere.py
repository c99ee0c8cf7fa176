"""What came another way, in the words of a cashier who is asked about it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from cashier.domain.money import Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from tests.fakes.builders import MEMBER, NOW

ZONE = ZoneInfo("America/Los_Angeles")


def _paid(ago: timedelta, channel: str = "online") -> PaidElsewhere:
    return PaidElsewhere(
        number="S-48210377", member_number=MEMBER, channel=channel, amount=Money(300), paid_at=NOW - ago
    )


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-90), "just now"),  # The channel's clock is ahead.
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=12, seconds=40), "12 minutes ago"),
        (timedelta(minutes=60), "1 hour ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(minutes=120), "2 hours ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(hours=24), "on Nov 20"),
    ],
)
def test_its_age_is_said_as_people_say_it(ago: timedelta, words: str) -> None:
    assert _paid(ago).words(now=NOW, zone=ZONE) == f"$3.00 paid online {words}"


@pytest.mark.parametrize(
    ("channel", "way"),
    [("billpay", "paid by bank bill-pay"), ("lockbox", "paid by mail"), ("kiosk", "paid by kiosk")],
)
def test_a_channel_is_said_in_words_where_it_has_any(channel: str, way: str) -> None:
    assert _paid(timedelta(0), channel).way == way


def test_it_is_shown_for_three_days() -> None:
    assert _paid(timedelta(days=3)).is_recent(NOW)
    assert not _paid(timedelta(days=3, seconds=1)).is_recent(NOW)
