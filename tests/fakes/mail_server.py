"""A mail server on this machine that keeps what it is given, and refuses what a test says."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class MailServer:
    """``messages`` as they came; ``refuses`` is answered to a recipient while it is not empty."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)
    refuses: bytes = b""


class _Session(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                message = b""
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    message += line
                self.server.kept.messages.append(message)
            answer = self.server.kept.refuses if command == b"RCPT" and self.server.kept.refuses else b"250 well"
            self.wfile.write((b"221 bye" if command == b"QUIT" else answer) + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, kept: MailServer) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.kept = kept


@contextmanager
def mail_server() -> Iterator[MailServer]:
    kept = MailServer()
    with _Server(kept) as server:
        kept.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="mail server")
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()
