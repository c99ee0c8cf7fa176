"""What a stranger can try in the demo: break ledger line, printer and terminal, and have a check read."""

import os
from collections.abc import Iterator
from itertools import count
from typing import Any

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
        if printer.check_station != "none":
            switches += _in_the_printer(control)
    if terminal is not None and (control := terminal.control):
        switches += at_the_terminal(control)
    if settings.reader is not None and settings.reader.control_port is not None:
        switches.append(_check_reader(Address(host="127.0.0.1", port=settings.reader.control_port)))
    return tuple(switches)


def at_the_terminal(control: Address) -> list[DemoSwitch]:
    """What a member or the terminal can do with the next cards. Of several that are on, the last turned on holds."""
    on: list[dict[str, Any]] = []

    def switch(words: str, order: dict[str, Any]) -> DemoSwitch:
        def turn(is_on: bool) -> None:
            if order in on:
                on.remove(order)
            if is_on:
                on.append(order)
            steer(control, on[-1] if on else {"do": "approve"})

        return DemoSwitch(words=words, turn=turn)

    return [
        switch("The card terminal approves, and its answer is lost", {"do": "silent_after_approve"}),
        switch("The member taps the card instead of inserting it", {"do": "tap"}),
        switch("The card has only $20.00 left", {"do": "partial", "cents": 2000}),
        switch("The card is declined", {"do": "decline"}),
        switch("The member types a wrong PIN", {"do": "wrong_pin"}),
        switch("The member takes half a minute at the card terminal", {"do": "slow", "seconds": 30}),
        switch("The member cancels at the card terminal", {"do": "cancel"}),
    ]


def _in_the_printer(control: Address) -> list[DemoSwitch]:
    """A check lies in the printer's slip station while it is ticked."""
    lines = _check_lines(2043)

    def switch(words: str, *, is_turned: bool) -> DemoSwitch:
        def turn(is_on: bool) -> None:
            check = {"do": "check", "text": next(lines), "back": is_turned}
            steer(control, check if is_on else {"do": "check_out"})

        return DemoSwitch(words=words, turn=turn)

    return [
        switch("A check is in the receipt printer, face up", is_turned=False),
        switch("A check is in the receipt printer, its back up", is_turned=True),
    ]


def _check_lines(first: int) -> Iterator[str]:
    """Of checks that nobody has seen before, also after another start."""
    return (f"T121000248T{os.getpid():010d}O{number}" for number in count(first))


def _check_reader(control: Address) -> DemoSwitch:
    """A check each time it is ticked."""
    lines = _check_lines(1043)

    def turn(is_on: bool) -> None:
        if is_on:
            steer(control, {"do": "read", "text": next(lines)})

    return DemoSwitch(words="A check goes through the check reader", turn=turn)


def _simulated(words: str, control: Address, *, on: str, off: str) -> DemoSwitch:
    def turn(is_on: bool) -> None:
        steer(control, {"do": on if is_on else off})

    return DemoSwitch(words=words, turn=turn)
