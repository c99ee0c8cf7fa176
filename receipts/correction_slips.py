"""What the slips of corrections say: a void, a move, a tender that is called otherwise."""

from collections.abc import Mapping
from typing import Any

from cashier.domain.correction import why_words
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.move import MOVE_REASONS
from cashier.domain.place import Place
from cashier.domain.tender_change import CHANGE_REASONS
from cashier.domain.tenders import RULES, TenderKind
from cashier.domain.void import VOID_REASONS
from receipts.document import Align, Block, Feed, Pair, Rule, Text
from receipts.slip_parts import sign_blocks

_VOID_COPIES = ("FOR THE DRAWER", "FOR THE MEMBER")


def void_slip(line: Line, copy: int, _place: Place) -> tuple[str, list[Block]]:
    said = line.facts
    back: list[Block] = [
        Pair(left=_words(tender), right=Money(cents).plain())
        for tender in said["tenders"]
        if (cents := tender["cents"]) and tender["kind"] != TenderKind.CASH
    ]
    if said["cash_cents"]:
        back.append(Pair(left="Cash", right=Money(said["cash_cents"]).plain()))
    at_terminal = "The card money went back at the terminal, to the same card."
    receipt = "given back" if said["receipt_back"] else f"not here: {said['without_receipt']}"
    return "VOID", [
        Text(text=_VOID_COPIES[copy % len(_VOID_COPIES)], align=Align.CENTER),
        Feed(),
        Pair(left="Receipt", right=said["receipt"], bold=True),
        *([Pair(left="Member", right=f"****{said['member'][-4:]}")] if said["member"] else []),
        *back,
        Pair(left="Given back", right=str(Money(said["cents"])), bold=True),
        *([Text(text=at_terminal)] if "reversal" in said else []),
        Text(text=f"Reason: {why_words(said, VOID_REASONS)}"),
        Text(text=f"Member's receipt: {receipt}"),
        Rule(),
        Pair(left="Asked by", right=said["staff_name"]),
        Pair(left="Approved by", right=said["approver_name"]),
        *sign_blocks(said["staff_name"]),
        *sign_blocks(said["approver_name"]),
    ]


def move_slip(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    said = line.facts
    return "MOVED", [
        Pair(left="Receipt", right=said["receipt"], bold=True),
        Pair(left="From", right=said["from"]),
        Pair(left="To", right=said["to"]["target"]),
        Pair(left="Amount", right=str(Money(said["cents"])), bold=True),
        Text(text=f"Reason: {why_words(said, MOVE_REASONS)}"),
        Text(text="The money stays where it lies."),
        Rule(),
        Pair(left="Asked by", right=said["staff_name"]),
        Pair(left="Approved by", right=said["approver_name"]),
        *sign_blocks(said["staff_name"]),
        *sign_blocks(said["approver_name"]),
    ]


def change_slip(line: Line, _copy: int, _place: Place) -> tuple[str, list[Block]]:
    said = line.facts
    return "TENDER CHANGED", [
        Pair(left="Receipt", right=said["receipt"], bold=True),
        Pair(left="Keyed as", right=said["was"]["words"]),
        Pair(left="It is", right=said["words"], bold=True),
        Pair(left="Amount", right=str(Money(said["cents"])), bold=True),
        Text(text=f"Reason: {why_words(said, CHANGE_REASONS)}"),
        Text(text="The total is the same, and so is what was paid."),
        Rule(),
        Pair(left="Asked by", right=said["staff_name"]),
        Pair(left="Approved by", right=said["approver_name"]),
        *sign_blocks(said["staff_name"]),
        *sign_blocks(said["approver_name"]),
    ]


def _words(tender: Mapping[str, Any]) -> str:
    """What is given back, by its number; a card by its brand and last four digits alone."""
    return str(tender.get("words", "")) or f"{RULES[TenderKind(tender['kind'])].words} {tender['number']}".rstrip()
