"""Paper for lines that are no payments: due in the commit of its line, printed by the same lane as receipts."""

from cashier.domain.line import Numbered
from cashier.domain.slips import slips_of
from cashier.usecases.ports.work import UnitOfWork


def add_slips(numbered: Numbered, work: UnitOfWork) -> None:
    """Make a line's slips due: as many as it has."""
    if numbered.line.facts.get("for"):  # What it was opened for has a paper of its own.
        return
    for copy in range(slips_of(numbered.line)):
        work.jobs.add(str(numbered.line.line_id), copy)
