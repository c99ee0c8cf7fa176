"""Synthea's files come in whole or not at all, and what is wrong is named with its file and line."""

import csv
import gzip
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from cashier.domain.scan import Query, read_query
from cashier.domain.statements import StatementKind
from cashier.exchange.synthea import (
    CLAIMS,
    PATIENTS,
    TRANSACTIONS,
    SyntheaTrouble,
    claim_statement_number,
    guarantor_number,
    member_number,
    read_synthea,
)

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "synthea"

PATIENT_ROW = {"Id": "p1", "BIRTHDATE": "2014-10-06", "FIRST": "Maynard46", "LAST": "O'Keefe958"}
CLAIM_ROW = {"Id": "c1", "PATIENTID": "p1", "SERVICEDATE": "2023-01-27T16:17:47Z", "HEALTHCARECLAIMTYPEID1": "2"}
CHARGE_ROW = {"CLAIMID": "c1", "TYPE": "CHARGE", "AMOUNT": "77.49", "ADJUSTMENTS": ""}


def _write(folder: Path, file: str, *rows: Mapping[str, str]) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One patient with one claim of one charge."""
    _write(tmp_path, PATIENTS, PATIENT_ROW)
    _write(tmp_path, CLAIMS, CLAIM_ROW)
    _write(tmp_path, TRANSACTIONS, CHARGE_ROW)
    return tmp_path


def test_a_patient_is_a_member_and_her_own_guarantor_with_the_digits_of_her_name_as_they_are(folder: Path) -> None:
    loaded = read_synthea(folder, region="scal", home_center="Fontana")

    member, guarantor = loaded.members[0], loaded.guarantors[0]
    assert (member.family_name, member.given_names, member.birth_date) == ("O'Keefe958", "Maynard46", date(2014, 10, 6))
    assert (member.region, member.home_center) == ("scal", "Fontana")
    assert member.number == member_number("p1")
    assert member.guarantor_number == guarantor.number == guarantor_number("p1")
    assert guarantor.name == "O'Keefe958, Maynard46"


def test_a_claim_is_a_statement_due_thirty_days_after_its_service(folder: Path) -> None:
    statement = read_synthea(folder).statements[0]

    assert statement.number == claim_statement_number("c1")
    assert statement.kind is StatementKind.HOSPITAL
    assert (statement.billed_cents, statement.open_cents) == (7749, 7749)
    assert (statement.statement_date, statement.due_date) == (date(2023, 1, 27), date(2023, 2, 26))


def test_charges_add_up_adjustments_are_written_off_and_payments_are_not_taken_over(folder: Path) -> None:
    payment = CHARGE_ROW | {"TYPE": "PAYMENT", "AMOUNT": "", "ADJUSTMENTS": "1.49"}
    transfer = CHARGE_ROW | {"TYPE": "TRANSFERIN", "AMOUNT": "76.00"}
    _write(folder, TRANSACTIONS, CHARGE_ROW, CHARGE_ROW | {"AMOUNT": "0.5"}, payment, transfer)

    statement = read_synthea(folder).statements[0]

    assert (statement.billed_cents, statement.open_cents) == (7799, 7650)


@pytest.mark.parametrize("amount", ["0", "0.00", ""])
def test_a_claim_that_charges_nothing_opens_nothing(folder: Path, amount: str) -> None:
    _write(folder, TRANSACTIONS, CHARGE_ROW | {"AMOUNT": amount})

    assert read_synthea(folder).statements == ()


def test_unknown_extra_columns_are_fine(folder: Path) -> None:
    _write(folder, PATIENTS, {"NEW": "x"} | PATIENT_ROW | {"INCOME": "1"})

    assert read_synthea(folder).members[0].family_name == "O'Keefe958"


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [(PATIENTS, PATIENT_ROW, "BIRTHDATE"), (CLAIMS, CLAIM_ROW, "PATIENTID"), (TRANSACTIONS, CHARGE_ROW, "ADJUSTMENTS")],
)
def test_a_missing_column_is_named(folder: Path, file: str, row: dict[str, str], column: str) -> None:
    _write(folder, file, {name: text for name, text in row.items() if name != column})

    with pytest.raises(SyntheaTrouble, match=f"^{file}, line 1: the column {column} is missing"):
        read_synthea(folder)


@pytest.mark.parametrize(
    ("file", "row", "broken", "what"),
    [
        (PATIENTS, PATIENT_ROW, {"BIRTHDATE": "2014-02-30"}, "BIRTHDATE is no date"),
        (PATIENTS, PATIENT_ROW, {"BIRTHDATE": "10/06/2014"}, "BIRTHDATE is no date"),
        (PATIENTS, PATIENT_ROW, {"LAST": " "}, "LAST is empty"),
        (PATIENTS, PATIENT_ROW, {"Id": "p1"}, "Id is on line 2 already"),
        (CLAIMS, CLAIM_ROW, {"PATIENTID": "p9"}, "PATIENTID is no patient"),
        (CLAIMS, CLAIM_ROW, {"SERVICEDATE": ""}, "SERVICEDATE is no date"),
        (TRANSACTIONS, CHARGE_ROW, {"CLAIMID": "c9"}, "CLAIMID is no claim"),
        (TRANSACTIONS, CHARGE_ROW, {"AMOUNT": "1e3"}, "AMOUNT is no amount"),
        (TRANSACTIONS, CHARGE_ROW, {"AMOUNT": "-5.00"}, "AMOUNT is no amount"),
        (TRANSACTIONS, CHARGE_ROW, {"AMOUNT": "0,012"}, "AMOUNT is no amount"),
        (TRANSACTIONS, CHARGE_ROW, {"AMOUNT": "١٢"}, "AMOUNT is no amount"),
        (TRANSACTIONS, CHARGE_ROW, {"ADJUSTMENTS": "NaN"}, "ADJUSTMENTS is no amount"),
    ],
)
def test_a_broken_field_is_named_with_file_and_line(
    folder: Path, file: str, row: dict[str, str], broken: dict[str, str], what: str
) -> None:
    _write(
        folder, file, row, row | {"Id": "p2" if file == PATIENTS else "c2"} | broken if "Id" in row else row | broken
    )

    with pytest.raises(SyntheaTrouble, match=f"^{file}, line 3: {what}"):
        read_synthea(folder)


def test_a_line_with_too_few_or_too_many_fields_is_named(folder: Path) -> None:
    path = folder / CLAIMS
    whole = path.read_text("utf-8")

    for torn in ("c2,p1\n", "c2,p1,2023-01-27,1,more\n"):
        path.write_text(whole + torn, "utf-8")
        with pytest.raises(SyntheaTrouble, match=r"^claims\.csv, line 3: it has not as many fields"):
            read_synthea(folder)


def test_a_missing_file_one_that_is_not_text_and_an_open_quote_are_one_sentence_each(folder: Path) -> None:
    path = folder / TRANSACTIONS
    path.write_bytes(b'CLAIMID,TYPE,AMOUNT,ADJUSTMENTS\nc1,CHARGE,1.00,\nc1,"CHARGE,1.00,\nc1,CHARGE,1.00,\n')
    with pytest.raises(SyntheaTrouble, match=rf"^{TRANSACTIONS}, line 3: it is not CSV"):
        read_synthea(folder)

    path.write_bytes(b"CLAIMID,TYPE,AMOUNT,ADJUSTMENTS\nc1,CHARGE,\xff,\n")
    with pytest.raises(SyntheaTrouble, match="is not UTF-8"):
        read_synthea(folder)

    path.unlink()
    with pytest.raises(SyntheaTrouble, match="is missing"):
        read_synthea(folder)


def test_the_whole_sample_comes_in_with_numbers_that_the_finder_knows(tmp_path: Path) -> None:
    for packed in GOLDEN.glob("*.csv.gz"):
        with gzip.open(packed) as source, (tmp_path / packed.stem).open("wb") as target:
            shutil.copyfileobj(source, target)

    loaded = read_synthea(tmp_path)

    assert (len(loaded.members), len(loaded.guarantors), len(loaded.statements)) == (27, 27, 1218)
    assert sum(statement.billed_cents for statement in loaded.statements) == 109_240_273
    number = loaded.statements[0].number
    assert read_query(number, date(2026, 11, 21)) == Query(number=number)
