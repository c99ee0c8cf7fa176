"""What the slip of a stand-alone terminal says is typed in; the card's lane books it as any terminal's answer."""

from uuid import UUID

from cashier.domain.card import UNSETTLED, Attempt
from cashier.domain.errors import Refused
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Right, Staff
from cashier.domain.typed_card import TypedCard, check_typed
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.devices import StandAloneTerminal
from cashier.usecases.ports.work import UnitOfWork


def type_card(attempt_id: UUID, typed: TypedCard, terminal: StandAloneTerminal, desk: Desk, staff: Staff) -> None:
    """Hand on how an attempt ended, there or back; typed twice, the first stands. Raises Refused, beside its field."""
    staff.needs(Right.TAKE_PAYMENTS, "take payments")
    with desk.open_reading() as work:
        attempt = work.attempts.get(attempt_id)
        if attempt is None or attempt.state not in UNSETTLED or attempt.terminal != terminal.name:
            raise Refused("This card is settled by now. Look at the page again.")
        outcome = check_typed(typed, attempt, _charged(attempt, work))
    terminal.type_in(attempt.service_id, outcome)


def _charged(attempt: Attempt, work: UnitOfWork) -> str:
    """The last four of the card that gets its money back; empty for a sale."""
    if attempt.gives_back is None:
        return ""
    lines = work.journal.payment(attempt.wish.payment_id)
    tenders = [tender for numbered in lines for tender in read_payment(numbered.line).tenders]
    return next((tender.last_four for tender in tenders if tender.attempt_id == attempt.gives_back.sale), "")
