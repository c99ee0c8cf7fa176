"""The print loop: what is due gets printed, what is unsure is never printed again, a late drawer stays shut."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from cashier.domain.errors import DeviceTrouble, StoreTrouble
from cashier.usecases.ports import JobState, PrinterStatus
from receipts.document import Document
from receipts.escpos import ReceiptBytes
from receipts.lane import LOOK_AGAIN_S, MakeBytes, PrintLane, PrintNews
from receipts.printers.machine import Fault
from receipts.printers.network import NetworkPrinter
from receipts.printers.simulated import SimulatedPrinter
from tests.fakes.memory_store import MemoryDesk
from tests.receipts import payments

READY = PrinterStatus(ready=True, words="ready")


@dataclass(slots=True)
class ScriptedPrinter:
    """Answers what the test says: ``through`` for a job, ``trouble`` for everything while it is not empty."""

    columns: int = 42
    trouble: str = ""
    through: bool = True
    state: PrinterStatus = READY
    papers: list[bytes] = field(default_factory=list)
    pulses: int = 0
    looks: int = 0
    is_held: bool = False
    while_printing: Callable[[], None] = lambda: None

    def status(self) -> PrinterStatus:
        self.looks += 1
        self._answer()
        return self.state

    def print(self, data: bytes) -> bool:
        self._answer()
        self.is_held = True
        self.while_printing()
        self.papers.append(data)
        return self.through

    def open_drawer(self) -> None:
        self._answer()
        self.pulses += 1
        self.is_held = True

    def hang_up(self) -> None:
        self.is_held = False

    def _answer(self) -> None:
        if self.trouble:
            raise DeviceTrouble(self.trouble)


@dataclass(slots=True)
class Room:
    """A desk with a journal, a printer and a lane between them; time stands still unless the test moves it."""

    desk: MemoryDesk = field(default_factory=MemoryDesk)
    printer: ScriptedPrinter = field(default_factory=ScriptedPrinter)
    now_s: float = 0.0
    heard: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def lane(self, make_bytes: MakeBytes | None = None) -> PrintLane:
        return PrintLane(
            printer=self.printer,
            open_work=self.desk.open_work,
            place=payments.PLACE,
            load_bytes=lambda: make_bytes or _words,
            news=PrintNews(heard=lambda status: self.heard.append(status.words), said=self.said.append),
            monotonic_s=lambda: self.now_s,
        )

    def pay(self, copy: int = 0) -> None:
        """A payment's lines, once, and a job for them."""
        with self.desk.open_work() as work:
            if work.journal.head().sequence == 0:
                for line in payments.card_then_cash():
                    work.journal.append(line)
            work.jobs.add(payments.RECEIPT, copy)
            work.commit()

    def states(self) -> list[JobState]:
        return [job.state for job in self.desk.tables.jobs]


def _words(document: Document) -> bytes:
    return f"{document.barcode} copy {document.copy}".encode()


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
        cashier.join(5.0)
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


def test_an_announced_receipt_finds_the_printer_asked_and_its_bytes_made(room: Room) -> None:
    made: list[int] = []

    def count(document: Document) -> bytes:
        made.append(document.copy)
        return _words(document)

    lane = room.lane(count)
    lane.step()
    room.printer.is_held = True
    lane.expect(payments.card_then_cash())

    assert 0.0 < lane.step() < LOOK_AGAIN_S
    assert (made, room.printer.papers) == ([0], [])
    assert room.printer.is_held

    room.pay()
    lane.step()

    assert (made, room.printer.papers) == ([0], [b"OAK3-0019284 copy 0"])
    assert room.states() == [JobState.CONFIRMED]


def test_an_announced_receipt_that_never_comes_holds_the_printer_for_a_moment_only(room: Room) -> None:
    lane = room.lane()
    lane.step()
    lane.expect(payments.card_then_cash())
    lane.step()
    room.printer.is_held = True

    assert lane.step() == LOOK_AGAIN_S
    assert not room.printer.is_held
    assert room.printer.papers == []


def test_what_was_announced_is_not_taken_for_a_copy_nor_for_another_receipt(room: Room) -> None:
    lane = room.lane()
    lane.step()
    lane.expect(payments.card_then_cash()[:1])
    lane.step()
    room.pay()
    room.pay(copy=1)

    while lane.step() == 0.0:
        pass

    assert room.printer.papers == [b"OAK3-0019284 copy 0", b"OAK3-0019284 copy 1"]


def test_a_printer_that_is_away_is_not_asked_ahead_of_a_receipt(room: Room) -> None:
    room.printer.trouble = "does not answer"
    lane = room.lane()
    lane.step()
    looks = room.printer.looks
    lane.expect(payments.card_then_cash())

    lane.step()

    assert room.printer.looks == looks


def test_the_whole_road_from_journal_to_paper(room: Room) -> None:
    room.pay()
    with SimulatedPrinter() as simulated:
        lane = PrintLane(
            printer=NetworkPrinter(
                "127.0.0.1", simulated.port, columns=42, connect_timeout_s=5.0, answer_timeout_s=5.0
            ),
            open_work=room.desk.open_work,
            place=payments.PLACE,
            load_bytes=lambda: ReceiptBytes(columns=42, dots=512).encode,
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
