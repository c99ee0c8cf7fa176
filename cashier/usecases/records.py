"""Lines that move no money: who came, whose account was opened, what was printed again; and when none may follow."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from cashier.domain.asks import WordUsed
from cashier.domain.errors import Refused
from cashier.domain.line import Facts, Line, LineKind
from cashier.domain.people import Role, Staff
from cashier.domain.tries import MoreThanThere
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork

NOBODY = Staff(user="?", name="?", role=Role.AUDITOR)
"""Who stands on a line that no known person caused."""


def record(
    kind: LineKind, facts: Facts, *, work: UnitOfWork, desk: Desk, staff: Staff, line_id: UUID | None = None
) -> Line:
    """Append a record to the journal, in the shift that is open now, if one is; under ``line_id``, if it has one."""
    shift = work.journal.open_shift()
    line = Line(
        line_id=line_id or desk.new_id(),
        kind=kind,
        desk=desk.place.desk,
        center=desk.place.center,
        staff=staff.user,
        taken_at=desk.clock(),
        business_date=shift.business_date if shift else None,
        shift_id=shift.shift_id if shift else None,
        facts=facts,
    )
    work.journal.append(line)
    return line


def record_refused(act: str, why: str, desk: Desk, staff: Staff) -> None:
    """Commit that a known person wanted something and might not; ``why`` in a word or two, like ``no_right``."""
    with desk.open_work() as work:
        record(LineKind.REFUSED, {"act": act, "why": why}, work=work, desk=desk, staff=staff)
        work.commit()


@contextmanager
def each_word_once(act: str, desk: Desk, staff: Staff) -> Iterator[None]:
    """Around a transaction: keeps that a word from afar was to be used a second time. Raises what came."""
    try:
        yield
    except WordUsed:
        record_refused(act, "word_used", desk, staff)
        raise


def must_agree(work: UnitOfWork) -> None:
    """Raises Refused where the ledger holds another history of this journal: what is taken now might count nowhere."""
    if differs := work.journal.differs():
        raise Refused(f"{differs} Take no more payments here: the cash office invites a new desk in this one's place.")


def keep_try(more: MoreThanThere, work: UnitOfWork, desk: Desk, staff: Staff) -> None:
    """Commit the line that keeps a wish to take more out of the drawer than is there."""
    record(LineKind.TRANSFER_COUNTED, more.facts, work=work, desk=desk, staff=staff)
    work.commit()
