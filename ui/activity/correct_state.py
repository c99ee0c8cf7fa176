"""What the panel *Correct* says: what an act would do, before anybody signs for it."""

from dataclasses import dataclass

from cashier.usecases.correct_payment import VoidOffer

RECEIPT, NO_RECEIPT, MORE, LEAD, PASSPHRASE = "receipt", "no_receipt", "more", "lead", "passphrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidShown:
    """``rows``: what is handed back, tender by tender. ``refused``: why nothing can be, and what is open instead."""

    title: str
    rows: tuple[tuple[str, str], ...]
    total: str
    refused: str


def void_shown(offer: VoidOffer) -> VoidShown:
    """What a void would do."""
    return VoidShown(
        title=f"Void {offer.receipt}: give it back",
        rows=tuple((words, amount.plain()) for words, amount in offer.gives_back),
        total=str(offer.amount),
        refused=offer.refused,
    )
