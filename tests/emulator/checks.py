"""What a printer that we did not write makes of our papers, and says of itself; run by `make emulator` alone."""

import re
from collections.abc import Iterator

import pytest

from cashier.domain.errors import DeviceTrouble
from receipts.printers.machine import Fault
from receipts.printers.network import NetworkPrinter
from tests.emulator.machine import COLUMNS, EmulatedPrinter
from tests.receipts.golden import bytes_of, text_of
from tests.receipts.kept import documents
from tests.receipts.zbar import read_barcodes, says

_WAIT_S, _SHORT_S = 30.0, 0.5
_DRAWN = re.compile(r"\[image [0-9]+x24\]")


@pytest.fixture(scope="module")
def emulated() -> Iterator[EmulatedPrinter]:
    with EmulatedPrinter() as emulated:
        yield emulated


def printer_at(emulated: EmulatedPrinter, answer_s: float = _WAIT_S) -> NetworkPrinter:
    return NetworkPrinter(
        "127.0.0.1", emulated.port, columns=COLUMNS, connect_timeout_s=_WAIT_S, answer_timeout_s=answer_s
    )


def words_of(text: str) -> list[str]:
    """Line by line, without what is drawn or stands below the words."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith(("[barcode", "[qr"))]


@pytest.mark.parametrize("name", documents())
def test_its_paper_says_what_ours_does_and_a_scanner_reads_it(emulated: EmulatedPrinter, name: str) -> None:
    document, before = documents()[name], len(emulated.log())
    printer = printer_at(emulated)
    assert printer.print(bytes_of(document, COLUMNS)) is True
    printer.hang_up()

    text, png = emulated.last_paper()
    ours = words_of("".join(f"{line[1:]}\n" for line in text_of(document, COLUMNS).splitlines()))
    theirs = words_of(text)
    if document.barcode:
        assert theirs.pop() == document.barcode
    tried = theirs[len(ours) :]  # The letters of each code page, which none of our documents says.
    assert (len(theirs) >= len(ours), bool(tried)) == (True, document.tries_pages)
    for said, line in zip(theirs, ours, strict=False):
        assert re.fullmatch(".+".join(map(re.escape, _DRAWN.split(said))), line), (said, line)
    assert set(read_barcodes(png)) == says(document)
    assert document.tries_pages or "not supported" not in emulated.log()[before:]


@pytest.mark.parametrize(
    ("fault", "words"),
    [(Fault.PAPER_OUT, "out of paper"), (Fault.COVER_OPEN, "cover open"), (Fault.OFFLINE, "offline")],
)
def test_its_faults_are_read_and_nothing_is_sent_to_it(emulated: EmulatedPrinter, fault: Fault, words: str) -> None:
    papers = emulated.papers()
    emulated.set_fault(fault)
    printer = printer_at(emulated)
    assert (printer.status().ready, printer.status().words) == (False, words)
    with pytest.raises(DeviceTrouble, match=words):
        printer.print(bytes_of(documents()["check-and-cash"], COLUMNS))

    emulated.set_fault(Fault.NONE)
    assert printer.status().ready
    assert emulated.papers() == papers
    printer.hang_up()


def test_its_drawer_opens_at_once_and_its_sensor_is_read(emulated: EmulatedPrinter) -> None:
    printer = printer_at(emulated)
    printer.open_drawer()
    assert printer.status().pin_is_high is True

    emulated.close_drawer()
    assert printer.status().pin_is_high is False
    printer.hang_up()


def test_paper_that_is_near_its_end_prints(emulated: EmulatedPrinter) -> None:
    emulated.paper_is_near_its_end()
    printer = printer_at(emulated)

    status = printer.status()
    assert (status.ready, status.near_end) == (True, True)
    assert printer.print(bytes_of(documents()["check-and-cash"], COLUMNS)) is True
    printer.hang_up()


def test_paper_that_ends_after_the_look_leaves_the_job_unsure_and_comes_out_later() -> None:
    """Why no receipt is ever printed again by itself: the printer keeps what it was sent."""
    with EmulatedPrinter() as emulated:
        printer = printer_at(emulated, _SHORT_S)
        assert printer.status().ready
        emulated.set_fault(Fault.PAPER_OUT)
        assert printer.print(bytes_of(documents()["check-and-cash"], COLUMNS)) is False
        assert emulated.papers() == 0

        emulated.set_fault(Fault.NONE)
        assert printer.print(bytes_of(documents()["no_sale"], COLUMNS)) is True
        printer.hang_up()
        assert emulated.papers() == 2
