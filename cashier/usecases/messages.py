"""What the office says to its desks: heard, shown until it is read or over, and the reading on record."""

from cashier.domain.desk_messages import DeskMessage, to_show
from cashier.domain.line import LineKind
from cashier.domain.people import Staff
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.messages import MessageLedger, MessageShelf
from cashier.usecases.records import record


def hear_messages(ledger: MessageLedger, shelf: MessageShelf) -> None:
    """Ask what the office says now. Raises LedgerAway and LedgerRefuses: what was heard before stands on."""
    shelf.put(ledger.messages())


def message_now(shelf: MessageShelf, staff: Staff, desk: Desk) -> DeskMessage | None:
    """What this person has not read yet; None where there is nothing."""
    return to_show(shelf.messages(), shelf.read_by(staff.user), desk.clock())


def read_it(message: DeskMessage, shelf: MessageShelf, staff: Staff, desk: Desk) -> None:
    """This person has read it: it is on record, and shown to them no more."""
    with desk.open_work() as work:
        facts = {"message": str(message.message_id), "words": message.words, "sent_by": message.sent_by}
        record(LineKind.MESSAGE_READ, facts, work=work, desk=desk, staff=staff)
        work.commit()
    shelf.note_read(message.message_id, staff.user)
