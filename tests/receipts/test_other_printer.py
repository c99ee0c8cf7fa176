"""Another printer can be chosen while one's own has no paper: the drawer stays where it is, and nothing comes twice."""

import pytest

from cashier.usecases.ports.work import JobState
from receipts.lane import Way
from tests.receipts.print_room import Room, ScriptedPrinter


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def other(room: Room) -> ScriptedPrinter:
    printer = ScriptedPrinter()
    room.others = [Way("printer at Window 2", printer, lambda: lambda document: b"there " + document.barcode.encode())]
    return printer


def test_what_waits_comes_out_of_the_printer_that_is_chosen(room: Room, other: ScriptedPrinter) -> None:
    room.pay()
    room.printer.trouble = "out of paper"
    lane = room.lane()
    assert lane.step() > 0.0

    lane.choose(1)
    assert lane.step() == 0.0

    assert (room.printer.papers, other.papers) == ([], [b"there OAK3-0019284"])
    assert room.states() == [JobState.CONFIRMED]
    assert [job.words for job in room.desk.tables.jobs] == ["printer at Window 2"]
    assert room.heard == ["out of paper", "ready"]


def test_the_drawer_stays_at_the_desks_own_printer_and_its_connection_is_not_kept(
    room: Room, other: ScriptedPrinter
) -> None:
    lane = room.lane()
    lane.choose(1)
    lane.step()
    lane.ask_drawer()
    lane.step()

    assert (room.printer.pulses, other.pulses) == (1, 0)
    assert not room.printer.is_held


def test_what_one_printer_left_unsure_the_other_does_not_print(room: Room, other: ScriptedPrinter) -> None:
    room.pay()
    room.printer.through = False
    lane = room.lane()
    lane.step()

    lane.choose(1)
    for _ in range(3):
        lane.step()

    assert room.states() == [JobState.UNKNOWN]
    assert other.papers == []


def test_a_receipt_made_ready_for_one_printer_is_made_anew_for_the_other(room: Room, other: ScriptedPrinter) -> None:
    room.pay()
    with room.desk.open_work() as work:
        lines = tuple(numbered.line for numbered in work.journal.receipt("OAK3-0019284"))
    lane = room.lane()
    lane.expect(lines)
    lane._do_next()

    lane.choose(1)
    lane.step()

    assert other.papers == [b"there OAK3-0019284"]


def test_a_printer_is_tried_once_and_what_is_asked_for_too_late_never_comes(room: Room) -> None:
    lane = room.lane()
    lane.ask_trial()
    lane.step()
    assert room.printer.papers == [b"TEST-0000000 copy 0"]

    lane.ask_trial()
    room.now_s += 5.0
    lane.step()
    assert len(room.printer.papers) == 1
    assert room.said == ["The printer test may not have come out. Look at the printer, then try again."]
    assert room.states() == []


def test_a_trial_that_cannot_come_out_says_why_and_is_not_kept(room: Room) -> None:
    room.printer.trouble = "out of paper"
    lane = room.lane()
    lane.ask_trial()
    lane.step()
    room.printer.trouble = ""
    for _ in range(3):
        lane.step()

    assert room.printer.papers == []
    assert room.heard[:1] == ["out of paper"]
    assert room.said == ["The printer test did not come out: out of paper. See to the printer, then try again."]


def test_back_at_its_own_printer_paper_comes_out_there(room: Room, other: ScriptedPrinter) -> None:
    lane = room.lane()
    lane.choose(1)
    lane.step()
    assert lane.where == "printer at Window 2"

    lane.choose(0)
    room.pay()
    lane.step()

    assert lane.where == ""
    assert (len(room.printer.papers), other.papers) == (1, [])
