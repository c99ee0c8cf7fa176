"""What the office did is proven, and found where somebody with all rights has changed it."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from cashier.domain.people import Role, Staff
from cashier.ledger.check import check
from cashier.ledger.held import release, take_task
from cashier.ledger.office import ReleaseHeld
from tests.ledger.conftest import clock, new_id, owner_engine, send
from tests.ledger.paper_desk import PaperDesk

TASK = "OAK3.1.0.0"
ANA = Staff(user="ana", name="Ana Ruiz", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)


@pytest.fixture
def released(engine: Engine) -> None:
    """$7.00 that were held are taken by Ana and released."""
    desk = PaperDesk("OAK3")
    desk.pay("S-99999999", 700)
    send(engine, desk)
    wish = ReleaseHeld(line_id=new_id(), statement_number="S-10000001", reason="old number")
    with engine.begin() as connection:
        take_task(connection, TASK, new_id(), ANA, clock=clock, new_id=new_id)
        release(connection, TASK, wish, ANA, second=OMAR, clock=clock, new_id=new_id)


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("DELETE FROM office_acts", "is not found by what it is about"),
        ("UPDATE office_acts SET cents = cents - 1", "is not found by what it is about"),
        ("INSERT INTO office_acts VALUES ('OAK3.1.0.0', 1, 'held_released', 'ana', now(), 5)", "does not say so"),
        ("UPDATE lines SET body = 'x' WHERE desk = 'LEDGER'", "cannot be read now"),
        ("UPDATE lines SET body = replace(body, 'subject', 'object') WHERE desk = 'LEDGER'", "is not found by"),
        ("UPDATE transfers SET why = 'beyond_open' WHERE desk = 'OAK3'", "which is not held there"),
        ("UPDATE transfers SET cents = 100 WHERE desk = 'OAK3'", "More of OAK3.1.0.0 was released than was held"),
    ],
)
def test_the_check_finds_a_release_that_was_tampered_with(
    engine: Engine, released: None, ledger_url: str, damage: str, finding: str
) -> None:
    assert check(engine).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)


@pytest.mark.parametrize("change", ["UPDATE office_acts SET staff = 'x'", "DELETE FROM office_acts"])
def test_the_service_has_no_right_to_change_an_act(engine: Engine, released: None, change: str) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text(change))
