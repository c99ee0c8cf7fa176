"""What a PAYMENT line says: written once, read by paper, screen and ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cashier.domain.allocation import Applied
from cashier.domain.cash_rounding import NOT_ROUNDED, Rounding, read_rounding
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.money import Money, total
from cashier.domain.origin import Origin, read_origin
from cashier.domain.payor import Payor, read_payor
from cashier.domain.targets import Placed, read_placed
from cashier.domain.tenders import Tender, read_tender


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """What a PAYMENT line says. Paper, screen and ledger all read this and nothing else.

    ``net_cash``: its cash less the change; None without cash, and in lines from before it was written down.
    """

    payment_id: UUID
    receipt: str
    member_number: str
    member_name: str
    guarantor_number: str
    language: str
    served_by: str
    identified: Mapping[str, str]
    payor: Payor
    reason: str
    targets: tuple[Placed, ...]
    tenders: tuple[Tender, ...]
    applied: tuple[Applied, ...]
    change: Money
    open_after: Money
    balances_as_of: str
    next_due: date | None
    next_due_autopay: bool
    approver: str = ""
    approver_name: str = ""
    word: str = ""
    rounding: Rounding = NOT_ROUNDED
    origin: Origin | None = None
    net_cash: Money | None = None

    @property
    def paid(self) -> Money:
        """What was applied by this line."""
        return total(amount for _, amount in self.paid_on)

    @property
    def paid_on(self) -> tuple[tuple[int, Money], ...]:
        """Each part's target, by its index, and amount: what tenders paid, and what rounding gave."""
        return (*((part.target, part.amount) for part in self.applied), *self.rounding.given)

    def facts(self) -> dict[str, Any]:
        return {
            "payment": str(self.payment_id),
            "receipt": self.receipt,
            "member": self.member_number,
            "member_name": self.member_name,
            "guarantor": self.guarantor_number,
            "language": self.language,
            "served_by": self.served_by,
            "identified": dict(self.identified),
            **self.payor.facts(),
            "reason": self.reason,
            "targets": [placed.facts() for placed in self.targets],
            "tenders": [tender.facts() for tender in self.tenders],
            "applied": [[part.tender, part.target, part.amount.cents] for part in self.applied],
            "change": self.change.cents,
            "open_after": self.open_after.cents,
            "balances_as_of": self.balances_as_of,
            "next_due": self.next_due.isoformat() if self.next_due else None,
            "next_due_autopay": self.next_due_autopay,
            "approver": self.approver,
            "approver_name": self.approver_name,
            **({"word": self.word} if self.word else {}),
            **({"rounding": self.rounding.facts()} if self.rounding else {}),
            **({"origin": self.origin.facts()} if self.origin else {}),
            **({"net_cash": self.net_cash.cents} if self.net_cash is not None else {}),
        }


def read_payment(line: Line) -> PaymentFacts:
    """The payment that a PAYMENT line says. Raises UnreadableBody."""
    said = line.facts
    try:
        facts = PaymentFacts(
            payment_id=UUID(said["payment"]),
            receipt=said["receipt"],
            member_number=said["member"],
            member_name=said["member_name"],
            guarantor_number=said["guarantor"],
            language=said["language"],
            served_by=said["served_by"],
            identified=said["identified"],
            payor=read_payor(said),
            reason=said["reason"],
            targets=tuple(read_placed(placed) for placed in said["targets"]),
            tenders=tuple(read_tender(tender) for tender in said["tenders"]),
            applied=tuple(Applied(tender, target, Money(cents)) for tender, target, cents in said["applied"]),
            change=Money(said["change"]),
            open_after=Money(said["open_after"]),
            balances_as_of=said["balances_as_of"],
            next_due=date.fromisoformat(said["next_due"]) if said["next_due"] else None,
            next_due_autopay=said["next_due_autopay"],
            approver=said["approver"],
            approver_name=said["approver_name"],
            word=said.get("word", ""),
            rounding=read_rounding(said["rounding"]) if "rounding" in said else NOT_ROUNDED,
            origin=read_origin(said.get("origin")),
            net_cash=Money(said["net_cash"]) if "net_cash" in said else None,
        )
        tenders, targets = range(len(facts.tenders)), range(len(facts.targets))
        named = all(part.tender in tenders and part.target in targets for part in facts.applied)
        if not named or not all(target in targets for target, _ in facts.rounding.given):
            raise IndexError("a part names a tender or a target that is not there")
    except MISREAD as trouble:
        raise UnreadableBody(f"A payment cannot be read: {type(trouble).__name__}.") from trouble
    return facts
