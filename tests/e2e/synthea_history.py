"""The account history of the Synthea sample, and what is left of each claim, as added up from the CSV alone."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "synthea"
TRANSACTIONS = "claims_transactions.csv"
INSURER = "ECHECK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """One PAYMENT row. ``method``: CASH, CHECK, CC and COPAY by the patient, ECHECK by the insurer."""

    row_id: str
    claim_id: str
    day: date
    method: str
    cents: int


def unpack(folder: Path) -> Path:
    """The sample's files as Synthea writes them, in a new folder."""
    folder.mkdir()
    for packed in GOLDEN.glob("*.csv.gz"):
        (folder / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    return folder


def payments(folder: Path) -> list[Paid]:
    """All payments in order of date, those of one moment in the order that CHARGEID gives."""
    rows = [row for row in _rows(folder) if row["TYPE"] == "PAYMENT"]
    rows.sort(key=lambda row: (row["FROMDATE"], row["CLAIMID"], int(row["CHARGEID"])))
    return [
        Paid(
            row_id=row["ID"],
            claim_id=row["CLAIMID"],
            day=date.fromisoformat(row["FROMDATE"][:10]),
            method=row["METHOD"],
            cents=_cents(row["PAYMENTS"]),
        )
        for row in rows
    ]


def left_by_claim(folder: Path) -> dict[str, int]:
    """Charges less payments less adjustments, in cents, for every claim."""
    left: dict[str, int] = defaultdict(int)
    for row in _rows(folder):
        left[row["CLAIMID"]] += _cents(row["AMOUNT"]) if row["TYPE"] == "CHARGE" else 0
        left[row["CLAIMID"]] -= _cents(row["PAYMENTS"]) + _cents(row["ADJUSTMENTS"])
    return dict(left)


def patients_by_claim(folder: Path) -> dict[str, str]:
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as text:
        return {row["Id"]: row["PATIENTID"] for row in csv.DictReader(text)}


def _rows(folder: Path) -> Iterator[Mapping[str, str]]:
    with (folder / TRANSACTIONS).open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def _cents(dollars: str) -> int:
    """Amounts in the sample have two decimals, or are empty."""
    return int(dollars.replace(".", "")) if dollars else 0
