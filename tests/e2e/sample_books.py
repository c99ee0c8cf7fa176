"""The books of a ledger with the sample's people, loaded once and copied for every ledger that begins with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.e2e.workplace import LedgerProcess, answer_of
from tests.ledger.conftest import own_database, quick_postgres


@dataclass(frozen=True, slots=True)
class SampleBooks:
    """``server`` is the URL of a PostgreSQL, ``name`` the database in it that is copied."""

    server: str
    name: str

    @contextmanager
    def ledger(self, folder: Path) -> Iterator[LedgerProcess]:
        """A ledger over a copy of its own, with its log in ``folder``."""
        with own_database(self.server, like=self.name) as url:
            process = LedgerProcess(folder / "ledger", url)
            process.start()
            try:
                yield process
            finally:
                process.stop()


@contextmanager
def sample_books() -> Iterator[SampleBooks]:
    """A PostgreSQL that waits for no disk; forty members stand in the books."""
    with quick_postgres() as server, own_database(server) as url:
        answer_of("ledger", "load-sample", "--members", "40", "--database-url", url)
        yield SampleBooks(server, str(make_url(url).database))
