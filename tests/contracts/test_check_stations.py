"""What every slip station promises: a check is written on once and only when it is in, and its line is that on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from time import monotonic

import pytest

from cashier.usecases.ports.slip import SlipNews, SlipStep
from receipts import slip_desk
from receipts.printers.device import DevicePrinter
from receipts.printers.machine import Fault, Machine
from receipts.printers.network import NetworkPrinter
from receipts.printers.simulated import SimulatedPrinter
from receipts.printers.slip import SlipStation
from receipts.printers.slot import CheckPaper
from receipts.printers.talking import TalkingPrinter
from receipts.slip_desk import SlipDesk
from tests.contracts.test_printers import job
from tests.receipts.pty_printer import serial_machine

WAIT_S = 60.0
LINE = "T121000248T0012345678O1043"
FACE, BACK = CheckPaper(LINE), CheckPaper(LINE, is_turned=True)
LINES = ("FOR DEPOSIT ONLY", "Coast Hospitals", "Account ••4471")


@dataclass(slots=True)
class Window:
    """A desk before a machine, with a clock that stands still unless the test moves it."""

    printer: TalkingPrinter
    machine: Machine
    now_s: float = 0.0
    told: list[SlipNews] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    station: SlipStation = field(init=False)
    desk: SlipDesk = field(init=False)

    def __post_init__(self) -> None:
        self.station = SlipStation(self.printer, station=4, columns=35, reads=True)
        self.desk = SlipDesk(self.station, told=self.told.append, read=self.read.append, monotonic_s=lambda: self.now_s)

    def steps(self) -> list[SlipStep]:
        return [news.step for news in self.told]

    def until(self, step: SlipStep) -> None:
        """Step, as the lane would, until this is said."""
        end = monotonic() + WAIT_S
        while (not self.told or self.told[-1].step is not step) and monotonic() < end:
            self.desk.step()
        assert self.steps()[-1] is step

    def until_it_waits(self) -> None:
        """Until the machine waits for a check, which is seen by its own status alone."""
        self.until(SlipStep.INSERT)
        self.reaches(lambda: self.machine.waits_for_check)

    @staticmethod
    def reaches(is_so: Callable[[], bool]) -> None:
        end = monotonic() + WAIT_S
        while not is_so():
            assert monotonic() < end

    @property
    def papers(self) -> list[str]:
        return [sheet.text for sheet in self.machine.sheets()]


@pytest.fixture(params=["network", "network with all", "serial"])
def window(request: pytest.FixtureRequest) -> Iterator[Window]:
    has_all = request.param.endswith("all")
    with ExitStack() as held:
        if request.param.startswith("network"):
            simulated = held.enter_context(SimulatedPrinter(knows_ids=has_all, has_slip=True))
            printer: TalkingPrinter = NetworkPrinter(
                "127.0.0.1",
                simulated.port,
                columns=42,
                connect_timeout_s=WAIT_S,
                answer_timeout_s=WAIT_S,
                knows_ids=has_all,
                reports=has_all,
            )
            machine = simulated.machine
        else:
            plugged = held.enter_context(serial_machine(has_slip=True))
            printer = DevicePrinter(plugged.device, baud=115200, columns=42, answer_timeout_s=WAIT_S)
            machine = plugged.machine
        window = Window(printer, machine)
        yield window
        window.station.release()
        printer.hang_up()


def test_a_check_is_written_on_once_it_is_in_and_taken_out(window: Window) -> None:
    window.desk.ask(1, LINES)
    window.until_it_waits()
    window.desk.step()
    assert (window.steps(), window.papers) == ([SlipStep.INSERT], [])

    window.machine.put_in(BACK)
    window.until(SlipStep.REMOVE)
    assert window.papers == ["FOR DEPOSIT ONLY\nCoast Hospitals\nAccount ••4471\n"]
    assert not window.desk.holds_printer
    window.machine.put_in(None)
    window.until(SlipStep.DONE)

    assert window.steps() == [SlipStep.INSERT, SlipStep.WORKING, SlipStep.REMOVE, SlipStep.DONE]
    assert window.desk.step() is None
    assert window.printer.print(job()) is True, "paper is on the roll again"
    assert len(window.papers) == 2
    assert window.machine.unknown() == ()


def test_a_check_is_read_and_given_back(window: Window) -> None:
    window.desk.ask(1, None)
    window.until_it_waits()
    window.machine.put_in(FACE)
    window.until(SlipStep.REMOVE)

    assert window.read == [LINE]
    window.machine.put_in(None)
    window.until(SlipStep.DONE)
    assert window.papers == []
    assert window.printer.print(job()) is True


@pytest.mark.parametrize(("check", "why"), [(BACK, "no line"), (CheckPaper(""), "letters")])
def test_the_wrong_side_and_a_line_that_cannot_be_read_are_told_apart(
    window: Window, check: CheckPaper, why: str
) -> None:
    window.desk.ask(1, None)
    window.until_it_waits()
    window.machine.put_in(check)
    window.until(SlipStep.UNREAD)

    assert (window.told[-1].why, window.read) == (why, [])


@pytest.mark.parametrize("lines", [None, LINES])
def test_nobody_puts_a_check_in(window: Window, lines: tuple[str, ...] | None) -> None:
    window.desk.ask(1, lines)
    window.until_it_waits()
    window.now_s += slip_desk.INSERT_WITHIN_S + 1
    window.until(SlipStep.LATE)

    window.reaches(lambda: not window.machine.waits_for_check)
    window.machine.put_in(BACK)
    assert window.printer.print(job()) is True
    assert len(window.papers) == 1, "nothing of the endorsement comes later, on no paper"


def test_the_printers_own_minute_ends_it_too(window: Window) -> None:
    window.desk.ask(1, None)
    window.until_it_waits()
    window.machine.give_up_waiting()
    window.until(SlipStep.LATE)

    window.desk.ask(2, LINES)
    window.reaches(lambda: bool(window.desk.step()) and window.machine.waits_for_check)
    window.desk.step()
    window.machine.give_up_waiting()
    window.reaches(lambda: window.desk.step() is None)
    assert window.told[-1] == SlipNews(wish=2, step=SlipStep.LATE)


@pytest.mark.parametrize("lines", [None, LINES])
def test_who_stops_it_gets_paper_at_once(window: Window, lines: tuple[str, ...] | None) -> None:
    window.desk.ask(1, lines)
    window.until_it_waits()
    window.desk.stop()
    window.until(SlipStep.STOPPED)

    assert window.printer.print(job()) is True
    assert len(window.papers) == 1


def test_a_check_that_stays_in_is_said_and_paper_comes_all_the_same(window: Window) -> None:
    window.machine.put_in(BACK)
    window.desk.ask(1, LINES)
    window.until(SlipStep.REMOVE)
    window.now_s += slip_desk.STUCK_AFTER_S + 1
    window.until(SlipStep.STUCK)

    assert window.printer.print(job()) is True
    window.machine.put_in(None)
    window.until(SlipStep.DONE)


def test_a_check_that_lies_there_since_it_was_read_is_taken_out_before_anything_is_written(window: Window) -> None:
    window.desk.ask(1, None)
    window.machine.put_in(FACE)
    window.until(SlipStep.REMOVE)
    window.desk.ask(2, LINES)
    window.until(SlipStep.TURN)
    for _ in range(5):
        window.desk.step()
    assert (window.told[-1].step, window.papers) == (SlipStep.TURN, []), "nothing stands on its face"
    assert not window.desk.holds_printer

    window.machine.put_in(None)
    window.until(SlipStep.INSERT)
    window.machine.put_in(BACK)
    window.until(SlipStep.REMOVE)
    assert len(window.papers) == 1


def test_one_that_stays_in_for_ever_is_never_said_to_be_out(window: Window) -> None:
    window.machine.put_in(BACK)
    window.desk.ask(1, LINES)
    window.until(SlipStep.REMOVE)
    for _ in range(3):
        window.now_s += 100
        window.desk.step()

    assert window.desk.step() is None
    assert window.told[-1].step is SlipStep.STUCK
    window.desk.ask(2, LINES)
    window.until(SlipStep.TURN)


def test_a_second_wish_waits_for_nobody(window: Window) -> None:
    window.desk.ask(1, LINES)
    window.desk.ask(2, LINES)
    window.desk.step()

    assert [(news.wish, news.step) for news in window.told[:2]] == [(1, SlipStep.INSERT), (2, SlipStep.FAILED)]
    window.desk.stop()
    window.until(SlipStep.STOPPED)


def test_a_letter_that_no_printer_has_is_written_by_hand(window: Window) -> None:
    window.machine.put_in(BACK)
    window.desk.ask(1, ("海岸医院",))
    window.until(SlipStep.FAILED)

    assert window.papers == []


def test_the_drawer_opens_while_a_check_is_waited_for_and_its_line_is_not_lost(window: Window) -> None:
    window.desk.ask(1, None)
    window.until_it_waits()
    window.machine.put_in(FACE)
    window.printer.open_drawer()
    window.printer.hang_up()
    window.until(SlipStep.REMOVE)

    assert (window.machine.pulses, window.read) == (1, [LINE])


def test_what_may_be_on_the_check_is_unsure_and_never_written_again() -> None:
    with SimulatedPrinter(has_slip=True) as simulated:
        printer = NetworkPrinter(
            "127.0.0.1", simulated.port, columns=42, connect_timeout_s=WAIT_S, answer_timeout_s=WAIT_S
        )
        window = Window(printer, simulated.machine)
        simulated.machine.set_fault(Fault.PAPER_OUT, after_lines=1)
        simulated.machine.put_in(BACK)
        window.desk.ask(1, LINES)
        window.until(SlipStep.WORKING)
        window.now_s += slip_desk.WORK_WITHIN_S + 1
        window.until(SlipStep.UNSURE)

        assert window.desk.step() is None


def test_a_printer_that_is_gone_has_written_nothing() -> None:
    with SimulatedPrinter(has_slip=True) as simulated:
        port = simulated.port
    printer = NetworkPrinter("127.0.0.1", port, columns=42, connect_timeout_s=WAIT_S, answer_timeout_s=WAIT_S)
    window = Window(printer, Machine(42))
    window.desk.ask(1, LINES)
    window.desk.step()

    assert window.told == [SlipNews(wish=1, step=SlipStep.FAILED, why="does not answer")]
