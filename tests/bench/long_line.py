"""A network namespace at the end of a line that takes its time: real TCP between two tunnels, each packet held back.

The kernel's own way to delay (netem) is a module that many kernels lack; a tunnel is in all of them. Both ends have
loopback addresses, so that nothing here is ever routed anywhere else. Needs root.
"""

import fcntl
import os
import select
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from time import monotonic

NO_LINE = "No network namespace can be made here. Run this bench as root, with iproute2 and /dev/net/tun"
_NEAR, _FAR = "127.77.0.1", "127.77.0.2"
_PACKET_BYTES = 9_000  # As large as networks have them: fewer packets leave more of the processors to what is measured.
_SET_UP, _TUNNEL, _NO_HEADER = 0x400454CA, 0x0001, 0x1000  # Of linux/if_tun.h.


@dataclass(frozen=True, slots=True)
class LongLine:
    """``near`` is this side's address as the far side knows it; ``command`` runs what follows it at the far side."""

    near: str
    command: tuple[str, ...]


@dataclass(slots=True)
class _Way:
    """Packets in one direction, each with the moment when it arrives."""

    into: int
    packets: deque[tuple[float, bytes]] = field(default_factory=deque)

    def take(self, source: int, held_s: float) -> None:
        """All that came in at one end."""
        while True:
            try:
                packet = os.read(source, 2 * _PACKET_BYTES)
            except BlockingIOError:
                return
            self.packets.append((monotonic() + held_s, packet))

    def deliver(self) -> float | None:
        """What is due goes out at the other end; how many seconds until the next, None without one."""
        while self.packets:
            if (left_s := self.packets[0][0] - monotonic()) > 0:
                return left_s
            os.write(self.into, self.packets.popleft()[1])
        return None


@contextmanager
def long_line(round_trip_s: float) -> Iterator[LongLine]:
    """A namespace whose every answer takes ``round_trip_s``, for the length of a ``with``.

    Raises SystemExit where none can be made.
    """
    name = f"cf{os.getpid()}"
    command = ("ip", "netns", "exec", name)
    with ExitStack() as leaving:
        try:
            ends = [_tunnel(f"{name}{side}", leaving) for side in "nf"]
            _ip("netns", "add", name)
            leaving.callback(_ip, "netns", "delete", name)
            _ip("link", "set", f"{name}f", "netns", name)
            _connect((), f"{name}n", _NEAR, _FAR)
            _connect(command, f"{name}f", _FAR, _NEAR)
        except (OSError, subprocess.CalledProcessError) as trouble:
            raise SystemExit(f"{NO_LINE} ({trouble}).") from trouble
        carrier = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.long_line", *map(str, ends), str(round_trip_s / 2)],
            stdin=subprocess.PIPE,
            pass_fds=ends,
        )
        assert carrier.stdin is not None
        leaving.callback(carrier.wait)
        leaving.enter_context(closing(carrier.stdin))
        yield LongLine(_NEAR, command)


def _tunnel(name: str, leaving: ExitStack) -> int:
    """One end of a tunnel: the network device ``name``, whose packets are read and written here."""
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    leaving.callback(os.close, end)
    fcntl.ioctl(end, _SET_UP, struct.pack("16sH22x", name.encode(), _TUNNEL | _NO_HEADER))
    return end


def _connect(where: tuple[str, ...], device: str, own: str, other: str) -> None:
    """Give a device its address and the way to the other one, although both are loopback addresses."""
    _ip("address", "add", f"{own}/32", "dev", device, where=where)
    _ip("link", "set", device, "up", "mtu", str(_PACKET_BYTES), where=where)
    setting = f"/proc/sys/net/ipv4/conf/{device}/route_localnet"
    subprocess.run([*where, "sh", "-c", f"echo 1 > {setting}"], check=True)
    _ip("route", "add", f"{other}/32", "dev", device, "src", own, "table", "local", where=where)


def _ip(*arguments: str, where: tuple[str, ...] = ()) -> None:
    subprocess.run([*where, "ip", *arguments], check=True)


def carry(near: int, far: int, held_s: float) -> None:
    """Carry packets both ways until standard input ends."""
    is_over = threading.Event()

    def wait_for_end() -> None:
        sys.stdin.read()
        is_over.set()

    threading.Thread(target=wait_for_end, daemon=True).start()
    ways = {near: _Way(far), far: _Way(near)}
    poll = select.poll()
    for end in ways:
        poll.register(end, select.POLLIN)
    while not is_over.is_set():
        waits_s = [wait_s for way in ways.values() if (wait_s := way.deliver()) is not None]
        for end, _ in poll.poll(min([0.1, *waits_s]) * 1000):
            ways[end].take(end, held_s)


if __name__ == "__main__":
    carry(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
