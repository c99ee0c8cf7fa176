"""Who reads a language that papers are not written in is known before one is printed."""

import pytest

from cashier.domain.assistance_words import assistance_paragraph
from cashier.domain.languages import SPOKEN, language_name, why_english


@pytest.mark.parametrize("code", [*SPOKEN, "es-MX", "zh-TW", "fil-PH"])
def test_a_language_that_papers_are_written_in_needs_no_word(code: str) -> None:
    assert why_english(code) == ""


@pytest.mark.parametrize(("code", "name"), [("fa", "Farsi"), ("hi", "Hindi")])
def test_any_other_says_so(code: str, name: str) -> None:
    assert language_name(code) == name
    assert why_english(code) == f"It comes in English: no paper is written in {name}. Offer an interpreter."


def test_a_language_without_a_name_is_still_told() -> None:
    assert why_english("xx").startswith("It comes in English: no paper is written in this language.")


def test_each_of_them_has_a_paragraph_of_its_own() -> None:
    assert len({assistance_paragraph(code) for code in SPOKEN}) == len(SPOKEN)
