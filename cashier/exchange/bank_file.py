"""What a bank credited, from its file in BAI2 (Cash Management Balance Reporting Specifications, version 2).

A file has a header (01), groups of one day (02 … 98), in each the accounts (03 … 49) with their transactions (16), and
a trailer (99); 88 goes on with the record before it. Fields are parted by commas, a record ends with ``/``, amounts
are in cents without a point. Of all transactions those of types 172 to 175 and 301 are deposits: deposit correction,
bank-prepared deposit, other deposit, check deposit package, commercial deposit. An account is taken whole or not at
all: its trailer has to name the sum of its amounts and the number of its records.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from cashier.domain.errors import CashierError, Refused
from cashier.domain.scan import safe_text

DEPOSIT_TYPES = frozenset({"172", "173", "174", "175", "301"})
REFERENCE_MOST = 76
_RECORDS = frozenset({"01", "02", "03", "16", "49", "88", "98", "99"})
_AMOUNT = re.compile(r"[+-]?[0-9]{1,15}")
_DIGITS_OF_SPLIT = {"S": 3, "V": 2}  # Fields behind a funds type that says when money is available.
_UPDATE, _CORRECTION = "1", "3"


class BankFileTrouble(CashierError):
    """A file of which nothing can be used; the sentence names it and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCredit:
    """A deposit as the bank has it. ``cents`` are below zero where a correction takes some back.

    ``reference`` is the customer's own, as it stood on the slip; ``place``: which of several alike in the file.
    """

    line: int
    account: str
    as_of: date
    type: str
    cents: int
    reference: str
    bank_reference: str
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A line that cannot be used: why, and what to do."""

    line: int
    sentence: str


@dataclass(slots=True)
class _Record:
    line: int
    fields: list[str]
    lines: int = 1

    @property
    def code(self) -> str:
        return self.fields[0]

    def at(self, place: int) -> str:
        return self.fields[place].strip() if place < len(self.fields) else ""


@dataclass(slots=True)
class _Account:
    """An account while its records are read."""

    number: str
    cents: int
    records: int
    found: list[BankCredit] = field(default_factory=list)
    bad: list[BadRecord] = field(default_factory=list)


def read_bank_file(path: Path) -> Iterator[BankCredit | BadRecord]:
    """The deposits of a file in order, and between them what is none. Raises BankFileTrouble."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as trouble:
        raise BankFileTrouble(f"{path} cannot be read: {trouble.strerror}. Check its name and mode.") from trouble
    except UnicodeDecodeError as trouble:
        raise BankFileTrouble(f"{path} is not text. Get it from the bank again, as BAI2.") from trouble
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines or not lines[0][1].startswith("01,"):
        raise BankFileTrouble(
            f"{path}, line {lines[0][0] if lines else 1}: it does not begin with a BAI2 file header (01)."
        )
    if not lines[-1][1].startswith("99"):
        raise BankFileTrouble(
            f"{path}, line {lines[-1][0]}: the file trailer (99) is missing. Get the whole file again."
        )
    yield from _numbered(_Reader().read(_records(lines)))


def _records(lines: Iterable[tuple[int, str]]) -> Iterator[_Record | BadRecord]:
    """Records whole, with their continuations; what is no record is told where it stands."""
    record: _Record | None = None
    for number, line in lines:
        code = line[:2]
        if code not in _RECORDS or line[2:3] not in (",", "/", ""):
            yield BadRecord(line=number, sentence="It is no BAI2 record. Get the file from the bank again.")
        elif code == "88":
            if record is None:
                yield BadRecord(line=number, sentence="It goes on with no record. Get the file from the bank again.")
                continue
            record.fields += _fields(line[3:])
            record.lines += 1
        else:
            if record is not None:
                yield record
            record = _Record(number, _fields(line))
    if record is not None:
        yield record


def _fields(line: str) -> list[str]:
    return line.removesuffix("/").split(",")


class _Reader:
    """Goes through the records; an account's deposits come when its trailer agrees."""

    def __init__(self) -> None:
        self._as_of: date | None = None
        self._status = ""
        self._account: _Account | None = None

    def read(self, records: Iterable[_Record | BadRecord]) -> Iterator[BankCredit | BadRecord]:
        for record in records:
            if isinstance(record, BadRecord):
                if self._account is not None:
                    self._account.bad.append(record)
                yield record
                continue
            try:
                yield from self._one(record)
            except Refused as trouble:
                bad = BadRecord(line=record.line, sentence=trouble.sentence)
                if self._account is not None:
                    self._account.bad.append(bad)
                yield bad

    def _one(self, record: _Record) -> Iterator[BankCredit | BadRecord]:
        match record.code:
            case "02":
                self._status, self._as_of = record.at(3), None
                self._as_of = _day(record.at(4))
            case "03":
                self._account = _Account(number=_account(record.at(1)), cents=_summed(record), records=record.lines)
            case "16":
                self._transaction(record)
            case "49":
                yield from self._end(record)
            case "98":
                self._as_of = None
            case _:
                return

    def _transaction(self, record: _Record) -> None:
        if self._account is None:
            raise Refused("It belongs to no account. Get the file from the bank again.")
        account = self._account
        account.records += record.lines
        cents = _cents(record.at(2))
        account.cents += cents
        if record.at(1) not in DEPOSIT_TYPES:
            return
        if self._as_of is None:
            raise Refused("Its group says no day. Get the file from the bank again.")
        behind = 4 + _split(record)
        account.found.append(
            BankCredit(
                line=record.line,
                account=account.number,
                as_of=self._as_of,
                type=record.at(1),
                cents=cents,
                bank_reference=_reference(record.at(behind)),
                reference=_reference(record.at(behind + 1)),
            )
        )

    def _end(self, record: _Record) -> Iterator[BankCredit | BadRecord]:
        account, self._account = self._account, None
        if account is None:
            raise Refused("It ends no account. Get the file from the bank again.")
        if self._status not in (_UPDATE, _CORRECTION, ""):
            return
        total, count = _cents(record.at(1)), record.at(2)
        if account.bad:
            raise Refused(f"Account …{account.number[-4:]} has a record that cannot be used. None of it was taken.")
        if total != account.cents or count != str(account.records + record.lines):
            raise Refused(
                f"Account …{account.number[-4:]} does not come to its own total. None of it was taken; "
                "get the file from the bank again."
            )
        yield from account.found


def _numbered(found: Iterable[BankCredit | BadRecord]) -> Iterator[BankCredit | BadRecord]:
    """Which of several alike each one is, so that two deposits alike on a day are two."""
    seen: dict[tuple[object, ...], int] = {}
    for one in found:
        if isinstance(one, BadRecord):
            yield one
            continue
        key = one.account, one.as_of, one.type, one.cents, one.reference, one.bank_reference
        seen[key] = seen.get(key, -1) + 1
        yield BankCredit(
            line=one.line,
            account=one.account,
            as_of=one.as_of,
            type=one.type,
            cents=one.cents,
            reference=one.reference,
            bank_reference=one.bank_reference,
            place=seen[key],
        )


def _split(record: _Record) -> int:
    """How many fields stand behind the funds type. Raises Refused."""
    funds = record.at(3).upper()
    if funds == "D":
        if not record.at(4).isdecimal():
            raise Refused("Its funds type D says no number of parts. Get the file from the bank again.")
        return 1 + 2 * int(record.at(4))
    if funds not in ("", "0", "1", "2", "Z", *_DIGITS_OF_SPLIT):
        raise Refused("Its funds type is none of BAI2. Get the file from the bank again.")
    return _DIGITS_OF_SPLIT.get(funds, 0)


def _summed(record: _Record) -> int:
    """All amounts of an account's header: type, amount, count and funds type, again and again."""
    cents, place = 0, 3
    while place < len(record.fields):
        if record.at(place):
            cents += _cents(record.at(place + 1)) if record.at(place + 1) else 0
        funds = record.at(place + 3).upper()
        more = 1 + 2 * int(record.at(place + 4)) if funds == "D" and record.at(place + 4).isdecimal() else 0
        place += 4 + more + _DIGITS_OF_SPLIT.get(funds, 0)
    return cents


def _cents(said: str) -> int:
    if not _AMOUNT.fullmatch(said):
        raise Refused("Its amount is no whole number of cents. Get the file from the bank again.")
    return int(said)


def _day(said: str) -> date:
    try:
        return datetime.strptime(said, "%y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as trouble:
        raise Refused("Its day is none like 261121. Get the file from the bank again.") from trouble


def _account(said: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z]{1,35}", said):
        raise Refused("Its account has no number. Get the file from the bank again.")
    return said


def _reference(said: str) -> str:
    text = safe_text(said, "The reference").upper()
    if len(text) > REFERENCE_MOST:
        raise Refused(f"Its reference has more than {REFERENCE_MOST} characters. Get the file from the bank again.")
    return text
