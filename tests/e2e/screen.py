"""A screen of its own for a real window: display, window manager, accessibility bus; hands that type, eyes that read.

Nobody else's display is touched, and every process that is started here is ended here, by its id.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, TypeVar

import psutil

from cashier.doors.processes import MAIN

T = TypeVar("T")

TYPING_MS = 90  # A key at a time, as a person types: no scanner is so slow.
SCANNING_MS = 4
WITHIN_S = 60.0
_LOOK_EVERY_S = 0.05
# A scanner's keys come together however busy the desk is: what stands for hardware goes first, where it may.
_AS_HARDWARE = ("nice", "-n", "-15")
_SYSTEM_PYTHON = "/usr/bin/python3"
_EYES = Path(__file__).with_name("accessible_script.py")


def wait_for(look: Callable[[], T], *, within_s: float = WITHIN_S, told: Callable[[], object] = str) -> T:
    """Look until what is seen is true, and return that. Fails after ``within_s``, with what ``told`` says then."""
    until = monotonic() + within_s
    pause = Event()
    while not (seen := look()):
        assert monotonic() < until, f"not seen within {within_s} s; instead: {told()}"
        pause.wait(_LOOK_EVERY_S)
    return seen


@contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    """End a process and all that it started, each by its id, when the block ends."""
    try:
        yield process
    finally:
        try:
            family = psutil.Process(process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.terminate()
        for one in psutil.wait_procs(family, timeout=5)[1]:
            one.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


@dataclass(frozen=True, slots=True)
class Node:
    """Something on the screen, as those who hear it know it. ``text`` is what stands in a field."""

    role: str
    name: str
    description: str
    text: str
    focusable: bool
    focused: bool
    enabled: bool
    checked: bool


class Eyes:
    """Reads and works the window through the accessibility bus, from a process that is not the window's."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def nodes(self) -> list[Node]:
        """All that is on the screen, in reading order."""
        return [Node(**node) for node in self._ask(do="nodes")]

    def words(self) -> str:
        """Every name and text on the screen, one a line."""
        return "\n".join(said for node in self.nodes() for said in (node.name, node.description, node.text) if said)

    def wait_for_words(self, *words: str, within_s: float = WITHIN_S) -> str:
        """Wait until all of ``words`` are on the screen; returns what is there."""

        def look() -> str:
            seen = self.words()
            return seen if all(word in seen for word in words) else ""

        return wait_for(look, within_s=within_s, told=lambda: f"{words!r} is not in\n{self.words()}")

    def focused(self) -> str:
        """The name of what has the focus."""
        return next((node.name for node in self.nodes() if node.focused), "")

    def wait_for_focus(self, name: str) -> None:
        wait_for(lambda: self.focused() == name, told=lambda: f"the focus is on {self.focused()!r}, not on {name!r}")

    def press(self, name: str, role: str = "push button") -> None:
        """Press it by its own action."""
        assert self._ask(do="press", role=role, name=name), f"{role} {name!r} could not be pressed"

    def type(self, name: str, text: str, role: str = "text") -> None:
        """Put ``text`` into a field, in the place of what stood there."""
        assert self._ask(do="type", role=role, name=name, text=text), f"{role} {name!r} did not take {text!r}"

    def wait_to_hear(self, sentence: str) -> None:
        """Wait until a sentence was announced; what was before it counts no more."""
        heard: list[str] = []

        def listen() -> bool:
            heard.extend(self._ask(do="heard"))
            return sentence in heard

        wait_for(listen, told=lambda: f"heard {heard!r}, not {sentence!r}")

    def _ask(self, **order: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        assert answer["ok"], answer["is"]
        return answer["is"]


@dataclass(frozen=True, slots=True)
class Hands:
    """A keyboard, from outside of the window's process."""

    environment: Mapping[str, str]

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", str(TYPING_MS), text)

    def press(self, *keys: str) -> None:
        self._xdotool("key", "--delay", str(TYPING_MS), *keys)

    def scan(self, code: str) -> None:
        """A scanner types all at once and ends with Enter."""
        self._xdotool("type", "--delay", str(SCANNING_MS), "--args", "1", code, "key", "--delay", "0", "Return")

    def close_window(self) -> None:
        """The window manager's own key: it asks the window to close, as the button in its frame does."""
        self.press("alt+F4")

    def _xdotool(self, *arguments: str) -> None:
        command = (*_AS_HARDWARE, "xdotool", *arguments)
        subprocess.run(command, env=dict(self.environment), check=True, timeout=60)


@dataclass(frozen=True, slots=True)
class Screen:
    """A display with a window manager. ``environment`` is for programs that are to appear on it."""

    environment: Mapping[str, str]
    hands: Hands
    eyes: Eyes

    @contextmanager
    def window(self, *arguments: str, log: Path) -> Iterator["subprocess.Popen[str]"]:
        """The window that ``main.py`` opens with these arguments; what it complains about goes to ``log``."""
        with log.open("a") as complaints:
            process = subprocess.Popen(
                [sys.executable, str(MAIN), *arguments],
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=complaints,
                stderr=complaints,
                text=True,
            )
        with ended(process):
            yield process


@contextmanager
def running_screen(width: int = 1440, height: int = 900) -> Iterator[Screen]:
    """A display of that size, for the length of a ``with``. Needs what ``.ci/system tests`` installs."""
    with ExitStack() as stack:
        environment = dict(os.environ) | {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

        def start(*command: str, says_line: bool = False) -> str:
            process = stack.enter_context(ended(_start(command, environment)))
            assert process.stdout is not None
            return process.stdout.readline().strip() if says_line else ""

        size = f"{width}x{height}x24"
        server = (*_AS_HARDWARE, "Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp")
        number = start(*server, says_line=True)
        environment["DISPLAY"] = f":{number}"
        environment["DBUS_SESSION_BUS_ADDRESS"] = start(
            "dbus-daemon", "--session", "--nofork", "--print-address=1", says_line=True
        )
        start("openbox")
        eyes = stack.enter_context(ended(_start((_SYSTEM_PYTHON, str(_EYES)), environment)))
        yield Screen(environment=environment, hands=Hands(environment), eyes=Eyes(eyes))


def _start(command: tuple[str, ...], environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
