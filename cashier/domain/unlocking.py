"""A locked desk: six digits open it for whoever signed in fully, with their badge, at this desk and in this shift."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cashier.domain.errors import FieldRefused, Refused

PIN_DIGITS = 6
PIN_WRONG_MOST = 5
PIN_LASTS = timedelta(hours=12)  # Of those who open no drawer, whose shift would end it.
PIN_FIELD, SECOND_FIELD = "pin", "second"
IDLE_LOCK_MIN, IDLE_LOCK_MOST_MIN = 5, 15
_ROW = "01234567890123456789"


class LockedBy(StrEnum):
    """Why a desk was locked."""

    KEY = "key"
    IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Kept in memory alone, as a slow hash: a million possibilities are too few to leave on a disk.

    ``after``: the last close of a drawer at this desk when it was chosen, None before the first one.
    """

    user: str
    pin_hash: str
    after: UUID | None
    until: datetime

    def is_of_now(self, *, last_close: UUID | None, now: datetime) -> bool:
        """Whether the shift that it was chosen for still lasts."""
        return last_close == self.after and now < self.until

    def check_holds(self, *, last_close: UUID | None, now: datetime, failures: int) -> None:
        """Raises Refused where it opens nothing any more: the shift is over (R24), or it was guessed at."""
        if not self.is_of_now(last_close=last_close, now=now):
            raise Refused("Your PIN was for a shift that is over. Type your passphrase.")
        if failures >= PIN_WRONG_MOST:
            raise Refused("That went wrong too often for a PIN. Type your passphrase.")


def is_pin(text: str) -> bool:
    """Whether what was typed is a PIN: no passphrase is so short."""
    return len(text) == PIN_DIGITS and text.isascii() and text.isdigit()


def check_pin(pin: str) -> None:
    """Raises FieldRefused, about `PIN_FIELD`, for one that is not six digits, or that others try first."""
    if not is_pin(pin):
        raise FieldRefused("A PIN has six digits. Type six, or leave it empty.", PIN_FIELD)
    if len(set(pin)) < 3 or pin in _ROW or pin[::-1] in _ROW or pin[:3] == pin[3:]:
        raise FieldRefused("That PIN is among the first that others would try. Choose other digits.", PIN_FIELD)


def taken_over_words(holder: str) -> str:
    """What anybody else is told where a drawer is open: its cash stays whose it is (R10)."""
    return f"This desk and its drawer are {holder}'s. Only they can go on here. Open your own drawer at another desk."
