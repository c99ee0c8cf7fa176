"""Who asks: a desk by the signature of its request, a channel by its token.

A desk that was enrolled by token, before desks had keys, is known by that until it gets a key.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine, Row, text
from sqlalchemy.exc import SQLAlchemyError

from cashier.domain.errors import CashierError
from cashier.domain.times import Clock, day_words
from cashier.ledger.alarms import raise_alarm_once
from cashier.ledger.limits import Limits
from cashier.ledger.tokens import NotKnown, Tokens
from cashier.security.signing import BadSignature, Signable, Signature

SKEW_MOST_S = 300  # A desk's clock may be off by so much.
NONCES_KEPT = 64  # Of each desk; it never has as many requests under way at once.

_DESK = text("SELECT center, public_key, revoked_at IS NOT NULL AS is_revoked FROM desks WHERE desk = :desk")
_KEYS_KEPT = 10_000  # Of desks that asked last: some megabytes.


class Revoked(CashierError):
    """A desk that may only deliver asked for more."""


class Suspicious(NotKnown):
    """A request as no desk of ours makes it, or whose desk's clock is wrong: the office reads ``told`` once a day."""

    def __init__(self, sentence: str, *, what: str, told: str) -> None:
        super().__init__(sentence)
        self.what = what
        self.told = told


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as far as it says who asks. ``address`` is where it came from."""

    request: Signable
    authorization: str
    signature_input: str
    signature: str
    digest: str
    address: str

    @property
    def token(self) -> str:
        """The bearer's token; empty where none is shown."""
        return bearer(self.authorization)


def bearer(authorization: str) -> str:
    """The token that the header of this name shows; empty where it shows none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


@dataclass(slots=True)
class _Used:
    """The nonces that a desk used last; ``floor``: none up to here is taken any more."""

    floor: int = 0
    nonces: set[int] = field(default_factory=set)

    def use(self, nonce: int) -> bool:
        if nonce <= self.floor or nonce in self.nonces:
            return False
        self.nonces.add(nonce)
        if len(self.nonces) > NONCES_KEPT:
            self.floor = min(self.nonces)
            self.nonces.remove(self.floor)
        return True


def _unnoticed(_what: str, _told: str) -> None:
    """Nobody keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, by name. ``is_revoked``: a desk that may only deliver; ``center``: where a desk stands.

    ``key``: the public key that its signature was checked with, if it signed.
    """

    holder: str
    key: str | None = None
    is_revoked: bool = False
    center: str = ""
    notice: Callable[[str, str], None] = _unnoticed

    def must_be(self, wanted: str) -> None:
        """Raises NotKnown where one speaks for another."""
        if self.holder != wanted:
            self.notice("request_for_another", f"{self.holder} asked the ledger in the name of another desk.")
            raise NotKnown(f"This is {self.holder}, which may not speak for {wanted}. Ask in its own name.")

    def must_be_current(self) -> None:
        """Raises Revoked."""
        if self.is_revoked:
            raise Revoked(
                f"{self.holder} was revoked: it still delivers what it took, and learns nothing more. "
                "Take no more payments here. Call the cash office."
            )


@dataclass(frozen=True, slots=True)
class Callers:
    """Finds out who asks. Remembers the nonces that it saw, for as long as this process lives."""

    engine: Engine
    tokens: Tokens
    limits: Limits
    clock: Clock
    _used: dict[str, _Used] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)
    _keys: dict[str, str] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def caller(self, asked: Asked) -> Caller:
        """Raises NotKnown, TooMany where that comes too often from one address, or TimeoutError."""
        try:
            return self._signed(asked) if asked.signature_input else self._by_token(asked)
        except NotKnown as refused:
            if isinstance(refused, Suspicious):
                self.notice(refused.what, refused.told)
            self.limits.failed(asked.address)
            raise

    def presumed(self, asked: Asked) -> Caller | None:
        """A desk whose signature fits the key that it had last, without a look at the database; None: ask `caller`.

        Whoever acts on this sees to it, in the same transaction, that the desk still has that ``key`` and is not
        revoked, and else asks `confirm`.
        """
        try:
            desk = Signature.read(asked.signature_input, asked.signature).keyid
            key = self._keys.get(desk)
            return None if key is None else self._known(asked, desk, key)
        except (BadSignature, NotKnown):
            return None

    def confirm(self, caller: Caller) -> None:
        """Raises NotKnown where a desk has another key by now than that which `presumed` took for its own."""
        if caller.key is None:
            return
        known = self._look_up(caller.holder)
        if known is None or known.public_key != caller.key:
            self._keys.pop(caller.holder, None)
            raise NotKnown(f"{caller.holder} was enrolled anew, elsewhere. Call the cash office.")

    def notice(self, what: str, told: str) -> None:
        """An alarm, once a day; the log has each request. No trouble of its own is raised."""
        first = day_words(self.clock().date())
        said = f"{told} It was refused, first on {first}. Look at that machine and its network."
        if (what, said) in self._told:
            return
        with suppress(SQLAlchemyError), self.engine.begin() as connection:
            raise_alarm_once(connection, what, said)
            self._told.add((what, said))

    def check_signature(self, asked: Asked, desk: str, public: str) -> Signature:
        """The signature, if ``public`` made it on this very request for this desk just now. Raises NotKnown."""
        try:
            signature = Signature.read(asked.signature_input, asked.signature)
            if signature.keyid != desk:
                raise BadSignature(f"The request is signed by another desk than {desk}.")
            signature.check(asked.request, asked.digest, public)
        except BadSignature as trouble:
            raise Suspicious(
                f"{trouble.sentence} Send it again from the desk itself.",
                what="request_forged",
                told=f"A request in the name of {desk} did not carry its signature.",
            ) from trouble
        now_s = self.clock().timestamp()
        if abs(now_s - signature.created) > SKEW_MOST_S:
            minutes = round((signature.created - now_s) / 60)
            raise Suspicious(
                f"This desk's clock is {abs(minutes):,} minutes {'ahead' if minutes > 0 else 'behind'}. "
                "Set it right; what was taken is sent then.",
                what="clock_off",
                told=f"A request of {desk} says another time than it is: its clock is wrong, or the request is old.",
            )
        return signature

    def _signed(self, asked: Asked) -> Caller:
        try:
            desk = Signature.read(asked.signature_input, asked.signature).keyid
        except BadSignature as trouble:
            raise NotKnown(f"{trouble.sentence} Start the newest Counterfoil.") from trouble
        known = self._look_up(desk)
        if known is None or known.public_key is None:
            raise NotKnown(f"The ledger has no key of {desk}. Enroll the desk with a code from the cash office.")
        if len(self._keys) >= _KEYS_KEPT:
            self._keys.clear()
        self._keys[desk] = known.public_key
        caller = self._known(asked, desk, known.public_key)
        return replace(caller, is_revoked=known.is_revoked, center=known.center)

    def _known(self, asked: Asked, desk: str, key: str) -> Caller:
        nonce = self.check_signature(asked, desk, key).nonce
        with self._guard:
            is_new = self._used.setdefault(desk, _Used()).use(nonce)
        if not is_new:
            raise Suspicious(
                "This request was received before, or came too late. Sign it anew.",
                what="request_replayed",
                told=f"A request of {desk} came a second time.",
            )
        return Caller(holder=desk, key=key, notice=self.notice)

    def _look_up(self, desk: str) -> Row[Any] | None:
        with self.engine.connect() as connection:
            return connection.execute(_DESK, {"desk": desk}).one_or_none()

    def _by_token(self, asked: Asked) -> Caller:
        holder = self.tokens.holder(asked.token, lambda: self.limits.check_failures(asked.address))
        known = self._look_up(holder)
        if known is None:
            return Caller(holder=holder)
        return Caller(holder=holder, is_revoked=known.is_revoked, center=known.center)
