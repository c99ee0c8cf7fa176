"""A passphrase is long and not among the first that others try; nothing else is asked of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused
from cashier.domain.passphrase_rules import check_passphrase
from cashier.exchange.sample import sample_staff


def _why_not(passphrase: str, user: str = "rosa", name: str = "Rosa Delgado") -> str:
    try:
        check_passphrase(passphrase, user=user, name=name)
    except Refused as refused:
        return refused.sentence
    return ""


def test_the_demos_people_keep_their_passphrases() -> None:
    assert [_why_not(p.passphrase, p.user, p.name) for p in sample_staff()] == [""] * len(sample_staff())


@pytest.mark.parametrize("passphrase", ["", "short", "fourteen chars", "\u0065\u0301" * 14])
def test_fourteen_characters_are_too_few_however_they_are_composed(passphrase: str) -> None:
    assert _why_not(passphrase) == "A passphrase has at least 15 characters. Choose a longer one."


@pytest.mark.parametrize(
    "passphrase",
    [
        "lake merritt at noon",
        "               ......pears",  # Blanks and marks are characters.
        "вишнёвый сад в мае",
        "🧾💸🪁🌉🚲🍋🎻🐦🌧️🪜🧺🫖🕯️🧦🪟",
        "password is what the parrot said",
        "x" * 14 + "yzw" * 60,
    ],
)
def test_any_script_blanks_and_length_will_do(passphrase: str) -> None:
    assert _why_not(passphrase) == ""


@pytest.mark.parametrize(
    "passphrase",
    [
        "passwordpassword",
        "Password Password 2026",
        "correct horse battery staple",
        "CORRECT-HORSE-BATTERY-STAPLE",
        "aaaaaaaaaaaaaaaaaaaa",
        "ab ab ab ab ab ab ab ab",
        "123456789012345",
        "987654321098765",
        "qwertyuiopasdfgh",
        "rosadelgado 19611961",
        "Rosa Rosa Rosa Rosa",
        "delgado delgado delgado",
        "counterfoil 2026 2026",
        "iloveyou iloveyou iloveyou",
        "counterfoil counter",  # Well known, and its beginning again.
        "1q2w3e4r5t6y7u8i9o0p",
        "...............",
    ],
)
def test_what_others_try_first_is_refused(passphrase: str) -> None:
    assert _why_not(passphrase).startswith("That is among the first that others would try.")


def test_longer_than_the_field_is_said() -> None:
    assert _why_not("violin case by " * 30).startswith("A passphrase has at most 256 characters.")


@given(st.text(max_size=300))
def test_whatever_is_typed_is_taken_or_refused_in_a_sentence(passphrase: str) -> None:
    assert _why_not(passphrase) == "" or _why_not(passphrase).endswith(".")


@pytest.mark.parametrize(
    "words",
    [
        "abcabcabcabcabcabc",
        "abcabcabcabcabcabca",
        "rosarosarosarosarosa",
        "x" * 15,
        "correcthorsebatterystaplecorrecthorsebatterystaple",
        "correcthorsebatterystaple2026",
        "rosadelgado rosadelgado rosadelgado",
        "Helen8Helen8Helen8",
    ],
)
def test_what_is_said_over_and_over_is_as_weak_as_what_is_said(words: str) -> None:
    with pytest.raises(Refused, match="among the first that others would try"):
        check_passphrase(words, user="rosa", name="Helen Delgado Rosadelgado")


def test_words_of_ones_own_hold_also_when_said_twice_and_at_their_longest() -> None:
    for words in ("plum kettle Tuesday", "vine plumvine plum", "plum kettle " * 10 + "x", "p7qz" * 4):
        check_passphrase(words, user="rosa", name="Rosa Delgado")
    longest = "plum kettle 7 " * 18 + "xyzw"
    check_passphrase(longest, user="rosa", name="Rosa Delgado")
    with pytest.raises(Refused, match="has at most 256 characters"):
        check_passphrase(longest + "v", user="rosa", name="Rosa Delgado")
