"""Passphrases are kept as Argon2id hashes (RFC 9106; parameters of OWASP's password storage cheat sheet)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)


def hash_passphrase(passphrase: str) -> str:
    """A salted hash that says its own parameters. Takes tens of milliseconds on purpose."""
    return _HASHER.hash(passphrase)


def matches(passphrase_hash: str, passphrase: str) -> bool:
    """Whether the hash is of this passphrase; False, too, for a text that is no hash."""
    try:
        return _HASHER.verify(passphrase_hash, passphrase)
    except (VerificationError, InvalidHashError):
        return False


class Passphrases:
    """The port `Hasher`."""

    def matches(self, passphrase_hash: str, passphrase: str) -> bool:
        """See `matches`."""
        return matches(passphrase_hash, passphrase)

    def hash_of(self, words: str) -> str:
        """See `hash_passphrase`."""
        return hash_passphrase(words)
