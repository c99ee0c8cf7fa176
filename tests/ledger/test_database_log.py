"""What PostgreSQL itself says of a fault names nobody: it knows nothing of who may read its log."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tests.ledger.conftest import owner_engine

NAME = "Zebulon Quartermain"


def test_postgresqls_own_log_says_what_failed_and_of_whom_never(engine: Engine, ledger_url: str) -> None:
    owner = owner_engine(ledger_url)
    with owner.connect() as connection:
        log = Path(str(connection.scalar(text("SHOW data_directory")))) / "log"
        before = log.stat().st_size
    for statement in (
        f"INSERT INTO desks (desk) VALUES ('{NAME}')",  # Fails, and PostgreSQL would tell the whole row.
        f"SELECT * FROM nowhere WHERE name = '{NAME}'",
    ):
        with owner.connect() as connection, pytest.raises((IntegrityError, ProgrammingError)):
            connection.execute(text(statement))
    owner.dispose()

    said = log.read_text("utf-8")[before:]
    assert "violates not-null constraint" in said
    assert "nowhere" in said
    assert NAME not in said
