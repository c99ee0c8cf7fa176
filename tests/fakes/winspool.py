"""Windows' print spooler as C functions: they are called as the real ones are, and keep its rules."""

from collections.abc import Callable
from ctypes import CFUNCTYPE, memmove, sizeof, string_at
from typing import Any

from receipts.printers.winspool import PROTOTYPES, DocInfo, PrinterInfo, Spooler

_HANDLE = 0x1234
BAD_HANDLE, TOO_SMALL, BAD_NAME, NOT_STARTED = 6, 122, 1801, 3003


class WindowsSpooler:
    """One printer, ``name``. ``fails`` names a function that gives nothing back, with its error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.status = self.attributes = 0
        self.fails: dict[str, int] = {}
        self.takes_at_most = 1 << 20
        self.jobs: list[tuple[str, str, bytes]] = []  # Name, kind, bytes; those that were ended.
        self.aborted = 0
        self.open_handles = 0
        self._error = 0
        self._job: tuple[str, str, bytearray] | None = None
        self._has_page = False
        # Kept: a function that is collected can't be called.
        self._functions: dict[str, Callable[..., int]] = {
            name: CFUNCTYPE(*said)(self._guarded(name)) for name, said in PROTOTYPES.items()
        }

    def load(self) -> Spooler:
        return Spooler(self._functions, lambda: self._error)

    def _guarded(self, name: str) -> Callable[..., int]:
        act: Callable[..., int] = getattr(self, f"_{name}")

        def call(*arguments: Any) -> int:
            if name != "OpenPrinterW" and (arguments[0] != _HANDLE or not self.open_handles):
                return self._fail(BAD_HANDLE)
            return self._fail(self.fails[name]) if name in self.fails else act(*arguments)

        return call

    def _fail(self, why: int) -> int:
        self._error = why
        return 0

    def _OpenPrinterW(self, name: str, handle: Any, _: Any) -> int:
        if name != self.name:
            return self._fail(BAD_NAME)
        handle[0] = _HANDLE
        self.open_handles += 1
        return 1

    def _ClosePrinter(self, _: int) -> int:
        self.open_handles -= 1
        return 1

    def _GetPrinterW(self, _: int, level: int, room: int | None, size: int, needed: Any) -> int:
        assert level == 2
        needed[0] = sizeof(PrinterInfo)
        if size < sizeof(PrinterInfo) or not room:
            return self._fail(TOO_SMALL)
        info = PrinterInfo(printer=self.name, attributes=self.attributes, status=self.status)
        memmove(room, cast_to_bytes(info), sizeof(info))
        return 1

    def _StartDocPrinterW(self, _: int, level: int, document: Any) -> int:
        assert level == 1
        said: DocInfo = document[0]
        assert said.output is None
        self._job = (said.name, said.kind, bytearray())
        return 7

    def _StartPagePrinter(self, _: int) -> int:
        if self._job is None:
            return self._fail(NOT_STARTED)
        self._has_page = True
        return 1

    def _WritePrinter(self, _: int, data: int, size: int, written: Any) -> int:
        if self._job is None or not self._has_page:
            return self._fail(NOT_STARTED)
        taken = min(size, self.takes_at_most)
        self._job[2].extend(string_at(data, taken))
        written[0] = taken
        return 1

    def _EndPagePrinter(self, _: int) -> int:
        self._has_page = False
        return 1

    def _EndDocPrinter(self, _: int) -> int:
        if self._job is None or self._has_page:
            return self._fail(NOT_STARTED)
        name, kind, data = self._job
        self.jobs.append((name, kind, bytes(data)))
        self._job = None
        return 1

    def _AbortPrinter(self, _: int) -> int:
        self._job, self._has_page = None, False
        self.aborted += 1
        return 1


def cast_to_bytes(info: PrinterInfo) -> bytes:
    return bytes(memoryview(info).cast("B"))
