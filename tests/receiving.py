"""A desk's run as the ledger takes it, without the wire between."""

from sqlalchemy import Engine

from cashier.ledger.receive import read_run, receive, receive_as_said
from cashier.wire import Run, Standing


def receive_run(engine: Engine, desk: str, run: Run) -> Standing:
    """In one round trip where it is booked as it says, or judged."""
    lines = read_run(desk, run)
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    done = receive_as_said(reading, desk, lines, None, lambda: None)
    return done or receive(engine, desk, lines, run.model_dump_json().encode())
