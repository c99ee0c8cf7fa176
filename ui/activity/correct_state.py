"""What the panel *Correct* says: what an act would do, before anybody signs for it."""

from dataclasses import dataclass

from cashier.domain.scan import safe_text
from cashier.domain.targets import Target, TargetKind, read_target
from cashier.usecases.correct_payment import MoveOffer, VoidOffer

RECEIPT = "receipt"
SIGN = "sign"
"""Who signs, as a refusal names the field."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveShown:
    """``sources``: by code, what it pays now, in words with the amount; ``amounts`` the same as an amount is typed."""

    title: str
    sources: dict[str, str]
    amounts: dict[str, str]


def move_shown(offer: MoveOffer) -> MoveShown:
    """What could be moved."""
    return MoveShown(
        title=f"Move {offer.receipt}: let it pay another thing",
        sources={s.target.code: f"{s.target.number or s.words} · {s.amount.plain()}" for s in offer.sources},
        amounts={s.target.code: s.amount.plain() for s in offer.sources},
    )


def read_to(text: str) -> Target:
    """A statement's number, or a guarantor's for credit on account, as it is typed. Raises Refused."""
    number = safe_text(text, "Where it goes").upper().replace(" ", "")
    return Target(TargetKind.CREDIT, number) if number.isdigit() else read_target(number)


def acts_open(void: VoidOffer, move: MoveOffer) -> tuple[bool, bool]:
    """Whether it can be given back now, and whether it can be moved."""
    return not void.refused, not move.refused
