"""The simulated printer does what printers do, above all where that hurts."""

import base64
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from receipts.commands import DRAWER_PULSE, FENCE, image
from receipts.printers.machine import Fault
from receipts.printers.network import NetworkPrinter
from receipts.printers.simulated import SimulatedPrinter
from tests.receipts.golden import bytes_of
from tests.receipts.kept import documents
from tests.receipts.zbar import read_barcodes

WAIT_S = 60.0
QUICK_S = 0.2
SOON_S = 2.0  # It answers at first, on a busy machine, and then falls silent.


@pytest.fixture
def simulated() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as printer:
        yield printer


@contextmanager
def client(simulated: SimulatedPrinter, answer_s: float = WAIT_S) -> Iterator[NetworkPrinter]:
    port = simulated.port
    made = NetworkPrinter("127.0.0.1", port, columns=42, connect_timeout_s=WAIT_S, answer_timeout_s=answer_s)
    try:
        yield made
    finally:
        made.hang_up()


def job() -> bytes:
    return bytes_of(documents()["chinese"], 42)


def ask(simulated: SimulatedPrinter, **wish: Any) -> dict[str, Any]:
    with socket.create_connection(("127.0.0.1", simulated.control_port), WAIT_S) as control:
        control.sendall(json.dumps(wish).encode() + b"\n")
        answer: dict[str, Any] = json.loads(control.makefile("rb").readline())
    return answer


def test_the_paper_can_be_read_as_words_and_by_a_scanner(simulated: SimulatedPrinter) -> None:
    with client(simulated) as printer:
        assert printer.print(job()) is True

    (paper,) = ask(simulated, do="paper")["papers"]

    assert paper["number"] == 1
    assert "TOTAL PAID                         $472.60" in paper["text"]
    assert "[drawn]" in paper["text"]
    assert set(read_barcodes(base64.b64decode(paper["png"]))) == {"QR-Code:OAK3-0019284", "CODE-128:OAK3-0019284"}
    assert ask(simulated, do="paper", after=1)["papers"] == []


def test_every_byte_of_a_receipt_is_a_command_it_knows(simulated: SimulatedPrinter) -> None:
    with client(simulated) as printer:
        printer.print(job())

    assert simulated.machine.unknown() == ()


def test_paper_that_runs_out_in_the_middle_holds_the_fence_and_comes_out_when_there_is_more(
    simulated: SimulatedPrinter,
) -> None:
    ask(simulated, do="paper_out", after_lines=5)

    with client(simulated, SOON_S) as printer:
        assert printer.print(job()) is False
    with client(simulated) as printer:
        assert printer.status().words == "out of paper"
    assert simulated.machine.sheets() == ()

    # The sender is long gone, and the job is printed all the same: who had sent it again would hold two.
    ask(simulated, do="ok")
    assert len(simulated.machine.wait_for_sheets(1, WAIT_S)) == 1


def test_the_fence_is_answered_on_a_connection_that_still_waits(simulated: SimulatedPrinter) -> None:
    simulated.machine.set_fault(Fault.PAPER_OUT)
    with socket.create_connection(("127.0.0.1", simulated.port), WAIT_S) as sender:
        sender.sendall(job() + b"\x10\x04\x04")
        assert sender.recv(1) == b"\x7e"
        simulated.machine.set_fault(Fault.NONE)
        assert sender.recv(1) == b"\x00"


def test_the_real_time_pulse_opens_the_drawer_while_paper_is_missing(simulated: SimulatedPrinter) -> None:
    ask(simulated, do="paper_out")

    with client(simulated) as printer:
        printer.open_drawer()

    assert ask(simulated, do="drawer") == {"ok": True, "open": True, "pulses": 1}
    ask(simulated, do="close_drawer")
    assert ask(simulated, do="drawer") == {"ok": True, "open": False, "pulses": 1}


def test_a_pulse_within_a_picture_is_a_part_of_the_picture(simulated: SimulatedPrinter) -> None:
    picture = image(DRAWER_PULSE * 3)
    with socket.create_connection(("127.0.0.1", simulated.port), WAIT_S) as sender:
        sender.sendall(picture + FENCE)
        assert sender.recv(1) == b"\x00"

    assert simulated.machine.pulses == 0


def test_one_computer_at_a_time_the_next_one_waits(simulated: SimulatedPrinter) -> None:
    with socket.create_connection(("127.0.0.1", simulated.port), WAIT_S) as first:
        first.sendall(b"\x10\x04\x01")
        assert first.recv(1) == b"\x12"
        with socket.create_connection(("127.0.0.1", simulated.port), WAIT_S) as second:
            second.sendall(b"\x10\x04\x01")
            second.settimeout(QUICK_S)
            with pytest.raises(TimeoutError):
                second.recv(1)
            first.close()
            second.settimeout(WAIT_S)
            assert second.recv(1) == b"\x12"


def test_near_end_is_said_and_still_prints(simulated: SimulatedPrinter) -> None:
    ask(simulated, do="near_end")

    with client(simulated) as printer:
        assert printer.status().words == "paper low"
        assert printer.print(job()) is True


@pytest.mark.parametrize("request_line", [b"paper", b"{}", b'{"do": "dance"}', b"[1]", b'{"do": "paper", "after": {}}'])
def test_a_wish_it_does_not_know_is_refused_in_one_sentence(simulated: SimulatedPrinter, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", simulated.control_port), WAIT_S) as control:
        control.sendall(request_line + b"\n")
        answer = json.loads(control.makefile("rb").readline())

    assert answer["ok"] is False
    assert answer["refused"].endswith(".")
