"""The lane that keeps this desk's copy of the directory: page after page, then one long-held request after another.

Rows and cursor are written in one transaction of the directory's own file, so a cut at any place skips nothing and
never delays a payment's commit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cashier.domain.errors import HistoryDiffers, LedgerAway, LedgerRefuses
from cashier.domain.times import Clock
from cashier.sync.back_off import BackOff
from cashier.sync.link import Link
from cashier.sync.rows import directory_page
from cashier.usecases.ports.directory import DirectoryCursor, DirectoryWriter
from cashier.usecases.ports.work import OpenWork
from cashier.wire import PAGE_ROWS_MAX, Page

REFUSED_REST_S = 60.0
EMPTY_REST_S = 0.2  # A ledger that answers with nothing and at once is not to be asked without end.

MARK_AHEAD = "The ledger counts more lines of this desk than its journal has. Call support; balances stay as they were."


class Source(Protocol):
    """The ledger as this lane needs it; `LedgerClient` over the network."""

    def page(self, epoch: str, after: str, *, limit: int, wait_s: float) -> Page: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How pages are asked for: at most ``rows_max`` rows each, held back up to ``hold_s`` once nothing is missing."""

    hold_s: float
    rows_max: int = PAGE_ROWS_MAX


class PullLane:
    """A `ports.Lane`. ``applied`` is called on its thread after each page that brought something."""

    name = "pull"

    def __init__(
        self,
        *,
        open_reading: OpenWork,
        writer: DirectoryWriter,
        ledger: Source,
        link: Link,
        back_off: BackOff,
        clock: Clock,
        applied: Callable[[], None],
        asking: Asking,
    ) -> None:
        self._open_reading = open_reading
        self._writer = writer
        self._ledger = ledger
        self._link = link
        self._back_off = back_off
        self._clock = clock
        self._applied = applied
        self._asking = asking
        self._is_caught_up = False
        self._new_epoch = ""  # Seen in an answer, and not begun yet.

    def step(self) -> float:
        """Ask for one page and write it. Raises StoreTrouble."""
        # A commit wakes this lane, too, and is no reason to ask a ledger again that nobody reaches.
        if (left_s := self._back_off.left_s(self._clock())) and self._link.is_dead_for(other_than=self.name):
            return left_s
        asked = self._cursor()
        wait_s = self._asking.hold_s if self._is_caught_up else 0.0
        try:
            page = self._ledger.page(asked.epoch, asked.after, limit=self._asking.rows_max, wait_s=wait_s)
            rest_s = self._take(page, asked)
        except LedgerAway as trouble:
            self._is_caught_up = False
            self._link.failed(self.name, trouble.sentence)
            return self._back_off.rest_from(self._clock())
        except (LedgerRefuses, HistoryDiffers) as trouble:
            self._link.failed(self.name, trouble.sentence, stopped=True)
            return REFUSED_REST_S
        self._back_off.reset()
        self._link.answered(self.name)
        return rest_s

    def _cursor(self) -> DirectoryCursor:
        return DirectoryCursor(self._new_epoch, "") if self._new_epoch else self._writer.cursor()

    def _take(self, page: Page, asked: DirectoryCursor) -> float:
        """Write a page that holds; returns how long to wait before the next. Raises LedgerAway, HistoryDiffers."""
        if page.epoch != asked.epoch and asked.after:
            # The cursor belonged to a ledger that was replaced or restored. Its rows may start anywhere: ask anew.
            self._new_epoch, self._is_caught_up = page.epoch, False
            return 0.0
        with self._open_reading() as work:
            if page.mark > work.journal.head().sequence:
                raise HistoryDiffers(MARK_AHEAD)
        found = directory_page(page)
        self._writer.apply(found, self._clock())
        self._new_epoch, self._is_caught_up = "", not page.more
        if found.gone or found.members or found.statements or found.staff:
            self._applied()
            return 0.0
        return 0.0 if page.more else EMPTY_REST_S
