"""A payment that came another way than over a desk, as a cashier reads of it: ``$3.00 paid online 12 minutes ago``."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from cashier.domain.money import Money
from cashier.domain.times import short_day_words

SHOWN_FOR = timedelta(days=3)  # Who paid on a Friday evening asks on Monday morning.

_WAYS = {
    "online": "online",
    "app": "in the app",
    "phone": "by phone",
    "mail": "by mail",
    "lockbox": "by mail",
    "billpay": "by bank bill-pay",
    "autopay": "by autopay",
}


def way_words(channel: str) -> str:
    """``online``, ``by bank bill-pay``."""
    return _WAYS.get(channel, f"by {channel}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidElsewhere:
    """The last payment on a statement that came another way. ``paid_at`` is the payor's own instant."""

    number: str
    member_number: str
    channel: str
    amount: Money
    paid_at: datetime

    @property
    def way(self) -> str:
        """``paid online``, ``paid by bank bill-pay``."""
        return f"paid {way_words(self.channel)}"

    def is_recent(self, now: datetime) -> bool:
        """Whether somebody at the window may still ask about it."""
        return now - self.paid_at <= SHOWN_FOR

    def words(self, *, now: datetime, zone: tzinfo) -> str:
        """With its amount and age; a day ago and more, with its day there."""
        minutes = max((now - self.paid_at) // timedelta(minutes=1), 0)
        if minutes == 0:
            ago = "just now"
        elif minutes < 60:
            ago = f"{minutes} {'minute' if minutes == 1 else 'minutes'} ago"
        elif minutes < 24 * 60:
            ago = f"{minutes // 60} {'hour' if minutes < 120 else 'hours'} ago"
        else:
            ago = f"on {short_day_words(self.paid_at.astimezone(zone).date())}"
        return f"{self.amount} {self.way} {ago}"
