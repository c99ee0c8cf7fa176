"""The demo's receipt printer and card terminal, in a process of their own, as real ones would be."""

import threading

from cashier.devices.terminal_simulated import simulated_terminal
from cashier.doors.processes import say_ready, when_asked_to_leave
from receipts.printers.simulated import SimulatedPrinter


def run_simulators(*, columns: int, until_eof: bool) -> int:
    """Serve both on free ports of the loopback address until asked to leave."""
    leaving = threading.Event()
    with SimulatedPrinter(columns=columns) as printer, simulated_terminal() as terminal:
        when_asked_to_leave(leaving.set, until_eof=until_eof)
        say_ready(
            {
                "printer": {"port": printer.port, "control_port": printer.control_port},
                "terminal": {"port": terminal.port, "control_port": terminal.control_port},
            }
        )
        leaving.wait()
    return 0
