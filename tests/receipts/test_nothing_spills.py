"""However long the texts are, nothing of a letter stands over another thing or off the page."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from cashier.domain.place import Place
from receipts import document_letter, statement_letter
from receipts.bars import code128
from receipts.document import Document, Pair, Text
from receipts.document_letter import DocumentLetter
from receipts.layout import clean
from receipts.letter_page import HEIGHT_PT, WIDTH_PT, Letters, Sheet
from receipts.papers import paper_document
from receipts.statement_letter import StatementLetter
from receipts.statement_words import STATEMENT_WORDS
from tests.domain.written import WRITTEN
from tests.receipts.copies import PLACE, a_copy
from tests.receipts.test_pdf import text_in

LONG = "Maximiliano Alejandro de la Santísima Trinidad Fernández-Villanueva de la Concepción y Ortiz de Zárate"
NAMES = {"zh": "陳大文" * 14, "ko": "김민수" * 14}
EDGE_PT = 20.0


@dataclass(frozen=True, slots=True)
class Box:
    """What stands somewhere on a page, in points from its top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: "Box") -> bool:
        if self.page != other.page:
            return False
        across = self.left < other.right - 1 and other.left < self.right - 1
        return across and self.top < other.bottom - 1 and other.top < self.bottom - 1


class SeenSheet(Sheet):
    """Remembers where all stands that the last letter has."""

    boxes: list[Box]
    words: list[str]

    def __init__(self, letters: Letters, title: str, *, is_training: bool = False, language: str = "en") -> None:
        super().__init__(letters, title, is_training=is_training, language=language)
        SeenSheet.boxes, SeenSheet.words = [], []
        self._page = 1

    def text(self, left: float, top: float, text: str, size: float = 9.5, *, bold: bool = False) -> None:
        super().text(left, top, text, size, bold=bold)
        self.words.append(clean(text))
        self._add(left, top - size * 0.75, self._letters.width(text, size), size * 0.95, text)

    def box(self, left: float, top: float, width: float, height: float) -> None:
        super().box(left, top, width, height)
        self._add(left, top, width, height, "[a frame]")

    def barcode(self, left: float, top: float, text: str, *, height: float, module: float) -> None:
        super().barcode(left, top, text, height=height, module=module)
        self._add(left, top, sum(bar.modules for bar in code128(text)) * module, height, "[bars]")

    def digits(self, left: float, top: float, text: str) -> None:
        super().digits(left, top, text)
        self.words.append(text)

    def next_page(self) -> None:
        super().next_page()
        self._page += 1

    def _add(self, left: float, top: float, width: float, height: float, text: str) -> None:
        if text.strip():
            SeenSheet.boxes.append(Box(self._page, left, top, left + width, top + height, text))


@pytest.fixture(autouse=True)
def seen(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (statement_letter, document_letter):
        monkeypatch.setattr(module, "Sheet", SeenSheet)


@pytest.fixture(scope="module")
def letters() -> Letters:
    return Letters()


def check_places() -> None:
    for box in SeenSheet.boxes:
        assert box.left >= EDGE_PT, box
        assert box.right <= WIDTH_PT - EDGE_PT, box
        assert box.bottom <= HEIGHT_PT - EDGE_PT, box
    assert not [pair for pair in combinations(SeenSheet.boxes, 2) if pair[0].covers(pair[1])]


def check_text(letter: bytes, folder: Path) -> None:
    assert "".join(text_in(letter, folder, "-raw").split()) == "".join("".join(SeenSheet.words).split())


def wordy_place() -> Place:
    assert PLACE.letterhead is not None
    head = replace(
        PLACE.letterhead,
        organization="Golden Coast Health Foundation Hospitals and Medical Groups of California",
        region_name="Southern California and the Central Valley Region",
        remit_address=(
            "Golden Coast Health Foundation Hospitals, Patient Financial Services",
            "Attention: Lockbox 2303, Building 7, Second Floor, Suite 2000",
            "P.O. Box 2303, Rancho Santa Margarita, CA 92688-1234",
        ),
    )
    name = "Rancho Santa Margarita Medical Center and Outpatient Surgery"
    return replace(PLACE, letterhead=head, center_name=name)


@pytest.mark.parametrize("language", STATEMENT_WORDS)
@pytest.mark.parametrize("place", [PLACE, wordy_place()], ids=["usual", "wordy"])
@pytest.mark.parametrize("lines", [0, 40])
def test_a_statement_copy_with_long_texts(letters: Letters, language: str, place: Place, lines: int) -> None:
    line, details = a_copy(
        name=NAMES.get(language, f"Ortiz de Zárate y Concepción, {LONG}"),
        language=language,
        lines=lines,
        still_open=123_456_789,
        plan_words="6 installments of $20.00, next Dec 05, and the last one smaller by what is left over then; " * 2,
        autopay_on=date(2026, 12, 5),
        confidential=True,
    )
    street = "1480 Lakeshore Avenue at the Corner of Grand Boulevard, Apartment 1212 B, second entrance, ring twice"
    address = (street, f"c/o {LONG}", "Building 7", "Rancho Santa Margarita, CA 92688-1234", "United States of America")
    charges = tuple(replace(charge, words=f"{charge.words}: {LONG}") for charge in details.charges)

    StatementLetter(letters, place).make(line, replace(details, address=address, charges=charges))

    check_places()
    said = "".join(box.text for box in SeenSheet.boxes).replace(" ", "")
    assert all(part.replace(" ", "") in said for part in address), "an address is never cut off"


@pytest.mark.parametrize("language", STATEMENT_WORDS)
def test_the_text_of_a_letter_is_what_was_written_on_it(letters: Letters, tmp_path: Path, language: str) -> None:
    line, details = a_copy(language=language, still_open=4_000, plan_words="plan: $50 a month")
    agreed = WRITTEN["plan_agreed"]()
    agreed = replace(agreed, facts={**agreed.facts, "language": language})

    check_text(StatementLetter(letters, PLACE).make(line, details), tmp_path)
    check_text(DocumentLetter(letters).make(paper_document((agreed,), PLACE, 0)), tmp_path)


def test_an_agreements_words_stand_above_each_other_where_they_are_long(letters: Letters) -> None:
    blocks = (
        Pair(left=f"{LONG}, {LONG}", right="$1,234,567.89", bold=True),
        Text(text=LONG * 3),
        Pair(left="a", right="1"),
    )

    DocumentLetter(letters).make(Document(blocks=blocks, barcode="S-1", copy=0))

    check_places()


def test_a_text_that_fits_nowhere_is_cut_with_a_mark(letters: Letters) -> None:
    assert letters.fitted("short", 10, 200, least_pt=8) == ("short", 10)
    smaller, size = letters.fitted("Golden Coast Health", 14, 100, least_pt=6)
    assert (smaller, 6 <= size < 14) == ("Golden Coast Health", True)
    cut, size = letters.fitted(LONG, 10, 60, least_pt=8)
    assert (cut[-2:], size) == (" …", 8)
    assert letters.width(cut, size) <= 60
