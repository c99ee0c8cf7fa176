"""Words from the office to its desks, which stand there until they are read or their time is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.scan import safe_text

WORDS_MOST = 160  # What a banner shows whole on the smallest screen.
MINUTES_MOST = 7 * 24 * 60
DESKS_MOST = 100

MESSAGE, MINUTES, DESKS = "message", "minutes", "desks"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMessage:
    """``sent_by`` is a name; after ``until`` it is shown no more."""

    message_id: UUID
    words: str
    sent_by: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What somebody of the office wants said: for so many minutes, to these desks, or to all of the center."""

    words: str
    minutes: int
    desks: tuple[str, ...] = ()


def read_message(typed: Mapping[str, str]) -> NewMessage:
    """What was typed. Raises FieldRefused, naming the field."""
    try:
        words = safe_text(typed.get(MESSAGE, ""), "The message", most=WORDS_MOST)
    except Refused as refused:
        raise FieldRefused(refused.sentence, MESSAGE) from refused
    if not words:
        raise FieldRefused("Write what the desks are to know.", MESSAGE)
    minutes = typed.get(MINUTES, "").strip()
    if not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes) <= MINUTES_MOST):
        raise FieldRefused("Enter for how many minutes it holds, from 1 to 10080, which is a week.", MINUTES)
    desks = tuple(dict.fromkeys(typed.get(DESKS, "").upper().replace(",", " ").split()))
    if len(desks) > DESKS_MOST or not all(desk.isascii() and desk.isalnum() for desk in desks):
        raise FieldRefused("Name desks by their codes, like OAK3 OAK4; or leave it empty for all.", DESKS)
    return NewMessage(words=words, minutes=int(minutes), desks=desks)


def to_show(messages: Iterable[DeskMessage], read: frozenset[UUID], now: datetime) -> DeskMessage | None:
    """What stands at the desk now: of those that hold and were not read, the one that ends first."""
    holding = (one for one in messages if one.until > now and one.message_id not in read)
    return min(holding, key=lambda one: (one.until, str(one.message_id)), default=None)
