"""A copy is recorded before it exists, once however often it is asked for, and never goes to another than it may."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from cashier.domain.errors import CashierError, DeviceTrouble, LedgerAway, NotAllowed, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money, total
from cashier.domain.people import Role
from cashier.domain.statement_copy import Charge, CopyForm, StatementDetails, read_copy
from cashier.domain.times import instant_text
from cashier.usecases.ports.directory import DirectoryPage
from cashier.usecases.ports.work import JobState
from cashier.usecases.reprint import say_not_printed, unsure_prints
from cashier.usecases.statement_copy import Copied, CopyAsked, copy_statement
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import MEMBER, NOW, ROSA, TODAY, Counter, a_desk, a_member, a_statement, a_wish, cash, pays

ASKED = CopyAsked(
    copy_id=UUID("019aa7c0-0000-7000-8000-0000000000c0"),
    statement_number="S-48210377",
    form=CopyForm.LETTER,
    opened=MEMBER,
    identified={MEMBER: "photo ID"},
)
VISIT = StatementDetails(
    addressee="Tran, Mai Linh",
    address=("1480 Lakeshore Avenue",),
    charges=(Charge(day=TODAY, words="Emergency room", amount=Money(41_260)),),
)


@dataclass(slots=True)
class Office:
    """The ledger with its details, or away; and a printer for letters that works, or does not."""

    known: StatementDetails | CashierError = VISIT
    trouble: str = ""
    made: list[tuple[Line, StatementDetails, bool]] = field(default_factory=list)

    @property
    def has_printer(self) -> bool:
        return True

    def details(self, statement_number: str) -> StatementDetails:
        if isinstance(self.known, CashierError):
            raise self.known
        return self.known

    def hand_out(self, line: Line, details: StatementDetails, *, on_paper: bool) -> str:
        if self.trouble:
            raise DeviceTrouble(self.trouble)
        self.made.append((line, details, on_paper))
        return "On its way."


def _copy(counter: Counter, office: Office, asked: CopyAsked = ASKED) -> Copied:
    return copy_statement(asked, office, office, counter.desk, ROSA)


def _records(counter: Counter) -> list[Line]:
    return [line for line in counter.store.lines() if line.kind is LineKind.STATEMENT_COPIED]


def test_who_made_a_copy_of_what_is_recorded_and_the_sheet_is_that_lines() -> None:
    counter, office = a_desk(), Office()

    copied = _copy(counter, office)

    (line,) = _records(counter)
    assert (line.staff, line.transfers, copied.line) == ("rosa", (), line)
    said = read_copy(line)
    assert (said.statement.number, said.identified, said.has_lines) == ("S-48210377", "photo ID", True)
    assert office.made == [(line, VISIT, True)]


def test_what_was_treated_is_not_kept_in_the_journal() -> None:
    counter = a_desk()

    _copy(counter, Office())

    assert b"Emergency room" not in _records(counter)[0].body()


def test_the_copy_shows_what_is_open_after_this_desks_own_payments() -> None:
    counter, office = a_desk(), Office()
    take_payment(a_wish(pays("S-48210377", 1_000), tenders=(cash(1_000),)), counter.desk, ROSA)

    copied = _copy(counter, office)

    assert read_copy(copied.line).statement.open == Money(40_260)


@pytest.mark.parametrize(
    "known", [LedgerAway("away"), replace(VISIT, charges=(Charge(day=None, words="x", amount=Money(1)),))]
)
def test_without_lines_that_explain_the_bill_the_copy_shows_the_sums(known: StatementDetails | CashierError) -> None:
    counter, office = a_desk(), Office(known)

    copied = _copy(counter, office)

    assert not copied.has_lines
    assert office.made[0][1].charges == ()
    assert read_copy(copied.line).has_lines is False


def test_a_printer_that_fails_leaves_one_record_and_the_same_copy_may_be_tried_again() -> None:
    counter, office = a_desk(), Office(trouble="no paper")

    with pytest.raises(DeviceTrouble, match="no paper"):
        _copy(counter, office)
    office.trouble = ""
    _copy(counter, office)

    assert len(_records(counter)) == 1
    assert len(office.made) == 1


def test_a_short_copy_asks_no_ledger_and_goes_to_the_receipt_printer_with_its_own_commit() -> None:
    counter, office = a_desk(), Office(LedgerAway("away"))
    asked = replace(ASKED, form=CopyForm.SLIP)

    copied = _copy(counter, office, asked)
    _copy(counter, office, asked)

    (job,) = counter.store.tables.jobs
    assert (job.line_id, job.copy, job.state) == (copied.line.line_id, 0, JobState.QUEUED)
    assert office.made == []


def test_a_short_copy_that_may_not_have_printed_is_asked_about_and_printed_again_as_a_marked_one() -> None:
    counter = a_desk()
    _copy(counter, Office(), replace(ASKED, form=CopyForm.SLIP))
    with counter.store.open_work() as work:
        work.jobs.move(1, JobState.UNKNOWN)
        work.commit()
    (job,) = unsure_prints(counter.desk)

    assert say_not_printed(job, counter.desk, ROSA) == 1
    assert say_not_printed(job, counter.desk, ROSA) == 1
    assert [line.facts["receipt"] for line in counter.store.lines() if line.kind is LineKind.REPRINTED] == [job.receipt]


def test_a_confidential_statement_is_copied_for_its_own_member_alone() -> None:
    counter, office = a_desk(replace(a_statement(member="11048835"), confidential=True)), Office()
    counter.know_members(a_member("11048835"))
    asked = replace(ASKED, identified={MEMBER: "photo ID", "11048835": "authority seen"})

    with pytest.raises(Refused, match="confidential"):
        _copy(counter, office, asked)

    assert _records(counter) == []
    assert office.made == []


@pytest.mark.parametrize("asked", [replace(ASKED, statement_number="S-1"), replace(ASKED, opened="999")])
def test_a_statement_or_member_that_is_gone_is_refused(asked: CopyAsked) -> None:
    with pytest.raises(Refused, match="not known at this desk any more"):
        _copy(a_desk(), Office(), asked)


def test_who_may_not_print_copies_makes_none() -> None:
    with pytest.raises(NotAllowed, match="make copies of statements"):
        copy_statement(ASKED, Office(), Office(), a_desk().desk, replace(ROSA, role=Role.ADMINISTRATOR))


def test_a_copy_for_one_of_the_family_has_their_name_language_and_bills_and_says_when_the_ledger_spoke() -> None:
    son = replace(a_member("11048828", name="Tran, Kevin"), language="es")
    counter = a_desk(a_statement("S-2", 5000, member=son.number), a_statement())
    counter.know_members(son)
    spoke = NOW - timedelta(minutes=7)
    counter.store.directory.apply(DirectoryPage(epoch="", mark=0, after="1", more=False), spoke)
    asked = replace(ASKED, statement_number="S-2", identified={MEMBER: "photo ID", son.number: "statement seen"})

    said = read_copy(_copy(counter, Office(), asked).line)

    assert (said.member_name, said.language, said.identified) == ("Tran, Kevin", "es", "statement seen")
    assert total(said.aging) == Money(5000)
    assert said.balances_as_of == instant_text(spoke)


def test_a_copy_for_somebody_who_is_not_known_here_is_in_nobody_elses_name() -> None:
    counter = a_desk(a_statement("S-2", 5000, member="11048828"))
    asked = replace(ASKED, statement_number="S-2", identified={MEMBER: "photo ID", "11048828": "statement seen"})

    with pytest.raises(Refused, match="S-2 is not known at this desk any more"):
        _copy(counter, Office(), asked)
    assert _records(counter) == []
