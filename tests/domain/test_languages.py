"""Who reads a language that papers are not written in is known before one is printed."""

import pytest

from cashier.domain.assistance_words import assistance_paragraph
from cashier.domain.languages import WRITTEN, language_name, why_english


@pytest.mark.parametrize("code", [*WRITTEN, "es-MX", "zh-Hant"])
def test_a_language_that_papers_are_written_in_needs_no_word(code: str) -> None:
    assert why_english(code) == ""


@pytest.mark.parametrize(
    ("code", "name"), [("hy", "Armenian"), ("tl", "Tagalog"), ("fa", "Farsi"), ("hi", "Hindi"), ("ru", "Russian")]
)
def test_any_other_says_so_and_which_there_are(code: str, name: str) -> None:
    assert language_name(code) == name
    assert why_english(code) == (
        f"It comes in English, not in {name}: papers exist in English, Spanish, Chinese, Korean and Vietnamese. "
        "Offer an interpreter."
    )


def test_a_language_without_a_name_is_still_told() -> None:
    assert why_english("xx").startswith("It comes in English, not in this member's language")


def test_each_of_them_has_a_paragraph_of_its_own() -> None:
    assert len({assistance_paragraph(code) for code in WRITTEN}) == len(WRITTEN)
