"""Reads and works Counterfoil's window as a screen reader would, for the tests; runs under the system's own Python.

The AT-SPI libraries come with the system and not with our environment, so the tests talk to this script by lines of
JSON: ``{"do": "nodes"}``, ``{"do": "press", "role", "name"}``, ``{"do": "type", "role", "name", "text"}``, and
``{"do": "heard"}`` for what was announced since it was last asked.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pyatspi
from gi.repository import GLib

APPLICATION = "Counterfoil"
_DEPTH_MOST = 40
_GONE = (LookupError, RuntimeError, GLib.GError)


def application() -> Any:
    """The window's application, or None while there is none."""
    desktop = pyatspi.Registry.getDesktop(0)
    return next((child for child in desktop if child is not None and child.name == APPLICATION), None)


def showing(node: Any, depth: int = 0) -> Iterator[Any]:
    """Every node that is on the screen, in reading order. What goes away while it is read is passed over."""
    try:
        children = [node[place] for place in range(node.childCount)]
    except _GONE:
        return
    for child in children:
        if depth < _DEPTH_MOST and is_showing(child):
            yield child
            yield from showing(child, depth + 1)


def is_showing(node: Any) -> bool:
    try:
        return node is not None and bool(node.getState().contains(pyatspi.STATE_SHOWING))
    except _GONE:
        return False


def on_screen() -> Iterator[Any]:
    window = application()
    if window is not None:
        yield from showing(window)


def nodes() -> list[dict[str, Any]]:
    """What there is to know about everything on the screen."""
    found = []
    for node in on_screen():
        try:
            found.append(told(node))
        except _GONE:
            continue
    return found


def told(node: Any) -> dict[str, Any]:
    states = node.getState()
    return {
        "role": node.getRoleName(),
        "name": node.name,
        "description": node.description,
        "text": text_of(node),
        "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
        "focused": states.contains(pyatspi.STATE_FOCUSED),
        "enabled": states.contains(pyatspi.STATE_ENABLED),
        "checked": states.contains(pyatspi.STATE_CHECKED),
    }


def text_of(node: Any) -> str:
    """The text in a field; empty for what is none."""
    try:
        return str(node.queryText().getText(0, -1))
    except NotImplementedError:
        return ""


def find(order: dict[str, str]) -> Any:
    """The first node on the screen with this role and name. Raises LookupError."""
    for node in on_screen():
        if node.getRoleName() == order["role"] and node.name == order["name"]:
            return node
    raise LookupError(f"no {order['role']} named {order['name']} is on the screen")


def press(node: Any) -> bool:
    """Press it by its own action. Raises LookupError if it has none."""
    actions = node.queryAction()
    names = [actions.getName(place) for place in range(actions.nActions)]
    wanted = next((name for name in ("Press", "Toggle") if name in names), None)
    if wanted is None:
        raise LookupError(f"{node.name} can do {names} only")
    return bool(actions.doAction(names.index(wanted)))


def put(node: Any, text: str) -> bool:
    """Put a text in the place of what stands in a field."""
    return bool(node.queryEditableText().setTextContents(text))


def answer(order: dict[str, str], heard: list[str]) -> Any:
    """Do what was asked. Raises LookupError for what is not there or not known."""
    match order["do"]:
        case "nodes":
            return nodes()
        case "press":
            return press(find(order))
        case "type":
            return put(find(order), order["text"])
        case "heard":
            since, heard[:] = list(heard), []
            return since
    raise LookupError(order["do"])


def serve() -> None:
    """Answer line by line until standard input ends."""
    heard: list[str] = []
    loop = GLib.MainLoop()

    def on_line(_channel: int, _condition: int) -> bool:
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        try:
            said = {"ok": True, "is": answer(json.loads(line), heard)}
        except (NotImplementedError, *_GONE) as trouble:
            said = {"ok": False, "is": str(trouble)}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
        return True

    pyatspi.Registry.registerEventListener(lambda event: heard.append(str(event.any_data)), "object:announcement")
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, on_line)
    loop.run()


if __name__ == "__main__":
    serve()
