"""The print loop while a check is at the slip station: paper waits for it, a payment and the drawer never do."""

from collections.abc import Iterator
from time import monotonic

import pytest

from cashier.usecases.ports.slip import SlipNews, SlipStep
from cashier.usecases.ports.work import JobState
from receipts.lane import PrintLane, PrintNews, Way
from receipts.printers.network import NetworkPrinter
from receipts.printers.simulated import SimulatedPrinter
from receipts.printers.slip import SlipStation
from receipts.printers.slot import CheckPaper
from receipts.slip_desk import LOOK_S, SlipDesk
from tests.receipts import payments
from tests.receipts.golden import bytes_of
from tests.receipts.kept import documents
from tests.receipts.print_room import Room

LINES = ("FOR DEPOSIT ONLY", "a payee whose name is longer than a check's back is wide")


class CheckRoom(Room):
    """A desk before a printer with a slip station, and what it is told of checks."""

    def __init__(self, simulated: SimulatedPrinter) -> None:
        super().__init__()
        self.machine = simulated.machine
        self.told: list[SlipNews] = []
        printer = NetworkPrinter("127.0.0.1", simulated.port, columns=42, connect_timeout_s=60.0, answer_timeout_s=60.0)
        station = self.station = SlipStation(printer, station=4, columns=35, reads=True)
        paper = bytes_of(documents()["check-and-cash"], 42)
        self.check_lane = PrintLane(
            ways=[Way("Receipt printer", printer, lambda: lambda _: paper), *self.others],
            open_work=self.desk.open_work,
            place=payments.PLACE,
            news=PrintNews(heard=lambda _: None, said=self.said.append),
            monotonic_s=lambda: self.now_s,
            slips=SlipDesk(station, told=self.told.append, read=lambda _: None, monotonic_s=lambda: self.now_s),
        )

    def ask(self) -> None:
        """A check is to be written on; it is waited for."""
        self.check_lane.step()
        assert self.check_lane.slips is not None
        self.check_lane.slips.ask(1, LINES)
        assert self.check_lane.step() == LOOK_S

    @property
    def papers(self) -> list[str]:
        return [sheet.text for sheet in self.machine.sheets()]


@pytest.fixture
def room() -> Iterator[CheckRoom]:
    with SimulatedPrinter(has_slip=True) as simulated:
        made = CheckRoom(simulated)
        yield made
        made.station.release()


def test_paper_waits_for_a_check_and_a_payment_ends_that(room: CheckRoom) -> None:
    room.ask()
    assert not room.check_lane.is_waiting()
    room.pay()
    assert room.check_lane.step() == LOOK_S
    assert (room.states(), room.papers) == ([JobState.QUEUED], [])

    room.check_lane.expect(payments.card_then_cash())
    for _ in range(3):
        room.check_lane.step()

    assert [news.step for news in room.told] == [SlipStep.INSERT, SlipStep.STOPPED]
    assert room.states() == [JobState.CONFIRMED]
    assert len(room.papers) == 1


def test_the_drawer_opens_while_a_check_is_waited_for(room: CheckRoom) -> None:
    room.ask()
    room.check_lane.ask_drawer()
    room.check_lane.step()

    assert room.machine.pulses == 1
    assert room.told[-1].step is SlipStep.INSERT


def test_what_is_written_fits_the_checks_back_and_paper_follows_before_it_is_taken_out(room: CheckRoom) -> None:
    room.machine.put_in(CheckPaper("", is_turned=True))
    room.ask()
    until_s = monotonic() + 60.0
    while (room.told[-1].step is not SlipStep.REMOVE or not room.papers) and monotonic() < until_s:
        room.check_lane.step()
    assert max(map(len, room.papers[0].splitlines())) <= 35

    room.pay()
    room.check_lane.step()
    assert room.states() == [JobState.CONFIRMED]
    room.machine.put_in(None)
    room.check_lane.step()
    assert room.told[-1].step is SlipStep.DONE
