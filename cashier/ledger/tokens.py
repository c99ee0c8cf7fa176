"""Who may speak to the ledger: desks and channels by a token each, kept as an Argon2id hash.

A token is the holder's name, a point and 256 random bits. Hashing is slow on purpose, so a token that was found right
is remembered by its SHA-256 for as long as the hash on file is the same.
"""

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, text

from cashier.domain.chain import first_link
from cashier.domain.errors import CashierError
from cashier.ledger.database import OWN_DESK
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
_ENROLL_DESK = text(
    """
    INSERT INTO desks (desk, center, chain) VALUES (:desk, :center, :chain)
    ON CONFLICT (desk) DO UPDATE SET center = excluded.center
    """
)
_CENTERS = text("SELECT center FROM centers ORDER BY center")


class EnrollTrouble(CashierError):
    """A desk or channel that cannot be enrolled."""


class NotKnown(CashierError):
    """No token, or not the one that is on file."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Checks tokens, and remembers those that were right."""

    engine: Engine
    _right: dict[str, str] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def holder(self, token: str) -> str:
        """Whose token this is. Raises NotKnown, or TimeoutError while too many wrong ones are being tried."""
        holder, point, _ = token.partition(".")
        if not point or len(token) > _TOKEN_MOST or "\0" in token:
            raise NotKnown("This desk's token is missing or not whole. Enroll the desk again and give it the new one.")
        with self.engine.connect() as connection:
            on_file = connection.scalar(_ON_FILE, {"holder": holder})
        fingerprint = hashlib.sha256(token.encode()).hexdigest()
        if on_file is None or (self._right.get(fingerprint) != on_file and not self._matches(on_file, token)):
            raise NotKnown("The ledger does not know this token. Enroll the desk again and give it the new one.")
        self._right[fingerprint] = on_file
        return holder

    def _matches(self, on_file: str, token: str) -> bool:
        # A flood of wrong tokens may take neither every core nor all memory, and no connection meanwhile.
        if not self._one_at_a_time.acquire(timeout=TURN_TIMEOUT_S):
            raise TimeoutError("Too many tokens are being tried.")
        try:
            return matches(on_file, token)
        finally:
            self._one_at_a_time.release()


def enroll_desk(connection: Connection, desk: str, center: str) -> str:
    """Make a desk known, or give a known one a new token; returns the token, which is kept nowhere else."""
    if desk == OWN_DESK:
        raise EnrollTrouble(f"{OWN_DESK} is the ledger's own journal. Choose another code for the desk.")
    centers = list(connection.scalars(_CENTERS))
    if centers and center not in centers:
        raise EnrollTrouble(f"The organization has no center {center}. Choose one of {', '.join(centers)}.")
    connection.execute(_ENROLL_DESK, {"desk": desk, "center": center, "chain": first_link(desk)})
    return _new_token(connection, desk)


def must_be_a_code(code: str, what: str, case: Callable[[str], bool]) -> None:
    """Raises EnrollTrouble where a name cannot stand in accounts and receipt numbers."""
    if not (code.isascii() and code.isalnum() and case(code) and 2 <= len(code) <= 20):
        raise EnrollTrouble(f"{what} is 2 to 20 letters and digits, like OAK3 for a desk or online for a channel.")


def enroll_channel(connection: Connection, channel: str) -> str:
    """Let a channel send payments; returns its token, which is kept nowhere else."""
    return _new_token(connection, channel)


def is_enrolled(connection: Connection, holder: str) -> bool:
    """Whether somebody of this name has a token."""
    return connection.scalar(_ON_FILE, {"holder": holder}) is not None


def _new_token(connection: Connection, holder: str) -> str:
    token = f"{holder}.{secrets.token_urlsafe(32)}"
    connection.execute(_FILE, {"holder": holder, "token_hash": hash_passphrase(token)})
    return token
