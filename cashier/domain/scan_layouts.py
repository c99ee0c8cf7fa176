"""A statement's scan line and barcode: which digits mean what, as data, and the check digit that proves them."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.statements import Statement

_DIGITS_MOST = 100  # More than any biller prints, and than Code 128 is scanned at arm's length.
_NUMBER = re.compile(r"([A-Z]{1,2}-)([0-9]{1,12})")


class Means(StrEnum):
    """What the digits of a field say. Amounts are whole cents, dates MMDDYY with 000000 for none."""

    STATEMENT = "statement"
    DUE = "due"
    BILLED = "billed"
    OPEN = "open"
    FIXED = "fixed"
    ANY = "any"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanField:
    """Neighboring digits of a layout.

    ``text``: of a FIXED field its digits; of a STATEMENT one what stands before the number, like ``S-``.
    """

    means: Means
    digits: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """A mod-10 check digit: digits times ``weights`` in turn, from the left or else from the right, added up.

    With ``digit_sums`` a product of two digits counts as the sum of both.
    """

    weights: tuple[int, ...] = (2, 1)
    from_left: bool = True
    digit_sums: bool = True

    def digit(self, digits: str) -> str:
        """The check digit for what stands before it."""
        in_turn = digits if self.from_left else digits[::-1]
        products = (int(d) * self.weights[place % len(self.weights)] for place, d in enumerate(in_turn))
        total = sum(sum(divmod(p, 10)) if self.digit_sums else p for p in products)
        return str(-total % 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementScan:
    """What a statement's scan line says. ``open`` is what was open when it was printed; None where it isn't said."""

    number: str
    layout: str
    region: str
    open: Money | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanLayout:
    """One biller's scan line: fields from the left, the check digit last.

    Raises ValueError, in words for who writes the settings, for a row that could not be read or proven.
    """

    name: str
    region: str
    fields: tuple[ScanField, ...]
    check: CheckRule = CheckRule()

    def __post_init__(self) -> None:
        means = [field.means for field in self.fields]
        if means.count(Means.STATEMENT) != 1:
            raise ValueError("exactly one field has to mean the statement")
        if means.count(Means.CHECK) != 1 or means[-1] is not Means.CHECK or self.fields[-1].digits != 1:
            raise ValueError("the last field, and no other, has to be the check digit, one digit long")
        if not self.check.weights or not all(1 <= weight <= 9 for weight in self.check.weights):
            raise ValueError("the check digit's weights have to be numbers from 1 to 9")
        if self.length > _DIGITS_MOST or min(field.digits for field in self.fields) < 1:
            raise ValueError(f"the fields have to have 1 digit or more, and {_DIGITS_MOST} in all at most")
        for field in self.fields:
            _check_field(field)

    @property
    def length(self) -> int:
        """How many digits the whole line has."""
        return sum(field.digits for field in self.fields)

    def fits(self, digits: str) -> bool:
        """Whether a scan can be this line, whatever its check digit says."""
        return (
            len(digits) == self.length
            and digits.isascii()
            and digits.isdigit()
            and all(_is_possible(field, said) for field, said in self._parts(digits))
        )

    def holds(self, digits: str) -> bool:
        """Whether the check digit proves the others."""
        return self.check.digit(digits[:-1]) == digits[-1]

    def read(self, digits: str) -> StatementScan:
        """What a line says that fits."""
        said = {field.means: text for field, text in self._parts(digits)}
        before = next(field.text for field in self.fields if field.means is Means.STATEMENT)
        return StatementScan(
            number=f"{before}{said[Means.STATEMENT].lstrip('0')}",
            layout=self.name,
            region=self.region,
            open=Money(int(said[Means.OPEN])) if Means.OPEN in said else None,
            due=_read_day(said.get(Means.DUE, "")),
        )

    def compose(self, statement: Statement) -> str:
        """The line that a statement is printed with; empty where this layout is not for such a statement."""
        number = _NUMBER.fullmatch(statement.number)
        if number is None or statement.region != self.region:
            return ""
        texts = [_written(field, statement, number) for field in self.fields[:-1]]
        if any(len(text) != field.digits for text, field in zip(texts, self.fields, strict=False)):
            return ""
        before = "".join(texts)
        return before + self.check.digit(before)

    def _parts(self, digits: str) -> list[tuple[ScanField, str]]:
        parts, place = [], 0
        for field in self.fields:
            parts.append((field, digits[place : place + field.digits]))
            place += field.digits
        return parts


def read_statement_scan(text: str, layouts: tuple[ScanLayout, ...]) -> tuple[StatementScan, ...]:
    """What a scan may be as a statement's line; several where several layouts fit it, none where none does.

    Raises Refused where layouts fit and the check digit proves it for none of them.
    """
    fitting = [layout for layout in layouts if layout.fits(text)]
    proven = [layout.read(text) for layout in fitting if layout.holds(text)]
    if fitting and not proven:
        raise Refused(
            f"The check digit of this scan line ({fitting[0].name}) does not fit its other digits. "
            "Scan it again, or type the statement number."
        )
    return tuple(proven)


def scan_line(statement: Statement, layouts: tuple[ScanLayout, ...]) -> str:
    """The digits that a statement is printed with, as its line and as its barcode; empty where no layout is for it."""
    return next(filter(None, (layout.compose(statement) for layout in layouts)), "")


def _check_field(field: ScanField) -> None:
    """Raises ValueError."""
    if field.means is Means.FIXED and not re.fullmatch(rf"[0-9]{{{field.digits}}}", field.text):
        raise ValueError("a fixed field has to have its digits as text, as many as it is long")
    if field.means is Means.STATEMENT and not re.fullmatch(r"[A-Z]{1,2}-", field.text):
        raise ValueError("the statement's field has to have the letters before the number as text, like S-")
    if field.means is Means.STATEMENT and field.digits > 12:
        raise ValueError("a statement number has 12 digits at most")
    if field.means is Means.DUE and field.digits != 6:
        raise ValueError("a date has six digits, MMDDYY")
    if field.means in (Means.OPEN, Means.BILLED) and field.digits > 15:
        raise ValueError("an amount has 15 digits at most")


def _is_possible(field: ScanField, said: str) -> bool:
    if field.means is Means.FIXED:
        return said == field.text
    if field.means is Means.STATEMENT:
        return said.strip("0") != ""
    return field.means is not Means.DUE or not said.strip("0") or _read_day(said) is not None


def _read_day(said: str) -> date | None:
    if not said.strip("0"):
        return None
    try:
        return date(2000 + int(said[4:]), int(said[:2]), int(said[2:4]))
    except ValueError:
        return None


def _written(field: ScanField, statement: Statement, number: re.Match[str]) -> str:
    """A field's digits for a statement; of another length where they can't be said in it."""
    match field.means:
        case Means.STATEMENT:
            fits = field.text == number.group(1) and not number.group(2).startswith("0")
            return number.group(2).zfill(field.digits) if fits else ""
        case Means.DUE:
            return f"{statement.due_date:%m%d%y}"
        case Means.BILLED:
            return _cents(statement.billed, field.digits)
        case Means.OPEN:
            return _cents(statement.open, field.digits)
        case Means.FIXED:
            return field.text
        case _:
            return "0" * field.digits


def _cents(amount: Money, digits: int) -> str:
    return str(max(0, amount.cents)).zfill(digits)
