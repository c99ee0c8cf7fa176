"""A box that anyone can close and only one key opens: X25519 (RFC 7748), HKDF-SHA256 (RFC 5869), AES-256-GCM."""

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True, slots=True)
class BoxKey:
    """A pair of keys, both halves as base64 text. What is closed with the public half opens with the private one."""

    public: str
    private: str


def make_box_key() -> BoxKey:
    """A new pair."""
    private = X25519PrivateKey.generate()
    return BoxKey(
        public=b64encode(private.public_key().public_bytes_raw()).decode(),
        private=b64encode(private.private_bytes_raw()).decode(),
    )


def close_box(content: bytes, public: str, purpose: bytes) -> str:
    """The content as JSON text that says nothing. Raises ValueError for a public key that is none."""
    receiver = X25519PublicKey.from_public_bytes(b64decode(public, validate=True))
    sender, nonce = X25519PrivateKey.generate(), secrets.token_bytes(12)
    sealed = AESGCM(_shared(sender.exchange(receiver), purpose)).encrypt(nonce, content, purpose)
    parts = {"sender": sender.public_key().public_bytes_raw(), "nonce": nonce, "sealed": sealed}
    return json.dumps({"v": 1} | {name: b64encode(part).decode() for name, part in parts.items()}, sort_keys=True)


def open_box(box: str, private: str, purpose: bytes) -> bytes:
    """The inverse of `close_box`. Raises ValueError if it is for another key or purpose, or damaged."""
    try:
        said = json.loads(box)
        sender = X25519PublicKey.from_public_bytes(b64decode(said["sender"]))
        shared = X25519PrivateKey.from_private_bytes(b64decode(private, validate=True)).exchange(sender)
        return AESGCM(_shared(shared, purpose)).decrypt(b64decode(said["nonce"]), b64decode(said["sealed"]), purpose)
    except (KeyError, TypeError, InvalidTag) as trouble:
        raise ValueError("this key does not open this box") from trouble


def _shared(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
