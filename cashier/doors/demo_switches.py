"""What a stranger can break in the demo: the line to the ledger, the printer's paper, the card terminal's answers."""

from cashier.config import Address, DeskSettings
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
    return tuple(switches)


def _simulated(words: str, control: Address, *, on: str, off: str) -> DemoSwitch:
    def turn(is_on: bool) -> None:
        steer(control, {"do": on if is_on else off})

    return DemoSwitch(words=words, turn=turn)
