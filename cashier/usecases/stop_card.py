"""The cashier wants the terminal to stop asking for a card."""

from uuid import UUID

from cashier.domain.card import UNSETTLED
from cashier.domain.people import Right, Staff
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.devices import CardTerminal


def stop_card(attempt_id: UUID, terminal: CardTerminal, desk: Desk, staff: Staff) -> None:
    """Ask the terminal to stop a sale. Nothing is settled by it: the sale's own answer, or its status, says what became
    of it, and what was charged before is booked. A card that goes back is never stopped. Blocks; raises DeviceTrouble.
    """
    staff.needs(Right.TAKE_PAYMENTS, "take payments")
    with desk.open_reading() as work:
        attempt = work.attempts.get(attempt_id)
    if attempt is not None and attempt.state in UNSETTLED and attempt.gives_back is None:
        terminal.abort(attempt.service_id)
