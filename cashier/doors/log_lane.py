"""Sets the log up a moment after the desk is open: its library loads slowly, and what is said before is kept for it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import MemoryHandler
from pathlib import Path

from cashier.domain.errors import CashierError
from cashier.doors.loaded import settle_loaded

_LOG = logging.getLogger(__name__)
_KEPT_MOST = 1_000
_NEVER_S = 3600.0


@contextmanager
def refusals_logged(folder: Path) -> Iterator[None]:
    """Why a desk did not open stands in its log, too: whoever damaged it may be the only one who read the screen."""
    try:
        yield
    except CashierError as trouble:
        with suppress(OSError):
            from cashier.logs import set_up_logs

            log = set_up_logs(folder)
            _LOG.error("This desk did not open: %s", trouble)
            logging.getLogger().removeHandler(log)
            log.close()
        raise


class LogLane:
    """A `ports.Lane` with one thing to do."""

    name = "log"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log: logging.Handler | None = None
        self._kept = MemoryHandler(_KEPT_MOST, flushLevel=logging.CRITICAL + 1)
        logging.getLogger().addHandler(self._kept)

    def step(self) -> float:
        """Open the log and hand over what was kept."""
        if self._log is None:
            from cashier.logs import set_up_logs

            settle_loaded()
            self._log = set_up_logs(self._folder)
            logging.getLogger().removeHandler(self._kept)
            self._kept.setTarget(self._log)
            self._kept.close()
        return _NEVER_S

    def forget(self) -> None:
        """The desk did not open: what was kept goes, and nothing more is."""
        logging.getLogger().removeHandler(self._kept)

    def close(self) -> None:
        """Write what is left. Call it when no step runs."""
        self.step()
        if self._log is not None:
            logging.getLogger().removeHandler(self._log)
            self._log.close()
