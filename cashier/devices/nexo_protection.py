"""How nexo messages between desk and card terminal are protected, as Adyen's Terminal API does it in local mode.

From a shared passphrase: PBKDF2-HMAC-SHA1 (salt ``AdyenNexoV1Salt``, 4000 rounds) makes 80 bytes, of which 32 are the
HMAC key, 32 the AES key and 16 the base of the initialization vector, which is xored with each message's nonce. The
whole JSON is encrypted (AES-256-CBC, PKCS#7); its HMAC-SHA256 is over the plaintext. The header outside is only a copy.
"""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from cashier.devices.nexo_json import as_object, read_json, write_json

REQUEST, RESPONSE = "SaleToPOIRequest", "SaleToPOIResponse"

_SALT, _ROUNDS, _KEY_BYTES, _NONCE_BYTES, _BLOCK_BITS = b"AdyenNexoV1Salt", 4000, 80, 16, 128
_CRYPTO_VERSION = 1


class NotProtected(Exception):
    """A message that cannot be trusted. It does not say why: who forges one learns nothing from it."""


class Protection:
    """Seals messages with one shared key, and opens what was sealed with it."""

    def __init__(
        self, passphrase: str, identifier: str, version: int, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        derived = PBKDF2HMAC(hashes.SHA1(), _KEY_BYTES, _SALT, _ROUNDS).derive(passphrase.encode())
        self._hmac_key, self._aes_key, self._iv = derived[:32], derived[32:64], derived[64:]
        self._names = {"AdyenCryptoVersion": _CRYPTO_VERSION, "KeyIdentifier": identifier, "KeyVersion": version}
        self._random = random

    def seal(self, root: str, message: dict[str, Any]) -> bytes:
        """The envelope of ``{root: message}``; the message has a ``MessageHeader``."""
        plain = write_json({root: message})
        nonce = self._random(_NONCE_BYTES)
        padder, encryptor = padding.PKCS7(_BLOCK_BITS).padder(), self._cipher(nonce).encryptor()
        blob = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
        envelope = {
            "MessageHeader": message["MessageHeader"],
            "NexoBlob": b64encode(blob).decode(),
            "SecurityTrailer": {
                **self._names,
                "Nonce": b64encode(nonce).decode(),
                "Hmac": b64encode(self._hmac(plain)).decode(),
            },
        }
        return write_json({root: envelope})

    def open(self, root: str, sealed: bytes) -> dict[str, Any]:
        """The message in an envelope, whose header is the envelope's own. Raises NotProtected for anything else."""
        try:
            envelope = as_object(read_json(sealed)[root])
            trailer = as_object(envelope["SecurityTrailer"])
            plain = self._decrypt(_bytes(envelope["NexoBlob"]), _bytes(trailer["Nonce"]))
            is_ours = hmac.compare_digest(self._hmac(plain), _bytes(trailer["Hmac"]))
            named = {name: trailer[name] for name in self._names}
            message = as_object(read_json(plain)[root]) if is_ours and named == self._names else None
            if message is None or message["MessageHeader"] != envelope["MessageHeader"]:
                raise NotProtected
        except (KeyError, ValueError, TypeError, RecursionError):
            raise NotProtected from None
        return message

    def _decrypt(self, blob: bytes, nonce: bytes) -> bytes:
        """Raises ValueError."""
        decryptor, unpadder = self._cipher(nonce).decryptor(), padding.PKCS7(_BLOCK_BITS).unpadder()
        padded = decryptor.update(blob) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()

    def _cipher(self, nonce: bytes) -> Cipher[modes.CBC]:
        iv = bytes(ours ^ theirs for ours, theirs in zip(self._iv, nonce, strict=True))
        return Cipher(algorithms.AES256(self._aes_key), modes.CBC(iv))

    def _hmac(self, plain: bytes) -> bytes:
        return hmac.digest(self._hmac_key, plain, "sha256")


def _bytes(said: object) -> bytes:
    """Raises ValueError or TypeError."""
    if not isinstance(said, str):
        raise TypeError("no text")
    return b64decode(said, validate=True)
