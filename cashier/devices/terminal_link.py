"""The line to a card terminal: HTTPS on the local network, to the one terminal that its certificate names.

A terminal has no host name. Its certificate is signed by the terminals' own root, and its common name is the terminal's
own model and serial number below ``terminal.adyen.com``; ``legacy-terminal-certificate`` is what old ones all say.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from functools import cached_property
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from typing import Any, cast

from cashier.config_devices import TerminalSettings
from cashier.domain.errors import DeviceTrouble

REPLY_BYTES_MAX = 256 * 1024

_NAMED = re.compile(r"([a-zA-Z0-9]+-[a-zA-Z0-9]+|legacy-terminal-certificate)\.(?:live|test)\.terminal\.adyen\.com")
_LEGACY = "legacy-terminal-certificate"


class Silence(Exception):
    """A question left, and no answer that can be trusted came; the text says how."""


class TerminalLink:
    """Asks one terminal, over a connection of its own for each question. ``monotonic`` gives seconds."""

    def __init__(self, settings: TerminalSettings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._monotonic = monotonic

    def post(self, message: bytes, within_s: float) -> bytes:
        """The body of the answer, empty for an empty one. Raises DeviceTrouble if nothing was sent, Silence after."""
        with closing(self._connect()) as connection:
            # From here on a byte may have left.
            try:
                connection.sendall(self._head(len(message)) + message)
                reader = _Until(connection, self._monotonic, self._monotonic() + within_s)
                response = HTTPResponse(cast(socket.socket, reader))
                response.begin()
                body = response.read(REPLY_BYTES_MAX + 1)
                is_whole = response.length in (None, 0)
            except (OSError, HTTPException, ValueError) as trouble:
                raise Silence("the terminal did not answer") from trouble
        if response.status != 200 or len(body) > REPLY_BYTES_MAX or not is_whole:
            raise Silence("the terminal's answer was not understood")
        return body

    def _head(self, length: int) -> bytes:
        settings = self._settings
        return (
            f"POST /nexo HTTP/1.1\r\nHost: {settings.host}:{settings.port}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {length}\r\nConnection: close\r\n\r\n"
        ).encode()

    def _connect(self) -> ssl.SSLSocket:
        """An encrypted connection to the very terminal. Raises DeviceTrouble; nothing of a question was sent then."""
        settings, context = self._settings, self._trusted
        try:
            plain = socket.create_connection((settings.host, settings.port), timeout=settings.connect_timeout_s)
            try:
                connection = context.wrap_socket(plain)
            except BaseException:
                plain.close()
                raise
        except ssl.SSLCertVerificationError as trouble:
            raise DeviceTrouble(_STRANGER) from trouble
        except OSError as trouble:
            raise DeviceTrouble("The card terminal cannot be reached. Check its cable and that it is on.") from trouble
        if not names_terminal(connection.getpeercert() or {}, settings.poi):
            connection.close()
            raise DeviceTrouble(_STRANGER)
        return connection

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Raises DeviceTrouble."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.check_hostname = False  # It has none; `names_terminal` looks at its common name.
        try:
            context.load_verify_locations(cafile=self._settings.authority)
        except OSError as trouble:
            raise DeviceTrouble(
                f"The card terminal cannot be trusted: {self._settings.authority} is no readable PEM file. "
                "Correct terminal.authority in desk.toml."
            ) from trouble
        return context


_STRANGER = "What answers in the card terminal's place is another device. Nothing was sent. Call the help desk."


def names_terminal(certificate: dict[str, Any], poi: str) -> bool:
    """Whether a certificate that holds is this terminal's."""
    names = [value for row in certificate.get("subject", ()) for key, value in row if key == "commonName"]
    match = _NAMED.fullmatch(names[0]) if len(names) == 1 else None
    return match is not None and match.group(1) in (poi, _LEGACY)


class _Until(RawIOBase):
    """Reads a connection until a moment, however slowly it drips. Raises TimeoutError after it."""

    def __init__(self, connection: ssl.SSLSocket, monotonic: Callable[[], float], until: float) -> None:
        self._connection = connection
        self._monotonic = monotonic
        self._until = until

    def makefile(self, _mode: str) -> BufferedReader:
        """What HTTPResponse asks of a socket."""
        return BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left_s = self._until - self._monotonic()
        if left_s <= 0:
            raise TimeoutError
        self._connection.settimeout(left_s)
        return self._connection.recv_into(buffer)
