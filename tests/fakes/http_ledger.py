"""A ledger of one desk over real HTTP on 127.0.0.1: receives honestly, and misbehaves when it is told to."""

import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from cashier.domain.chain import chained, first_link
from cashier.wire import FoundRow, Page, PastAnswer, PastRow, Run, SearchAnswer, SentLine, Standing


class Fault(Enum):
    """Two ways for a connection to end without an answer, and one to wait for it."""

    CUT = auto()  # Before the ledger has done anything.
    LOSE_REPLY = auto()  # After it has committed.
    HANG = auto()  # Until the ledger is closed.


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is not the ledger's own."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class HttpLedger:
    """What one desk's ledger holds; without a ``token`` it believes everybody.

    ``next`` are faults and replies for the coming requests, in order.
    """

    def __init__(self, desk: str = "OAK3", token: str | None = "secret") -> None:
        self.desk = desk
        self.token = token
        self.epoch = "e1"
        self.revoked = False
        self.lines: list[SentLine] = []
        self.runs: list[Run] = []
        self.pages: list[Page] = []
        self.asked: list[dict[str, str]] = []
        self.found: tuple[FoundRow, ...] = ()
        self.families: dict[str, Page] = {}
        self.paid: dict[str, tuple[PastRow, ...]] = {}
        self._one_run_at_a_time = threading.Lock()
        self.next: deque[Fault | Reply | None] = deque()
        self.url = ""
        self.closing = threading.Event()
        self.reached = threading.Event()

    def restore(self, received_through: int, epoch: str) -> None:
        """Go back to an older copy, which begins a new epoch."""
        del self.lines[received_through:]
        self.epoch = epoch

    def standing(self) -> Standing:
        chain = self.lines[-1].chain if self.lines else first_link(self.desk)
        return Standing(
            desk=self.desk,
            epoch=self.epoch,
            received_through=len(self.lines),
            chain=chain,
            revoked=self.revoked,
        )

    def receive(self, run: Run) -> Standing:
        with self._one_run_at_a_time:
            return self._receive(run)

    def _receive(self, run: Run) -> Standing:
        self.runs.append(run)
        for line in run.lines:
            known = self.standing()
            if line.sequence <= known.received_through:
                if line.chain != self.lines[line.sequence - 1].chain:
                    return known.model_copy(update={"state": "conflict"})
            elif line.sequence > known.received_through + 1:
                break
            elif line.chain != chained(known.chain, line.sequence, line.body.encode()):
                return known.model_copy(update={"state": "conflict"})
            else:
                self.lines.append(line)
        return self.standing()

    def page(self, asked: dict[str, str]) -> Page:
        """The page after the cursor, which is the number of pages before it; an empty one after the last."""
        after = asked.get("after", "") if asked.get("epoch") == self.epoch else ""
        place = int(after or 0)
        mark = len(self.lines)
        if place >= len(self.pages):
            return Page(epoch=self.epoch, mark=mark, after=str(place or ""), more=False)
        following = {"epoch": self.epoch, "mark": mark, "after": str(place + 1), "more": place + 1 < len(self.pages)}
        return self.pages[place].model_copy(update=following)

    def family(self, member: str) -> Page:
        """The family of a member whom this desk holds from now on."""
        following = {"epoch": self.epoch, "mark": len(self.lines), "after": "", "more": False}
        return self.families[member].model_copy(update=following)


@contextmanager
def http_ledger(desk: str = "OAK3", tls: ssl.SSLContext | None = None) -> Iterator[HttpLedger]:
    """Serve a ledger until the block is left, over TLS if a context is given."""
    ledger = HttpLedger(desk)
    server = _Server(ledger)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    ledger.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield ledger
    finally:
        ledger.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, ledger: HttpLedger) -> None:
        self.ledger = ledger
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A desk that goes away, or does not trust us, is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path.endswith("/standing"):
            self._answer(lambda: self.server.ledger.standing().model_dump_json())
            return
        asked = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
        self.server.ledger.asked.append(asked)
        if address.path == "/v1/members":
            self._answer(lambda: SearchAnswer(found=self.server.ledger.found).model_dump_json())
            return
        if address.path.endswith("/payments"):
            member = unquote(address.path.removesuffix("/payments").rpartition("/people/")[2])
            paid = self.server.ledger.paid.get(member, ())
            self._answer(lambda: PastAnswer(payments=paid).model_dump_json())
            return
        self._answer(lambda: self.server.ledger.page(asked).model_dump_json())

    def do_POST(self) -> None:
        body = self._body()
        self._answer(lambda: self.server.ledger.receive(Run.model_validate_json(body)).model_dump_json())

    def do_PUT(self) -> None:
        self._body()
        member = unquote(self.path.rpartition("/people/")[2])
        self._answer(lambda: self.server.ledger.family(member).model_dump_json())

    def _body(self) -> bytes:
        """All of it, whatever is answered: what is left unread would be taken for the next request."""
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Keep quiet."""

    def _answer(self, act: Callable[[], str]) -> None:
        ledger = self.server.ledger
        ledger.reached.set()
        planned = ledger.next.popleft() if ledger.next else None
        self.close_connection = isinstance(planned, Fault)
        if planned is Fault.HANG:
            ledger.closing.wait()
        if planned in (Fault.HANG, Fault.CUT):
            return
        if isinstance(planned, Reply):
            self._write(planned)
        elif ledger.token is not None and self.headers["Authorization"] != f"Bearer {ledger.token}":
            self._write(Reply(401, b'{"v": 1, "sentence": "No."}'))
        else:
            answer = act()
            if planned is not Fault.LOSE_REPLY:
                self._write(Reply(200, answer.encode()))

    def _write(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
