"""Who may speak to the ledger by a token of theirs, kept as an Argon2id hash: channels, and desks of before keys.

A token is the holder's name, a point and 256 random bits. Hashing is slow on purpose, so a token that was found right
is remembered by its SHA-256 for as long as the hash on file is the same.
"""

import hashlib
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, text

from cashier.domain.errors import CashierError
from cashier.ledger.administration import Act, Admin, fingerprint, write_down
from cashier.security.passphrases import hash_passphrase, matches

TURN_TIMEOUT_S = 2.0
_TOKEN_MOST = 200
_ON_FILE = text("SELECT token_hash FROM tokens WHERE holder = :holder")
_FILE = text(
    """
    INSERT INTO tokens (holder, token_hash) VALUES (:holder, :token_hash)
    ON CONFLICT (holder) DO UPDATE SET token_hash = excluded.token_hash
    """
)


class EnrollTrouble(CashierError):
    """A holder that cannot be enrolled."""


class NotKnown(CashierError):
    """No token, or not the one that is on file."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Checks tokens, and remembers those that were right."""

    engine: Engine
    _right: dict[str, str] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def holder(self, token: str, before_slow_work: Callable[[], None]) -> str:
        """Whose token this is; ``before_slow_work`` may refuse it unread.

        Raises NotKnown, or TimeoutError while too many wrong ones are being tried.
        """
        holder, point, _ = token.partition(".")
        if not point or len(token) > _TOKEN_MOST or "\0" in token:
            raise NotKnown("The request shows no whole token and no signature. Enroll this desk or channel first.")
        with self.engine.connect() as connection:
            on_file = connection.scalar(_ON_FILE, {"holder": holder})
        fingerprint = hashlib.sha256(token.encode()).hexdigest()
        if on_file is not None and self._right.get(fingerprint) != on_file:
            before_slow_work()
            with self._turn():
                # Of a crowd with one token the first has it checked for all.
                if self._right.get(fingerprint) != on_file and matches(on_file, token):
                    self._right[fingerprint] = on_file
        if on_file is None or self._right.get(fingerprint) != on_file:
            raise NotKnown("The ledger does not know this token. Enroll this desk or channel again.")
        return holder

    def matches_in_turn(self, on_file: str, token: str) -> bool:
        """Whether a hash is of this secret, one at a time. Raises TimeoutError."""
        with self._turn():
            return matches(on_file, token)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        # A flood of wrong tokens may take neither every core nor all memory, and no connection meanwhile.
        if not self._one_at_a_time.acquire(timeout=TURN_TIMEOUT_S):
            raise TimeoutError("Too many tokens are being tried.")
        try:
            yield
        finally:
            self._one_at_a_time.release()


def must_be_a_code(code: str, what: str, case: Callable[[str], bool]) -> None:
    """Raises EnrollTrouble where a name cannot stand in accounts and receipt numbers."""
    if not (code.isascii() and code.isalnum() and case(code) and 2 <= len(code) <= 20):
        raise EnrollTrouble(f"{what} is 2 to 20 letters and digits, like OAK3 for a desk or online for a channel.")


def is_enrolled(connection: Connection, holder: str) -> bool:
    """Whether somebody of this name has a token."""
    return connection.scalar(_ON_FILE, {"holder": holder}) is not None


def enroll_channel(connection: Connection, channel: str, admin: Admin) -> str:
    """Let a channel send payments; returns its token, which is kept nowhere else. A known one gets a new token."""
    token = f"{channel}.{secrets.token_urlsafe(32)}"
    token_hash = hash_passphrase(token)
    connection.execute(_FILE, {"holder": channel, "token_hash": token_hash})
    write_down(connection, Act.CHANNEL_ENROLLED, {"channel": channel, "token": fingerprint(token_hash)}, admin)
    return token
