"""Payments of another channel from a CSV file: a lockbox's, a bank's bill-pay, autopay, the mail room's.

The first line names the columns, in any order; others may be there. UTF-8, commas.

| column | |
|---|---|
| reference | the channel's own, at most 80 characters; it makes the payment count once |
| statement | the statement's number |
| guarantor | the guarantor's number: alone, the money becomes the guarantor's credit; one of the two columns may lack |
| amount | in dollars: 120 or 1,250.75 |
| business_date | the day it counts for: 2026-11-21 |
| paid_at | when the payor paid, with the zone: 2026-11-21T09:30:00-08:00; may be empty, or lack |
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cashier.domain.errors import CashierError, Refused
from cashier.domain.money import parse_amount
from cashier.wire import PAID_BEFORE, PAID_FROM, ChannelPayment

NEEDED = ("reference", "amount", "business_date")
REFERENCE_MOST = 80
NUMBER_MOST = 200


class ChannelFileTrouble(CashierError):
    """A file of which nothing can be used; the sentence names it and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPayment:
    """A payment and the line that it stands on."""

    line: int
    payment: ChannelPayment


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A line that cannot be used: why, and what to correct."""

    line: int
    sentence: str


def read_channel_file(path: Path) -> Iterator[FiledPayment | BadRow]:
    """The file's payments in order, and between them the lines that are none. Raises ChannelFileTrouble."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True, restkey="more", restval=None)
            _check_header(path, tuple(reader.fieldnames or ()))
            yield from _rows(reader)
    except OSError as trouble:
        raise ChannelFileTrouble(f"{path} cannot be read: {trouble.strerror}. Check its name and mode.") from trouble
    except UnicodeDecodeError as trouble:
        raise ChannelFileTrouble(f"{path} is not UTF-8 text. Export it again as UTF-8.") from trouble


def _check_header(path: Path, names: tuple[str, ...]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if not missing and not {"statement", "guarantor"} & set(names):
        missing = ["statement"]
    if missing:
        raise ChannelFileTrouble(f"{path}, line 1: the column {missing[0]} is missing. Export the file with it.")


def _rows(reader: "csv.DictReader[str]") -> Iterator[FiledPayment | BadRow]:
    line = 1
    try:
        for fields in reader:
            line = reader.line_num
            if None in fields.values() or "more" in fields:
                yield BadRow(line=line, sentence="It has not as many fields as the first line. Correct the line.")
                continue
            try:
                yield FiledPayment(line=line, payment=_payment(fields))
            except Refused as trouble:
                yield BadRow(line=line, sentence=trouble.sentence)
    except csv.Error as trouble:
        yield BadRow(line=line + 1, sentence=f"From here on it is not CSV: {trouble}. Export the file again.")


def _payment(fields: Mapping[str, str]) -> ChannelPayment:
    """Raises Refused, naming the column."""
    said = {name: (fields.get(name) or "").strip() for name in (*NEEDED, "statement", "guarantor", "paid_at")}
    if not 0 < len(said["reference"]) <= REFERENCE_MOST:
        raise Refused(f"The reference has 1 to {REFERENCE_MOST} characters. Correct it.")
    if not said["statement"] and not said["guarantor"]:
        raise Refused("Neither statement nor guarantor is named. Enter one of them.")
    for name in ("statement", "guarantor"):
        if len(said[name]) > NUMBER_MOST:
            raise Refused(f"The {name} has more than {NUMBER_MOST} characters. Correct it.")
    if any("\0" in value for value in said.values()):
        raise Refused("It holds a character that cannot be kept. Correct the line.")
    return ChannelPayment(
        reference=said["reference"],
        statement_number=said["statement"],
        guarantor_number=said["guarantor"],
        cents=parse_amount(said["amount"], "amount").cents,
        business_date=_day(said["business_date"]),
        paid_at=_instant(said["paid_at"]) if said["paid_at"] else None,
    )


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as trouble:
        raise Refused("The business_date is no day like 2026-11-21. Correct it.") from trouble


def _instant(said: str) -> datetime:
    try:
        instant = datetime.fromisoformat(said)
    except ValueError as trouble:
        raise Refused("The paid_at is no time like 2026-11-21T09:30:00-08:00. Correct it.") from trouble
    if instant.tzinfo is None:
        raise Refused("The paid_at has no time zone. Write it like 2026-11-21T09:30:00-08:00.")
    if not PAID_FROM <= instant < PAID_BEFORE:
        raise Refused("The paid_at is of another century. Correct it.")
    return instant
