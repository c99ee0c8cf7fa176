"""Many days at one window that is never closed, run by `long_run` as a process of its own: how it is each evening.

The arguments: the data folder, how many days and how many payments a day, who signs in with which passphrase, and who
takes the float to the safe. Standard input has one line for each member to be found. Nothing is loaded here that would
count as the desk's.
"""

import json
import os
import sys
import threading
from itertools import islice
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

import tests.bench.as_at_a_desk  # noqa: F401 - it acts when it is loaded
from cashier.domain.drawer import drawer_holds
from cashier.domain.money import Money
from cashier.domain.shift import DENOMINATIONS
from tests.bench.proportional import proportional_kb
from tests.bench.window import Driver, open_window
from ui.counter.serving import Stage

_FLOAT = {"20.00": 10}
_ENTER, _ALT = Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier
_FIELDS_MOST = 12
_RECEIVER = "Taken to the safe by"


def main(folder: Path, days: int, payments: int, *people: str) -> None:
    """Print one JSON object a day."""
    user, passphrase, receiver = people
    members = iter(sys.stdin.read().splitlines())
    with open_window(folder) as desk:
        desk.sign_in(user, passphrase)
        for day in range(1, days + 1):
            desk.gaps.begin()  # What the probe notes would count as the desk's.
            _open_drawer(desk)
            waits_s = sorted(_pay(desk, person) for person in islice(members, payments))
            began_s = perf_counter()
            _close_drawer(desk, day, receiver)
            _say(day, waits_s, perf_counter() - began_s)


def _pay(desk: Driver, person: str) -> float:
    """One payment from its first letter to the words *paid*; how long the window took for it."""
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_F2)  # Where the idle lock hears that somebody is here.
    began_s = perf_counter()
    desk.find(person)
    desk.paint_changes()
    desk.open_found()
    desk.tender_cash()
    desk.press(_ENTER)
    desk.until(lambda: desk.stage is not Stage.TAKING, "the payment is written down")
    desk.paint_changes()
    took_s = perf_counter() - began_s
    assert desk.stage is Stage.PAID, "nothing was taken"
    desk.wait(0.02)
    return took_s


def _open_drawer(desk: Driver) -> None:
    _button(desk, "Counter").click()
    desk.let_go_on()
    _count(desk, _FLOAT)
    desk.press(_ENTER)
    desk.until(lambda: _drawer_is_open(desk), "the drawer is open")
    desk.paint_changes()


def _close_drawer(desk: Driver, day: int, receiver: str) -> None:
    """Counted as what it holds, into bags of the day's own numbers."""
    _button(desk, "Drawer").click()
    desk.let_go_on()
    QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_C, _ALT)
    desk.let_go_on()
    _count(desk, _pieces(_held(desk)))
    for place in range(_FIELDS_MOST):
        focused = QApplication.focusWidget()
        name = focused.accessibleName() if focused is not None else ""
        if name == _RECEIVER:
            desk.type(receiver)
        elif " bag" in name:
            desk.type(f"LONG-{day}-{place}")
        else:
            break
        desk.press(_ENTER)
        desk.let_go_on()
    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: not _drawer_is_open(desk), "the drawer is closed")
    desk.paint_changes()


def _count(desk: Driver, pieces: dict[str, int]) -> None:
    for denomination in DENOMINATIONS:
        if denomination.code in pieces:
            desk.type(str(pieces[denomination.code]))
        desk.press(_ENTER)
        desk.let_go_on()


def _pieces(held: Money) -> dict[str, int]:
    """The fewest bills and coins that come to it."""
    pieces: dict[str, int] = {}
    left = held.cents
    for denomination in DENOMINATIONS:
        count, left = divmod(left, denomination.cents)
        pieces |= {denomination.code: count} if count else {}
    return pieces


def _held(desk: Driver) -> Money:
    assert desk.window._doors is not None
    with desk.window._doors.desk.open_reading() as work:
        shift = work.journal.open_shift()
        assert shift is not None
        return drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id)).cash_total


def _drawer_is_open(desk: Driver) -> bool:
    assert desk.window._doors is not None
    with desk.window._doors.desk.open_reading() as work:
        return work.journal.open_shift() is not None


def _button(desk: Driver, words: str) -> QAbstractButton:
    (found,) = [one for one in desk.window.findChildren(QAbstractButton) if one.text() == words and one.isVisible()]
    return found


def _say(day: int, waits_s: list[float], close_s: float) -> None:
    told = {
        "day": day,
        "payments": len(waits_s),
        "kb": proportional_kb(),
        "handles": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
        "pay_ms": round(1000 * waits_s[len(waits_s) // 2], 1),
        "pay_most_ms": round(1000 * waits_s[-1], 1),
        "close_ms": round(1000 * close_s, 1),
    }
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
