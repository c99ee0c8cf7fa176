"""Where a terminal's total is not the desk's: each sale of the shift is asked about, to find which one it is."""

from collections.abc import Iterable, Iterator

from cashier.domain.card import NOT_FOUND, AttemptState
from cashier.domain.drawer import cards_of, sales_of
from cashier.domain.errors import DeviceTrouble
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.terminal_totals import TerminalTotal, UnlikeSale, held_against
from cashier.usecases.ports.devices import CardTerminal

ASKED_MOST = 500  # Of one shift; each takes some hundredths of a second.


def with_unlike(said: TerminalTotal, lines: Iterable[Line], terminal: CardTerminal) -> TerminalTotal:
    """The total with the sales that are the reason where it differs; ``lines`` are the shift's. Blocks.

    What the terminal does not say of a sale is no reason, and ends the search.
    """
    lines = tuple(lines)
    if not any(held.differs for held in held_against(cards_of(lines), [said]) if held.terminal == said.terminal):
        return said
    try:
        unlike = tuple(_unlike(lines, terminal))
    except DeviceTrouble:
        return said
    return TerminalTotal(
        terminal=said.terminal, count=said.count, amount=said.amount, brands=said.brands, unlike=unlike
    )


def _unlike(lines: tuple[Line, ...], terminal: CardTerminal) -> Iterator[UnlikeSale]:
    """Raises DeviceTrouble."""
    sales, _ = sales_of(lines)
    ours, receipts = sales.get(terminal.name, {}), _receipts(lines)
    asked = [each for each in lines if each.kind is LineKind.CARD_ASKED and each.facts["terminal"] == terminal.name]
    for line in asked[-ASKED_MOST:]:
        attempt, service = str(line.line_id), str(line.facts["service_id"])
        here = ours.get(attempt, ZERO)
        if attempt in ours and here == ZERO:
            continue  # It was given back, which its sale's status does not say.
        there = _charged(service, terminal)
        if there != here:
            yield UnlikeSale(service, receipts.get(attempt, ""), here, there)


def _charged(service: str, terminal: CardTerminal) -> Money:
    """Raises DeviceTrouble where the terminal can't say it."""
    said = terminal.status(service)
    if said.state is AttemptState.UNKNOWN and said.words != NOT_FOUND:
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
