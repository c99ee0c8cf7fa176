"""What a stranger can break in the demo: the line to the ledger, the printer's paper, the card terminal's answers."""

from functools import partial

from cashier.config import Address, DeskSettings
from cashier.doors.plug import Plug
from cashier.doors.steering import steer
from ui.doors import DemoSwitch


def demo_switches(settings: DeskSettings, plug: Plug) -> tuple[DemoSwitch, ...]:
    """The demo's switches, all off at first."""
    switches = [DemoSwitch(words="The ledger's network plug is pulled", turn=partial(setattr, plug, "is_pulled"))]
    printer, terminal = settings.printer, settings.terminal
    if printer is not None and printer.control_port is not None:
        address = Address(host=printer.host, port=printer.control_port)
        switches.append(_simulated("The receipt printer is out of paper", address, on="paper_out", off="ok"))
    if terminal is not None and terminal.control_port is not None:
        address = Address(host=terminal.host, port=terminal.control_port)
        switches.append(_simulated("The card terminal declines", address, on="decline", off="approve"))
        lost = "The card terminal approves, and its answer is lost"
        switches.append(_simulated(lost, address, on="silent_after_approve", off="approve"))
    return tuple(switches)


def _simulated(words: str, address: Address, *, on: str, off: str) -> DemoSwitch:
    return DemoSwitch(words=words, turn=lambda is_on: steer(address, {"do": on if is_on else off}))
