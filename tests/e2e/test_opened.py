"""A desk that could not be opened whole leaves nothing open, so that it can be opened once what was wrong is mended."""

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from cashier.config import ConfigTrouble
from cashier.doors import opened
from cashier.store.lock import FolderLock
from cashier.store.opening import JOURNAL_NAME
from tests.bench.place import Devices, bench_desk
from ui.news import News


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
