"""Synthea's CSV files in: patients become members and guarantors, claims become statements.

A claim opens at the sum of its charges; adjustments are written off; its payments are not taken over, since money
comes through a desk or a channel. Nothing is returned unless every row of the three files can be read.
Source: Synthea's CSV file data dictionary.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cashier.domain.errors import CashierError
from cashier.domain.statements import StatementKind, default_due_date
from cashier.exchange.loaded import Loaded, guarantor_row
from cashier.wire import MemberRow, StatementRow

PATIENTS, CLAIMS, TRANSACTIONS = "patients.csv", "claims.csv", "claims_transactions.csv"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    PATIENTS: ("Id", "BIRTHDATE", "FIRST", "LAST"),
    CLAIMS: ("Id", "PATIENTID", "SERVICEDATE", "HEALTHCARECLAIMTYPEID1"),
    TRANSACTIONS: ("CLAIMID", "TYPE", "AMOUNT", "ADJUSTMENTS"),
}
"""The columns that are read; others may be there."""

_INSTITUTIONAL = "2"  # HEALTHCARECLAIMTYPEID1: 1 is professional, 2 institutional.
_AMOUNT = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,2}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class SyntheaTrouble(CashierError):
    """A file that cannot be used; the sentence names the file, the line and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line of a file, with the words to blame it by."""

    file: str
    line: int
    fields: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.fields[column].strip()

    def trouble(self, what: str) -> SyntheaTrouble:
        return SyntheaTrouble(f"{self.file}, line {self.line}: {what}. Correct that line and import again.")

    def name(self, column: str) -> str:
        if not self[column]:
            raise self.trouble(f"{column} is empty")
        return self[column]

    def day(self, column: str) -> date:
        """A date, or the day of an instant, as it is written there."""
        found = _DAY.match(self[column])
        try:
            return date.fromisoformat(found.group() if found else "")
        except ValueError as trouble:
            raise self.trouble(f"{column} is no date like 2023-01-27") from trouble

    def cents(self, column: str) -> int:
        """Dollars with at most two decimals, as cents; nothing for an empty field."""
        if not self[column]:
            return 0
        match = _AMOUNT.fullmatch(self[column])
        if match is None:
            raise self.trouble(f"{column} is no amount in dollars and cents like 77.49")
        return int(match.group(1)) * 100 + int((match.group(2) or "").ljust(2, "0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A claim whose statement is made once all transactions are read."""

    patient_id: str
    service_date: date
    kind: StatementKind


@dataclass(slots=True)
class _Sums:
    """What a claim's transactions add up to so far, in cents."""

    charged: int = 0
    written_off: int = 0


def member_number(patient_id: str) -> str:
    """Twelve digits that stay the same for one patient."""
    return _digits("member", patient_id)


def guarantor_number(patient_id: str) -> str:
    """Twelve digits for the account of a patient, who is the only member on it."""
    return _digits("guarantor", patient_id)


def claim_statement_number(claim_id: str) -> str:
    """``S-`` and twelve digits, the same for one claim wherever it is met."""
    return f"S-{_digits('claim', claim_id)}"


def read_synthea(folder: Path, *, region: str = "ncal", home_center: str = "Oakland") -> Loaded:
    """Read patients, claims and claim transactions from a folder of Synthea's CSV files.

    Everyone gets the region and home center that are given, since Synthea's organizations are not ours. A claim whose
    charges come to nothing opens no statement. Raises SyntheaTrouble.
    """
    patients = _unique(_rows(folder, PATIENTS))
    claims = {claim_id: _claim(row, patients) for claim_id, row in _unique(_rows(folder, CLAIMS)).items()}
    sums = _added_up(_rows(folder, TRANSACTIONS), claims)
    members = tuple(_member(patient_id, row, region, home_center) for patient_id, row in patients.items())
    statements = tuple(
        _statement(claim_id, claim, sums[claim_id], region) for claim_id, claim in claims.items() if claim_id in sums
    )
    _check_apart(tuple(member.number for member in members), PATIENTS)
    _check_apart(tuple(statement.number for statement in statements), CLAIMS)
    return Loaded(
        members=members,
        guarantors=tuple(guarantor_row(member) for member in members),
        statements=statements,
    )


def _rows(folder: Path, file: str) -> Iterator[_Row]:
    path, begins = folder / file, 1  # A row may go on over several lines; an open quote swallows all that follow.
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text, strict=True, restkey="more", restval=None)
            _check_header(file, tuple(reader.fieldnames or ()))
            begins = reader.line_num + 1
            for fields in reader:
                row = _Row(file=file, line=reader.line_num, fields=fields)
                if None in fields.values() or "more" in fields:
                    raise row.trouble(f"it has not as many fields as the first line, {len(reader.fieldnames or ())}")
                yield row
                begins = reader.line_num + 1
    except FileNotFoundError as trouble:
        raise SyntheaTrouble(f"{path} is missing. Name the folder that holds Synthea's CSV files.") from trouble
    except UnicodeDecodeError as trouble:
        raise SyntheaTrouble(f"{file} is not UTF-8 text. Export it again as UTF-8.") from trouble
    except csv.Error as trouble:
        raise SyntheaTrouble(f"{file}, line {begins}: it is not CSV: {trouble}. Export it again.") from trouble
    except OSError as trouble:
        raise SyntheaTrouble(f"{path} cannot be read ({trouble.strerror}). Check its owner and mode.") from trouble


def _check_header(file: str, names: tuple[str, ...]) -> None:
    for column in COLUMNS[file]:
        if column not in names:
            raise SyntheaTrouble(f"{file}, line 1: the column {column} is missing. Export the file with it.")


def _unique(rows: Iterator[_Row]) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in rows:
        key = row.name("Id")
        if key in found:
            raise row.trouble(f"Id is on line {found[key].line} already")
        found[key] = row
    return found


def _claim(row: _Row, patients: Mapping[str, _Row]) -> _Claim:
    patient_id = row.name("PATIENTID")
    if patient_id not in patients:
        raise row.trouble(f"PATIENTID is no patient of {PATIENTS}")
    institutional = row["HEALTHCARECLAIMTYPEID1"] == _INSTITUTIONAL
    return _Claim(
        patient_id=patient_id,
        service_date=row.day("SERVICEDATE"),
        kind=StatementKind.HOSPITAL if institutional else StatementKind.PROFESSIONAL,
    )


def _added_up(rows: Iterator[_Row], claims: Mapping[str, _Claim]) -> dict[str, _Sums]:
    """Sums of the claims that charge anything."""
    sums: dict[str, _Sums] = {}
    for row in rows:
        claim_id = row.name("CLAIMID")
        if claim_id not in claims:
            raise row.trouble(f"CLAIMID is no claim of {CLAIMS}")
        claim = sums.setdefault(claim_id, _Sums())
        claim.charged += row.cents("AMOUNT") if row["TYPE"] == "CHARGE" else 0
        claim.written_off += row.cents("ADJUSTMENTS")
    return {claim_id: claim for claim_id, claim in sums.items() if claim.charged}


def _member(patient_id: str, row: _Row, region: str, home_center: str) -> MemberRow:
    return MemberRow(
        number=member_number(patient_id),
        guarantor_number=guarantor_number(patient_id),
        family_name=row.name("LAST"),
        given_names=row.name("FIRST"),
        birth_date=row.day("BIRTHDATE"),
        region=region,
        home_center=home_center,
    )


def _statement(claim_id: str, claim: _Claim, sums: _Sums, region: str) -> StatementRow:
    return StatementRow(
        number=claim_statement_number(claim_id),
        kind=claim.kind,
        region=region,
        member_number=member_number(claim.patient_id),
        guarantor_number=guarantor_number(claim.patient_id),
        title="Hospital visit" if claim.kind is StatementKind.HOSPITAL else "Office visit",
        statement_date=claim.service_date,
        due_date=default_due_date(claim.service_date),
        billed_cents=sums.charged,
        open_cents=sums.charged - sums.written_off,
        version=1,
        service_date=claim.service_date,
    )


def _check_apart(numbers: tuple[str, ...], file: str) -> None:
    """Our numbers are made from Synthea's ids; two of them in a trillion could fall together."""
    if len(set(numbers)) != len(numbers):
        raise SyntheaTrouble(f"Two lines of {file} come to the same number here. Import them from two folders.")


def _digits(what: str, source_id: str) -> str:
    digest = hashlib.sha256(f"{what} {source_id}".encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**12:012d}"
