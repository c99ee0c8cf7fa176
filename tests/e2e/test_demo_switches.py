"""What a stranger can try with cards in the demo: of several switches the last one turned on holds."""

from cashier.config_devices import Address
from cashier.devices.terminal_simulated import simulated_terminal
from cashier.doors.demo_switches import at_the_terminal


def test_the_last_switch_that_was_turned_on_holds_and_then_the_one_before() -> None:
    with simulated_terminal() as served:
        switches = {
            switch.words: switch for switch in at_the_terminal(Address(host="127.0.0.1", port=served.control_port))
        }
        declined, short = switches["The card is declined"], switches["The card has only $20.00 left"]
        seen = []
        for switch, is_on in ((declined, True), (short, True), (short, False), (declined, False)):
            switch.turn(is_on)
            seen.append((served.terminal.mode.name, served.terminal.mode.figure))

    assert seen == [("decline", 0), ("partial", 2000), ("decline", 0), ("approve", 0)]
