"""Cards that were typed from a slip wait, as tasks of their center, until their terminal's batch lists them (R9)."""

from typing import Any

from cashier.domain.card_batch import slip_name
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.payment_facts import read_payment

PROVISIONAL, MISSING, EXTRA = "provisional", "missing", "extra"


def is_typed(line: Line) -> bool:
    """Whether a payment has a card that was typed from a slip."""
    tenders = line.facts.get("tenders") if line.kind is LineKind.PAYMENT else None
    return isinstance(tenders, list) and any(isinstance(each, dict) and "by_hand" in each for each in tenders)


def typed_rows(line: Line) -> list[dict[str, Any]]:
    """The rows of a payment's cards that were typed; nothing of what is no payment."""
    try:
        tenders = read_payment(line).tenders if line.kind is LineKind.PAYMENT else ()
    except UnreadableBody:
        return []
    return [
        {
            "desk": line.desk,
            "attempt": tender.attempt_id,
            "center": line.center,
            "staff": line.staff,
            "terminal": tender.by_hand,
            "service": slip_name(tender.approval_code, tender.last_four),
            "cents": tender.amount.cents,
            "is_back": False,
            "asked_at": line.taken_at,
            "state": PROVISIONAL,
            "words": "",
        }
        for tender in tenders
        if tender.by_hand and tender.attempt_id is not None
    ]


def why_waits(terminal: str, words: str) -> str:
    """What the office reads of one."""
    return words or f"Typed from a slip. It is final once the batch of terminal {terminal} lists it."
