"""Tells the demo's simulators how to behave, over their control ports: one JSON object a line, both ways."""

import json
import socket
from typing import Any

from cashier.config_devices import Address
from cashier.domain.errors import DeviceTrouble

CONTROL_TIMEOUT_S = 5.0


def steer(address: Address, order: dict[str, Any], *, timeout_s: float = CONTROL_TIMEOUT_S) -> dict[str, Any]:
    """Give one of the demo's simulators an order; returns its answer. Raises DeviceTrouble if it does not confirm."""
    try:
        with socket.create_connection((address.host, address.port), timeout_s) as connection:
            connection.sendall(json.dumps(order).encode() + b"\n")
            with connection.makefile("rb") as answers:
                answer: dict[str, Any] = json.loads(answers.readline())
    except (OSError, ValueError) as trouble:
        raise DeviceTrouble("The simulator does not answer. Start the demo, then work through the script.") from trouble
    if not answer.get("ok"):
        raise DeviceTrouble("The simulator does not take that order.")
    return answer
