"""Papers of one payment besides its receipt, on request: the office's copy, one member's part, one with service dates.

Each has a line of its own, whose id follows from the payment: asked for again it is the same paper, a counted copy.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.statements import Statement, StatementKind


class ReceiptPaper(StrEnum):
    """``ITEMIZED`` is for health spending accounts (R27), ``PART`` what was paid for one member of several."""

    OFFICE = "office"
    PART = "part"
    ITEMIZED = "itemized"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a bill was for, as far as a cashier's paper tells it: never what was treated."""

    kind: StatementKind
    patient: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAsked:
    """``member`` is whose part it is, ``language`` what that member reads; ``services`` are told by statement."""

    receipt: str
    paper: ReceiptPaper
    member: str = ""
    language: str = ""
    services: Mapping[str, Service]

    def facts(self) -> dict[str, Any]:
        """What a PAPER_ASKED line says."""
        services = {
            number: {
                "kind": service.kind.value,
                "patient": service.patient,
                "day": service.day.isoformat() if service.day else "",
            }
            for number, service in self.services.items()
        }
        texts = {"member": self.member, "language": self.language}
        return {
            "receipt": self.receipt,
            "paper": self.paper.value,
            **{key: text for key, text in texts.items() if text},
            **({"services": services} if services else {}),
        }


def read_paper_asked(line: Line) -> PaperAsked:
    """The inverse of `PaperAsked.facts`. Raises UnreadableBody."""
    said = line.facts
    try:
        return PaperAsked(
            receipt=str(said["receipt"]),
            paper=ReceiptPaper(said["paper"]),
            member=str(said.get("member", "")),
            language=str(said.get("language", "")),
            services={
                number: Service(
                    kind=StatementKind(service["kind"]),
                    patient=str(service["patient"]),
                    day=date.fromisoformat(service["day"]) if service["day"] else None,
                )
                for number, service in said.get("services", {}).items()
            },
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A paper that was asked for cannot be read: {type(trouble).__name__}.") from trouble


def service_of(statement: Statement, patient: str) -> Service | None:
    """What may be told of a statement; None for premium, which is no service, and for what is confidential (R16)."""
    if statement.confidential or statement.kind is StatementKind.PREMIUM:
        return None
    return Service(kind=statement.kind, patient=patient, day=statement.service_date)


def paper_id(payment_id: UUID, paper: ReceiptPaper, member: str = "") -> UUID:
    """The id of a paper's line: a UUIDv7 of the payment's moment, its noise made of what the paper is."""
    noise = hashlib.sha256(f"{payment_id} {paper} {member}".encode()).digest()
    low = int.from_bytes(noise[:10], "big") & 0x0FFF_3FFF_FFFF_FFFF_FFFF
    return UUID(int=(payment_id.int >> 80 << 80) | 0x7 << 76 | 0b10 << 62 | low)
