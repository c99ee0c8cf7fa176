"""A deposit's papers at the desk: dated where it stands, safe from a spreadsheet's formulas, for its user alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cashier.config import DeskSettings
from cashier.domain.accounts import Book, BookLine
from cashier.domain.deposit import Deposit, DepositItem
from cashier.domain.endorsement import Payee
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import Money
from cashier.doors.deposit_papers import DeskDepositPapers
from receipts.deposit_table import deposit_table
from tests.fakes.builders import MEDICAL
from tests.receipts.test_pdf import text_in

EVENING = datetime(2026, 11, 30, 3, 30, tzinfo=UTC)  # 7:30 PM of the day before, in Oakland.
DEPOSIT = Deposit(
    name="019aa7c0-0000-7000-8000-000000000001",
    number=21,
    center="OAK",
    book=MEDICAL,
    prepared_on=EVENING.date(),
    prepared_at=EVENING,
    prepared_by="Priya Raman",
    reviewed_by="Omar Castellanos",
    seal="OAK-900",
    day=date(2026, 11, 29),
    bags=("OAK-1",),
    items=(
        DepositItem(bag="", is_cash=True, amount=Money(6000), denomination="20.00", pieces=3),
        DepositItem(bag="OAK-1", is_cash=False, amount=Money(41_260), number="=1043", receipt="OAK3-0000001"),
    ),
)


PAYEES = tuple(
    Payee(book=Book("ncal", line), name=name, account_last_four=account)
    for line, name, account in (
        (BookLine.PREMIUM, "Golden Coast Health Plan", "8210"),
        (BookLine.MEDICAL, "Golden Coast Health Hospitals", "4471"),
    )
)


@pytest.fixture
def papers(tmp_path: Path) -> DeskDepositPapers:
    return DeskDepositPapers(
        tmp_path, DeskSettings.model_construct(office_printer=None), ZoneInfo("America/Los_Angeles"), PAYEES
    )


@pytest.mark.parametrize(("number", "words"), [(1, "1 piece"), (3, "3 pieces")])
def test_the_slip_says_how_many_there_are_of_each_note(
    papers: DeskDepositPapers, tmp_path: Path, number: int, words: str
) -> None:
    papers.hand_out(replace(DEPOSIT, items=(replace(DEPOSIT.items[0], pieces=number),)), as_table=False)

    said = text_in((tmp_path / "deposits" / "deposit-21.pdf").read_bytes(), tmp_path)
    assert words in [word.strip() for line in said.splitlines() for word in line.split("  ")]


def test_the_slip_is_dated_where_the_desk_stands(papers: DeskDepositPapers, tmp_path: Path) -> None:
    said = papers.hand_out(DEPOSIT, as_table=False)

    file = tmp_path / "deposits" / "deposit-21.pdf"
    assert said == f"Saved as {file}."
    assert file.stat().st_mode & 0o077 == 0
    words = text_in(file.read_bytes(), tmp_path)
    assert "Deposit, Nov 29, 2026" in words
    assert "Golden Coast Health Hospitals, account ending in 4471 · OAK, ncal medical" in words
    assert "8210" not in words
    assert "Deposit 21 · sealed bag OAK-900 · interim for Nov 29, 2026" in words


def test_the_list_has_every_note_and_check_and_their_sum(papers: DeskDepositPapers, tmp_path: Path) -> None:
    papers.hand_out(DEPOSIT, as_table=True)

    assert (tmp_path / "deposits" / "deposit-21.csv").read_bytes().decode().split("\r\n") == [
        "deposit,sealed_bag,kind,denomination,pieces,number,bag,receipt,amount",
        "21,OAK-900,cash,20.00,3,,,,60.00",
        "21,OAK-900,check,,,'=1043,OAK-1,OAK3-0000001,412.60",
        "21,OAK-900,total,,,,,,472.60",
        "",
    ]
    assert deposit_table(replace(DEPOSIT, items=())).endswith(b",0.00\r\n")


def test_a_folder_that_cannot_be_written_is_said(papers: DeskDepositPapers, tmp_path: Path) -> None:
    (tmp_path / "deposits").write_text("a file in the way")
    with pytest.raises(DeviceTrouble, match="could not be saved"):
        papers.hand_out(DEPOSIT, as_table=True)
