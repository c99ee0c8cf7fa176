"""Papers by way of Windows' spooler: raw bytes, one document each, and nothing left open whatever happens."""

import ctypes
import sys

import pytest

from cashier.config_devices import PrinterSettings
from cashier.domain.errors import DeviceTrouble
from cashier.doors.printers import receipt_printer
from receipts.commands import FENCE
from receipts.printers.winspool import PrinterInfo, WindowsPrinter
from tests.fakes.winspool import WindowsSpooler

NAME = "EPSON TM-T88VI Receipt"
JOB = b"\x1b@a receipt\n\x1dV\x42\x00"


@pytest.fixture
def windows() -> WindowsSpooler:
    return WindowsSpooler(NAME)


@pytest.fixture
def printer(windows: WindowsSpooler) -> WindowsPrinter:
    return WindowsPrinter(NAME, columns=42, load=windows.load)


def test_a_paper_is_one_raw_document_without_the_fence_that_nobody_would_answer(
    windows: WindowsSpooler, printer: WindowsPrinter
) -> None:
    assert printer.status().ready
    assert [printer.print(JOB + FENCE) for _ in range(2)] == [True, True]

    assert windows.jobs == [("Receipt", "RAW", JOB)] * 2
    assert (windows.open_handles, windows.aborted, printer.confirms) == (0, 0, False)


@pytest.mark.parametrize(
    ("status", "attributes", "words"),
    [
        (0x10, 0, "out of paper"),
        (0x400000, 0, "cover open"),
        (0x80, 0, "offline"),
        (0, 0x400, "offline"),
        (0x1, 0, "has its queue stopped"),
        (0x8, 0, "needs somebody who looks at it"),
        (0x400, 0, "ready"),  # It prints.
    ],
)
def test_what_windows_knows_of_it_is_said(
    windows: WindowsSpooler, printer: WindowsPrinter, status: int, attributes: int, words: str
) -> None:
    windows.status, windows.attributes = status, attributes

    assert (printer.status().words, printer.status().ready) == (words, words == "ready")


@pytest.mark.parametrize(
    ("error", "words"), [(1801, "is not known to Windows"), (5, "may not be opened by this user"), (1722, "no queue")]
)
def test_a_printer_that_does_not_open_says_why_and_was_sent_nothing(
    windows: WindowsSpooler, printer: WindowsPrinter, error: int, words: str
) -> None:
    windows.fails["OpenPrinterW"] = error
    for act in (lambda: printer.print(JOB), printer.status):
        with pytest.raises(DeviceTrouble, match=words):
            act()
    windows.fails.clear()
    assert printer.print(JOB) is True, "the next one is tried anew"


@pytest.mark.parametrize("function", ["StartDocPrinterW", "StartPagePrinter"])
def test_where_no_byte_was_given_it_was_not_sent(
    windows: WindowsSpooler, printer: WindowsPrinter, function: str
) -> None:
    windows.fails[function] = 5
    with pytest.raises(DeviceTrouble, match="takes nothing"):
        printer.print(JOB)

    assert (windows.jobs, windows.open_handles) == ([], 0)


@pytest.mark.parametrize("function", ["WritePrinter", "EndPagePrinter", "EndDocPrinter"])
def test_where_bytes_may_have_gone_it_is_unsure(
    windows: WindowsSpooler, printer: WindowsPrinter, function: str
) -> None:
    windows.fails[function] = 5

    assert printer.print(JOB) is False
    assert windows.open_handles == 0


def test_a_part_that_was_taken_is_taken_back_and_unsure(windows: WindowsSpooler, printer: WindowsPrinter) -> None:
    windows.takes_at_most = 3

    assert printer.print(JOB) is False
    assert (windows.jobs, windows.aborted) == ([], 1)


def test_it_is_set_up_by_its_name_and_reached_from_windows_alone() -> None:
    printer = receipt_printer(PrinterSettings(way="windows", windows_name=NAME))

    assert isinstance(printer, WindowsPrinter)
    with pytest.raises(DeviceTrouble, match="no line to the drawer"):
        printer.open_drawer()
    if sys.platform != "win32":
        with pytest.raises(DeviceTrouble, match="from Windows alone"):
            printer.print(JOB)


def test_the_structure_is_as_large_as_windows_says() -> None:
    """PRINTER_INFO_2W on a 64-bit Windows: thirteen pointers and eight numbers of four bytes."""

    assert ctypes.sizeof(PrinterInfo) == 13 * ctypes.sizeof(ctypes.c_void_p) + 8 * 4
