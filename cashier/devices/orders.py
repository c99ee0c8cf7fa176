"""How simulated devices take orders on their control ports: one JSON object a line, both ways."""

import json
from typing import Any


def line_of(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode() + b"\n"


def read_object(line: bytes) -> dict[str, Any]:
    """The object that a line says. Raises ValueError."""
    said = json.loads(line)
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return said
