"""Messages are protected as terminals do it: held against what another program made, and no byte of it may change."""

import json
from base64 import b64decode

import pytest

from cashier.devices.nexo_json import number, read_json, read_number, write_json
from cashier.devices.nexo_protection import REQUEST, NotProtected, Protection
from cashier.domain.money import Money

# Made once with @adyen/api-library 32.1.0, the terminals' own client for Node: its NexoCrypto.encrypt.
PASSPHRASE, PLAIN = "shared words", {"MessageHeader": {"a": 1}, "x": 125.5}
NONCE, HMAC = "X6DnzKG7slcFA07UdhsFCA==", "bkNazHD/wb+nAiYkVb3UbpBgteMrch+62tct0nTBGWo="
BLOB = "1SZI6nSg+4lYY95qYUkziBpeByu20xGvSXDqhKPuby0OjIe93cK8xpdxT5e1y06+/m7bMnGPPiRKcmpC7X9HUg=="
SEALED = {
    "MessageHeader": {"a": 1},
    "NexoBlob": BLOB,
    "SecurityTrailer": {"AdyenCryptoVersion": 1, "KeyIdentifier": "k", "KeyVersion": 1, "Nonce": NONCE, "Hmac": HMAC},
}
KEY = Protection(PASSPHRASE, "k", 1, random=lambda _: b64decode(NONCE))


def test_what_another_program_sealed_is_opened() -> None:
    assert KEY.open(REQUEST, json.dumps({REQUEST: SEALED}).encode()) == PLAIN


def test_what_is_sealed_is_what_the_other_program_makes_of_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'{"SaleToPOIRequest":{"MessageHeader":{"a":1},"x":125.50}}'
    monkeypatch.setattr(
        "cashier.devices.nexo_protection.write_json",
        lambda said: text if "x" in said[REQUEST] else write_json(said),
    )

    assert json.loads(KEY.seal(REQUEST, PLAIN)) == {REQUEST: SEALED}


def test_no_byte_of_what_was_sealed_can_be_changed() -> None:
    sealed = KEY.seal(REQUEST, PLAIN)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        try:
            said = KEY.open(REQUEST, changed)
        except NotProtected:
            continue
        assert said == PLAIN, place


def test_two_messages_are_never_sealed_alike() -> None:
    key = Protection(PASSPHRASE, "k", 1)

    assert key.seal(REQUEST, PLAIN) != key.seal(REQUEST, PLAIN)


@pytest.mark.parametrize(("cents", "text"), [(0, b"0.00"), (5, b"0.05"), (12550, b"125.50"), (10**10, b"100000000.00")])
def test_an_amount_is_a_number_with_two_decimals_and_comes_back_to_the_cent(cents: int, text: bytes) -> None:
    written = write_json({"amount": number(Money(cents)), "said": "125.50"})

    assert written == b'{"amount": %s, "said": "125.50"}' % text
    assert read_number(read_json(written)["amount"]) == Money(cents)
