"""A printer by its name in Windows: the spooler takes the bytes as they are (RAW) and says nothing of paper.

Microsoft's Print Spooler API, ``winspool.drv``: OpenPrinter, GetPrinter, StartDocPrinter, WritePrinter, EndDocPrinter.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, byref, c_int32, c_uint32, c_void_p, c_wchar_p, sizeof
from dataclasses import dataclass
from typing import Any

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports.devices import PrinterStatus
from receipts.commands import FENCE
from receipts.printers.device import NOT_ALLOWED
from receipts.printers.silent import NO_DRAWER

UNKNOWN_NAME = "is not known to Windows by that name"
# As wide as Windows has them, anywhere: `ctypes.wintypes` follows the C compiler of the machine.
BOOL, DWORD, HANDLE, LPWSTR = c_int32, c_uint32, c_void_p, c_wchar_p
_LEVEL = 2
_ACCESS_DENIED, _TOO_SMALL, _INVALID_NAME = 5, 122, 1801
_WORK_OFFLINE = 0x400  # PRINTER_ATTRIBUTE_WORK_OFFLINE.
# PRINTER_STATUS_…, the first that is so.
_TROUBLES = (
    (0x00000010, "out of paper"),
    (0x00400000, "cover open"),
    (0x00000001, "has its queue stopped"),
    (0x00001080, "offline"),  # Not available, or off line.
    (0x0010004A, "needs somebody who looks at it"),  # Error, jam, another trouble with paper, a person wanted.
)


class DocInfo(Structure):
    """DOC_INFO_1W."""

    _fields_ = (("name", LPWSTR), ("output", LPWSTR), ("kind", LPWSTR))


class PrinterInfo(Structure):
    """PRINTER_INFO_2W."""

    _fields_ = (
        *((name, LPWSTR) for name in ("server", "printer", "share", "port", "driver", "comment", "location")),
        ("mode", c_void_p),
        *((name, LPWSTR) for name in ("separator", "processor", "kind", "parameters")),
        ("security", c_void_p),
        *(
            (name, DWORD)
            for name in ("attributes", "priority", "usual_priority", "start", "until", "status", "jobs", "pages")
        ),
    )


PROTOTYPES: dict[str, tuple[Any, ...]] = {
    "OpenPrinterW": (BOOL, LPWSTR, POINTER(HANDLE), c_void_p),
    "ClosePrinter": (BOOL, HANDLE),
    "GetPrinterW": (BOOL, HANDLE, DWORD, c_void_p, DWORD, POINTER(DWORD)),
    "StartDocPrinterW": (DWORD, HANDLE, DWORD, POINTER(DocInfo)),
    "StartPagePrinter": (BOOL, HANDLE),
    "WritePrinter": (BOOL, HANDLE, c_void_p, DWORD, POINTER(DWORD)),
    "EndPagePrinter": (BOOL, HANDLE),
    "EndDocPrinter": (BOOL, HANDLE),
    "AbortPrinter": (BOOL, HANDLE),
}
"""What each function gives back, and what it takes."""


@dataclass(frozen=True, slots=True)
class Spooler:
    """The functions by their names in `PROTOTYPES`, and why the last one that gave nothing back did so."""

    functions: dict[str, Callable[..., int]]
    last_error: Callable[[], int]

    def __call__(self, name: str, *arguments: Any) -> int:
        return self.functions[name](*arguments)


def windows_spooler() -> Spooler:
    """Raises DeviceTrouble anywhere but on Windows."""
    if sys.platform == "win32":
        library = ctypes.WinDLL("winspool.drv", use_last_error=True)
        functions = {}
        for name, (gives, *takes) in PROTOTYPES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = gives, takes
            functions[name] = function
        return Spooler(functions, ctypes.get_last_error)
    raise DeviceTrouble("can be reached from Windows alone")


class WindowsPrinter:
    """The port `Printer` over a printer that Windows knows. A paper is sent then, never confirmed."""

    confirms = False

    def __init__(self, name: str, *, columns: int, load: Callable[[], Spooler] = windows_spooler) -> None:
        self._name = name
        self._columns = columns
        self._load = load
        self._spooler: Spooler | None = None

    @property
    def columns(self) -> int:
        return self._columns

    def status(self) -> PrinterStatus:
        with self._opened() as (spooler, handle):
            needed = DWORD()
            spooler("GetPrinterW", handle, _LEVEL, None, 0, byref(needed))
            if spooler.last_error() != _TOO_SMALL:
                raise DeviceTrouble("has no queue that answers")
            room = ctypes.create_string_buffer(max(needed.value, sizeof(PrinterInfo)))
            if not spooler("GetPrinterW", handle, _LEVEL, room, len(room), byref(needed)):
                raise DeviceTrouble("has no queue that answers")
            info = PrinterInfo.from_buffer(room)
            words = next((words for bits, words in _TROUBLES if info.status & bits), "")
            if not words and info.attributes & _WORK_OFFLINE:
                words = "offline"
        return PrinterStatus(ready=not words, words=words or "ready")

    def print(self, data: bytes) -> bool:
        job = data.removesuffix(FENCE)
        with self._opened() as (spooler, handle):
            # No name of a person: who looks at the queue reads it.
            document = DocInfo("Receipt", None, "RAW")
            if not spooler("StartDocPrinterW", handle, 1, byref(document)):
                raise DeviceTrouble("has a queue that takes nothing")
            if not spooler("StartPagePrinter", handle):
                spooler("AbortPrinter", handle)
                raise DeviceTrouble("has a queue that takes nothing")
            written = DWORD()
            is_taken = bool(spooler("WritePrinter", handle, job, len(job), byref(written)))
            if not is_taken or written.value != len(job):
                spooler("AbortPrinter", handle)  # A spooler that prints while it takes may have printed a part.
                return False
            return bool(spooler("EndPagePrinter", handle)) and bool(spooler("EndDocPrinter", handle))

    def open_drawer(self) -> None:
        raise DeviceTrouble(NO_DRAWER)

    def hang_up(self) -> None:
        """Nothing is held."""

    @contextmanager
    def _opened(self) -> Iterator[tuple[Spooler, c_void_p]]:
        """A handle for one act: one that is kept knows nothing of a printer that was set up anew."""
        spooler = self._spooler = self._spooler or self._load()
        handle = HANDLE()
        if not spooler("OpenPrinterW", self._name, byref(handle), None):
            why = spooler.last_error()
            raise DeviceTrouble(
                NOT_ALLOWED
                if why == _ACCESS_DENIED
                else UNKNOWN_NAME
                if why == _INVALID_NAME
                else "has no queue that answers"
            )
        try:
            yield spooler, handle
        finally:
            spooler("ClosePrinter", handle)
