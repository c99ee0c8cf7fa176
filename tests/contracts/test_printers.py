"""What every printer promises, whichever it is: paper it confirms is there, and trouble means that nothing was sent.

`make emulator` runs this with a printer that we did not write, too.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

import pytest

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports.devices import Printer
from receipts.printers.device import DevicePrinter
from receipts.printers.machine import Fault
from receipts.printers.network import NetworkPrinter
from receipts.printers.simulated import SimulatedPrinter
from tests.emulator.machine import PROGRAM, EmulatedPrinter
from tests.receipts.golden import bytes_of
from tests.receipts.kept import documents
from tests.receipts.pty_printer import serial_machine

WAIT_S = 60.0
SOON_S = 2.0  # Once it says something again, that has to come so soon, on a busy machine, too.


PRINTERS = ["network", "network with all", "serial", "serial with all"]
EMULATED = ["emulated network", "emulated network with reports", "emulated serial"] if PROGRAM in os.environ else []


class Faulty(Protocol):
    """What can be made to have a fault, or be well again."""

    def set_fault(self, fault: Fault) -> None: ...


@dataclass(frozen=True, slots=True)
class Bench:
    """A printer, how many papers came out of it, and how to take it away."""

    printer: Printer
    machine: Faulty
    papers: Callable[[], int]
    take_away: Callable[[], None]


@pytest.fixture(params=[*PRINTERS, *EMULATED])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param in EMULATED:
        with EmulatedPrinter() as emulated:
            theirs = emulated_at(emulated, request.param)
            yield Bench(theirs, emulated, emulated.papers, emulated.stop)
            theirs.hang_up()
        return
    knows_ids = request.param.endswith("all")
    with ExitStack() as held:
        if request.param.startswith("network"):
            simulated = held.enter_context(SimulatedPrinter(knows_ids=knows_ids))
            printer: Printer = network(simulated, knows_ids=knows_ids)
            machine, take_away = simulated.machine, simulated.stop
        else:
            plugged = held.enter_context(serial_machine(knows_ids=knows_ids))
            printer = DevicePrinter(
                plugged.device,
                baud=115200,
                columns=42,
                answer_timeout_s=SOON_S,
                knows_ids=knows_ids,
                reports=knows_ids,
            )
            machine, take_away = plugged.machine, plugged.unplug
        yield Bench(printer, machine, lambda: len(machine.sheets()), take_away)
        printer.hang_up()


def emulated_at(emulated: EmulatedPrinter, how: str) -> Printer:
    if how == "emulated serial":
        return DevicePrinter(emulated.device, baud=9600, columns=42, answer_timeout_s=SOON_S)
    return NetworkPrinter(
        "127.0.0.1",
        emulated.port,
        columns=42,
        connect_timeout_s=WAIT_S,
        answer_timeout_s=WAIT_S,
        reports=how.endswith("reports"),
    )


def network(simulated: SimulatedPrinter, *, knows_ids: bool = False, answer_s: float = WAIT_S) -> NetworkPrinter:
    return NetworkPrinter(
        "127.0.0.1",
        simulated.port,
        columns=42,
        connect_timeout_s=WAIT_S,
        answer_timeout_s=answer_s,
        knows_ids=knows_ids,
        reports=knows_ids,
    )


def test_a_printer_that_says_by_itself_that_paper_ended_leaves_the_job_unsure_at_once() -> None:
    with SimulatedPrinter(knows_ids=True) as simulated:
        printer = network(simulated, knows_ids=True)
        simulated.machine.set_fault(Fault.PAPER_OUT, after_lines=3)

        assert printer.print(job()) is False, "a minute was not waited for"
        assert simulated.machine.sheets() == ()


def job() -> bytes:
    return bytes_of(documents()["check-and-cash"], 42)


def test_what_it_confirms_came_out(bench: Bench) -> None:
    assert bench.printer.print(job()) is True
    assert bench.papers() == 1


def test_jobs_come_out_one_after_the_other(bench: Bench) -> None:
    assert [bench.printer.print(job()) for _ in range(3)] == [True, True, True]
    assert bench.papers() == 3


def test_the_drawers_pulse_and_the_receipt_behind_it_are_done_in_one_go(bench: Bench) -> None:
    bench.printer.open_drawer()
    assert bench.printer.print(job()) is True
    bench.printer.hang_up()
    assert bench.printer.status().ready
    assert bench.papers() == 1


def test_it_says_that_it_is_ready(bench: Bench) -> None:
    assert bench.printer.status().ready


def test_it_knows_its_columns(bench: Bench) -> None:
    assert bench.printer.columns == 42


def test_a_printer_that_is_gone_is_trouble_and_nothing_comes_out(bench: Bench) -> None:
    bench.take_away()

    with pytest.raises(DeviceTrouble):
        bench.printer.print(job())
    with pytest.raises(DeviceTrouble):
        bench.printer.status()
    with pytest.raises(DeviceTrouble):
        bench.printer.open_drawer()
    assert bench.papers() == 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [(Fault.PAPER_OUT, "out of paper"), (Fault.COVER_OPEN, "cover open"), (Fault.OFFLINE, "offline")],
)
def test_a_printer_that_cannot_print_is_sent_nothing_and_says_why(bench: Bench, fault: Fault, words: str) -> None:
    bench.machine.set_fault(fault)
    with pytest.raises(DeviceTrouble, match=words):
        bench.printer.print(job())

    bench.machine.set_fault(Fault.NONE)
    assert bench.printer.print(job()) is True
    bench.printer.hang_up()
    assert bench.papers() == 1


def test_a_cutter_that_was_freed_goes_on_by_itself_and_what_it_held_never_comes_out() -> None:
    with SimulatedPrinter() as simulated:
        printer, machine = network(simulated), simulated.machine
        machine.set_fault(Fault.CUTTER)
        assert printer.status().words == "cutter stuck"
        with pytest.raises(DeviceTrouble, match="cutter stuck"):
            printer.print(job())

        machine.free_cutter()
        printer.status()
        assert printer.status().ready
        assert machine.sheets() == ()
        assert printer.print(job()) is True
        printer.hang_up()
        assert len(machine.sheets()) == 1


def test_a_silent_printer_is_sent_nothing() -> None:
    with SimulatedPrinter() as simulated:
        printer = network(simulated, answer_s=SOON_S)
        simulated.machine.set_fault(Fault.SILENT)
        with pytest.raises(DeviceTrouble, match="does not answer"):
            printer.print(job())

        simulated.machine.set_fault(Fault.NONE)
        assert printer.print(job()) is True
        printer.hang_up()
        assert len(simulated.machine.sheets()) == 1
