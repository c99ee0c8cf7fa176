"""Where a terminal's total is not the desk's: each sale of the shift is asked about, to find which one it is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cashier.domain.card import NOT_FOUND, AttemptState
from cashier.domain.drawer import cards_of, sales_of
from cashier.domain.errors import DeviceTrouble
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.terminal_totals import TerminalTotal, UnlikeSale, held_against
from cashier.usecases.ports.devices import CardTerminal

FORGOTTEN_MOST = 5
ASKED_MOST = 500  # Of one shift; each takes some hundredths of a second.


def with_unlike(said: TerminalTotal, lines: Iterable[Line], terminal: CardTerminal) -> TerminalTotal:
    """The total with the sales that are the reason where it differs; ``lines`` are the shift's. Blocks.

    What the terminal does not say of a sale is no reason, and ends the search. A terminal forgets sales: those that it
    does not know any more are the reason only where all that is named comes to the difference; else a few of them may
    be, and where it has forgotten many they tell nothing.
    """
    lines = tuple(lines)
    held = [one for one in held_against(cards_of(lines), [said]) if one.differs]
    if not held:
        return said
    try:
        asked = tuple(_unlike(lines, terminal))
    except DeviceTrouble:
        return said
    adds_up = total([sale.terminal - sale.desk for sale, _ in asked]) == said.amount - held[0].amount
    unlike = tuple(sale for sale, is_known in asked if is_known or adds_up)
    forgotten = tuple(sale for sale, is_known in asked if not (is_known or adds_up))
    return replace(said, unlike=unlike, forgotten=forgotten if len(forgotten) <= FORGOTTEN_MOST else ())


def _unlike(lines: tuple[Line, ...], terminal: CardTerminal) -> Iterator[tuple[UnlikeSale, bool]]:
    """Each with whether the terminal knows it. Raises DeviceTrouble."""
    sales, _ = sales_of(lines)
    ours, receipts = sales.get(terminal.name, {}), _receipts(lines)
    asked = [each for each in lines if each.kind is LineKind.CARD_ASKED and each.facts["terminal"] == terminal.name]
    for line in asked[-ASKED_MOST:]:
        attempt, service = str(line.line_id), str(line.facts["service_id"])
        here = ours.get(attempt, ZERO)
        if attempt in ours and here == ZERO:
            continue  # It was given back, which its sale's status does not say.
        there = _charged(service, terminal)
        charged = there if there is not None else ZERO
        if charged != here:
            yield UnlikeSale(service, receipts.get(attempt, ""), here, charged), there is not None


def _charged(service: str, terminal: CardTerminal) -> Money | None:
    """None where the terminal knows no such sale. Raises DeviceTrouble where it can't say it."""
    said = terminal.status(service)
    if said.state is AttemptState.UNKNOWN:
        if said.words == NOT_FOUND:
            return None
        raise DeviceTrouble("The card terminal cannot say it now.")
    return said.authorized if said.state is AttemptState.APPROVED else ZERO


def _receipts(lines: Iterable[Line]) -> dict[str, str]:
    """The receipt of each attempt that brought money."""
    return {
        str(tender["attempt"]): str(line.facts["receipt"])
        for line in lines
        if line.kind is LineKind.PAYMENT
        for tender in line.facts["tenders"]
        if "attempt" in tender
    }
