"""Members who come to the window with something to pay, picked from the invented ones in always the same order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from cashier.doors.ledger import SAMPLE_SEED
from cashier.exchange.loaded import Loaded
from cashier.exchange.sample import sample_stream
from cashier.wire import StatementRow
from tests.bench.heavy import heavy_families
from tests.bench.place import DAY, SEED

_HOME = "Oakland"  # Whom the demo's desk holds.
_REGION = "ncal"  # Another region's statements are not paid at the bench's desk.


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """A member with all statements; at least one of them is due and can be paid at this desk."""

    number: str
    guarantor_number: str
    birth_date: date
    statements: tuple[StatementRow, ...]

    @property
    def two_identifiers(self) -> str:
        """What the cashier types."""
        return f"{self.number} {self.birth_date.month}/{self.birth_date.day}/{self.birth_date.year}"

    @property
    def due(self) -> tuple[StatementRow, ...]:
        return tuple(bill for bill in self.statements if _is_due(bill))


def payers(members: int) -> Iterator[Payer]:
    """Everyone of so many invented members who has something to pay by now."""
    return _payers(sample_stream(members, SEED, DAY))


def heavy_payers() -> Iterator[Payer]:
    """Those with a long history."""
    return _payers(heavy_families(DAY))


def payers_of_demo(members: int, day: date) -> Iterator[Payer]:
    """Those of its own center among so many invented members of a demo that was made on this day."""
    families = sample_stream(members, SAMPLE_SEED, day)
    return _payers(
        replace(part, members=tuple(row for row in part.members if row.home_center == _HOME)) for part in families
    )


def _payers(families: Iterable[Loaded]) -> Iterator[Payer]:
    for part in families:
        for row in part.members:
            payer = Payer(
                number=row.number,
                guarantor_number=row.guarantor_number,
                birth_date=row.birth_date,
                statements=tuple(bill for bill in part.statements if bill.member_number == row.number),
            )
            if payer.due and row.region == _REGION:
                yield payer


def _is_due(bill: StatementRow) -> bool:
    return bill.open_cents > 0 and bill.due_date <= DAY and not (bill.under_review or bill.autopay_on)
