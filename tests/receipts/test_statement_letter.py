"""The letter-size copy: address and slip where the envelopes want them, every amount, no line lost on a second page."""

import subprocess
from pathlib import Path

import pytest

from cashier.domain.money import Money
from cashier.domain.scan_layouts import read_statement_scan, scan_line
from cashier.domain.statement_copy import StatementDetails, read_copy
from receipts.letter_page import Letters, postal_name
from receipts.letters import LetterMaker
from receipts.statement_letter import StatementLetter
from receipts.statement_words import STATEMENT_WORDS
from tests.receipts.copies import PLACE, a_copy
from tests.receipts.test_pdf import pages_of, text_in
from tests.receipts.zbar import read_barcodes


@pytest.fixture(scope="module")
def letter() -> StatementLetter:
    return StatementLetter(Letters(), PLACE)


def words_at(data: bytes, folder: Path) -> dict[str, tuple[float, float]]:
    """Where words of the first page stand: left and top, in inches. Of a word that comes twice the first counts."""
    (folder / "letter.pdf").write_bytes(data)
    command = ["pdftotext", "-bbox", "-l", "1", str(folder / "letter.pdf"), "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, tuple[float, float]] = {}
    for line in said.splitlines():
        if "<word" in line:
            fields = dict(part.split("=") for part in line.split(">")[0].split()[1:])
            left, top = (float(fields[name].strip('"')) / 72 for name in ("xMin", "yMin"))
            found.setdefault(line.split(">")[1].split("<")[0], (left, top))
    return found


def fonts_in(data: bytes, folder: Path, name: str) -> list[str]:
    """Of the first font that is called so: its kind, whether it is in the file, whether only its used letters are."""
    (folder / "fonts.pdf").write_bytes(data)
    said = subprocess.run(["pdffonts", str(folder / "fonts.pdf")], check=True, capture_output=True, text=True).stdout
    row = next(line for line in said.splitlines() if name in line).split()
    return [row[1], row[3], row[4]]


def test_the_address_stands_in_the_window_of_a_no_10_envelope(letter: StatementLetter, tmp_path: Path) -> None:
    at = words_at(letter.make(*a_copy()), tmp_path)

    for word in ("Linh", "1480", "94606"):
        left, top = at[word]
        assert 0.75 <= left <= 4.25, "window: 7/8 inch from the left, 4 1/2 wide"
        assert 1.8 <= top <= 2.9


def test_the_slip_is_the_last_part_of_the_page_with_the_regions_address(
    letter: StatementLetter, tmp_path: Path
) -> None:
    data = letter.make(*a_copy())
    at = words_at(data, tmp_path)

    assert at["Detach"][1] > 11 - 3.3
    assert at["2303"][1] > at["Detach"][1], "P.O. Box 2303 is Northern California's"
    assert at["94604-2303"][0] > 4


def test_the_barcode_holds_the_digits_that_stand_below_it(letter: StatementLetter, tmp_path: Path) -> None:
    line, details = a_copy()
    data = letter.make(line, details)
    digits = scan_line(read_copy(line).statement, PLACE.scan_layouts)

    (said,) = read_statement_scan(digits, PLACE.scan_layouts)
    assert (said.number, said.open) == ("S-48210377", Money(4_000))
    assert read_barcodes(pages_of(data, tmp_path)[0]) == [f"CODE-128:{digits}"]
    assert digits in text_in(data, tmp_path)
    assert fonts_in(data, tmp_path, "OCRA") == ["TrueType", "yes", "yes"], "embedded, and only what is used of it"


def test_it_says_lines_sums_ages_messages_and_ways_to_pay(letter: StatementLetter, tmp_path: Path) -> None:
    said = " ".join(text_in(letter.make(*a_copy(lines=8)), tmp_path).split())

    for words in (
        "Line 7 of the visit", "Billed 80.00", "Paid or adjusted since -40.00", "Amount due $40.00", "123.45",
        "past due", "Financial assistance", "goldencoast.example/pay", "Golden Coast app", "1-844-632-2064",
        "bill pay", "Questions: (800) 464-4000", "****8827",
    ):  # fmt: skip
        assert words in said
    assert "11048827" not in said, "a sheet gets left on counters"


def test_forty_lines_go_on_a_second_page_and_none_is_lost(letter: StatementLetter, tmp_path: Path) -> None:
    data = letter.make(*a_copy(lines=40))
    said = " ".join(text_in(data, tmp_path).split())

    assert len(pages_of(data, tmp_path)) == 2
    assert all(f"Line {place} of the visit" in said for place in range(40))
    assert "Page 1 of 2" in said
    assert "Page 2 of 2" in said
    assert "Statement S-48210377, continued" in said


def test_without_lines_it_says_so_and_shows_the_sums(letter: StatementLetter, tmp_path: Path) -> None:
    line, _ = a_copy(lines=0)

    said = " ".join(text_in(letter.make(line, StatementDetails()), tmp_path).split())

    assert "not at hand" in said
    assert "Amount due $40.00" in said
    assert "Mai Linh Tran" in said, "without the ledger it is addressed to the member, by name alone"


@pytest.mark.parametrize(
    ("more", "said_it", "never"),
    [
        ({"under_review": True}, "Paying before the decision is voluntary", "past due"),
        ({"plan_words": "plan: $50 a month"}, "An arrangement is in place: $50 a month.", "voluntary"),
        ({"confidential": True}, "handed to the member in person", "voluntary"),
        ({"still_open": 0}, "Amount due $0.00", "Detach here"),
    ],
)
def test_each_state_has_its_message(
    letter: StatementLetter, tmp_path: Path, more: dict[str, object], said_it: str, never: str
) -> None:
    line, details = a_copy(**more)  # type: ignore[arg-type]
    said = " ".join(text_in(letter.make(line, details), tmp_path).split())

    assert said_it in said
    assert never not in said


@pytest.mark.parametrize("language", sorted(STATEMENT_WORDS))
def test_every_language_makes_its_pages(letter: StatementLetter, tmp_path: Path, language: str) -> None:
    name = {
        "zh": "王, 小明",
        "ko": "김, 서연",
        "es": "Núñez-Castellanos de la Vega y Montoya, María Guadalupe del Socorro",
    }
    line, details = a_copy(name=name.get(language, "Tran, Mai Linh"), language=language, lines=9)

    data = letter.make(line, details)

    said = "".join(text_in(data, tmp_path).split())
    assert "S-48210377" in said
    assert all(word in said for word in postal_name(line.facts["member_name"]).split()), "what is drawn is text, too"
    assert f"/Lang ({language})".encode() in data
    assert b"/DisplayDocTitle true" in data
    assert len(pages_of(data, tmp_path)) <= 2
    assert data == letter.make(line, details), "the same copy is the same file"


def test_every_language_fills_the_same_places() -> None:
    for words in STATEMENT_WORDS.values():
        assert len(words.months) == 12
        assert "{day}" in words.autopay
        assert "{words}" in words.plan
        assert all("{where}" in form for form in (words.online, words.app, words.phone, words.bank))


@pytest.mark.parametrize(
    ("name", "on_paper"),
    [("Tran, Mai Linh", "Mai Linh Tran"), ("王, 小明", "王小明"), ("김, 서연", "김서연"), ("Acme Trust", "Acme Trust")],
)
def test_an_envelope_says_the_given_names_first(name: str, on_paper: str) -> None:
    assert postal_name(name) == on_paper


def test_a_letters_name_and_facts_name_nobody(tmp_path: Path) -> None:
    made = LetterMaker(PLACE).make(*a_copy(number="S/48210377"))

    assert made.name == "statement-S-48210377"
    (tmp_path / "letter.pdf").write_bytes(made.pdf)
    facts = subprocess.run(["pdfinfo", str(tmp_path / "letter.pdf")], check=True, capture_output=True, text=True).stdout
    assert "Statement S/48210377" in facts
    assert "letter" in facts
    assert "unspecified" not in facts
    assert "anonymous" not in facts
    assert "Tran" not in facts
