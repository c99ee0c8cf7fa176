"""The link to the ledger in the words of strip and banner: what holds, what is safe, what happens on its own."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cashier.domain.times import time_words


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """How the desk stands with its ledger, as the strip and the banner say it.

    ``since``: when it last went on or off line; None until the ledger was asked for the first time. ``trouble`` is why
    it is not online. ``stopped``: a person has to look; meanwhile nothing goes through, or with ``posts`` only what was
    taken does, and nothing comes back.
    """

    online: bool
    since: datetime | None
    trouble: str = ""
    stopped: bool = False
    posts: bool = False


def strip_words(link: LinkState, to_send: int) -> str:
    """``All posted``, ``Posting · 3 to send``, ``Offline · 1 to send``, ``Could not post · 1 to send``."""
    if link.stopped and not link.posts:
        state = "Could not post"
    elif link.online or link.posts:
        state = "Posting" if to_send else "All posted"
    else:
        state = "Connecting" if link.since is None else "Offline"
    return f"{state} · {to_send} to send" if to_send else state


def banner_words(link: LinkState, to_send: int, *, now: datetime, zone: tzinfo) -> str:
    """The banner's sentences; empty while there is nothing that a cashier should know."""
    if link.online or link.since is None:
        return ""
    since = time_words(link.since, now=now, zone=zone)
    are = "is" if to_send == 1 else "are"
    if link.stopped and link.posts:
        return link.trouble
    if link.stopped:
        safe = f" {to_send} {are} safe on this desk." if to_send else ""
        return f"Could not post since {since}. {link.trouble}{safe}"
    if not to_send:
        return f"Offline since {since}. Keep taking payments: they are safe on this desk and will be sent on their own."
    own = "its own" if to_send == 1 else "their own"
    return f"Offline since {since}. Keep taking payments: {to_send} {are} safe on this desk and will be sent on {own}."


def freshness_words(as_of: datetime | None, *, now: datetime, zone: tzinfo) -> str:
    """``Balances are from 10:42 AM``."""
    if as_of is None:
        return "No balances yet"
    return f"Balances are from {time_words(as_of, now=now, zone=zone)}"
