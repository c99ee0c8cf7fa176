"""Card money on its way back: of which sale, and the void that is booked once the terminal has said that it is there.

A void's other money waits for the card's: until then nothing of the payment has gone back, and nothing is booked.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cashier.domain.correction import Why
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.people import read_approval
from cashier.domain.poi import PoiTransaction, read_poi
from cashier.domain.void import Void


@dataclass(frozen=True, slots=True, kw_only=True)
class GivesBack:
    """``sale``: the attempt that charged the card; ``original``: the terminal's own name for that sale.

    ``void``: the wish as it was checked and signed, with the id of its line. ``from_drawer``: whether cash or paper
    goes back with it. ``after``: how the request before this one ended, where two people ended it by a report.
    """

    sale: UUID
    original: PoiTransaction
    void: Void
    from_drawer: bool
    after: str = ""

    def facts(self) -> dict[str, Any]:
        """As it stands in a line's body."""
        void = self.void
        return {
            "sale": str(self.sale),
            "poi": self.original.facts(),
            "from_drawer": self.from_drawer,
            "line": str(void.line_id),
            "receipt": void.receipt,
            "reason": void.why.reason,
            "text": void.why.text,
            "receipt_back": void.receipt_back,
            "without_receipt": void.without_receipt,
            "approval": void.approval.facts() if void.approval else None,
            **({"after": self.after} if self.after else {}),
        }


def read_gives_back(said: dict[str, Any]) -> GivesBack:
    """The inverse of `GivesBack.facts`. Raises UnreadableBody."""
    try:
        return GivesBack(
            sale=UUID(said["sale"]),
            original=read_poi(said["poi"]),
            from_drawer=bool(said["from_drawer"]),
            after=str(said.get("after", "")),
            void=Void(
                line_id=UUID(said["line"]),
                receipt=said["receipt"],
                why=Why(reason=said["reason"], text=said["text"]),
                receipt_back=said["receipt_back"],
                without_receipt=said["without_receipt"],
                approval=read_approval(said["approval"]),
            ),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A card's way back cannot be read: {type(trouble).__name__}.") from trouble
