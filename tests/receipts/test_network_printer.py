"""A network printer's faults, each: what left and was not confirmed is unsure, what never left is trouble."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cashier.domain.errors import DeviceTrouble
from receipts.commands import DRAWER_PULSE, FENCE, STATUS_QUESTION
from receipts.printers.answers import Answers
from receipts.printers.network import NetworkPrinter
from tests.receipts.scripted import Heard, answer_statuses, device, read, read_all, reset, taken_port

JOB = b"\x1b@" + b"a line of paper\n" * 40 + FENCE
QUICK_S = 0.15  # For who never answers.
SOON_S = 2.0  # For who answers, on a machine that is busy, and then falls silent.
PATIENT_S = 60.0


@contextmanager
def printer_at(port: int, *, connect_s: float = PATIENT_S, answer_s: float = PATIENT_S) -> Iterator[NetworkPrinter]:
    printer = NetworkPrinter("127.0.0.1", port, columns=42, connect_timeout_s=connect_s, answer_timeout_s=answer_s)
    try:
        yield printer
    finally:
        printer.hang_up()


def confirm(connection: socket.socket, heard: Heard) -> None:
    """A printer that is well and prints."""
    answer_statuses(connection, heard)
    read(connection, heard, len(JOB))
    connection.sendall(b"\x00")


def test_a_job_is_printed_when_the_printer_answers_the_fence() -> None:
    with device(confirm) as (port, heard), printer_at(port) as printer:
        assert printer.print(JOB) is True

    assert bytes(heard.data) == STATUS_QUESTION + JOB
    assert heard.connections == 1


def test_a_printer_that_takes_the_job_and_stays_silent_leaves_it_unsure() -> None:
    def swallow(connection: socket.socket, heard: Heard) -> None:
        answer_statuses(connection, heard)
        read_all(connection, heard)

    with device(swallow) as (port, heard), printer_at(port, answer_s=SOON_S) as printer:
        assert printer.print(JOB) is False

    assert bytes(heard.data).endswith(JOB)


def test_a_reset_in_the_middle_of_the_job_leaves_it_unsure() -> None:
    def break_off(connection: socket.socket, heard: Heard) -> None:
        answer_statuses(connection, heard)
        read(connection, heard, 100)
        reset(connection)

    with device(break_off) as (port, _), printer_at(port) as printer:
        assert printer.print(JOB) is False


def test_a_printer_that_hangs_up_after_the_job_leaves_it_unsure() -> None:
    def hang_up(connection: socket.socket, heard: Heard) -> None:
        answer_statuses(connection, heard)
        read(connection, heard, len(JOB))

    with device(hang_up) as (port, _), printer_at(port) as printer:
        assert printer.print(JOB) is False


def test_a_status_report_is_not_the_fences_answer() -> None:
    def report(connection: socket.socket, heard: Heard) -> None:
        answer_statuses(connection, heard)
        read(connection, heard, len(JOB))
        connection.sendall(b"\x1c\x00\x0f\x00" + b"\x12")
        heard.over.wait()

    with device(report) as (port, _), printer_at(port, answer_s=SOON_S) as printer:
        assert printer.print(JOB) is False


def test_a_slow_printer_that_confirms_in_time_has_printed() -> None:
    def dawdle(connection: socket.socket, heard: Heard) -> None:
        for answer in (b"\x12", b"\x12", b"\x12", b"\x12"):
            read(connection, heard, 3)
            connection.sendall(answer)
        for _ in range(len(JOB)):
            read(connection, heard, 1)
        connection.sendall(b"\x14\x00")
        connection.sendall(b"\x00\x00\x00")

    with device(dawdle) as (port, _), printer_at(port) as printer:
        assert printer.print(JOB) is True


def test_a_printer_that_never_answers_gets_no_byte_of_the_job() -> None:
    def never_read(connection: socket.socket, heard: Heard) -> None:
        heard.over.wait()
        read_all(connection, heard)

    with (
        device(never_read) as (port, heard),
        printer_at(port, answer_s=QUICK_S) as printer,
        pytest.raises(DeviceTrouble, match="does not answer"),
    ):
        printer.print(JOB)

    assert bytes(heard.data) == STATUS_QUESTION


def test_a_printer_that_answers_only_half_the_questions_is_not_believed() -> None:
    def half(connection: socket.socket, heard: Heard) -> None:
        read(connection, heard, 12)
        connection.sendall(b"\x12\x12")
        heard.over.wait()

    with (
        device(half) as (port, heard),
        printer_at(port, answer_s=QUICK_S) as printer,
        pytest.raises(DeviceTrouble, match="does not answer"),
    ):
        printer.print(JOB)

    assert len(heard.data) == 12


def test_nobody_at_the_port_is_trouble_at_once() -> None:
    with (
        taken_port() as (port, _),
        printer_at(port) as printer,
        pytest.raises(DeviceTrouble, match="does not answer") as trouble,
    ):
        printer.print(JOB)

    assert isinstance(trouble.value.__cause__, ConnectionRefusedError), "nothing was waited for"


def test_a_connection_that_hangs_is_given_up_after_its_time_out() -> None:
    with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for filler in (first, second):
            filler.setblocking(False)
            filler.connect_ex(deaf.getsockname())

        port = deaf.getsockname()[1]
        with printer_at(port, connect_s=QUICK_S) as printer, pytest.raises(DeviceTrouble, match="does not answer"):
            printer.print(JOB)


def test_after_a_failure_the_next_job_prints_once_the_printer_is_back() -> None:
    with taken_port() as (port, listener), printer_at(port) as printer:
        with pytest.raises(DeviceTrouble):
            printer.print(JOB)

        listener.listen()
        heard = Heard()

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                confirm(connection, heard)

        thread = threading.Thread(target=serve)
        thread.start()
        assert printer.print(JOB) is True
        thread.join()


@pytest.mark.parametrize(
    ("answers", "words", "ready"),
    [
        (b"\x12\x12\x12\x12", "ready", True),
        (b"\x16\x12\x12\x1e", "paper low", True),
        (b"\x1e\x32\x12\x7e", "out of paper", False),
        (b"\x1e\x16\x12\x12", "cover open", False),
        (b"\x1e\x12\x12\x12", "offline", False),
        (b"\x1a\x52\x1a\x12", "cutter stuck", False),
        (b"\x1a\x52\x32\x12", "needs repair", False),
    ],
)
def test_the_four_answers_are_said_in_words(answers: bytes, words: str, ready: bool) -> None:
    heard = Answers()
    heard.take(answers)

    status = heard.status()

    assert status is not None
    assert (status.words, status.ready) == (words, ready)


@pytest.mark.parametrize("cut", range(1, 13))
def test_answers_are_told_apart_wherever_the_stream_is_cut(cut: int) -> None:
    stream = b"\x14\x00\x00\x00" + b"\x12\x12" + b"\x37\x22abcd\x00" + b"\x12\x1e" + b"\x5fEPSON\x00" + b"\x00"
    heard = Answers()
    heard.take(stream[:cut])
    heard.take(stream[cut:])

    status = heard.status()

    assert heard.fences == 1
    assert status is not None
    assert status.near_end


def pulse_and_statuses(connection: socket.socket, heard: Heard) -> None:
    read(connection, heard, len(DRAWER_PULSE))
    answer_statuses(connection, heard)


def test_the_drawer_gets_its_pulse_and_nothing_else_is_done() -> None:
    with device(pulse_and_statuses) as (port, heard), printer_at(port) as printer:
        printer.open_drawer()

    assert bytes(heard.data) == DRAWER_PULSE + STATUS_QUESTION


def test_the_receipt_behind_a_pulse_goes_over_the_same_connection_and_asks_nothing_again() -> None:
    def pulse_and_print(connection: socket.socket, heard: Heard) -> None:
        pulse_and_statuses(connection, heard)
        read(connection, heard, len(JOB))
        connection.sendall(b"\x00")

    with device(pulse_and_print) as (port, heard), printer_at(port) as printer:
        printer.open_drawer()
        assert printer.print(JOB) is True

    assert bytes(heard.data) == DRAWER_PULSE + STATUS_QUESTION + JOB
    assert heard.connections == 1


def test_each_further_job_connects_anew_and_asks_how_the_printer_is() -> None:
    with device(confirm) as (port, heard), printer_at(port) as printer:
        for _ in range(2):
            assert printer.print(JOB) is True

    assert heard.connections == 2
    assert bytes(heard.data) == 2 * (STATUS_QUESTION + JOB)


def test_a_drawer_behind_a_printer_that_answers_one_question_was_opened() -> None:
    def answer_once(connection: socket.socket, heard: Heard) -> None:
        read(connection, heard, len(DRAWER_PULSE + STATUS_QUESTION))
        connection.sendall(b"\x12")
        heard.over.wait()

    with device(answer_once) as (port, heard), printer_at(port, answer_s=SOON_S) as printer:
        printer.open_drawer()

    assert bytes(heard.data) == DRAWER_PULSE + STATUS_QUESTION


def test_a_drawer_behind_a_silent_printer_is_trouble() -> None:
    with (
        device(read_all) as (port, _),
        printer_at(port, answer_s=QUICK_S) as printer,
        pytest.raises(DeviceTrouble, match="does not answer"),
    ):
        printer.open_drawer()
