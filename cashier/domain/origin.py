"""Money that no member brings to the window: from the mail, a drop box, or a paper receipt of a downtime (R25)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from cashier.domain.errors import MISREAD, FieldRefused, UnreadableBody
from cashier.domain.receipt_number import typed_receipt
from cashier.domain.scan import field_text, fold
from cashier.domain.times import instant_text, read_instant

LATE_MOST = timedelta(days=31)
MISSING_MOST = 100  # Numbers that a list names; a book has fewer slips.
_BOOK = re.compile(r"[0-9A-Z-]{1,12}")
NUMBER_MOST = 999_999


class OriginKind(StrEnum):
    LATE = "late"
    MAIL = "mail"
    DROP_BOX = "drop_box"
    AGENCY = "agency"


BATCHES = frozenset({OriginKind.MAIL, OriginKind.DROP_BOX})
WITH_ID = BATCHES | {OriginKind.AGENCY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a payment comes from. ``batch``: of mail or a drop box; of an agency, its list.

    Of a paper receipt: ``book`` and ``number``, ``written_at`` as it says, ``names`` of the two who signed it. Where
    the paper is one that a desk printed, which is dead since, ``book`` is that receipt and ``number`` is 0.
    """

    kind: OriginKind
    batch: UUID | None = None
    book: str = ""
    number: int = 0
    written_at: datetime | None = None
    names: tuple[str, ...] = ()

    @property
    def receipt(self) -> str:
        """The receipt of a desk that is entered again, ``OAK3-0019284``; empty for all else."""
        return self.book if self.number == 0 else ""  # A batch has no book.

    @property
    def words(self) -> str:
        """As a record says how the payment was known: ``paper receipt B12-57``, ``mail``, ``drop box``."""
        if self.kind is OriginKind.LATE:
            return f"paper receipt {self.receipt or f'{self.book}-{self.number}'}"
        return "agency list" if self.kind is OriginKind.AGENCY else self.kind.value.replace("_", " ")

    def facts(self) -> dict[str, Any]:
        said: dict[str, Any] = {"kind": self.kind.value}
        if self.batch is not None:
            return said | {"batch": str(self.batch)}
        assert self.written_at is not None
        return said | {
            "book": self.book,
            "number": self.number,
            "written_at": instant_text(self.written_at),
            "names": list(self.names),
        }


def read_origin(said: Mapping[str, Any] | None) -> Origin | None:
    """The inverse of `Origin.facts`; None for the window. Raises UnreadableBody."""
    if said is None:
        return None
    try:
        kind = OriginKind(said["kind"])
        if kind in WITH_ID:
            return Origin(kind=kind, batch=UUID(said["batch"]))
        number, names = said["number"], tuple(said["names"])
        if type(number) is not int or not all(isinstance(name, str) for name in (said["book"], *names)):
            raise TypeError("a receipt's number is a whole number, and names are text")
        return Origin(
            kind=kind, book=said["book"], number=number, written_at=read_instant(said["written_at"]), names=names
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A payment's origin cannot be read: {type(trouble).__name__}.") from trouble


def check_origin(origin: Origin, now: datetime) -> Origin:
    """The origin as it may be kept. Raises FieldRefused for a paper receipt that lacks what it needs (R25)."""
    if origin.kind in WITH_ID:
        return origin
    book = field_text(origin.book, "The book number", "book").upper()
    _check_paper(book, origin.number)
    if origin.written_at is None or origin.written_at > now:
        raise FieldRefused("Enter when the paper receipt was written: a day and time that are over.", "time")
    if now - origin.written_at > LATE_MOST:
        raise FieldRefused("The paper receipt is more than 31 days old. Give it to the cash office.", "time")
    names = tuple(
        field_text(name, "The name", field) for name, field in zip(origin.names, ("taker", "second"), strict=False)
    )
    if len(origin.names) != 2 or not all(names) or fold(names[0]) == fold(names[1]):
        missing = "taker" if not names or not names[0] else "second"
        raise FieldRefused("Enter the two names on the paper receipt: who took the money, and who stood by.", missing)
    return Origin(kind=origin.kind, book=book, number=origin.number, written_at=origin.written_at, names=names)


def _check_paper(book: str, number: int) -> None:
    """A book and one of its numbers, or what a desk printed. None is guessed: ``B12-57`` may be either."""
    printed = typed_receipt(book)
    if number == 0 and printed:
        if printed != book:
            raise FieldRefused(
                f"If a desk printed it, enter all its digits: {printed}. If not, enter book and number apart.",
                "book",
            )
        return
    if printed == book and printed:  # As a book's it would be no receipt of that desk, and count twice.
        raise FieldRefused(f"{book} is a number that a desk printed. Clear what stands here.", "paper")
    if not _BOOK.fullmatch(book):
        raise FieldRefused(
            "Enter the number of the receipt book as it is printed: digits, letters and hyphens.", "book"
        )
    if not 0 < number <= NUMBER_MOST:
        raise FieldRefused("Enter the number of the paper receipt, as it is printed.", "paper")


def missing_numbers(numbers: Iterable[int]) -> tuple[int, ...]:
    """What is missing between the first and the last number of a book that were entered; at most `MISSING_MOST`."""
    known = sorted(set(numbers))
    missing: list[int] = []
    for before, after in pairwise(known):
        room = MISSING_MOST - len(missing)
        missing += range(before + 1, min(after, before + 1 + room))
    return tuple(missing)
