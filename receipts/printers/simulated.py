"""The simulated printer on the network: port 9100 for jobs, one computer at a time, and a port to steer and watch it.

The second port takes one JSON object a line and answers with one:
``{"do": "ok" | "paper_out" | "cover_open" | "offline" | "silent"}``, with ``"after_lines": n`` only then;
``{"do": "near_end"}``; ``{"do": "paper", "after": n}`` for the papers numbered above n, as text and PNG in base64;
``{"do": "drawer"}`` and ``{"do": "close_drawer"}``. Where it has a slip station, ``{"do": "check", "text": line}`` puts
a check in, with ``"back": true`` turned over, and ``{"do": "check_out"}`` takes it out.
"""

import json
import socket
import socketserver
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from receipts.commands import read_command
from receipts.printers.machine import Fault, Machine
from receipts.printers.slot import CheckPaper

_POLL_S = 0.02
_READ_BYTES = 65536
_REQUEST_BYTES_MAX = 4096


class SimulatedPrinter:
    """A machine on its two ports; 0 chooses a free one. A with block starts and stops it."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        control_port: int = 0,
        columns: int = 42,
        knows_ids: bool = False,
        has_slip: bool = False,
    ) -> None:
        self.machine = Machine(columns, knows_ids=knows_ids, has_slip=has_slip)
        self._servers: list[_Server] = []
        self._threads: list[threading.Thread] = []
        try:
            self._servers.append(_JobServer((host, port), self.machine))
            self._servers.append(_ControlServer((host, control_port), self.machine))
        except OSError:
            self.stop()
            raise

    @property
    def port(self) -> int:
        return self._servers[0].port

    @property
    def control_port(self) -> int:
        return self._servers[1].port

    def start(self) -> None:
        for server in self._servers:
            thread = threading.Thread(target=server.serve_forever, args=(_POLL_S,), name=type(server).__name__)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End both ports and whoever is connected to them."""
        for server in self._servers:
            server.is_stopping.set()
            if self._threads:
                server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> "SimulatedPrinter":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(socketserver.TCPServer):
    allow_reuse_address = True

    def __init__(
        self, address: tuple[str, int], machine: Machine, handler: type[socketserver.BaseRequestHandler]
    ) -> None:
        super().__init__(address, handler)
        self.machine = machine
        self.is_stopping = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def before_reading(self) -> None:
        """Where a port may hang."""


class _JobServer(_Server):
    """Serves one connection after the other; the next one waits, as at a real printer."""

    def __init__(self, address: tuple[str, int], machine: Machine) -> None:
        super().__init__(address, machine, _Job)

    def before_reading(self) -> None:
        self.machine.wait_while_silent(self.is_stopping.is_set)


class _ControlServer(socketserver.ThreadingMixIn, _Server):
    def __init__(self, address: tuple[str, int], machine: Machine) -> None:
        super().__init__(address, machine, _Control)


class _Job(socketserver.BaseRequestHandler):
    server: _JobServer
    request: socket.socket

    def handle(self) -> None:
        stream = b""
        for data in _received(self.request, self.server):
            stream += data
            while (read := read_command(stream)) is not None:
                command, stream = read
                self.server.machine.take(command, self._answer)

    def _answer(self, data: bytes) -> None:
        # Whoever sent the job may be gone by the time it's through.
        with suppress(OSError):
            self.request.sendall(data)


class _Control(socketserver.BaseRequestHandler):
    server: _ControlServer
    request: socket.socket

    def handle(self) -> None:
        stream = b""
        for data in _received(self.request, self.server):
            *requests, stream = (stream + data).split(b"\n")
            if len(stream) > _REQUEST_BYTES_MAX:
                return
            for request in requests:
                self.request.sendall(json.dumps(_obey(self.server.machine, request)).encode() + b"\n")


def _received(connection: socket.socket, server: _Server) -> Iterator[bytes]:
    """What arrives, until the other side hangs up or the server is stopped."""
    connection.settimeout(_POLL_S)
    while not server.is_stopping.is_set():
        server.before_reading()
        try:
            data = connection.recv(_READ_BYTES)
        except TimeoutError:
            continue
        except OSError:
            return
        if not data:
            return
        yield data


def _obey(machine: Machine, request: bytes) -> dict[str, Any]:
    try:
        wish = json.loads(request)
        return {"ok": True} | _done(machine, str(wish["do"]), wish)
    except (ValueError, KeyError, TypeError):
        return {"ok": False, "refused": "This printer takes one JSON object a line, with do and what it knows there."}


def _done(machine: Machine, act: str, wish: dict[str, Any]) -> dict[str, Any]:
    match act:
        case "paper":
            sheets = machine.sheets(after=int(wish.get("after", 0)))
            return {"papers": [_paper(sheet.number, sheet.text, sheet.png()) for sheet in sheets]}
        case "drawer":
            return {"open": machine.drawer_is_open, "pulses": machine.pulses}
        case "check":
            machine.put_in(CheckPaper(str(wish.get("text", "")), is_turned=bool(wish.get("back", False))))
        case "check_out":
            machine.put_in(None)
        case "close_drawer":
            machine.close_drawer()
        case "near_end":
            machine.set_fault(Fault.NONE, near_end=True)
        case _:
            machine.set_fault(Fault(act), after_lines=int(wish.get("after_lines", 0)))
    return {}


def _paper(number: int, text: str, png: bytes) -> dict[str, Any]:
    return {"number": number, "text": text, "png": b64encode(png).decode("ascii")}
