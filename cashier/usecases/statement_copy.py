"""Make a copy of a statement: recorded first, then printed, so that no copy is without a name beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.statement_copy import CopyForm, StatementCopy, StatementDetails, aging_of, check_may_have
from cashier.domain.times import instant_text
from cashier.usecases.balances import balances, balances_of
from cashier.usecases.find_member import today_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.letters import Letters
from cashier.usecases.records import record

NO_LINES = StatementDetails()


class DetailsSource(Protocol):
    """The ledger, asked for a statement's lines. Raises LedgerAway, LedgerRefuses."""

    def details(self, statement_number: str) -> StatementDetails: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyAsked:
    """Which copy is wanted. ``copy_id`` is made before the first attempt: asked again it is the same copy.

    ``opened`` is whose account is open, ``identified`` how each person there was known.
    """

    copy_id: UUID
    statement_number: str
    form: CopyForm
    opened: str
    identified: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A copy that was made: its line, where it is, and whether the statement's lines were at hand."""

    line: Line
    said: str
    has_lines: bool


def copy_statement(asked: CopyAsked, source: DetailsSource, letters: Letters, desk: Desk, staff: Staff) -> Copied:
    """Make a copy; off the Qt thread, since ledger and printer are slow. Raises Refused, StoreTrouble, DeviceTrouble.

    A printer that fails leaves the record: asked again under the same id, the copy is made without another one.
    """
    details = NO_LINES
    if asked.form is not CopyForm.SLIP:
        try:
            details = source.details(asked.statement_number)
        except (LedgerAway, LedgerRefuses):
            details = NO_LINES  # The copy says that its lines are not at hand, and shows the sums.
    line = record_copy(asked, details, desk, staff)
    has_lines = bool(line.facts["has_lines"])
    if asked.form is CopyForm.SLIP:
        return Copied(line=line, said="The copy is on its way to the receipt printer.", has_lines=has_lines)
    said = letters.hand_out(
        line, details if has_lines else _unexplained(details), on_paper=asked.form is CopyForm.LETTER
    )
    return Copied(line=line, said=said, has_lines=has_lines)


def record_copy(asked: CopyAsked, details: StatementDetails, desk: Desk, staff: Staff) -> Line:
    """The line of a copy, with the receipt printer's paper where that is its form. Raises Refused, StoreTrouble."""
    staff.needs(Right.REPRINT, "make copies of statements")
    opened = desk.directory.member(asked.opened)
    known = desk.directory.statements((asked.statement_number,))
    member = desk.directory.member(known[0].statement.member_number) if known else None
    if opened is None or member is None:
        number = safe_text(asked.statement_number, "The number")
        raise Refused(f"Statement {number} is not known at this desk any more. Find the member again.")
    with desk.open_work() as work:
        if (earlier := work.journal.line(asked.copy_id)) is not None:
            return earlier.line
        (balance,) = balances(known, work.journal)
        statement = balance.statement
        how = check_may_have(statement, opened, asked.identified, desk.place.region)
        others = [b.statement for b in balances_of(member.number, desk.directory, work.journal)]
        copy = StatementCopy(
            statement=statement,
            member_name=member.name,
            language=member.language,
            form=asked.form,
            aging=aging_of(statement, others, today_at(desk)),
            has_lines=details.explain(statement.billed),
            balances_as_of=instant_text(desk.directory.freshness().as_of or desk.clock()),
            served_by=staff.name,
            identified=how,
        )
        line = record(LineKind.STATEMENT_COPIED, copy.facts(), work=work, desk=desk, staff=staff, line_id=asked.copy_id)
        if asked.form is CopyForm.SLIP:
            work.jobs.add(str(line.line_id), 0)
        work.commit()
    return line


def _unexplained(details: StatementDetails) -> StatementDetails:
    """Whom it is sent to, without lines that say something else than the statement."""
    return StatementDetails(addressee=details.addressee, address=details.address)
