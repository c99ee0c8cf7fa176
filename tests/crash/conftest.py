"""One ledger and one nursery for all crashes; each test has a desk of its own."""

from collections.abc import Iterator

import pytest

from tests.crash.center import CrashCenter, Place, crash_center

SEED = 20261122


@pytest.fixture(scope="package")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrashCenter]:
    with crash_center(tmp_path_factory.mktemp("crash"), SEED) as center:
        yield center


@pytest.fixture
def place(center: CrashCenter) -> Iterator[Place]:
    with center.desk() as place:
        yield place
