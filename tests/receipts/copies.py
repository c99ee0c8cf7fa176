"""Copies of statements for tests: their lines, and what the ledger knows besides."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from cashier.config import DEMO_ORGANIZATION, Organization, read_settings
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.statement_copy import Charge, CopyForm, StatementCopy, StatementDetails
from tests.fakes.builders import NOW, TODAY, a_statement

PLACE = read_settings(DEMO_ORGANIZATION, Organization).place("OAK3", "OAK", "Window 3", TODAY)
ADDRESS = ("1480 Lakeshore Avenue, Apt 12", "Oakland, CA 94606")


def copy_line(copy: StatementCopy) -> Line:
    """The line that records a copy."""
    return Line(
        line_id=UUID("019aa7c0-0000-7000-8000-0000000000c0"),
        kind=LineKind.STATEMENT_COPIED,
        desk="OAK3",
        center="OAK",
        staff="rosa",
        taken_at=NOW,
        facts=copy.facts(),
    )


def a_copy(
    *, name: str = "Tran, Mai Linh", language: str = "en", lines: int = 3, still_open: int = 4_000, **more: Any
) -> tuple[Line, StatementDetails]:
    """A copy with so many lines of $10, and its details; ``more`` are fields of the statement."""
    statement = replace(
        a_statement(cents=max(1_000 * lines, 5_000), due=date(2026, 11, 4)),
        title="Hospital visit",
        open=Money(still_open),
        service_date=date(2026, 9, 2),
        **more,
    )
    copy = StatementCopy(
        statement=statement,
        member_name=name,
        language=language,
        form=CopyForm.LETTER,
        aging=(ZERO, Money(still_open), ZERO, ZERO, Money(12_345)),
        has_lines=lines > 0,
        balances_as_of="2026-11-21T18:42:00.000000Z",
        served_by="Rosa Delgado",
        identified="name and date of birth",
    )
    charges = tuple(
        Charge(day=date(2026, 9, 2), words=f"Line {place} of the visit", amount=Money(1_000)) for place in range(lines)
    )
    return copy_line(copy), StatementDetails(addressee=name, address=ADDRESS, charges=charges)
