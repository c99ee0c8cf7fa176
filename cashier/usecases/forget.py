"""A revoked desk forgets whom it knew, once the ledger has all of its journal and no drawer is open."""

from cashier.domain.line import LineKind
from cashier.domain.revoked import FORGOTTEN, REVOKED
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.forgetting import Knowledge
from cashier.usecases.records import NOBODY, record


def forget_people(desk: Desk, knowledge: Knowledge) -> bool:
    """Forget, then write down that it is done; whether there is a new line of it to deliver. Raises StoreTrouble.

    The journal has said REVOKED since this was decided, so no drawer has been opened. Whatever ends this in between,
    the next answer of the ledger begins it again, and the line is written once, with what the journal says from then.
    """
    knowledge.forget()
    with desk.open_work() as work:
        if work.journal.differs() != REVOKED:
            return False
        record(LineKind.DESK_FORGOT, {}, work=work, desk=desk, staff=NOBODY)
        work.journal.set_differs(FORGOTTEN)
        work.commit()
    return True
