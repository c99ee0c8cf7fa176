"""One long day at the window, run by B10 as a process of its own: says what memory it holds, again and again.

The arguments: the data folder, how many payments are taken, and who signs in. Standard input has one line for each
member to be found. Nothing is loaded here that would count as the desk's.
"""

import json
import sys
from itertools import cycle, islice
from pathlib import Path

from PySide6.QtCore import Qt

import tests.bench.as_at_a_desk  # noqa: F401 - it acts when it is loaded
from tests.bench.proportional import proportional_kb
from tests.bench.window import Driver, open_window
from ui.counter.serving import Stage

_SAY_EVERY = 20
_SETTLE_S = 1.5


def main(folder: Path, payments: int, user: str, passphrase: str) -> None:
    """Print one JSON object a look: payments and keystrokes so far, and kilobytes."""
    people = sys.stdin.read().splitlines()
    with open_window(folder) as desk:
        desk.sign_in(user, passphrase)
        desk.wait(_SETTLE_S)
        keystrokes = 0
        _say(0, keystrokes)
        for count, person in enumerate(islice(cycle(people), payments), start=1):
            keystrokes += _pay(desk, person)
            desk.gaps.begin()  # What the probe notes would count as the desk's.
            if count % _SAY_EVERY == 0 or count == payments:
                _say(count, keystrokes)


def _pay(desk: Driver, person: str) -> int:
    """One payment, with its letters; how many there were."""
    desk.find(person)
    desk.paint_changes()
    desk.open_found()
    desk.tender_cash()
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.stage is not Stage.TAKING, "the payment is written down")
    desk.paint_changes()
    assert desk.stage is Stage.PAID, "nothing was taken"
    desk.wait(0.02)
    return len(person)


def _say(payments: int, keystrokes: int) -> None:
    kilobytes = {"payments": payments, "keystrokes": keystrokes, "kb": proportional_kb()}
    sys.stdout.write(f"{json.dumps(kilobytes)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
