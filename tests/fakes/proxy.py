"""A TCP line that fails as lines do: it is cut after a request has arrived, or it is dead."""

import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

_PIECE_BYTES = 65_536
_LOOK_S = 0.1
_CONNECT_S = 5.0


class Proxy:
    """Passes bytes between whoever connects to ``port`` and ``target``, which may move.

    ``is_down``: connections are taken and hung up at once. While ``is_bad``, ``loses_reply`` is asked for each reply
    that begins to come back; where it says yes, what was asked has been done and the asker never hears of it.
    """

    def __init__(self, listener: socket.socket, loses_reply: Callable[[], bool]) -> None:
        self.port: int = listener.getsockname()[1]
        self.target: int | None = None
        self.is_down = False
        self.is_bad = False
        self.lost_replies = 0
        self._loses_reply = loses_reply
        self._listener = listener
        self._leaving = threading.Event()
        self._threads: list[threading.Thread] = []

    def serve(self) -> None:
        """Take connections until `leave`."""
        self._listener.settimeout(_LOOK_S)
        while not self._leaving.is_set():
            try:
                asker, _ = self._listener.accept()
            except TimeoutError:
                continue
            thread = threading.Thread(target=self._carry, args=(asker,), name="proxy connection")
            self._threads = [known for known in self._threads if known.is_alive()] + [thread]
            thread.start()

    def leave(self) -> None:
        """End every connection; returns when nothing runs any more."""
        self._leaving.set()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _carry(self, asker: socket.socket) -> None:
        with ExitStack() as open_now:
            open_now.enter_context(closing(asker))
            target = self.target
            if self.is_down or target is None:
                return
            # A line that breaks is what this is for: both ends hear that it hung up, and nothing else.
            with suppress(OSError):
                service = socket.create_connection(("127.0.0.1", target), _CONNECT_S)
                open_now.enter_context(closing(service))
                self._pass_on(asker, service)

    def _pass_on(self, asker: socket.socket, service: socket.socket) -> None:
        ends = {asker: service, service: asker}
        is_asking = False
        with selectors.DefaultSelector() as ready:
            for connection in ends:
                ready.register(connection, selectors.EVENT_READ, data=connection)
            while not self._leaving.is_set() and not self.is_down:
                for key, _ in ready.select(_LOOK_S):
                    end: socket.socket = key.data
                    piece = end.recv(_PIECE_BYTES)
                    if not piece:
                        return
                    if end is service and is_asking:
                        is_asking = False
                        if self.is_bad and self._loses_reply():
                            self.lost_replies += 1
                            return
                    is_asking = is_asking or end is asker
                    ends[end].sendall(piece)


@contextmanager
def cutting_proxy(loses_reply: Callable[[], bool]) -> Iterator[Proxy]:
    """A proxy on a free port of the loopback address, for the length of the block."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        proxy = Proxy(listener, loses_reply)
        thread = threading.Thread(target=proxy.serve, name="proxy")
        thread.start()
        try:
            yield proxy
        finally:
            proxy.leave()
            thread.join()
            proxy.join()
