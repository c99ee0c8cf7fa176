"""Files of billing systems: comma-separated, UTF-8, the first row names the columns, in any order.

A file's name begins with what is in it:

``guarantors…csv``        number, name, region
``members…csv``           number, guarantor_number, family_name, given_names, birth_date, region, home_center;
                          plan, language, notes, email
``statements…csv``        number, kind, region, member_number, guarantor_number, title, statement_date, due_date,
                          billed_cents; paid_cents, service_date, under_review, autopay_on, plan_words, confidential,
                          statuses
``statement_events…csv``  reference, event, statement_number; words, due_date, cents
``statement_lines…csv``   statement_number, place, words, cents; service_date: what copies show, each statement from 1
``mail_addresses…csv``    guarantor_number, address

Those behind the semicolon may be missing or empty. Dates are like 2026-11-21, amounts whole cents, yes and no are
``true`` and ``false``; several notes, statuses or lines of an address stand in one field with semicolons between them.
A statement's kind is hospital, professional, pharmacy or premium. An event is withdrawn, sent_to_collections,
back_from_collections, plan_made, plan_ended (words), extended (due_date), assistance_asked, assistance_granted (cents
taken off), assistance_denied, status_set or status_ended (words).
"""

import csv
from collections.abc import Iterator
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cashier.domain.errors import CashierError

REJECTED = ".rejected.csv"  # How the name of a file ends that says which rows were not taken.


class FileTrouble(CashierError):
    """A file that cannot be loaded at all; the sentence says why and the way out."""


class FileKind(StrEnum):
    """What is in a file, in the order of loading: nobody comes before whom they name."""

    GUARANTORS = "guarantors"
    MEMBERS = "members"
    STATEMENTS = "statements"
    EVENTS = "statement_events"
    LINES = "statement_lines"
    ADDRESSES = "mail_addresses"


_NEEDED = {
    FileKind.GUARANTORS: ("number", "name", "region"),
    FileKind.MEMBERS: (
        "number", "guarantor_number", "family_name", "given_names", "birth_date", "region", "home_center",
    ),
    FileKind.STATEMENTS: (
        "number", "kind", "region", "member_number", "guarantor_number", "title", "statement_date", "due_date",
        "billed_cents",
    ),
    FileKind.EVENTS: ("reference", "event", "statement_number"),
    FileKind.LINES: ("statement_number", "place", "words", "cents"),
    FileKind.ADDRESSES: ("guarantor_number", "address"),
}  # fmt: skip
_OPTIONAL = {
    FileKind.GUARANTORS: (),
    FileKind.MEMBERS: ("plan", "language", "notes", "email"),
    FileKind.STATEMENTS: (
        "paid_cents", "service_date", "under_review", "autopay_on", "plan_words", "confidential", "statuses",
    ),
    FileKind.EVENTS: ("words", "due_date", "cents"),
    FileKind.LINES: ("service_date",),
    FileKind.ADDRESSES: (),
}  # fmt: skip
LISTS = ("notes", "statuses", "address")


class FileRow(NamedTuple):
    """One row: where it ends in the file, its fields as they stand there, and why it is no row, where it is none."""

    line: int
    fields: list[str]
    trouble: str = ""


def kind_of(path: Path) -> FileKind:
    """What a file's name says is in it. Raises FileTrouble."""
    for kind in sorted(FileKind, key=len, reverse=True):
        if path.name.startswith(kind) and path.suffix == ".csv":
            return kind
    raise FileTrouble(f"{path.name} is not to be loaded. Name it {', '.join(FileKind)}, with .csv at the end.")


def billing_files(paths: list[Path]) -> list[Path]:
    """The files to load, in order: those named, and of a folder those whose names say what they are."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                one
                for kind in FileKind
                for one in path.glob(f"{kind}*.csv")
                if kind_of(one) is kind and not one.name.endswith(REJECTED)
            )
            if not inside:
                raise FileTrouble(f"{path} holds no file to load. Put {', '.join(FileKind)} there, as .csv.")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise FileTrouble(f"{path} is not there. Name a file or a folder.")
    order = list(FileKind)
    return sorted(dict.fromkeys(found), key=lambda path: order.index(kind_of(path)))


class BillingRows:
    """The rows of an open file after its first, which names the columns. Raises FileTrouble, where it does not."""

    def __init__(self, raw: BinaryIO, kind: FileKind, name: str) -> None:
        # What is not UTF-8 comes through as halves of characters, which no field may hold: one row is bad, not all.
        self._words = TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="")
        self._reader = csv.reader(self._words)
        self.columns = _columns(next(self._reader, []), kind, name)

    def __iter__(self) -> Iterator[FileRow]:
        reader, columns = self._reader, len(self.columns)
        more = True
        while more:
            try:
                for fields in reader:
                    if len(fields) == columns:
                        yield FileRow(reader.line_num, fields)
                    elif fields:
                        trouble = f"The row has {len(fields)} fields, and there are {columns} columns."
                        yield FileRow(reader.line_num, fields, trouble)
                more = False
            except csv.Error as trouble:
                yield FileRow(reader.line_num, [], f"The row ends nowhere or is no row: {trouble}.")

    def said(self, row: FileRow) -> dict[str, object]:
        """What a row says, by column; a field that is empty says nothing."""
        said: dict[str, object] = {
            column: field for column, field in zip(self.columns, row.fields, strict=True) if field
        }
        return said | {column: words_of(str(said[column])) for column in LISTS if column in said}

    def let_go(self) -> None:
        """Leave the file open, for whoever opened it."""
        self._words.detach()


def words_of(field: str) -> list[str]:
    """The notes or statuses in one field."""
    return [word for part in field.split(";") if (word := part.strip())]


def _columns(named: list[str], kind: FileKind, name: str) -> list[str]:
    columns = [column.strip().lower() for column in named]
    known = {*_NEEDED[kind], *_OPTIONAL[kind]}
    if missing := [column for column in _NEEDED[kind] if column not in columns]:
        raise FileTrouble(f"{name} has no column {missing[0]}. Its first row names the columns; add it there.")
    if unknown := [column for column in columns if column not in known]:
        raise FileTrouble(f"{name} has a column {unknown[0]} that nobody knows. Correct its name, or take it out.")
    if len(set(columns)) != len(columns):
        raise FileTrouble(f"{name} names a column twice. Take one of them out.")
    return columns
