"""The network plug between a desk and its ledger, for the demo and for day scripts: pulled, nothing gets through."""

from cashier.domain.errors import LedgerAway
from cashier.sync.client import UNREACHABLE, LedgerClient
from cashier.wire import Page, Run, Standing


class Plug:
    """Stands before a `LedgerClient` and answers as a dead line would while it is pulled.

    An answer that arrives after the plug was pulled is lost, as on a real line.
    """

    def __init__(self, client: LedgerClient) -> None:
        self._client = client
        self.is_pulled = False

    def send(self, run: Run) -> Standing:
        self._check()
        standing = self._client.send(run)
        self._check()
        return standing

    def standing(self) -> Standing:
        self._check()
        standing = self._client.standing()
        self._check()
        return standing

    def page(self, epoch: str, after: str, *, limit: int, wait_s: float) -> Page:
        self._check()
        page = self._client.page(epoch, after, limit=limit, wait_s=wait_s)
        self._check()
        return page

    def interrupt(self) -> None:
        """End what is under way, for good. From any thread."""
        self._client.interrupt()

    def close(self) -> None:
        self._client.close()

    def _check(self) -> None:
        if self.is_pulled:
            raise LedgerAway(UNREACHABLE)
