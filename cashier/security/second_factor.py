"""Time-based one-time passwords (RFC 6238, HMAC-SHA-1, six digits, 30 seconds), and their secrets sealed.

A secret is sealed under a key that the desks of an organization share and the ledger has not, for one person alone:
the ledger hands it on and can't read it, and it is nobody else's.
"""

import base64
import hashlib
import hmac
import os
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cashier.domain.second_factor import CODE_DIGITS, DRIFT_STEPS, STEP_S, step_at

_SECRET_BYTES, _NONCE_BYTES = 20, 12  # RFC 4226 section 4, R6: 160 bits.
_PURPOSE = b"counterfoil second factor, sealed for the desks"
_ISSUER = "Counterfoil"


def new_secret() -> bytes:
    """A new authenticator's secret."""
    return os.urandom(_SECRET_BYTES)


def seal_secret(secret: bytes, user: str, check_token: str) -> str:
    """As it is kept: only a desk of the organization opens it, and only for this person."""
    nonce = os.urandom(_NONCE_BYTES)
    box = AESGCM(_key(check_token)).encrypt(nonce, secret, _of(user))
    return base64.b64encode(nonce + box).decode()


def open_secret(sealed: str, user: str, check_token: str) -> bytes | None:
    """The inverse; None for one that is another person's or organization's, or was changed."""
    try:
        box = base64.b64decode(sealed, validate=True)
        return AESGCM(_key(check_token)).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], _of(user))
    except (InvalidTag, ValueError):
        return None


def code_of(secret: bytes, step: int) -> str:
    """The code of a step: HOTP (RFC 4226 section 5.3) over the step's number."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def authenticator_uri(secret: bytes, user: str) -> str:
    """What an authenticator takes, typed or as a QR code: the ``otpauth`` form that all of them read.

    ``user`` has letters, digits, points and hyphens alone.
    """
    words = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{_ISSUER}:{user}?secret={words}&issuer={_ISSUER}&digits={CODE_DIGITS}&period={STEP_S}"


class Authenticators:
    """The port `SecondFactor` of a desk."""

    def __init__(self, check_token: str) -> None:
        self._check_token = check_token

    def step_of(self, sealed: str, user: str, code: str, now: datetime) -> int | None:
        """Of which step this code is, within the drift that is allowed; None for a code of none."""
        secret = open_secret(sealed, user, self._check_token)
        if secret is None:
            return None
        middle, found = step_at(now.timestamp()), None
        for step in range(middle - DRIFT_STEPS, middle + DRIFT_STEPS + 1):
            if hmac.compare_digest(code_of(secret, step), code):
                found = step
        return found


def _key(check_token: str) -> bytes:
    return hmac.new(check_token.encode(), _PURPOSE, hashlib.sha256).digest()


def _of(user: str) -> bytes:
    return user.casefold().encode()
