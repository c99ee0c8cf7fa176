"""What the panel *Correct* says: what an act would do, before anybody signs for it."""

from dataclasses import dataclass, replace

from cashier.domain.scan import safe_text
from cashier.domain.targets import Target, TargetKind, read_target
from cashier.usecases.change_tender import ChangeOffer
from cashier.usecases.correct_payment import MoveOffer, VoidOffer

RECEIPT = "receipt"
NUMBER, ISSUER, ROUTING, ACCOUNT = "number", "issuer", "routing", "account"
SIGN = "sign"
"""Who signs, as a refusal names the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidShown:
    """``rows``: what is handed back, tender by tender. ``refused``: why nothing can be, and what is open instead.

    ``told``: what follows from it; ``act``: what the button says.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    total: str
    refused: str
    told: str = "What it paid is open again, and two slips print. The drawer opens once a lead has signed."
    act: str = "Void, and open the drawer"


def void_shown(offer: VoidOffer) -> VoidShown:
    """What a void would do; with card money the terminal comes first."""
    shown = VoidShown(
        title=f"Void {offer.receipt}: give it back",
        rows=tuple((words, amount.plain()) for words, amount in offer.gives_back),
        total=str(offer.amount),
        refused=offer.refused,
    )
    if offer.card is None:
        return shown
    rest = "" if offer.card.amount == offer.amount else " Then the drawer opens for the rest."
    return replace(
        shown,
        told=f"Once a lead has signed, the terminal gives the card its money back, and two slips print.{rest}",
        act="Void, and ask the terminal",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """``tenders``: by place among the payment's tenders, what was keyed, in words with the amount."""

    title: str
    tenders: dict[str, str]


def change_shown(offer: ChangeOffer) -> ChangeShown:
    """What could be called otherwise."""
    return ChangeShown(
        title=f"Change a tender of {offer.receipt}",
        tenders={str(each.place): f"{each.tender.words} · {each.tender.amount.plain()}" for each in offer.tenders},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActsOpen:
    """Whether a payment can be given back now, moved, and a tender of it called otherwise."""

    void: bool
    move: bool
    change: bool


def acts_open(void: VoidOffer, move: MoveOffer, change: ChangeOffer) -> ActsOpen:
    """What is legal now."""
    return ActsOpen(void=not void.refused, move=not move.refused, change=not change.refused)
