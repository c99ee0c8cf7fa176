"""Who reads a language that papers are not written in is known before one is printed."""

import pytest

from cashier.domain.assistance_words import assistance_paragraph
from cashier.domain.languages import SPOKEN, language_name, spoken_in, why_english


@pytest.mark.parametrize("code", [*SPOKEN, "es-MX", "zh-TW", "fil-PH"])
def test_a_language_that_papers_are_written_in_needs_no_word(code: str) -> None:
    assert why_english(code) == ""


@pytest.mark.parametrize(("code", "name"), [("fa", "Farsi"), ("hi", "Hindi")])
def test_any_other_says_so(code: str, name: str) -> None:
    assert language_name(code) == name
    assert why_english(code) == f"It comes in English: no paper is written in {name}. Offer an interpreter."


def test_a_language_of_a_country_has_the_name_of_the_language_where_it_has_none_of_its_own() -> None:
    named = {code: language_name(code) for code in ("es-MX", "zh-Hant", "zh-TW", "xx-MX")}
    assert named == {"es-MX": "Spanish", "zh-Hant": "Chinese, traditional", "zh-TW": "Chinese", "xx-MX": ""}


def test_who_reads_traditional_letters_gets_them_and_who_reads_nothing_that_is_spoken_gets_english() -> None:
    spoken = {code: spoken_in(code) for code in ("zh-hk", "zh-CN", "es-MO", "fil-PH", "fa")}
    assert spoken == {"zh-hk": "zh-Hant", "zh-CN": "zh", "es-MO": "es", "fil-PH": "tl", "fa": "en"}


def test_a_language_without_a_name_is_still_told() -> None:
    assert why_english("xx").startswith("It comes in English: no paper is written in this language.")


def test_each_of_them_has_a_paragraph_of_its_own() -> None:
    assert len({assistance_paragraph(code) for code in SPOKEN}) == len(SPOKEN)
