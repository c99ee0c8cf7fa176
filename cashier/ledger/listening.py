"""What the service's process needs before the service: a socket, room for connections, and rare looks for cycles.

Nothing of HTTP is loaded here: for commands that serve nobody it was a quarter of their start.
"""

import gc
import resource
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cashier.config import is_loopback
from cashier.domain.errors import CashierError

GARBAGE_THRESHOLD = 100_000  # Objects.
CONNECTIONS_WAITING = 4096  # All desks may come back in the same second.
FREE_PORTS = range(20_000, 32_768)  # Above begin the ports of outgoing connections, which come and go.


class ServeTrouble(CashierError):
    """The service cannot listen where it was told to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFiles:
    """A certificate chain and its key, in PEM files."""

    certificate: Path
    key: Path


def look_less_for_cycles() -> None:
    """For a process that only serves: a run of lines makes many short-lived objects, no cycle, and no wait for one."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)


def allow_many_connections() -> None:
    """Each desk keeps connections open, and a process may usually have a thousand files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def listen(host: str, port: int, *, tls: bool = False) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises ServeTrouble, also where others could read along."""
    if not (tls or is_loopback(host)):
        raise ServeTrouble(
            f"On {host} names and balances would travel for all to read. Give --tls-certificate and --tls-key, "
            "or listen on 127.0.0.1."
        )
    for candidate in [port] if port else _free_ports():
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(CONNECTIONS_WAITING)
        except OSError as trouble:
            listener.close()
            if port:
                raise ServeTrouble(
                    f"The ledger cannot listen on {host} port {port}: {trouble.strerror}. Choose another with --port."
                ) from trouble
            continue
        return listener
    raise ServeTrouble(f"No port is free on {host}. Check --host.")


def _free_ports() -> Iterator[int]:
    """From anywhere on: whoever begins at the lowest takes the port of a service that is just being started again."""
    first = secrets.randbelow(len(FREE_PORTS))
    yield from FREE_PORTS[first:]
    yield from FREE_PORTS[:first]
