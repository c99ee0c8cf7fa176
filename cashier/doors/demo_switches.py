"""What a stranger can try in the demo: break ledger line, printer and terminal, and have a check read."""

import os
from itertools import count

from cashier.config import DeskSettings
from cashier.config_devices import Address
from cashier.doors.plug import Plug
from cashier.doors.steering import steer
from cashier.sync.link import Link
from ui.doors import DemoSwitch


def demo_switches(settings: DeskSettings, plug: Plug, link: Link) -> tuple[DemoSwitch, ...]:
    """The demo's switches, all off at first."""

    def turn_plug(is_on: bool) -> None:
        plug.is_pulled = is_on
        link.look_again()

    switches = [DemoSwitch(words="The ledger's network plug is pulled", turn=turn_plug)]
    printer, terminal = settings.printer, settings.terminal
    if printer is not None and (control := printer.control):
        switches.append(_simulated("The receipt printer is out of paper", control, on="paper_out", off="ok"))
    if terminal is not None and (control := terminal.control):
        lost = "The card terminal approves, and its answer is lost"
        switches.append(_simulated(lost, control, on="silent_after_approve", off="approve"))
    if settings.reader is not None and settings.reader.control_port is not None:
        switches.append(_check_reader(Address(host="127.0.0.1", port=settings.reader.control_port)))
    return tuple(switches)


def _check_reader(control: Address) -> DemoSwitch:
    """A check each time it is ticked, none of them twice, also after another start."""
    numbers = count(1043)

    def turn(is_on: bool) -> None:
        if is_on:
            steer(control, {"do": "read", "text": f"T121000248T{os.getpid():010d}O{next(numbers)}"})

    return DemoSwitch(words="A check goes through the check reader", turn=turn)


def _simulated(words: str, control: Address, *, on: str, off: str) -> DemoSwitch:
    def turn(is_on: bool) -> None:
        steer(control, {"do": on if is_on else off})

    return DemoSwitch(words=words, turn=turn)
