"""The files that translators work on are whole: every word in every language, with what is filled in and what stays."""

import csv
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from cashier.domain.languages import SPOKEN
from receipts.agreement_words import AGREEMENT_WORDS
from receipts.statement_words import STATEMENT_WORDS
from receipts.words import WORDS

FOLDER = Path(__file__).parents[2] / "receipts"
GLOSSARIES: Mapping[str, Mapping[str, object]] = {
    "glossary.tsv": WORDS,
    "statement_glossary.tsv": STATEMENT_WORDS,
    "agreement_glossary.tsv": AGREEMENT_WORDS,
}
# What is filled in, and numbers and addresses, which no language says otherwise.
_STAYS = re.compile(r"\{[^}]*\}|[A-Za-z.]+\.(?:gov|org)|1-\d{3}-\d{3}-\d{4}|\$")


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", GLOSSARIES)
def test_each_word_is_there_in_each_language_and_says_where_it_stands(name: str) -> None:
    rows = rows_of(name)
    words = [row["word"] for row in rows]

    assert list(rows[0]) == ["word", "where it stands", *SPOKEN]
    assert words == [field.name for field in fields(GLOSSARIES[name]["en"])]  # type: ignore[arg-type]
    for row in rows:
        assert len(row) == len(SPOKEN) + 2, row["word"]
        assert all(cell and cell.strip() == cell for cell in row.values()), row["word"]


def test_a_word_that_was_held_against_a_public_page_is_still_the_one_that_papers_say() -> None:
    looked_up = rows_of("glossary_sources.tsv")

    for row in looked_up:
        (said,) = [word[row["language"]] for word in rows_of(row["glossary"]) if word["word"] == row["word"]]
        assert row["said"].casefold() in said.casefold(), row
        assert row["where it was seen"]
    assert {row["language"] for row in looked_up} >= {"ko", "hy", "ru", "tl"}


@pytest.mark.parametrize("name", GLOSSARIES)
@pytest.mark.parametrize("code", SPOKEN[1:])
def test_what_is_filled_in_and_what_stays_is_the_same_in_each_language(name: str, code: str) -> None:
    for row in rows_of(name):
        if not row["word"].endswith("_form"):  # A date's and a time's parts may be left out.
            assert set(_STAYS.findall(row[code])) == set(_STAYS.findall(row["en"])), row["word"]
            assert row[code].count("|") == row["en"].count("|"), row["word"]
