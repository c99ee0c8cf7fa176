"""Papers over a serial line, a queue and a file: what each can know of a paper, and that none opens a drawer later."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import pytest

from cashier.config_devices import PrinterSettings
from cashier.domain.errors import DeviceTrouble
from cashier.doors.printers import receipt_printer
from cashier.usecases.ports.work import JobState
from receipts.commands import FENCE, STATUS_QUESTION, process_answer, status_back
from receipts.printers.answers import Answers
from receipts.printers.device import NOT_ALLOWED, DevicePrinter
from receipts.printers.talking import TalkingPrinter
from tests.receipts.print_room import Room, ScriptedPrinter

JOB = b"a receipt\n\n\n\x1dV\x42\x00" + FENCE
QUICK_S = 0.3


@dataclass(slots=True)
class ScriptedLine:
    """Answers status questions at once, and a job with what the test says; then it is silent."""

    job_answers: list[bytes]
    sent: list[bytes] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)

    def send(self, data: bytes, within_s: float) -> bool:
        self.sent.append(data)
        self.waiting.append(b"\x12" * 4 if data.endswith(STATUS_QUESTION) else self.job_answers.pop(0))
        return True

    def receive(self, within_s: float) -> bytes:
        return self.waiting.pop(0) if self.waiting else b""

    def drop_input(self) -> None:
        self.waiting.clear()

    def close(self) -> None:
        self.waiting.clear()


def name_of(job: bytes) -> bytes:
    return job[-4:]


def test_a_late_answer_of_the_paper_before_is_not_taken_for_this_ones() -> None:
    line = ScriptedLine([b"", b"", b""])
    printer = TalkingPrinter(lambda: line, columns=42, answer_timeout_s=60, knows_ids=True, keeps_line=True)

    assert printer.print(JOB) is False
    line.job_answers = [b"\x00" + process_answer(name_of(line.sent[-1])) + b"\x00"]
    assert printer.print(JOB) is False

    first, second = (name_of(sent) for sent in line.sent if sent.startswith(JOB))
    assert first != second


def test_the_jobs_own_name_says_that_it_is_through_and_the_line_stays_open() -> None:
    line = ScriptedLine([b""])
    lines = [line]
    printer = TalkingPrinter(lines.pop, columns=42, answer_timeout_s=60, knows_ids=True, keeps_line=True)
    ids = [f"{(crc32(JOB) + number) & 0xFFFF:04X}".encode() for number in (1, 2)]
    line.job_answers = [process_answer(name) for name in ids]

    assert [printer.print(JOB), printer.print(JOB)] == [True, True]


def test_a_name_that_an_earlier_paper_of_the_same_line_had_is_waited_for_again() -> None:
    line = ScriptedLine([b"", b""])
    printer = TalkingPrinter(lambda: line, columns=42, answer_timeout_s=60, knows_ids=True, keeps_line=True)
    jobs = (b"%d%s" % (number, JOB) for number in range(1 << 20))
    other = next(job for job in jobs if (crc32(job) + 2 - crc32(JOB) - 1) & 0xFFFF == 0)
    line.job_answers[0] = process_answer(f"{(crc32(JOB) + 1) & 0xFFFF:04X}".encode())

    assert printer.print(JOB) is True
    assert printer.print(other) is False, "the printer said nothing of this one"
    assert name_of(line.sent[-1]) == name_of(line.sent[-3])


def test_the_next_computer_gets_no_reports_that_it_did_not_ask_for() -> None:
    line = ScriptedLine([b"", b"\x1c\x00\x0f\x00", b""])
    printer = TalkingPrinter(lambda: line, columns=42, answer_timeout_s=60, reports=True)

    assert printer.print(JOB) is False

    assert (line.sent[0], line.sent[-1]) == (status_back(is_on=True), status_back(is_on=False))


@pytest.mark.parametrize(
    ("report", "words", "ready"),
    [
        (b"\x10\x00\x00\x00", "ready", True),
        (b"\x14\x00\x03\x00", "paper low", True),
        (b"\x1c\x00\x0f\x00", "out of paper", False),
        (b"\x38\x00\x00\x00", "cover open", False),
        (b"\x18\x08\x00\x00", "cutter stuck", False),
        (b"\x18\x00\x00\x00", "offline", False),
    ],
)
def test_a_report_says_what_the_four_answers_say(report: bytes, words: str, ready: bool) -> None:
    heard = Answers()
    told = []
    for piece in (report[:3], report[3:]):
        heard.take(piece)
        told.append(heard.report)

    assert told[0] is None
    assert [(status.words, status.ready) for status in told if status] == [(words, ready)]


def test_only_the_jobs_own_name_is_its_answer() -> None:
    heard = Answers()
    heard.take(process_answer(b"1A2B")[:4])
    assert heard.printed == set()
    heard.take(process_answer(b"1A2B")[4:] + b"\x12")

    assert (heard.printed, heard.statuses, heard.fences) == ({b"1A2B"}, 1, 0)


def test_a_device_that_is_not_there_and_one_that_is_not_ours_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(DeviceTrouble, match="does not answer"):
        DevicePrinter(str(tmp_path / "lp9"), baud=None, columns=42, answer_timeout_s=QUICK_S).status()
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DeviceTrouble, match=NOT_ALLOWED):
        DevicePrinter("/dev/usb/lp0", baud=None, columns=42, answer_timeout_s=QUICK_S).status()


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`lp` and `lpstat` of a system with one queue, ``receipts``; what is printed lies in the folder."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "lpstat").write_text(
        '#!/bin/sh\n[ "$2" = receipts ] || exit 1\n'
        f'[ -e {tmp_path}/stopped ] && echo "printer receipts disabled since"\nexit 0\n'
    )
    (tools / "lp").write_text(
        f'#!/bin/sh\n[ "$2" = receipts ] || exit 1\necho "$*" > {tmp_path}/said\ncat > {tmp_path}/paper\n'
    )
    for tool in tools.iterdir():
        tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    return tmp_path


def test_a_queue_takes_the_bytes_raw_and_without_a_question_nobody_answers(cups: Path) -> None:
    printer = receipt_printer(PrinterSettings(way="cups", queue="receipts"))

    assert printer.status().ready
    assert (printer.print(JOB), printer.confirms) == (True, False)

    assert (cups / "paper").read_bytes() == JOB.removesuffix(FENCE)
    assert (cups / "said").read_text().split() == ["-d", "receipts", "-t", "Receipt", "-o", "raw", "-"]


def test_a_queue_that_is_stopped_or_gone_is_trouble_and_takes_nothing(cups: Path) -> None:
    (cups / "stopped").touch()
    assert receipt_printer(PrinterSettings(way="cups", queue="receipts")).status().words == "has its queue stopped"
    gone = receipt_printer(PrinterSettings(way="cups", queue="other"))

    with pytest.raises(DeviceTrouble, match="no queue"):
        gone.status()
    with pytest.raises(DeviceTrouble, match="takes nothing"):
        gone.print(JOB)
    assert not (cups / "paper").exists()


def test_without_cups_nothing_is_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DeviceTrouble, match="no printing system"):
        receipt_printer(PrinterSettings(way="cups", queue="receipts")).print(JOB)


def test_papers_in_a_file_lie_behind_each_other(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    printer = receipt_printer(PrinterSettings(way="file", device=str(papers)))

    assert printer.status().ready
    assert [printer.print(JOB) for _ in range(2)] == [True, True]
    assert (papers.read_bytes(), printer.confirms) == (JOB * 2, True)

    nowhere = receipt_printer(PrinterSettings(way="file", device=str(tmp_path / "gone" / "papers")))
    with pytest.raises(DeviceTrouble, match="can't be written"):
        nowhere.print(JOB)


@pytest.mark.parametrize("way", ["cups", "file"])
def test_what_has_no_line_to_the_drawer_says_so(way: str, tmp_path: Path) -> None:
    settings = PrinterSettings.model_validate({"way": way, "queue": "receipts", "device": str(tmp_path / "papers")})

    with pytest.raises(DeviceTrouble, match="no line to the drawer"):
        receipt_printer(settings).open_drawer()


def test_a_paper_that_nobody_can_confirm_is_sent_and_nobody_is_asked_about_it() -> None:
    room = Room(printer=ScriptedPrinter(confirms=False))
    room.pay()

    room.lane().step()

    assert (room.states(), room.said) == ([JobState.SENT], [])


@pytest.mark.parametrize("way", ["serial", "usb", "file", "cups", "windows"])
def test_a_way_needs_its_device_or_queue(way: str) -> None:
    with pytest.raises(ValueError, match=f"way {way} needs its"):
        PrinterSettings.model_validate({"way": way})
