"""A desk's runs wait for each other, other desks' do not, and nobody waits for ever."""

from contextlib import ExitStack
from threading import Event, Thread

import pytest
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from cashier.ledger import turns
from cashier.ledger.receive import read_run, receive_as_said
from cashier.ledger.turns import Turns
from tests.ledger.paper_desk import PaperDesk


def test_a_run_waits_for_the_one_before_it_however_that_ends() -> None:
    of, is_through = Turns(), Event()
    with ExitStack() as first, of.taken("OAK3") as second:
        first.enter_context(of.taken("OAK3"))
        third = first.enter_context(of.taken("OAK3"))
        second()  # Nobody came before.

        def come() -> None:
            third()
            is_through.set()

        waiting = Thread(target=come)
        waiting.start()
        assert not is_through.wait(0.05)
        with pytest.raises(ValueError, match="refused"), first:
            raise ValueError("refused")
        assert is_through.wait(10)
        waiting.join()


def test_no_desk_waits_for_another_one() -> None:
    of = Turns()
    with of.taken("OAK3"), of.taken("OAK5") as other:
        other()


def test_a_run_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WAIT_S", 0.01)
    of = Turns()
    with of.taken("OAK3"), of.taken("OAK3") as second:
        second()


def test_nothing_is_kept_of_a_desk_whose_runs_are_through() -> None:
    of = Turns()
    with of.taken("OAK3"), of.taken("OAK3"):
        pass
    assert of == Turns()


def test_a_run_holds_no_connection_while_it_waits(engine: Engine) -> None:
    """The run before it may be waiting for one."""
    desk = PaperDesk("OAK3")
    held: list[int] = []
    desk.pay("S-10000001", 100)
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    done = receive_as_said(reading, "OAK3", read_run("OAK3", desk.run()), None, lambda: held.append(pool.checkedout()))

    assert done is not None
    assert held == [0]
