"""What the tests of the real window share: one screen, and one ledger with the sample's people."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.e2e.day import Script, Shop
from tests.e2e.refusing import SIGN_IN, replay, take
from tests.e2e.sample_books import SampleBooks, sample_books
from tests.e2e.screen import Screen, running_screen
from tests.e2e.workplace import LedgerProcess, answer_of, new_desk
from tests.e2e.workstation import Workstation, workstation

OPEN = {"do": "open_shift", "float": {"20.00": 5}}


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with running_screen() as screen:
        yield screen


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerProcess]:
    """A ledger that serves the people of the pictures, and the demo's staff."""
    ledger = LedgerProcess(tmp_path_factory.mktemp("office") / "ledger")
    ledger.start()
    try:
        answer_of("ledger", "load-sample", "--members", "60", *ledger.database)
        yield ledger
    finally:
        ledger.stop()


@pytest.fixture(scope="session")
def desk_codes() -> Iterator[str]:
    """A ledger knows a desk's lines by its code, so none is given twice."""
    return (f"OAK{number}" for number in count(1))


@pytest.fixture
def desk(office: LedgerProcess, desk_codes: Iterator[str], tmp_path: Path) -> Iterator[Workstation]:
    """A new desk with its devices."""
    code = next(desk_codes)
    with workstation(tmp_path / "desk", code, office) as desk:
        yield desk
    office.retire_desk(code)


@pytest.fixture(scope="session")
def books() -> Iterator[SampleBooks]:
    with sample_books() as books:
        yield books


@pytest.fixture(scope="module")
def shop(books: SampleBooks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("replay")
    with books.ledger(folder) as ledger:
        yield Shop(folder, ledger)


@pytest.fixture
def data(shop: Shop) -> Iterator[Path]:
    """The data folder of a new desk."""
    with shop.new_desk() as folder:
        yield folder


@pytest.fixture
def script(data: Path, capsys: pytest.CaptureFixture[str]) -> Script:
    return Script(data, capsys)


@pytest.fixture(scope="session")
def filled_desk(books: SampleBooks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with one open drawer and one payment; its ledger has gone."""
    folder = tmp_path_factory.mktemp("refusals")
    with books.ledger(folder) as ledger:
        data = new_desk(folder / "desk", ledger_url=ledger.url, code=ledger.invite_desk())
    played = replay(data, SIGN_IN, OPEN, take("20.00", {"cash": "20"}))
    assert [answer["ok"] for answer in played.answers] == [True] * 3
    return data
