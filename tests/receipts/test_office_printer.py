"""Letters go to the office printer's queue under a title that names nobody, or into files that only one user reads."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cashier.config import DeskSettings
from cashier.domain.errors import DeviceTrouble
from cashier.doors.letters import DeskLetters
from cashier.security.box import make_box_key
from receipts.printers.office import OfficePrinter
from tests.receipts.copies import PLACE, a_copy

KEY = make_box_key().public
FakeLp = Callable[[str], Path]
SETTINGS = {
    "desk": "OAK3",
    "window": "Window 3",
    "center": "OAK",
    "ledger": {"url": "http://127.0.0.1:8440"},
    "keys": {"recovery_public": KEY, "office_public": KEY, "check_token": "c" * 43},
}


def settings(**more: object) -> DeskSettings:
    return DeskSettings.model_validate(SETTINGS | more)


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeLp:
    """Puts a program ``lp`` in the way that does what the given shell line says; returns the folder it runs in."""

    def put(line: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "lp"
        program.write_text(f"#!/bin/sh\ncd {folder}\n{line}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        return folder

    return put


def test_a_letter_goes_to_its_queue_under_a_title_without_a_name(lp: FakeLp, tmp_path: Path) -> None:
    folder = lp('echo "$@" > asked; cat > printed')
    letters = DeskLetters(tmp_path, settings(office_printer={"queue": "front"}), PLACE)

    assert letters.has_printer
    assert letters.hand_out(*a_copy(), on_paper=True) == "On its way to the office printer front."

    assert (folder / "asked").read_text().split() == [
        "-d", "front", "-t", "statement-S-48210377", "-o", "media=letter", "-",
    ]  # fmt: skip
    assert (folder / "printed").read_bytes().startswith(b"%PDF-")
    assert not (tmp_path / "letters").exists(), "what is printed is no file"


@pytest.mark.parametrize(
    ("line", "within_s", "sentence"),
    [("cat > /dev/null; exit 1", 60.0, "took nothing"), ("exec sleep 30", 0.2, "did not answer")],
)
def test_a_queue_that_takes_nothing_or_is_silent_is_said(lp: FakeLp, line: str, within_s: float, sentence: str) -> None:
    lp(line)

    with pytest.raises(DeviceTrouble, match=sentence):
        OfficePrinter("front", answer_timeout_s=within_s).print(b"%PDF-", "x")


def test_a_machine_without_a_printing_system_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DeviceTrouble, match="has no printing system"):
        OfficePrinter("front", answer_timeout_s=1).print(b"%PDF-", "x")


def test_without_an_office_printer_a_letter_is_a_file_that_only_its_user_reads(tmp_path: Path) -> None:
    letters = DeskLetters(tmp_path, settings(), PLACE)
    path = tmp_path / "letters" / "statement-S-48210377.pdf"

    assert not letters.has_printer
    for _ in range(2):
        assert letters.hand_out(*a_copy(), on_paper=True) == f"Saved as {path}."

    assert path.read_bytes().startswith(b"%PDF-")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_files_of_before_are_gone_when_the_desk_opens_and_when_it_closes(tmp_path: Path) -> None:
    first = DeskLetters(tmp_path, settings(), PLACE)
    first.hand_out(*a_copy(), on_paper=False)

    second = DeskLetters(tmp_path, settings(), PLACE)
    assert list((tmp_path / "letters").iterdir()) == []
    second.hand_out(*a_copy(), on_paper=False)
    second.forget()
    assert list((tmp_path / "letters").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("in the way")
    letters = DeskLetters(tmp_path, settings(), PLACE)

    with pytest.raises(DeviceTrouble, match="could not be saved"):
        letters.hand_out(*a_copy(), on_paper=False)


@pytest.mark.parametrize("queue", ["", "front desk", "-d other", "a;b"])
def test_a_queues_name_is_one_word(queue: str) -> None:
    with pytest.raises(ValueError, match="queue"):
        settings(office_printer={"queue": queue})
