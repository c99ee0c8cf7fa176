"""A printer's end of port 9100 in a process of its own: answers at once, and says when every byte of a paper was there.

Prints one line of JSON with its ports when it listens; from then on one line a paper: the moment of its last byte, on
the clock that all processes of a machine share, and how many bytes came. It ends with its standard input.
"""

import json
import os
import socket
import sys
import threading
from contextlib import suppress
from time import monotonic

from receipts import commands

_READY = b"\x12"  # Every status is well.
_THROUGH = b"\x00"


def main() -> None:
    """Serve until whoever started this lets go of standard input."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        _say({"port": listener.getsockname()[1]})
        threading.Thread(target=_serve, args=(listener,), daemon=True).start()
        while os.read(0, 4096):
            continue


def _serve(listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                _take(connection)


def _take(connection: socket.socket) -> None:
    """One connection: as many statuses as are asked for, and one paper after the other."""
    waiting, size = b"", 0
    while data := connection.recv(65_536):
        at = monotonic()
        waiting += data
        size += len(data)
        while (read := commands.read_command(waiting)) is not None:
            command, waiting = read
            if command.name == commands.STATUS:
                connection.sendall(_READY)
            elif command.name == commands.ASK:
                connection.sendall(_THROUGH)
                _say({"at": at, "bytes": size})
                size = 0


def _say(facts: dict[str, float | int]) -> None:
    sys.stdout.write(f"{json.dumps(facts)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
