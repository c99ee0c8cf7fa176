"""A small TCP server of lines, for devices that are only simulated. Leaving its block leaves no thread and no port."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from cashier.devices.terminal_wire import LINE_BYTES_MAX

HANG_UP = b""
KEEP_SILENT = None
Answer = Callable[[bytes], bytes | None]


@contextmanager
def line_server(host: str, port: int, answer: Answer) -> Iterator[int]:
    """Serve until the block is left; yields the port, which is a free one for 0.

    ``answer`` turns a line into the reply, `HANG_UP` or `KEEP_SILENT`; it is called from one thread a connection.
    """
    server = _Server((host, port), answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name=f"lines {port}")
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.hang_up()
        server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], answer: Answer) -> None:
        self.answer = answer
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Wake every handler that waits for its peer."""
        with self._guard:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        # A peer that goes in the middle of a line is no news to a device.
        with suppress(OSError):
            while line := self.rfile.readline(LINE_BYTES_MAX):
                reply = self.server.answer(line)
                if reply == HANG_UP:
                    return
                if reply is None:
                    self.rfile.read()  # Until the peer gives up, or the server does.
                    return
                self.wfile.write(reply)
