"""How often one may fail or search: token buckets in memory, one set for each process of the service.

What a desk delivers is never limited: only what fails, and what reads much for little, is.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from cashier.domain.errors import CashierError

KEYS_MOST = 10_000


class TooMany(CashierError):
    """Asked too often; ``retry_after_s`` is when it may be asked again."""

    def __init__(self, sentence: str, retry_after_s: float) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class _Bucket:
    left: float
    filled_at_s: float


class Buckets:
    """One bucket of ``burst`` for each key, refilled with ``per_s`` a second; the least used keys are forgotten."""

    def __init__(self, *, per_s: float, burst: int, monotonic_s: Callable[[], float]) -> None:
        self._per_s = per_s
        self._burst = burst
        self._monotonic_s = monotonic_s
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._guard = threading.Lock()

    def take(self, key: str) -> float:
        """Take one if there is one: 0.0; else the seconds until there will be."""
        with self._guard:
            bucket = self._filled(key)
            if (wait_s := self._wait_s(bucket)) == 0.0:
                bucket.left -= 1
            return wait_s

    def wait_s(self, key: str) -> float:
        """The same without taking."""
        with self._guard:
            return self._wait_s(self._filled(key))

    def _filled(self, key: str) -> _Bucket:
        now_s = self._monotonic_s()
        bucket = self._buckets.setdefault(key, _Bucket(self._burst, now_s))
        bucket.left = min(self._burst, bucket.left + (now_s - bucket.filled_at_s) * self._per_s)
        bucket.filled_at_s = now_s
        self._buckets.move_to_end(key)
        if len(self._buckets) > KEYS_MOST:
            self._buckets.popitem(last=False)
        return bucket

    def _wait_s(self, bucket: _Bucket) -> float:
        return 0.0 if bucket.left >= 1 else (1 - bucket.left) / self._per_s


class Limits:
    """What the service allows one address to get wrong, and one holder to search."""

    def __init__(self, monotonic_s: Callable[[], float]) -> None:
        self._failures = Buckets(per_s=0.5, burst=30, monotonic_s=monotonic_s)
        self._searches = Buckets(per_s=20, burst=60, monotonic_s=monotonic_s)

    def failed(self, address: str) -> None:
        """An address showed what nobody knows. Raises TooMany once that happens too often."""
        self._refuse(self._failures.take(_network(address)))

    def check_failures(self, address: str) -> None:
        """Before slow work for somebody unknown. Raises TooMany."""
        self._refuse(self._failures.wait_s(_network(address)))

    def searched(self, holder: str) -> None:
        """Raises TooMany where one desk searches faster than a person types."""
        if wait_s := self._searches.take(holder):
            raise TooMany("This desk searches too often. Try again in a moment.", wait_s)

    def _refuse(self, wait_s: float) -> None:
        if wait_s:
            raise TooMany("Too many wrong tokens, signatures or codes came from here. Try again later.", wait_s)


def _network(address: str) -> str:
    """Whose address: of IPv6 one customer has a whole /64."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(int(known) >> 64) if isinstance(known, IPv6Address) else address
