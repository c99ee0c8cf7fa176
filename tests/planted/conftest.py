"""What the checks of other folders are given here as they are there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cashier.usecases.ports.work import OpenWork
from tests.ledger.conftest import engine, ledger_url, tidying
from tests.store.desk_store import new_store

__all__ = ["engine", "ledger_url", "tidying"]


@pytest.fixture
def open_work(tmp_path: Path) -> Iterator[OpenWork]:
    """The store on the disk."""
    store = new_store(tmp_path / "desk")
    yield store.open_work
    store.close()
