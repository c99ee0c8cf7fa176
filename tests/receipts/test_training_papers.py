"""Every paper of training says TRAINING and NO MONEY WAS TAKEN at both ends; no other paper does (R13)."""

from dataclasses import replace

import pytest

from cashier.domain.day_report import DayReport, ReportForm
from cashier.domain.endorsement import Endorsement
from cashier.domain.line import Line
from cashier.domain.training import TRAINING_DESK, TRAINING_WORDS
from receipts.day_sheet import DaySheet
from receipts.day_table import day_table
from receipts.layout import lay_out
from receipts.letter_page import Letters
from receipts.letters import LetterMaker
from receipts.papers import paper_document
from receipts.preview import Preview
from receipts.squares import qr_rows
from tests.domain.written import WRITTEN
from tests.receipts.copies import PLACE, a_copy
from tests.receipts.test_day_papers import a_day, a_report, text_of

TRAINING = replace(PLACE, desk=TRAINING_DESK)


def _has_paper(line: Line) -> bool:
    try:
        paper_document((line,), PLACE, 0)
    except Exception:  # noqa: BLE001 - lines that have none say so in several ways
        return False
    return True


PAPERS = [name for name, make in WRITTEN.items() if _has_paper(make())]


def test_papers_of_many_kinds_are_looked_at() -> None:
    assert len(PAPERS) > 25


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_says_it_first_and_last(name: str) -> None:
    lines = (WRITTEN[name](),)
    words = [text.text.strip() for text in lay_out(paper_document(lines, TRAINING, 0), 42)]

    assert words[:2] == list(TRAINING_WORDS) == ["TRAINING", "NO MONEY WAS TAKEN"]
    assert words[-2:] == list(TRAINING_WORDS)
    assert "TRAINING" not in [text.text.strip() for text in lay_out(paper_document(lines, PLACE, 0), 42)]


def test_the_screen_says_it_too() -> None:
    screen = Preview(TRAINING, squares=qr_rows)

    receipt = screen.preview((WRITTEN["payment"](),), copy=0, columns=42)
    back = screen.back_of((Endorsement(words="Check 1043", lines=("FOR DEPOSIT ONLY",)),), columns=42)

    for lines in (receipt.lines, back):
        assert [line.text.strip() for line in lines[:2]] == list(TRAINING_WORDS)


def test_each_sheet_says_it_at_both_edges_on_every_page() -> None:
    day = a_day(*(a_day().payments or ()))
    report: DayReport = a_report(day, ReportForm.PDF)

    pages = [*text_of(DaySheet(Letters(), TRAINING).make(report, day))]
    for line, details in (a_copy(), (WRITTEN["plan_agreed"](), a_copy()[1])):
        pages += text_of(LetterMaker(TRAINING).make(line, details).pdf)

    assert len(pages) >= 3
    assert [page.count("TRAINING · NO MONEY WAS TAKEN") for page in pages] == [2] * len(pages)
    assert "TRAINING" not in "".join(text_of(DaySheet(Letters(), PLACE).make(report, day)))


def test_the_table_says_it_in_each_row() -> None:
    rows = day_table(a_day(), TRAINING).decode().splitlines()

    assert all("NO MONEY WAS TAKEN" in row for row in rows)
    assert "NO MONEY" not in day_table(a_day(), PLACE).decode()
