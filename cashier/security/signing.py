"""Requests signed by a desk: one fixed form of HTTP message signatures (RFC 9421) with Ed25519 (RFC 8032).

Covered are method, path, query and the body's digest (RFC 9530), with ``created`` in seconds. ``nonce`` is a number
that only grows at one desk: its clock in microseconds, or one more than the last. A token would travel with every
request; the private half of this key never leaves the desk.
"""

import hashlib
import re
import threading
from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cashier.domain.errors import CashierError
from cashier.domain.times import Clock

_COVERED = '("@method" "@path" "@query" "content-digest")'
_INPUT = re.compile(
    rf"desk=({re.escape(_COVERED)};"
    r'created=([0-9]{1,12});nonce="([0-9]{1,18})";keyid="([A-Z0-9]{2,20})";alg="ed25519")'
)
_SIGNATURE = re.compile("desk=:([A-Za-z0-9+/]{86}==):")


class BadSignature(CashierError):
    """A signature that is none, or is of another request or key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signable:
    """A request as it is signed: ``path`` and ``query`` as they stand on the wire, the query without its mark."""

    method: str
    path: str
    query: str
    body: bytes

    def digest(self) -> str:
        """What Content-Digest says of the body; half a megabyte takes half a millisecond."""
        return f"sha-256=:{b64encode(hashlib.sha256(self.body).digest()).decode()}:"

    def base(self, digest: str, parameters: str) -> bytes:
        """The signature base (RFC 9421, section 2.5)."""
        return (
            f'"@method": {self.method}\n"@path": {self.path}\n"@query": ?{self.query}\n'
            f'"content-digest": {digest}\n"@signature-params": {parameters}'
        ).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a request says of its signature: ``keyid`` is the desk, ``created`` in seconds since 1970."""

    keyid: str
    created: int
    nonce: int
    parameters: str
    signed: bytes

    @classmethod
    def read(cls, said: str, signature: str) -> "Signature":
        """From the headers Signature-Input and Signature. Raises BadSignature."""
        parts, value = _INPUT.fullmatch(said), _SIGNATURE.fullmatch(signature)
        if parts is None or value is None:
            raise BadSignature("The request's signature is not of the form that this ledger knows.")
        parameters, created, nonce, keyid = parts.groups()
        return cls(
            keyid=keyid,
            created=int(created),
            nonce=int(nonce),
            parameters=parameters,
            signed=b64decode(value.group(1)),
        )

    def check(self, request: Signable, digest: str, public: str) -> None:
        """Raises BadSignature unless ``public`` signed this request; ``digest`` is its header Content-Digest."""
        if digest != request.digest():
            raise BadSignature("The request's body was altered under way.")
        try:
            key = Ed25519PublicKey.from_public_bytes(b64decode(public, validate=True))
            key.verify(self.signed, request.base(digest, self.parameters))
        except (ValueError, InvalidSignature) as trouble:
            raise BadSignature("The request was altered under way, or signed with another key.") from trouble


class RequestSigner:
    """Signs the requests of one desk with its private key (32 bytes). Safe to use from several threads."""

    def __init__(self, key: bytes, *, desk: str, clock: Clock) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(key)
        self._desk = desk
        self._clock = clock
        self._guard = threading.Lock()
        self._last = 0

    @property
    def public(self) -> str:
        """The public half, in base64."""
        return b64encode(self._key.public_key().public_bytes_raw()).decode()

    def __call__(self, method: str, target: bytes, body: bytes) -> dict[str, str]:
        """The headers for a request; ``target`` is path and query as they are sent."""
        path, _, query = target.decode("ascii").partition("?")
        request = Signable(method=method, path=path, query=query, body=body)
        now_s = self._clock().timestamp()
        with self._guard:
            self._last = nonce = max(self._last + 1, int(now_s * 1_000_000))
        digest = request.digest()
        parameters = f'{_COVERED};created={int(now_s)};nonce="{nonce}";keyid="{self._desk}";alg="ed25519"'
        signed = self._key.sign(request.base(digest, parameters))
        return {
            "Content-Digest": digest,
            "Signature-Input": f"desk={parameters}",
            "Signature": f"desk=:{b64encode(signed).decode()}:",
        }
