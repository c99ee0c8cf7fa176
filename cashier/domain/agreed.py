"""Who agreed to what a line says, and the right that it takes: a desk's word for that may be its own."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cashier.domain.correction import CORRECTS
from cashier.domain.line import Line, LineKind
from cashier.domain.people import Right
from cashier.domain.tries import WITNESS_RIGHT

_BY_KIND: Mapping[LineKind, tuple[str, Right]] = {
    LineKind.PAYMENT: ("approver", Right.APPROVE_CREDIT),
    LineKind.SHIFT_OPENED: ("approver", Right.HOLD_DRAWER),
    LineKind.DRAWER_RESUMED: ("approver", Right.APPROVE_DRAWER),
    LineKind.PAID_IN: ("approver", Right.APPROVE_DRAWER),
    LineKind.PAID_OUT: ("approver", Right.APPROVE_DRAWER),
    LineKind.CASH_DROPPED: ("witness", WITNESS_RIGHT),
    LineKind.BILLS_EXCHANGED: ("witness", WITNESS_RIGHT),
    LineKind.TRANSFER_GIVEN: ("witness", WITNESS_RIGHT),
    LineKind.SURPRISE_COUNTED: ("witness", WITNESS_RIGHT),
    LineKind.DRAWER_COUNTED: ("witness", Right.APPROVE_DRAWER),
    LineKind.DRAWER_HANDED_OVER: ("approver", Right.APPROVE_DRAWER),
    LineKind.SHIFT_CLOSED: ("approver", Right.APPROVE_DRAWER),
} | dict.fromkeys(CORRECTS, ("approver", Right.APPROVE_CORRECTIONS))


class Agreed(NamedTuple):
    """A second person on a line, by their user name, and the right that they need for it."""

    user: str
    right: Right


def agreed_in(line: Line) -> tuple[Agreed, ...]:
    """All who agreed to something in a line; mostly nobody. What cannot be read names nobody."""
    return tuple(Agreed(user, right) for user, right in _named(line) if isinstance(user, str) and user)


def _named(line: Line) -> Iterator[tuple[Any, Right]]:
    facts = line.facts
    if line.kind in _BY_KIND:
        field, right = _BY_KIND[line.kind]
        yield facts.get(field), Right.COUNT_ALONG if "absent" in facts else right  # R10: who counts along signs that.
    if line.kind is LineKind.SHIFT_OPENED:
        yield facts.get("date_by"), Right.SET_BUSINESS_DATE
        yield facts.get("also_by"), Right.APPROVE_DRAWER
    if line.kind in (LineKind.CARD_CLOSED, LineKind.REVERSAL_CLOSED):
        for how in ("settled", "on_hold"):  # From the terminal's report, or since it does not say it.
            if isinstance(facts.get(how), dict):
                yield facts[how].get("approver"), Right.APPROVE_CORRECTIONS
    if line.kind is LineKind.REVERSAL_ASKED and isinstance(facts.get("gives_back"), dict):
        approval = facts["gives_back"].get("approval")
        yield approval.get("approver") if isinstance(approval, dict) else None, Right.APPROVE_CORRECTIONS
    tenders = facts.get("tenders") if line.kind is LineKind.PAYMENT else None
    for tender in tenders if isinstance(tenders, list) else ():
        agreed = tender.get("agreed") if isinstance(tender, dict) else None
        if isinstance(agreed, dict):
            yield agreed.get("approver"), Right.AGREE_TO_CHECKS
