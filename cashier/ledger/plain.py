"""Looks at whole columns of a file at once, so that millions of good rows cost no look at each of their fields.

It says yes only to what the shapes in `cashier.wire` take as it stands; a batch with anything else is read row by row
by those shapes, which know which field is wrong.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from operator import lt
from typing import Any

from cashier.domain.mailed_receipt import is_address
from cashier.domain.statements import StatementKind
from cashier.exchange.billing_files import FileKind, FileRow, words_of
from cashier.ledger.copying import NULL, json_text
from cashier.ledger.text_rows import BillText, GuarantorText, MemberText
from cashier.wire import CHIPS_MOST, CODE, LANGUAGE, NO_LETTER, NUMBER, WORDS_MOST

Check = Callable[[Sequence[str]], Sequence[str] | None]

# A letter as any column may have it: COPY would read a backslash otherwise, and half a character is none.
_LETTER = rf"[^{NO_LETTER}\\\ud800-\udfff]"
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME = re.compile(f"{_LETTER}{{1,{WORDS_MOST}}}")
_KINDS, _YES_AND_NO = frozenset(StatementKind), frozenset({"true", "false"})


def plain_texts(kind: FileKind, columns: Sequence[str], rows: Sequence[FileRow]) -> list[Any] | None:
    """The rows as COPY reads them, or None, where one of them may not be as it has to be."""
    shape = _SHAPES.get(kind)
    if shape is None or any(row.trouble for row in rows):
        return None
    given = dict(zip(columns, zip(*(row.fields for row in rows), strict=True), strict=True))
    texts: list[Sequence[str]] = []
    for name in shape._fields:
        check, default = _CHECKS[name]
        said = given.get(name)
        if said is None and default is None:
            return None
        if said is None:
            checked: Sequence[str] | None = [default or ""] * len(rows)
        elif default is None:
            checked = check(said)
        else:
            checked = _with_default(check, said, default)
        if checked is None:
            return None
        texts.append(checked)
    if kind is FileKind.STATEMENTS and _one_is_overpaid(texts):
        return None
    return list(map(shape._make, zip(*texts, strict=True)))


def _with_default(check: Check, said: Sequence[str], default: str) -> Sequence[str] | None:
    """Fields of which some may be empty; what is there must be as the check wants it."""
    there = [field for field in said if field]
    checked = check(there) if there else []
    if checked is None or len(there) == len(said):
        return checked
    in_turn = iter(checked)
    return [next(in_turn) if field else default for field in said]


def _one_is_overpaid(texts: Sequence[Sequence[str]]) -> bool:
    billed, paid = (texts[BillText._fields.index(name)] for name in ("billed_cents", "paid_cents"))
    return any(map(lt, map(int, billed), map(int, paid)))


def _each_is(pattern: str) -> Check:
    """One look at all fields of a column, one below the other."""
    column = re.compile(f"(?:{pattern}\n)*")

    def check(fields: Sequence[str]) -> Sequence[str] | None:
        text = "\n".join(fields) + "\n"
        return fields if text.count("\n") == len(fields) and column.fullmatch(text) else None

    return check


def _cents(fields: Sequence[str]) -> Sequence[str] | None:
    checked = _DIGITS(fields)
    return None if checked is None else [field.lstrip("0") or "0" if field[0] == "0" else field for field in checked]


_DIGITS = _each_is("[0-9]{1,9}")


def _days(fields: Sequence[str]) -> Sequence[str] | None:
    for day in set(fields):
        if not _DAY.fullmatch(day):
            return None
        with suppress(ValueError):
            date.fromisoformat(day)
            continue
        return None
    return fields


def _one_of(words: frozenset[str]) -> Check:
    def check(fields: Sequence[str]) -> Sequence[str] | None:
        return fields if words.issuperset(fields) else None

    return check


def _addresses(fields: Sequence[str]) -> Sequence[str] | None:
    return fields if all(map(is_address, fields)) else None


def _chips(fields: Sequence[str]) -> Sequence[str] | None:
    texts: dict[str, str] = {}
    for field in set(fields):
        words = words_of(field)
        if len(words) > CHIPS_MOST or not all(map(_NAME.fullmatch, words)):
            return None
        texts[field] = json_text(words)
    return [texts[field] for field in fields]


_number, _code = _each_is(NUMBER), _each_is(CODE)
_name, _words = _each_is(f"{_LETTER}{{1,{WORDS_MOST}}}"), _each_is(f"{_LETTER}{{0,{WORDS_MOST}}}")

# Each column's check, and what stands for a field that is empty; None where there has to be one.
_CHECKS: dict[str, tuple[Check, str | None]] = {
    "number": (_number, None),
    "guarantor_number": (_number, None),
    "member_number": (_number, None),
    "name": (_name, None),
    "family_name": (_name, None),
    "given_names": (_name, None),
    "title": (_name, None),
    "home_center": (_name, None),
    "region": (_code, None),
    "kind": (_one_of(_KINDS), None),
    "birth_date": (_days, None),
    "statement_date": (_days, None),
    "due_date": (_days, None),
    "service_date": (_days, NULL),
    "autopay_on": (_days, NULL),
    "billed_cents": (_cents, None),
    "paid_cents": (_cents, "0"),
    "under_review": (_one_of(_YES_AND_NO), "false"),
    "confidential": (_one_of(_YES_AND_NO), "false"),
    "plan": (_words, ""),
    "plan_words": (_words, ""),
    "language": (_each_is(LANGUAGE), "en"),
    "notes": (_chips, "[]"),
    "email": (_addresses, ""),
    "statuses": (_chips, "[]"),
}
_SHAPES: dict[FileKind, type[GuarantorText] | type[MemberText] | type[BillText]] = {
    FileKind.GUARANTORS: GuarantorText,
    FileKind.MEMBERS: MemberText,
    FileKind.STATEMENTS: BillText,
}
