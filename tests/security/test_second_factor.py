"""Authenticators' codes as RFC 6238 has them, and secrets that only a desk opens, for one person alone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.second_factor import parts_of, split_code, verifier_of
from cashier.security.second_factor import (
    Authenticators,
    authenticator_uri,
    code_of,
    new_secret,
    open_secret,
    seal_secret,
)

SECRET = b"12345678901234567890"  # RFC 6238, appendix B, for SHA-1; its codes have eight digits, ours the last six.
TOKEN = "the desks' own secret"


@pytest.mark.parametrize(
    ("unix_s", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(unix_s: int, code: str) -> None:
    assert code_of(SECRET, unix_s // 30) == code[-6:]


def test_a_code_holds_for_its_step_and_one_on_either_side() -> None:
    sealed, desk = seal_secret(SECRET, "rosa", TOKEN), Authenticators(TOKEN)
    at = datetime(2026, 11, 21, 18, 44, 10, tzinfo=UTC)
    step = int(at.timestamp()) // 30

    for off in (-1, 0, 1):
        assert desk.step_of(sealed, "rosa", code_of(SECRET, step + off), at) == step + off
    for off in (-2, 2):
        assert desk.step_of(sealed, "rosa", code_of(SECRET, step + off), at) is None
    assert desk.step_of(sealed, "ROSA", code_of(SECRET, step), at) == step


def test_a_secret_is_one_persons_and_one_organizations() -> None:
    sealed = seal_secret(SECRET, "rosa", TOKEN)

    assert open_secret(sealed, "rosa", TOKEN) == SECRET
    assert open_secret(sealed, "luis", TOKEN) is None
    assert open_secret(sealed, "rosa", "another organization's") is None
    assert open_secret("no base64", "rosa", TOKEN) is None
    assert open_secret("", "rosa", TOKEN) is None
    assert SECRET.hex() not in sealed
    assert len(new_secret()) == 20
    assert new_secret() != new_secret()


def test_an_authenticator_reads_what_is_shown() -> None:
    assert authenticator_uri(SECRET, "rosa") == (
        "otpauth://totp/Counterfoil:rosa?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Counterfoil&digits=6&period=30"
    )


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("lake at noon 123456", ("lake at noon", "123456")),
        ("lake 1 123456 ", ("lake 1", "123456")),
        ("lake at noon", ("lake at noon", "")),
        ("lake 12345", ("lake 12345", "")),
        ("lake123456", ("lake123456", "")),
        ("123456", ("123456", "")),
        ("lake １２３４５６", ("lake １２３４５６", "")),
    ],
)
def test_a_code_is_typed_behind_the_passphrase(typed: str, parts: tuple[str, str]) -> None:
    assert split_code(typed) == parts


@given(st.text(max_size=40), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_whatever_the_passphrase_is_the_code_behind_it_is_found(words: str, code: str) -> None:
    plain = words.strip()
    if plain:
        assert split_code(f"{plain} {code}") == (plain, code)


def test_a_verifier_says_both_or_the_hash_alone() -> None:
    assert parts_of(verifier_of("$argon2id$x", "c2VhbGVk")) == ("$argon2id$x", "c2VhbGVk")
    assert parts_of(verifier_of("$argon2id$x", "")) == ("$argon2id$x", "")
