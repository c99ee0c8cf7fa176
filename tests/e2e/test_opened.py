"""A desk that could not be opened whole leaves nothing open, so that it can be opened once what was wrong is mended."""

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from cashier.config import DESK_FILE, ConfigTrouble
from cashier.devices.reader_simulated import simulated_reader
from cashier.domain.errors import StoreTrouble
from cashier.doors import opened
from cashier.doors.desk import front_of
from cashier.logs import LOG_FILE
from cashier.store.lock import FolderLock
from cashier.store.opening import JOURNAL_NAME
from tests.bench.place import Devices, bench_desk
from ui.news import Device, DeviceNews, News, ReadNews


@pytest.fixture
def folder() -> Iterator[Path]:
    with bench_desk(2_000, Devices()) as folder:
        yield folder


@pytest.mark.parametrize("step", ["recover", "sync_lanes", "card_lane"])
def test_what_was_opened_before_a_failure_is_closed_and_the_desk_opens_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ConfigTrouble("desk.toml cannot be read.")

    handlers = list(logging.getLogger().handlers)
    with closing(_Lock(folder)) as held:
        with monkeypatch.context() as broken:
            broken.setattr(opened, step, fail)
            with pytest.raises(ConfigTrouble):
                opened.open_doors(folder, lock=held.lock, post=_nobody, is_demo=False)
        assert _open_files(folder) == []
        assert logging.getLogger().handlers == handlers

        doors = opened.open_doors(folder, lock=held.lock, post=_nobody, is_demo=False)
        assert doors.desk.directory.staff("rosa") is not None
        doors.close()
    assert _open_files(folder) == []


def test_why_a_desk_did_not_open_stands_in_its_log(folder: Path) -> None:
    handlers = list(logging.getLogger().handlers)
    settings = folder / DESK_FILE
    said = settings.read_text("utf-8")
    with closing(_Lock(folder)) as held:
        settings.write_text(f'{said}\n[rights]\nrosa = "lead"\n', "utf-8")
        with pytest.raises(ConfigTrouble, match="rights"):
            front_of(folder, held.lock)
        settings.write_text(said, "utf-8")
        front = front_of(folder, held.lock)
        journal = folder / JOURNAL_NAME
        journal.write_bytes(journal.read_bytes()[:4096])
        with pytest.raises(StoreTrouble):
            front.open_desk(_nobody)

    log = (folder / LOG_FILE).read_text("utf-8")
    assert log.count("This desk did not open: ") == 2
    assert "rights" in log
    assert logging.getLogger().handlers == handlers


def test_a_reader_on_a_line_is_heard_and_let_go_with_the_desk(folder: Path) -> None:
    heard: list[News] = []
    with closing(_Lock(folder)) as held, simulated_reader() as reader:
        settings = folder / DESK_FILE
        settings.write_text(
            f'{settings.read_text("utf-8")}\n[reader]\ndevice = "{reader.device}"\nbaud = 19200\n', "utf-8"
        )
        doors = opened.open_doors(folder, lock=held.lock, post=heard.append, is_demo=False)
        (lane,) = [lane for lane in doors.lanes if lane.name == "reader"]
        lane.step()
        reader.send("T121000248T0012345678O1043")
        while not any(isinstance(news, ReadNews) for news in heard):
            lane.step()
        doors.close()
        lines = [link for link in Path("/proc/self/fd").iterdir() if _leads_to(link, reader.device)]

    assert ReadNews(text="T121000248T0012345678O1043") in heard
    assert DeviceNews(device=Device.READER, ok=True, words="ready") in heard
    assert len(lines) == 1, "only the far end's own is open still"


def _leads_to(link: Path, device: str) -> bool:
    try:
        return str(link.readlink()) == device
    except OSError:
        return False


class _Lock:
    """The folder's, for the length of a ``with``."""

    def __init__(self, folder: Path) -> None:
        self.lock = FolderLock(folder)

    def close(self) -> None:
        self.lock.release()


def _open_files(folder: Path) -> list[str]:
    files = (file.path for file in psutil.Process().open_files())
    return [path for path in files if path.startswith(str(folder / JOURNAL_NAME))]


def _nobody(_news: News) -> None:
    """Nobody looks at this window."""
