"""Money of a closed drawer is moved by the ledger's word, and the desk where it is agreed to prints it once."""

from dataclasses import replace

import pytest

from cashier.domain.closed_move import ClosedMove, ClosedPayment, ClosedSource, read_move_record
from cashier.domain.correction import Why
from cashier.domain.errors import LedgerAway, NotAllowed
from cashier.domain.explained import OVER, OVER_Z, SHORT, SHORT_Z
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.office_tasks import CHECK, RECEIPT, WORDS, Deed, Wish, read_wish, to_move
from cashier.domain.people import Role, Staff
from cashier.domain.targets import Target, TargetKind
from cashier.usecases.move_closed import agree_to_move, do_deed, look_at_closed
from tests.fakes.builders import TODAY
from tests.ui.sample_desk import SampleDesk

PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
TOLD = (("Receipt", "OAK3-0000001"), ("From", "S-1"), ("To", "S-2"), ("Asked by", "Priya Nair"))
AGREED = ("Agreed by", "Omar Castellanos")
SOURCE = Target(TargetKind.STATEMENT, "S-1")
PAYMENT = ClosedPayment(
    receipt="OAK3-0000001", sources=(ClosedSource(target=SOURCE, words="Hospital visit", amount=Money(6000)),)
)


def agreed(sample: SampleDesk) -> Wish:
    """Omar's word for what waits."""
    typed = {WORDS: "seen"}
    return read_wish(Deed.APPROVE, sample.desk.new_id(), "move.7", typed, most=Money(6000), today=TODAY)


def does(sample: SampleDesk, wish: Wish, staff: Staff = OMAR) -> str:
    return do_deed(wish, sample.desk, staff, sample.office, sample.doors().step_up, second="", passphrase="")


def test_who_agrees_prints_it_once_also_where_the_answer_got_lost_first() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.office.facts = TOLD
    wish = agreed(sample)
    sample.office.trouble = "The ledger cannot be reached."
    with pytest.raises(LedgerAway):
        does(sample, wish)
    sample.office.trouble = ""
    does(sample, wish)
    does(sample, wish)

    assert sample.office.done == [wish]
    assert wish.day == TODAY, "it is posted with today's business date"
    (line,) = [line for line in sample.store.lines() if line.kind is LineKind.MOVE_SLIP]
    said = read_move_record(line)
    assert (said.receipt, said.told) == ("OAK3-0000001", (*TOLD, AGREED))
    assert (said.staff_name, said.second_name) == ("Priya Nair", "Omar Castellanos")
    assert line.transfers == (), "the ledger alone moves it"
    with sample.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(line.line_id))] == [0]


def test_a_line_that_is_cut_once_the_money_has_moved_costs_no_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    office, do = sample.office, sample.office.do

    def cut_after(wish: Wish, staff: Staff) -> str:
        said = do(wish, staff)
        office.trouble = "The ledger cannot be reached."
        return said

    monkeypatch.setattr(type(office), "do", lambda _, wish, staff: cut_after(wish, staff))
    office.facts = TOLD
    does(sample, agreed(sample))

    (line,) = [line for line in sample.store.lines() if line.kind is LineKind.MOVE_SLIP]
    assert read_move_record(line).told == (*TOLD, AGREED)


def test_it_is_asked_for_by_one_and_nothing_is_printed() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.office.closed = PAYMENT
    assert look_at_closed("OAK3-0000001", PRIYA, sample.office) == PAYMENT
    move = ClosedMove(
        receipt="OAK3-0000001",
        source=SOURCE,
        to=Target(TargetKind.HOLDING),
        amount=Money(100),
        why=Why(reason="other", text="nobody's"),
    )
    wish = to_move(sample.desk.new_id(), move)
    does(sample, wish, PRIYA)

    (done,) = sample.office.done
    assert (done.source, done.to, done.reason, done.words) == ("S-1", "holding", "other", "nobody's")
    assert [line for line in sample.store.lines() if line.kind is LineKind.MOVE_SLIP] == []


def test_the_cash_office_asks_and_does_not_agree_and_a_lead_agrees_and_does_not_ask() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    helen = replace(PRIYA, user="helen", role=Role.LEAD)
    with pytest.raises(NotAllowed):
        agree_to_move(agreed(sample), sample.desk, PRIYA, sample.office)
    with pytest.raises(NotAllowed):
        look_at_closed("OAK3-0000001", helen, sample.office)
    assert sample.office.done == []


def test_each_deed_goes_its_own_way_and_prints_its_own_slip() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.office.facts = (("Open again, S-48210377", "60.00"),)
    typed = {RECEIPT: "OAK3-0000001", CHECK: "1043", WORDS: "NSF"}
    returned = read_wish(Deed.RETURN_CHECK, sample.desk.new_id(), "", typed, most=None, today=TODAY)
    typed = {OVER_Z: "oak3-z12", OVER: "cash", SHORT_Z: "oak3-z12", SHORT: "1043", WORDS: "it was cash"}
    explained = read_wish(Deed.EXPLAIN, sample.desk.new_id(), "", typed, most=None, today=TODAY)
    signed = {"second": "omar", "passphrase": "omar 1"}
    kinds = (LineKind.RETURN_SLIP, LineKind.EXPLAIN_SLIP)

    for wish, kind in zip((returned, explained), kinds, strict=True):
        said = do_deed(wish, sample.desk, PRIYA, sample.office, sample.doors().step_up, **signed)
        assert said, "the cash office reads what came of it"
        assert sample.store.lines()[-1].kind is kind
    assert [wish.second for wish in sample.office.done] == ["omar", "omar"]


def test_agreeing_to_something_else_and_declining_a_move_print_nothing() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.office.facts = TOLD
    other = read_wish(Deed.APPROVE, sample.desk.new_id(), "ask.7", {WORDS: "seen"}, most=None, today=TODAY)
    declined = replace(agreed(sample), deed=Deed.DECLINE)

    for wish in (other, declined):
        assert does(sample, wish), "it says what came of it"
    assert does(sample, agreed(sample)), "so does a move that is agreed to"
    assert sample.office.done[:2] == [other, declined]
    assert [line.kind for line in sample.store.lines()].count(LineKind.MOVE_SLIP) == 1


def test_who_agrees_again_stands_on_the_slip_once() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.office.facts = (*TOLD, AGREED)
    does(sample, agreed(sample))

    (line,) = [line for line in sample.store.lines() if line.kind is LineKind.MOVE_SLIP]
    assert read_move_record(line).told == (*TOLD, AGREED)
