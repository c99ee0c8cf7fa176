"""A desk in a process of its own, into whose finder a hand types: `test_overwritten` looks through its memory.

The arguments: the data folder and who signs in. Standard input has one figure a line and the pause after it in seconds,
so that the whole number is never one text here; each line is answered with an empty one once the desk has done with it.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cashier.doors.overwriting import start_overwriting
from tests.bench.window import open_window


def main(folder: Path, user: str, passphrase: str) -> None:
    """Type until standard input ends, at the window's own door, where scanners are heard too."""
    with open_window(folder) as desk:
        desk.sign_in(user, passphrase)
        desk.find("")
        for line in sys.stdin:
            figure, pause_s = line.split()
            QTest.keyClick(desk.window.windowHandle(), Qt.Key(ord(figure)))
            desk.wait(float(pause_s))
            sys.stdout.write("\n")
            sys.stdout.flush()


if __name__ == "__main__":
    start_overwriting()
    main(Path(sys.argv[1]), *sys.argv[2:])
