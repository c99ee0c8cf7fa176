"""Tells the demo's simulators how to behave, over their control ports."""

import json
import socket
from typing import Any

from cashier.config import Address
from cashier.domain.errors import DeviceTrouble

CONTROL_TIMEOUT_S = 5.0


def steer(address: Address, order: dict[str, Any]) -> None:
    """Tell one of the demo's simulators how to behave. Raises DeviceTrouble if it does not confirm."""
    try:
        with socket.create_connection((address.host, address.port), CONTROL_TIMEOUT_S) as connection:
            connection.sendall(json.dumps(order).encode() + b"\n")
            with connection.makefile("rb") as answers:
                answer = json.loads(answers.readline() or b"{}")
    except (OSError, ValueError) as trouble:
        raise DeviceTrouble("The simulator does not answer. Start the demo, then work through the script.") from trouble
    if not answer.get("ok"):
        raise DeviceTrouble("The simulator does not take that order.")
