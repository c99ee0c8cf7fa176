"""A channel's file: its good rows are read whatever stands between them, and each bad one is named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.exchange.channel_file import BadRow, ChannelFileTrouble, FiledPayment, read_channel_file
from cashier.wire import ChannelPayment

HEADER = "reference,statement,guarantor,amount,business_date,paid_at\n"
GOOD = "LB-1,S-10000001,,120.50,2026-11-21,2026-11-21T09:30:00-08:00\n"


def _read(tmp_path: Path, text: str) -> list[FiledPayment | BadRow]:
    file = tmp_path / "lockbox.csv"
    file.write_text(text, encoding="utf-8", newline="")
    return list(read_channel_file(file))


def test_a_row_is_a_payment_with_its_line(tmp_path: Path) -> None:
    payment = ChannelPayment(
        reference="LB-1",
        statement_number="S-10000001",
        cents=12_050,
        business_date=date(2026, 11, 21),
        paid_at=datetime(2026, 11, 21, 17, 30, tzinfo=UTC),
    )

    assert _read(tmp_path, HEADER + GOOD) == [FiledPayment(line=2, payment=payment)]
    assert _read(tmp_path, "\ufeff" + HEADER.replace("\n", "\r\n") + GOOD) == [FiledPayment(line=2, payment=payment)]


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    text = 'memo,business_date,amount,guarantor,reference\n"a, b",2026-11-21,"1,250.5",200417733, B-7 \n'

    (row,) = _read(tmp_path, text)

    assert isinstance(row, FiledPayment)
    said = row.payment
    assert (said.reference, said.guarantor_number, said.statement_number) == ("B-7", "200417733", "")
    assert (said.cents, said.paid_at) == (125_050, None)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",S-1,,1,2026-11-21,", "The reference has 1 to 80 characters"),
        (f"{'r' * 81},S-1,,1,2026-11-21,", "The reference has 1 to 80 characters"),
        ("r,,,1,2026-11-21,", "Neither statement nor guarantor is named"),
        (f"r,{'S' * 201},,1,2026-11-21,", "The statement has more than 200 characters"),
        ("r,S-1,,,2026-11-21,", "Enter an amount for amount"),
        ("r,S-1,,0,2026-11-21,", "above zero"),
        ("r,S-1,,-5,2026-11-21,", "above zero"),
        ("r,S-1,,1.234,2026-11-21,", "in dollars and cents"),
        ("r,S-1,,1e3,2026-11-21,", "in dollars and cents"),
        ("r,S-1,,99999999,2026-11-21,", "more than $9,999,999.99"),
        ("r,S-1,,1,11/21/2026,", "The business_date is no day"),
        ("r,S-1,,1,,", "The business_date is no day"),
        ("r,S-1,,1,2026-11-21,noon", "The paid_at is no time"),
        ("r,S-1,,1,2026-11-21,2026-11-21T09:30:00", "The paid_at has no time zone"),
        ("r,S-1,,1,2026-11-21,0001-01-01T00:00:00+14:00", "another century"),
        ("r,S-1,,1,2026-11-21,2099-12-31T20:00:00-08:00", "another century"),
        ("r,S-1,,1,2026-11-21", "not as many fields"),
        ("r,S-1,,1,2026-11-21,,", "not as many fields"),
        ("r\0,S-1,,1,2026-11-21,", "cannot be kept"),
    ],
)
def test_a_bad_row_is_named_and_those_around_it_are_read(tmp_path: Path, row: str, sentence: str) -> None:
    first, bad, last = _read(tmp_path, f"{HEADER}{GOOD}{row}\n{GOOD}")

    assert isinstance(bad, BadRow)
    assert (bad.line, sentence in bad.sentence) == (3, True)
    assert bad.sentence.endswith(".")
    assert isinstance(first, FiledPayment)
    assert isinstance(last, FiledPayment)
    assert (first.line, last.line) == (2, 4)


def test_a_row_that_goes_on_over_lines_moves_the_count(tmp_path: Path) -> None:
    text = HEADER.replace("paid_at", "paid_at,memo") + GOOD.replace("\n", ',"two\nlines"\n') + GOOD

    assert [row.line for row in _read(tmp_path, text)] == [3, 4]


def test_an_open_quote_ends_the_file_and_says_where(tmp_path: Path) -> None:
    _, bad = _read(tmp_path, f'{HEADER}{GOOD}"r,S-1,,1,2026-11-21,\n{GOOD}')

    assert isinstance(bad, BadRow)
    assert (bad.line, bad.sentence.startswith("From here on it is not CSV")) == (3, True)


@pytest.mark.parametrize(
    ("text", "column"),
    [("", "reference"), ("reference,amount,statement\n", "business_date"), ("reference,amount,business_date\n", "st")],
)
def test_a_file_without_its_columns_is_refused(tmp_path: Path, text: str, column: str) -> None:
    with pytest.raises(ChannelFileTrouble, match=f"lockbox.csv, line 1: the column {column}"):
        _read(tmp_path, text)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ChannelFileTrouble, match="Check its name"):
        list(read_channel_file(tmp_path / "none.csv"))
    (tmp_path / "latin.csv").write_bytes(HEADER.encode() + "Núñez".encode("latin-1"))
    with pytest.raises(ChannelFileTrouble, match="UTF-8"):
        list(read_channel_file(tmp_path / "latin.csv"))


@given(st.text(max_size=60))
def test_no_row_raises(tmp_path_factory: pytest.TempPathFactory, row: str) -> None:
    text = HEADER + row.encode("utf-8", "replace").decode() + "\n" + GOOD

    assert all(isinstance(found, FiledPayment | BadRow) for found in _read(tmp_path_factory.mktemp("files"), text))
