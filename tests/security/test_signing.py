"""A signature is of one request and one key: whatever is changed, it no longer holds."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cashier.security.signing import BadSignature, RequestSigner, Signable, Signature

NOW = datetime(2026, 11, 21, 18, 44, tzinfo=UTC)
REQUEST = Signable(method="POST", path="/v1/desks/OAK3/lines", query="a=1&b=%20", body=b'{"v":1}')
TARGET = b"/v1/desks/OAK3/lines?a=1&b=%20"


@pytest.fixture
def signer() -> RequestSigner:
    return RequestSigner(bytes(range(32)), desk="OAK3", clock=lambda: NOW)


def _read(headers: dict[str, str]) -> Signature:
    return Signature.read(headers["Signature-Input"], headers["Signature"])


def test_a_signed_request_says_who_signed_it_and_when(signer: RequestSigner) -> None:
    headers = signer("POST", TARGET, REQUEST.body)
    signature = _read(headers)

    signature.check(REQUEST, headers["Content-Digest"], signer.public)
    assert (signature.keyid, signature.created) == ("OAK3", int(NOW.timestamp()))


def test_what_is_signed_is_the_base_of_rfc_9421(signer: RequestSigner) -> None:
    """Built here by hand from sections 2.1 to 2.5, and checked with the library alone."""
    headers = signer("POST", TARGET, REQUEST.body)
    parameters = headers["Signature-Input"].removeprefix("desk=")
    base = "\n".join(
        (
            '"@method": POST',
            '"@path": /v1/desks/OAK3/lines',
            '"@query": ?a=1&b=%20',
            # What `openssl dgst -sha256 -binary | base64` says of the body.
            '"content-digest": sha-256=:r7+dDzVgsP13legcQqCnnua2/GfgZPd4Jq7mQsrSjZE=:',
            f'"@signature-params": {parameters}',
        )
    )
    expected = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).sign(base.encode())

    assert headers["Signature"] == f"desk=:{b64encode(expected).decode()}:"
    assert parameters.startswith('("@method" "@path" "@query" "content-digest");created=1795286640;nonce="')


@pytest.mark.parametrize(
    "change",
    [
        lambda request: replace(request, method="GET"),
        lambda request: replace(request, path="/v1/desks/OAK4/lines"),
        lambda request: replace(request, query="a=2&b=%20"),
        lambda request: replace(request, query=""),
        lambda request: replace(request, body=b'{"v":2}'),
    ],
    ids=["method", "path", "query", "no query", "body"],
)
def test_an_altered_request_does_not_hold(signer: RequestSigner, change: Callable[[Signable], Signable]) -> None:
    headers = signer("POST", TARGET, REQUEST.body)

    with pytest.raises(BadSignature):
        _read(headers).check(change(REQUEST), headers["Content-Digest"], signer.public)


@pytest.mark.parametrize("header", ["Signature-Input", "Signature", "Content-Digest"])
def test_an_altered_header_does_not_hold(signer: RequestSigner, header: str) -> None:
    headers = signer("POST", TARGET, REQUEST.body)
    for place in range(len(headers[header])):
        letter = headers[header][place]
        altered = headers | {
            header: f"{headers[header][:place]}{'0' if letter != '0' else '1'}{headers[header][place + 1 :]}"
        }
        with pytest.raises(BadSignature):
            _read(altered).check(REQUEST, altered["Content-Digest"], signer.public)


@pytest.mark.parametrize("public", ["", "x", b64encode(bytes(32)).decode(), "é"])
def test_another_key_does_not_hold(signer: RequestSigner, public: str) -> None:
    headers = signer("POST", TARGET, REQUEST.body)

    with pytest.raises(BadSignature):
        _read(headers).check(REQUEST, headers["Content-Digest"], public)


def test_nonces_only_grow_even_where_the_clock_stands(signer: RequestSigner) -> None:
    nonces = [_read(signer("GET", b"/", b"")).nonce for _ in range(100)]

    assert nonces == sorted(set(nonces))
