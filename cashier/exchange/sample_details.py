"""Invents what copies of the sample's statements show: their lines, and where the guarantors live."""

from collections.abc import Iterator
from random import Random

from cashier.domain.statements import StatementKind
from cashier.exchange.loaded import Loaded
from cashier.wire import StatementRow
from cashier.wire_billing import BilledLine, MailAddress

_STREETS = (
    "Lakeshore Avenue",
    "Grand Avenue",
    "Telegraph Avenue",
    "Mission Street",
    "Alum Rock Avenue",
    "Olive Street",
)
_PARTS = {
    StatementKind.HOSPITAL: (
        "Emergency room",
        "Room and board, one day",
        "Laboratory",
        "Imaging",
        "Supplies",
        "Anesthesia",
    ),
    StatementKind.PROFESSIONAL: ("Office visit, established patient", "Procedure in the office", "Injection"),
    StatementKind.PHARMACY: ("Prescription, 30 days", "Prescription, 90 days"),
    StatementKind.PREMIUM: ("Monthly premium",),
}
_PAYS_PART = "Health plan payment"


def lines_of(loaded: Loaded) -> Iterator[BilledLine]:
    """Each statement's lines: what was done, less what the health plan paid. They come to what was billed."""
    for statement in loaded.statements:
        yield from _lines(statement)


def addresses_of(loaded: Loaded) -> Iterator[MailAddress]:
    """A street in the town of the family's medical center."""
    town = loaded.members[0].home_center if loaded.members else "Oakland"
    for guarantor in loaded.guarantors:
        chance = Random(guarantor.number)
        street = f"{chance.randrange(100, 4900)} {chance.choice(_STREETS)}"
        zip_code = 90_001 + chance.randrange(6_000)
        yield MailAddress(guarantor_number=guarantor.number, address=(street, f"{town}, CA {zip_code}"))


def _lines(statement: StatementRow) -> Iterator[BilledLine]:
    chance = Random(statement.number)
    words = _PARTS[statement.kind]
    is_premium = statement.kind is StatementKind.PREMIUM
    paid = 0 if is_premium else statement.billed_cents * chance.randrange(1, 6)
    rest = statement.billed_cents + paid
    parts = list(words[: chance.randrange(1, len(words) + 1)])
    amounts = [rest // (2 * len(parts)) for _ in parts[1:]]
    amounts.insert(0, rest - sum(amounts))
    told = [*zip(parts, amounts, strict=True), *([(_PAYS_PART, -paid)] if paid else [])]
    for place, (part, cents) in enumerate(told, start=1):
        yield BilledLine(
            statement_number=statement.number,
            place=place,
            words=part,
            cents=cents,
            service_date=statement.service_date,
        )
