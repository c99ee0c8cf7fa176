"""A small TCP server, for devices that are only simulated. Leaving its block leaves no thread and no port."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

LINE_BYTES_MAX = 64 * 1024
HANG_UP = b""
KEEP_SILENT = None
Answer = Callable[[bytes], bytes | None]
Serve = Callable[[socket.socket], None]
Wrap = Callable[[socket.socket], socket.socket]


@contextmanager
def line_server(host: str, port: int, answer: Answer) -> Iterator[int]:
    """Serve lines until the block is left; yields the port, which is a free one for 0.

    ``answer`` turns a line into the reply, `HANG_UP` or `KEEP_SILENT`; it is called from one thread a connection.
    """

    def serve(connection: socket.socket) -> None:
        with connection.makefile("rb") as lines:
            while line := lines.readline(LINE_BYTES_MAX):
                reply = answer(line)
                if reply == HANG_UP:
                    return
                if reply is None:
                    lines.read()  # Until the peer gives up, or the server does.
                    return
                connection.sendall(reply)

    with socket_server(host, port, serve) as served:
        yield served


@contextmanager
def socket_server(host: str, port: int, serve: Serve, wrap: Wrap = lambda plain: plain) -> Iterator[int]:
    """Serve connections until the block is left, each on a thread of its own, as ``wrap`` makes them of plain ones."""
    server = _Server((host, port), serve, wrap)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name=f"port {port}")
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

    def __init__(self, address: tuple[str, int], serve: Serve, wrap: Wrap) -> None:
        self.serve = serve
        self._wrap = wrap
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        return self._wrap(connection), address

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
                    # Below any encryption, whose own state is the handler's.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        # A peer that goes in the middle of a line, or speaks another language, is no news to a device.
        with suppress(OSError, ssl.SSLError):
            self.server.serve(self.request)
