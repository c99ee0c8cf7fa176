"""A terminal's batch as CSV in UTF-8, with the columns ``code``, ``last_four`` and ``amount``; others are not read."""

import csv
from collections.abc import Iterator
from pathlib import Path

from cashier.domain.card_batch import BatchRow, read_batch_row
from cashier.domain.errors import CashierError, Refused

_COLUMNS = ("code", "last_four", "amount")


def read_card_batch(path: Path) -> tuple[BatchRow, ...]:
    """All rows of a file, or none. Raises CashierError, which names the file, the line and the way out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_rows(path, csv.DictReader(file)))
    except OSError as trouble:
        raise CashierError(f"{path} cannot be read ({trouble.strerror}). Check its name and mode.") from trouble
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise CashierError(f"{path} is no CSV in UTF-8. Save the report as such and take it again.") from trouble


def _rows(path: Path, reader: "csv.DictReader[str]") -> Iterator[BatchRow]:
    lacking = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if lacking:
        raise CashierError(f"{path} has no column {lacking[0]}. Its first line has to name {', '.join(_COLUMNS)}.")
    for row in reader:
        try:
            yield read_batch_row(*(row[name] or "" for name in _COLUMNS))
        except Refused as refused:
            raise CashierError(
                f"{path}, line {reader.line_num}: {refused.sentence} Nothing of the batch was taken."
            ) from refused
