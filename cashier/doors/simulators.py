"""The demo's receipt printer, card terminal and check reader, in a process of their own, as real ones would be."""

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cashier.devices.reader_simulated import simulated_reader
from cashier.devices.terminal_simulated import simulated_terminal
from cashier.doors.processes import say_ready, when_asked_to_leave
from receipts.printers.simulated import SimulatedPrinter


def run_simulators(*, columns: int, until_eof: bool, terminal_memory: Path | None) -> int:
    """Serve them on free ports of the loopback address until asked to leave; the terminal remembers in a file."""
    leaving = threading.Event()
    with ExitStack() as stack:
        printer = stack.enter_context(SimulatedPrinter(columns=columns, has_slip=True))
        other = stack.enter_context(SimulatedPrinter(columns=columns))
        terminal = stack.enter_context(simulated_terminal(memory=terminal_memory))
        when_asked_to_leave(leaving.set, until_eof=until_eof)
        say_ready(
            {
                "printer": {"port": printer.port, "control_port": printer.control_port},
                "other_printer": {"port": other.port, "control_port": other.control_port},
                "terminal": terminal.said | {"authority": terminal.authority.read_text("utf-8")},
                "reader": _reader(stack),
            }
        )
        leaving.wait()
    return 0


def _reader(stack: ExitStack) -> dict[str, Any] | None:
    """The check reader; None on a machine that has no pseudo-terminals to be one."""
    try:
        reader = stack.enter_context(simulated_reader())
    except OSError:
        return None
    return {"device": reader.device, "control_port": reader.control_port}
