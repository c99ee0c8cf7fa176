"""A receipt of Fresno's second desk, as the ledger shows it to others, and printed again at Oakland's third."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.mailed_receipt import MailAsked
from cashier.domain.receipt_paper import PaperAsked, ReceiptPaper, Service
from cashier.domain.receipt_seen import ReceiptSeen, masked, masked_since
from cashier.domain.statements import StatementKind
from tests.fakes.builders import NOW

NUMBER = "FRE2-0000001"
_BODIES = Path(__file__).parents[1] / "golden" / "bodies"


def seen() -> ReceiptSeen:
    """$472.60 for two statements, by check and cash with change."""
    paid = read_line((_BODIES / "v1-payment.json").read_bytes())
    made = replace(paid, desk="FRE2", center="FRE", facts={**paid.facts, "receipt": NUMBER})
    return ReceiptSeen(number=NUMBER, region="ncal", center_name="Fresno Medical Center", lines=(masked(made),))


def became(kind: LineKind) -> Line:
    """What became of it, as its desk or the ledger wrote it."""
    said = read_line((_BODIES / f"v1-{kind}.json").read_bytes())
    return replace(said, facts={**said.facts, "receipt": NUMBER})


def seen_since(*kinds: LineKind) -> ReceiptSeen:
    """The same, with what became of it."""
    return replace(seen(), since=tuple(masked_since(became(kind)) for kind in kinds))


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


def paper_asked() -> Line:
    """The itemized receipt of $412.60 for a hospital's bill."""
    service = Service(kind=StatementKind.HOSPITAL, patient="Mai Linh Tran", day=date(2026, 9, 2))
    asked = PaperAsked(receipt="OAK3-0000001", paper=ReceiptPaper.ITEMIZED, services={"S-48210377": service})
    return replace(receipt_copied(), kind=LineKind.PAPER_ASKED, facts=asked.facts())


def receipt_mailed() -> Line:
    """The receipt by e-mail."""
    facts = MailAsked(receipt="OAK3-0000001", address="mai.linh@example.org").facts()
    return replace(receipt_copied(), kind=LineKind.RECEIPT_MAILED, facts=facts)


def part_asked() -> Line:
    """What it paid for one of its members, who reads Spanish."""
    asked = PaperAsked(receipt="OAK3-0000001", paper=ReceiptPaper.PART, member="11048827", language="es", services={})
    return replace(receipt_copied(), kind=LineKind.PAPER_ASKED, facts=asked.facts())
