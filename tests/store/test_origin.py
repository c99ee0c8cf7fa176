"""A journal knows its machine and opens on no other; a desk that takes another's place opens once it has."""

from pathlib import Path

import pytest
from alembic import command

from cashier.domain.errors import StoreTrouble
from cashier.store.engine import make_file, open_database
from cashier.store.migrations.upgrade import configuration
from cashier.store.opening import Origin, Store, create_store, journal_file, open_store
from tests.fakes.builders import NOW, OAK3
from tests.store.desk_store import KEY, MemoryKey, a_record, new_store

HERE, THERE = Origin(machine="a" * 64), Origin(machine="b" * 64)


def _opened(folder: Path, origin: Origin) -> Store:
    return open_store(folder, key_source=MemoryKey(KEY), desk=OAK3.desk, origin=origin)


def test_a_journal_opens_only_on_its_machine(tmp_path: Path) -> None:
    create_store(tmp_path, key_source=MemoryKey(), desk=OAK3.desk, now=NOW, origin=HERE)

    _opened(tmp_path, HERE).close()
    with pytest.raises(StoreTrouble, match=r"another machine .+ replaces OAK3"):
        _opened(tmp_path, THERE)
    _opened(tmp_path, HERE).close()


def test_a_journal_of_before_keeps_the_machine_that_opens_it_first(tmp_path: Path) -> None:
    new_store(tmp_path).close()

    _opened(tmp_path, HERE).close()
    with pytest.raises(StoreTrouble, match="another machine"):
        _opened(tmp_path, THERE)


def test_a_journal_of_the_first_tables_keeps_its_mark(tmp_path: Path) -> None:
    make_file(tmp_path / "journal.db")
    elder = open_database(journal_file(tmp_path / "journal.db", KEY))
    with elder.engine().connect() as connection:
        connection.exec_driver_sql("BEGIN")
        settings = configuration("journal")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "journal_0001")
        connection.exec_driver_sql(f"INSERT INTO identity VALUES (1, '{OAK3.desk}', '2026-11-01')")
        connection.exec_driver_sql("UPDATE mark SET received_through = 0, epoch = 'e7'")
        connection.exec_driver_sql("COMMIT")
    elder.close()

    store = _opened(tmp_path, HERE)
    with store.open_reading() as work:
        assert (work.journal.mark().epoch, work.journal.differs()) == ("e7", "")
    store.close()
    with pytest.raises(StoreTrouble, match="another machine"):
        _opened(tmp_path, THERE)


def test_a_machine_without_an_id_is_not_asked(tmp_path: Path) -> None:
    create_store(tmp_path, key_source=MemoryKey(), desk=OAK3.desk, now=NOW, origin=HERE)

    _opened(tmp_path, Origin()).close()


def test_the_second_copy_is_of_the_same_machine(tmp_path: Path) -> None:
    create_store(tmp_path / "desk", key_source=MemoryKey(), desk=OAK3.desk, now=NOW, origin=HERE)
    (tmp_path / "copies").mkdir()
    store = _opened(tmp_path / "desk", HERE)
    with store.open_work() as work:
        work.journal.append(a_record(1))
        work.commit()
    copy = store.second_copy(tmp_path / "copies")
    copy.step()
    copy.close()
    store.close()
    (tmp_path / "copies" / "journal-copy.db").rename(tmp_path / "copies" / "journal.db")

    with pytest.raises(StoreTrouble, match="another machine"):
        _opened(tmp_path / "copies", THERE)
    _opened(tmp_path / "copies", HERE).close()


def test_a_desk_in_anothers_place_opens_for_nothing_but_that_until_it_is_done(tmp_path: Path) -> None:
    taking = Origin(machine=HERE.machine, replaces="OAK1")
    create_store(tmp_path, key_source=MemoryKey(), desk=OAK3.desk, now=NOW, origin=taking)

    with pytest.raises(StoreTrouble, match="takes the place of OAK1"):
        _opened(tmp_path, HERE)
    store = _opened(tmp_path, taking)
    with store.open_work() as work:
        work.journal.append(a_record(1))
        work.commit()
    store.close()

    _opened(tmp_path, HERE).close()
