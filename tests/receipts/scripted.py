"""A device at the other end of the cable that does just what a test says: for the faults no printer should have."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Act = Callable[[socket.socket, "Heard"], None]


@dataclass(slots=True)
class Heard:
    """What came in. ``over`` ends whatever the device waits for."""

    data: bytearray = field(default_factory=bytearray)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def device(act: Act) -> Iterator[tuple[int, Heard]]:
    """Gives each connection in turn to `act`; yields the port and what was heard, and is gone afterwards."""
    heard = Heard()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            heard.connections += 1
            with connection:
                act(connection, heard)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        heard.over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def answer_statuses(connection: socket.socket, heard: Heard) -> None:
    """Read the four status questions and say that all is well."""
    read(connection, heard, 12)
    connection.sendall(b"\x12\x12\x12\x12")


def read(connection: socket.socket, heard: Heard, count: int) -> bool:
    """Read until ``count`` more bytes are there; False if the other side hangs up before."""
    wanted = len(heard.data) + count
    while len(heard.data) < wanted:
        data = connection.recv(wanted - len(heard.data))
        if not data:
            return False
        heard.data += data
    return True


def read_all(connection: socket.socket, heard: Heard) -> None:
    while data := connection.recv(65536):
        heard.data += data


def reset(connection: socket.socket) -> None:
    """End it the rude way: the other side gets a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection.close()


@contextmanager
def taken_port() -> Iterator[tuple[int, socket.socket]]:
    """A port on which nobody listens before this socket does; nobody else can take it meanwhile."""
    with socket.socket() as keeper:
        keeper.bind(("127.0.0.1", 0))
        yield keeper.getsockname()[1], keeper
