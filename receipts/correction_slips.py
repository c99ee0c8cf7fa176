"""What the slips of corrections say: a void, a move, a tender that is called otherwise."""

from collections.abc import Mapping
from typing import Any

from cashier.domain.correction import why_words
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.move import MOVE_REASONS
from cashier.domain.place import Place
from cashier.domain.tender_change import CHANGE_REASONS
from cashier.domain.tenders import RULES, TenderKind
from receipts.document import Align, Block, Feed, Pair, Rule, Text, kind_words
from receipts.slip_parts import sign_blocks
from receipts.words import Words, receipt_language, receipt_words

_FOR_DRAWER = "FOR THE DRAWER"


def slip_language(line: Line, copy: int) -> str:
    """In which language a slip comes: English for the office, the member's own for the one that they take along.

    A void has both, by turns; lines of earlier versions don't say the language, and come in English.
    """
    return receipt_language(line.facts.get("language", "")) if line.kind is LineKind.VOIDED and copy % 2 else "en"


def void_slip(line: Line, copy: int, _place: Place) -> tuple[str, list[Block]]:
    said, words = line.facts, receipt_words(slip_language(line, copy))
    back: list[Block] = [
        Pair(left=_words(tender, words), right=Money(cents).plain())
        for tender in said["tenders"]
        if (cents := tender["cents"]) and tender["kind"] != TenderKind.CASH
    ]
    if said["cash_cents"]:
        back.append(Pair(left=words.cash, right=Money(said["cash_cents"]).plain()))
    receipt = words.receipt_missing.format(why=said["without_receipt"])
    return words.voided, [
        Text(text=words.for_member if copy % 2 else _FOR_DRAWER, align=Align.CENTER),
        Feed(),
        Pair(left=words.receipt, right=said["receipt"], bold=True),
        *([Pair(left=words.member, right=f"****{said['member'][-4:]}")] if said["member"] else []),
        *back,
        Pair(left=words.given_back, right=str(Money(said["cents"])), bold=True),
        *([Text(text=words.card_given_back)] if "reversal" in said else []),
        Text(text=words.reason.format(reason=why_words(said, _void_reasons(words)))),
        Text(text=words.receipt_back if said["receipt_back"] else receipt),
        Rule(),
        Text(text=words.asked_by.format(name=said["staff_name"])),
        Text(text=words.approved_by.format(name=said["approver_name"])),
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


def _void_reasons(words: Words) -> dict[str, str]:
    return {
        "changed_tender": words.changed_tender,
        "paid_twice": words.paid_twice,
        "wrong_amount": words.wrong_amount,
        "not_today": words.not_today,
    }


def _words(tender: Mapping[str, Any], words: Words) -> str:
    """What is given back, by its number; a card by its brand, if it is known, and last four digits alone."""
    kind, card = TenderKind(tender["kind"]), str(tender.get("words", ""))
    if not card:
        return f"{kind_words(kind, words)} {tender['number']}".rstrip()
    brand = RULES[TenderKind.CARD].words
    return words.card + card.removeprefix(brand) if card.startswith(brand) else card
