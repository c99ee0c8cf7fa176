"""The print loop: what is due gets printed, what is unsure is never printed again, a late drawer stays shut."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from cashier.domain.errors import StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.receipt_paper import PaperAsked, ReceiptPaper
from cashier.domain.receipt_seen import masked_since
from cashier.usecases.ports.devices import PrinterStatus
from cashier.usecases.ports.work import JobState
from receipts.escpos import ReceiptBytes
from receipts.lane import LOOK_AGAIN_S, PrintLane, PrintNews, Way
from receipts.printers.machine import Fault
from receipts.printers.network import NetworkPrinter
from receipts.printers.simulated import SimulatedPrinter
from tests.domain.receipt_lines import became, paper_asked
from tests.receipts import payments
from tests.receipts.print_room import Room


@pytest.fixture
def room() -> Room:
    return Room()


def test_what_is_due_is_printed_and_confirmed_and_then_there_is_time(room: Room) -> None:
    room.pay()
    lane = room.lane()

    assert lane.step() == 0.0
    assert lane.step() == LOOK_AGAIN_S

    assert room.printer.papers == [b"OAK3-0019284 copy 0"]
    assert room.states() == [JobState.CONFIRMED]
    assert room.heard == ["ready"]


def test_a_job_is_marked_sending_and_no_transaction_is_open_while_it_prints(room: Room) -> None:
    seen: list[JobState] = []

    def look() -> None:
        seen.extend(room.states())
        # Another thread, since a thread may enter a lock that it holds itself.
        cashier = threading.Thread(target=room.pay, kwargs={"copy": 1}, daemon=True)
        cashier.start()
        cashier.join(60.0)
        assert not cashier.is_alive()

    room.pay()
    room.printer.while_printing = look

    room.lane().step()

    assert seen == [JobState.SENDING]


def test_a_job_that_is_not_confirmed_is_unsure_and_never_printed_again(room: Room) -> None:
    room.pay()
    room.printer.through = False
    lane = room.lane()

    for _ in range(5):
        lane.step()

    assert len(room.printer.papers) == 1
    assert room.states() == [JobState.UNKNOWN]
    assert room.said == ["Receipt OAK3-0019284 may not have printed. Look at the printer before you print it again."]


def test_after_an_unsure_job_the_printer_is_asked_how_it_is(room: Room) -> None:
    room.pay()
    lane = room.lane()
    room.printer.through = False
    lane.step()
    room.printer.trouble = "out of paper"

    lane.step()

    assert room.heard == ["ready", "out of paper"]


def test_trouble_before_the_first_byte_leaves_the_job_queued_and_waits_longer_each_time(room: Room) -> None:
    room.pay()
    room.printer.trouble = "out of paper"
    lane = room.lane()

    waits = [lane.step() for _ in range(6)]

    assert waits == [1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    assert room.states() == [JobState.QUEUED]
    assert room.heard == ["out of paper"]
    room.printer.trouble = ""
    assert lane.step() == 0.0
    assert room.states() == [JobState.CONFIRMED]
    assert room.heard == ["out of paper", "ready"]


def test_a_printer_that_fails_between_its_status_and_the_job_leaves_it_queued(room: Room) -> None:
    room.pay()
    lane = room.lane()
    lane.step()
    room.pay(copy=1)
    room.printer.trouble = "cover open"

    lane.step()

    assert room.states() == [JobState.CONFIRMED, JobState.QUEUED]
    assert room.desk.tables.jobs[1].words == "cover open"


def test_low_paper_prints_and_is_said(room: Room) -> None:
    room.pay()
    room.printer.state = PrinterStatus(ready=True, words="paper low", near_end=True)

    room.lane().step()

    assert room.heard == ["paper low"]
    assert room.states() == [JobState.CONFIRMED]


def test_an_idle_printer_is_looked_at_now_and_then_and_not_at_every_wake(room: Room) -> None:
    lane = room.lane()
    for _ in range(5):
        lane.step()
    assert room.printer.looks == 1

    room.now_s += LOOK_AGAIN_S
    room.printer.trouble = "offline"
    lane.step()

    assert room.printer.looks == 2
    assert room.heard == ["ready", "offline"]


def test_a_copy_is_printed_as_the_copy_it_is(room: Room) -> None:
    room.pay(copy=2)

    room.lane().step()

    assert room.printer.papers == [b"OAK3-0019284 copy 2"]


def test_a_job_without_lines_is_given_up_and_said(room: Room) -> None:
    with room.desk.open_work() as work:
        work.jobs.add("OAK3-0000404", 0)
        work.commit()

    room.lane().step()

    assert room.states() == [JobState.GIVEN_UP]
    assert room.said == ["Receipt OAK3-0000404 cannot be printed: its lines cannot be read. Call support."]


def test_nothing_is_printed_that_could_not_be_marked_before(room: Room) -> None:
    room.pay()
    room.desk.fails_with = "The disk is full."

    with pytest.raises(StoreTrouble):
        room.lane().step()

    assert room.printer.papers == []


def test_the_drawer_opens_once_for_one_request_and_before_the_paper(room: Room) -> None:
    room.pay()
    lane = room.lane()
    lane.ask_drawer()

    assert lane.step() == 0.0

    assert room.printer.pulses == 1
    assert room.printer.papers == []
    lane.step()
    lane.step()
    assert room.printer.pulses == 1


def test_the_printer_is_let_go_as_soon_as_nothing_follows(room: Room) -> None:
    room.pay()
    lane = room.lane()
    lane.ask_drawer()

    assert lane.step() == 0.0
    assert room.printer.is_held
    assert lane.step() == 0.0
    assert room.printer.is_held
    assert lane.step() > 0.0
    assert not room.printer.is_held


def test_a_late_drawer_stays_shut_and_that_is_said(room: Room) -> None:
    lane = room.lane()
    lane.ask_drawer()
    room.now_s += 2.01

    lane.step()

    assert room.printer.pulses == 0
    assert room.said == ["The drawer did not open in time. Open it with its key."]


def test_a_drawer_that_cannot_open_is_said_and_not_tried_again(room: Room) -> None:
    lane = room.lane()
    room.printer.trouble = "does not answer"
    lane.ask_drawer()
    lane.step()
    room.printer.trouble = ""
    lane.step()

    assert room.printer.pulses == 0
    assert room.said == ["The drawer did not open: the receipt printer does not answer. Open it with its key."]


def test_a_copy_says_that_its_check_came_back_and_what_the_office_moved(room: Room) -> None:
    room.pay(state=JobState.CONFIRMED)
    room.pay(copy=1)
    said = [became(kind) for kind in (LineKind.CHECK_RETURNED, LineKind.MOVE_AGREED)]
    back = tuple(masked_since(replace(line, facts={**line.facts, "receipt": payments.RECEIPT})) for line in said)

    room.lane(ReceiptBytes(columns=42, dots=512).encode, came_back=lambda receipt: back).step()

    (paper,) = room.printer.papers
    assert b"CHECK RETURNED" in paper
    assert b"$60.00 moved from S-48210377" in paper


def test_the_offices_copy_says_it_from_the_first_on_and_one_that_cannot_be_read_holds_nobody_up(room: Room) -> None:
    room.pay(state=JobState.CONFIRMED)
    facts = PaperAsked(receipt=payments.RECEIPT, paper=ReceiptPaper.OFFICE, services={}).facts()
    with room.desk.open_work() as work:
        for said in ({"receipt": 7}, facts):
            line = replace(paper_asked(), line_id=uuid4(), facts=said)
            work.journal.append(line)
            work.jobs.add(str(line.line_id), 0)
        work.commit()
    back = replace(became(LineKind.CHECK_RETURNED), facts={"receipt": payments.RECEIPT, "number": "1043"})

    lane = room.lane(ReceiptBytes(columns=42, dots=512).encode, came_back=lambda receipt: (back,))
    for _ in range(2):
        lane.step()

    (paper,) = room.printer.papers
    assert b"OFFICE COPY" in paper
    assert b"CHECK RETURNED" in paper
    assert room.states() == [JobState.CONFIRMED, JobState.GIVEN_UP, JobState.CONFIRMED]


def test_the_whole_road_from_journal_to_paper(room: Room) -> None:
    room.pay()
    with SimulatedPrinter() as simulated:
        port = simulated.port
        printer = NetworkPrinter("127.0.0.1", port, columns=42, connect_timeout_s=60.0, answer_timeout_s=60.0)
        lane = PrintLane(
            ways=[Way("Receipt printer", printer, lambda: ReceiptBytes(columns=42, dots=512).encode)],
            open_work=room.desk.open_work,
            place=payments.PLACE,
            news=PrintNews(heard=lambda status: room.heard.append(status.words), said=room.said.append),
            monotonic_s=lambda: 0.0,
        )
        simulated.machine.set_fault(Fault.PAPER_OUT)
        assert lane.step() > 0.0
        assert room.states() == [JobState.QUEUED]

        simulated.machine.set_fault(Fault.NONE)
        lane.ask_drawer()
        while lane.step() == 0.0:
            pass

        (paper,) = simulated.machine.sheets()
        assert simulated.machine.pulses == 1

    assert "TOTAL PAID                         $472.60" in paper.text
    assert room.states() == [JobState.CONFIRMED]
    assert room.heard == ["out of paper", "ready"]
    assert room.said == []


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.SENDING])
def test_a_paper_whose_end_could_not_be_written_down_is_not_printed_again(room: Room, state: JobState) -> None:
    lane = room.lane()
    lane.step()
    room.pay(state=state)

    def fill_the_disk() -> None:
        room.desk.fails_with = "The disk is full."

    room.printer.while_printing = fill_the_disk
    for _ in range(2):
        with pytest.raises(StoreTrouble):
            lane.step()
        assert (room.states(), lane.is_waiting()) == ([JobState.SENDING], False)

    room.desk.fails_with = ""
    lane.step()

    assert (room.states(), len(room.printer.papers)) == ([JobState.CONFIRMED], 1)
    assert lane.is_waiting()


def test_a_fault_while_printing_leaves_the_paper_unsure_and_prints_it_no_more(room: Room) -> None:
    def fail() -> None:
        raise RuntimeError("a fault of ours")

    room.printer.while_printing = fail
    room.pay(state=JobState.SENDING)
    lane = room.lane()
    with pytest.raises(RuntimeError):
        lane.step()
    room.printer.while_printing = lambda: None

    lane.step()

    assert (room.states(), room.printer.papers) == ([JobState.UNKNOWN], [])
    assert room.said == ["Receipt OAK3-0019284 may not have printed. Look at the printer before you print it again."]


def test_a_drawer_opens_even_while_nothing_can_be_written_down(room: Room) -> None:
    lane = room.lane()
    room.pay()

    def fill_the_disk() -> None:
        room.desk.fails_with = "The disk is full."

    room.printer.while_printing = fill_the_disk
    with pytest.raises(StoreTrouble):
        lane.step()
    lane.ask_drawer()
    lane.step()

    assert room.printer.pulses == 1


def test_what_will_be_said_later_is_made_ready_while_nothing_prints(room: Room) -> None:
    drawn: list[int] = []

    def warm_up() -> Iterator[None]:
        for phrase in range(3):
            drawn.append(phrase)
            yield

    lane = room.lane(warm_up=warm_up)
    first = lane.step()
    assert (drawn, first < 1.0, room.printer.is_held) == ([0], True, False)

    room.pay()
    lane.step()
    assert (drawn, room.states()) == ([0], [JobState.CONFIRMED])

    assert [lane.step() for _ in range(3)][-1] == LOOK_AGAIN_S
    assert drawn == [0, 1, 2]


def test_what_was_made_ready_for_another_payment_is_not_what_comes_out(room: Room) -> None:
    lane = room.lane()
    others = (replace(line, facts={**line.facts, "receipt": "OAK3-0000001"}) for line in payments.card_then_cash())
    lane.expect(tuple(others))
    lane.step()

    room.pay()
    lane.step()

    assert room.printer.papers == [b"OAK3-0019284 copy 0"]
