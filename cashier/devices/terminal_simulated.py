"""A card terminal that needs no card, served as a real one is: nexo over TLS, and a control port for orders."""

import json
import secrets
import socket
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPMessage, parse_headers
from io import BufferedReader
from pathlib import Path
from threading import Event
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cashier.config_devices import TerminalSettings
from cashier.devices.line_server import KEEP_SILENT, LINE_BYTES_MAX, line_server, socket_server
from cashier.devices.nexo_protection import Protection
from cashier.devices.simulated_sales import HungUp, Terminal

POI, OTHER_POI, KEY_NAME, KEY_VERSION = "V400m-324688179", "V400m-324688180", "counterfoil", 1
_HANDSHAKE_S, _VALID_DAYS = 30.0, 365
_PATIENT_S = 30.0  # Of a desk beside it: both may share a busy machine.
_MESSAGE_BYTES_MAX = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedTerminal:
    """A terminal that is being served, and all that a desk needs to know to speak with it."""

    terminal: Terminal
    port: int
    control_port: int
    authority: Path
    passphrase: str

    def settings(self, **more: Any) -> TerminalSettings:
        """A desk's settings for it, without its control port."""
        return TerminalSettings.model_validate(self.said | {"control_port": None} | more)

    def toml(self, **more: Any) -> str:
        """The same as a section of ``desk.toml``, with its control port."""
        rows = "".join(f"{name} = {json.dumps(value)}\n" for name, value in (self.said | more).items())
        return f"\n[terminal]\n{rows}"

    @property
    def said(self) -> dict[str, Any]:
        return {
            "port": self.port,
            "control_port": self.control_port,
            "connect_timeout_s": _PATIENT_S,
            "poi": self.terminal.poi,
            "key_passphrase": self.passphrase,
            "key_identifier": KEY_NAME,
            "key_version": KEY_VERSION,
            "authority": str(self.authority),
        }


@contextmanager
def simulated_terminal(
    host: str = "127.0.0.1",
    port: int = 0,
    control_port: int = 0,
    *,
    memory: Path | None = None,
    pause: Callable[[Event, float], bool] = Event.wait,
) -> Iterator[SimulatedTerminal]:
    """Serve a terminal on two ports, of which 0 means any free one, in threads that end with the block. What it did is
    in the file ``memory``, for the next one. ``pause`` as at `Terminal`.

    Its certificates and its key are made anew; the root to believe them with lies in a folder that ends with it.
    """
    passphrase = secrets.token_urlsafe(24)
    terminal = Terminal(POI, Protection(passphrase, KEY_NAME, KEY_VERSION), memory, pause)
    with tempfile.TemporaryDirectory(prefix="counterfoil-terminal-") as folder:
        authority, own, other = _certificates(Path(folder))

        def wrap(plain: socket.socket) -> socket.socket:
            if terminal.mode.name == "rebooting":
                plain.close()
                raise ConnectionResetError
            context = other if terminal.mode.name == "wrong_certificate" else own
            return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)

        with (
            socket_server(host, port, lambda connection: _serve(connection, terminal), wrap) as served,
            line_server(host, control_port, terminal.obey) as controlled,
        ):
            try:
                yield SimulatedTerminal(
                    terminal=terminal,
                    port=served,
                    control_port=controlled,
                    authority=authority,
                    passphrase=passphrase,
                )
            finally:
                terminal.stop()


def _serve(connection: socket.socket, terminal: Terminal) -> None:
    """Answer one message, as HTTP: a body by its length or in chunks. Raises OSError, ValueError."""
    assert isinstance(connection, ssl.SSLSocket), "it was wrapped"
    connection.settimeout(_HANDSHAKE_S)
    connection.do_handshake()
    connection.settimeout(None)
    with connection.makefile("rb") as lines:
        if not lines.readline(LINE_BYTES_MAX).startswith((b"POST /nexo ", b"POST /nexo/ ")):
            return
        try:
            reply = terminal.answer(_body(lines, parse_headers(lines)))
        except HungUp:
            return
        if reply is KEEP_SILENT:
            lines.read()  # Until the peer gives up, or the server does.
            return
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(reply)}\r\n"
    whole = f"{head}Connection: close\r\n\r\n".encode() + reply
    mode = terminal.mode
    connection.sendall(whole[: int(mode.figure)] if mode.name == "cut" else whole)


def _body(lines: BufferedReader, headers: HTTPMessage) -> bytes:
    """Raises ValueError."""
    if headers.get("Transfer-Encoding", "").lower() != "chunked":
        return lines.read(min(int(headers.get("Content-Length", "0")), _MESSAGE_BYTES_MAX))
    pieces = b""
    while size := int(lines.readline(LINE_BYTES_MAX).split(b";")[0], 16):
        pieces += lines.read(size)
        lines.readline(LINE_BYTES_MAX)
        if len(pieces) > _MESSAGE_BYTES_MAX:
            raise ValueError("too long")
    lines.readline(LINE_BYTES_MAX)
    return pieces


def _certificates(folder: Path) -> tuple[Path, ssl.SSLContext, ssl.SSLContext]:
    """The root's file, and what this terminal and another one of the same make serve with."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    authority = folder / "terminal-root.pem"
    root = _certificate("Simulated terminal root", root_key.public_key(), "Simulated terminal root", root_key, ca=True)
    authority.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    own, other = (_context(folder, f"{poi}.test.terminal.adyen.com", root_key) for poi in (POI, OTHER_POI))
    return authority, own, other


def _context(folder: Path, name: str, root_key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(name, key.public_key(), "Simulated terminal root", root_key, ca=False)
    pem = folder / f"{name}.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def _certificate(
    name: str, key: ec.EllipticCurvePublicKey, issuer: str, issuer_key: ec.EllipticCurvePrivateKey, *, ca: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
