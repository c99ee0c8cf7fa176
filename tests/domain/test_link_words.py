"""The sentences of strip and banner, as the pictures show them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cashier.domain.link_words import LinkState, banner_words, freshness_words, strip_words

ZONE = ZoneInfo("America/Los_Angeles")
SINCE = datetime(2026, 11, 21, 18, 42, 7, tzinfo=UTC)
NOW = SINCE + timedelta(minutes=2)

NOT_ASKED = LinkState(online=False, since=None)
ONLINE = LinkState(online=True, since=SINCE)
OFFLINE = LinkState(online=False, since=SINCE, trouble="The ledger cannot be reached.")
STOPPED = LinkState(online=False, since=SINCE, trouble="Call the cash office.", stopped=True)
REVOKED = LinkState(online=False, since=SINCE, trouble="OAK3 was revoked.", stopped=True, posts=True)


@pytest.mark.parametrize(
    ("link", "to_send", "words"),
    [
        (REVOKED, 0, "All posted"),
        (REVOKED, 2, "Posting · 2 to send"),
        (ONLINE, 0, "All posted"),
        (ONLINE, 3, "Posting · 3 to send"),
        (OFFLINE, 1, "Offline · 1 to send"),
        (OFFLINE, 0, "Offline"),
        (STOPPED, 2, "Could not post · 2 to send"),
        (NOT_ASKED, 0, "Connecting"),
    ],
)
def test_the_strip_says_how_it_is(link: LinkState, to_send: int, words: str) -> None:
    assert strip_words(link, to_send) == words


@pytest.mark.parametrize(
    ("link", "to_send", "words"),
    [
        (ONLINE, 3, ""),
        (NOT_ASKED, 0, ""),
        (
            OFFLINE,
            1,
            "Offline since 10:42 AM. Keep taking payments: 1 is safe on this desk and will be sent on its own.",
        ),
        (
            OFFLINE,
            12,
            "Offline since 10:42 AM. Keep taking payments: 12 are safe on this desk and will be sent on their own.",
        ),
        (
            OFFLINE,
            0,
            "Offline since 10:42 AM. Keep taking payments: they are safe on this desk and will be sent on their own.",
        ),
        (STOPPED, 2, "Could not post since 10:42 AM. Call the cash office. 2 are safe on this desk."),
        (STOPPED, 0, "Could not post since 10:42 AM. Call the cash office."),
        (REVOKED, 2, "OAK3 was revoked."),
    ],
)
def test_the_banner_says_what_is_safe_and_what_happens_next(link: LinkState, to_send: int, words: str) -> None:
    assert banner_words(link, to_send, now=NOW, zone=ZONE) == words


def test_balances_say_when_they_are_from() -> None:
    assert freshness_words(SINCE, now=NOW, zone=ZONE) == "Balances are from 10:42 AM"
    assert freshness_words(None, now=NOW, zone=ZONE) == "No balances yet"


def test_another_day_than_the_desks_own_today_is_named() -> None:
    assert freshness_words(SINCE, now=NOW + timedelta(hours=13), zone=ZONE) == "Balances are from 10:42 AM"
    assert freshness_words(SINCE, now=NOW + timedelta(hours=14), zone=ZONE) == "Balances are from Nov 21, 10:42 AM"
