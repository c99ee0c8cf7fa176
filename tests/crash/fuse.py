"""How a process dies at a named moment: the methods of its ports are watched, and one of them is its last."""

import os
import signal
from functools import wraps
from typing import Any

from cashier.devices.terminal_client import TerminalClient
from cashier.store.directory_pages import DirectoryPages
from cashier.store.engine import Connection
from cashier.store.journal import DeskJournal
from cashier.store.second_copy import SecondCopy
from cashier.store.work import DeskWork
from cashier.sync.client import LedgerClient
from receipts.printers.network import NetworkPrinter

WATCHED: tuple[tuple[type, str], ...] = (
    (DeskJournal, "append"),
    (DeskWork, "commit"),
    (TerminalClient, "sale"),
    (TerminalClient, "reverse"),
    (NetworkPrinter, "print"),
    (LedgerClient, "send"),
    (DirectoryPages, "apply"),
    (SecondCopy, "step"),
    (Connection, "run_many"),
)


class Fuse:
    """Burns from `light` on. A moment is ``before`` or ``after`` and a watched method: ``after commit``."""

    def __init__(self) -> None:
        self._moment = ""
        self._left = 0

    def light(self, moment: str, count: int) -> None:
        """Die at this moment, when it comes for the ``count``th time."""
        self._moment, self._left = moment, count

    def watch(self) -> None:
        """Put the fuse into the ports of this process."""
        for owner, name in WATCHED:
            setattr(owner, name, self._watched(getattr(owner, name)))

    def _watched(self, method: Any) -> Any:
        @wraps(method)
        def watched(*arguments: Any, **named: Any) -> Any:
            self._pass(f"before {method.__name__}")
            answer = method(*arguments, **named)
            self._pass(f"after {method.__name__}")
            return answer

        return watched

    def _pass(self, moment: str) -> None:
        if moment != self._moment:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
