"""A receipt of Fresno's second desk, as the ledger shows it to others, and printed again at Oakland's third."""

from dataclasses import replace
from uuid import UUID

from cashier.domain.line import Line, LineKind
from cashier.domain.payment import decide_payment
from cashier.domain.receipt_seen import ReceiptSeen, masked
from tests.fakes.builders import NOW, a_situation, a_wish, cash, pays

NUMBER = "FRE2-0000001"


def seen() -> ReceiptSeen:
    """$412.60 of a hospital bill in cash, with change."""
    taken = decide_payment(a_wish(pays("S-48210377", 41260), tenders=(cash(42000),)), a_situation())
    made = replace(taken, desk="FRE2", center="FRE", facts={**taken.facts, "receipt": NUMBER})
    return ReceiptSeen(number=NUMBER, region="ncal", center_name="Fresno Medical Center", lines=(masked(made),))


def receipt_copied() -> Line:
    return Line(
        line_id=UUID(int=7 << 76 | 2 << 62),
        kind=LineKind.RECEIPT_COPIED,
        desk="OAK3",
        center="OAK",
        staff="rosa",
        taken_at=NOW,
        facts=seen().facts(),
    )
