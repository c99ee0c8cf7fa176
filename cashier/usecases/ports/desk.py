"""All that a use case needs, joined once at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from cashier.domain.ids import NewId
from cashier.domain.place import Place
from cashier.domain.sign_in import OfflineLimits
from cashier.domain.suspended import SUSPENDED_H
from cashier.domain.tenders import SealedAccount
from cashier.domain.times import Clock
from cashier.usecases.ports.activity import Activity
from cashier.usecases.ports.directory import Directory
from cashier.usecases.ports.work import OpenWork


class Hasher(Protocol):
    """Passphrases: slow on purpose, so never on the Qt thread."""

    def matches(self, passphrase_hash: str, passphrase: str) -> bool: ...
    def hash_of(self, words: str) -> str:
        """A salted hash that says its own parameters."""


class Sealer(Protocol):
    """Turns what no desk may read again into what may be kept of it."""

    def seal_account(self, routing: str, account: str) -> SealedAccount: ...
    def seal_form(self, said: Mapping[str, str]) -> str:
        """A form about a person, for the office alone."""


class SecondFactor(Protocol):
    """Authenticators' codes, checked here, with the ledger away too."""

    def step_of(self, sealed: str, user: str, code: str, now: datetime) -> int | None:
        """Of which step of time a code is; None for one that is of none near ``now``."""


class Lane(Protocol):
    """Slow work that asks the store what is next. It has no thread of its own and loses nothing if it is not called."""

    @property
    def name(self) -> str: ...
    def step(self) -> float:
        """Do one thing that is due; returns after how many seconds to look again unless woken (0: at once)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything a use case needs, joined once at start.

    ``open_reading`` is for those who only look: one snapshot, which waits for no writer and is never committed.
    ``keep_suspended``: how long a suspended transaction waits. Without a ``second_factor`` no code is right here.
    """

    place: Place
    open_work: OpenWork
    open_reading: OpenWork
    directory: Directory
    activity: Activity
    clock: Clock
    new_id: NewId
    hasher: Hasher
    sealer: Sealer
    second_factor: SecondFactor | None = None
    offline: OfflineLimits = field(default_factory=OfflineLimits)
    keep_suspended: timedelta = timedelta(hours=SUSPENDED_H)
