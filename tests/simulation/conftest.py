"""One PostgreSQL that waits for no disk, for all simulations of this folder."""

from collections.abc import Iterator

import pytest

from tests.ledger.conftest import emptied
from tests.simulation.server import running_ledger


@pytest.fixture(scope="session")
def quick_ledger() -> Iterator[str]:
    with running_ledger() as url:
        yield url


@pytest.fixture
def ledger(quick_ledger: str) -> str:
    """An empty one."""
    emptied(quick_ledger)
    return quick_ledger
