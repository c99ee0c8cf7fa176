"""The books cannot be changed behind the service's back, and `check` finds it where they were."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from cashier.ledger.check import check
from tests.ledger.conftest import count_rows, owner_engine, send
from tests.ledger.paper_desk import PaperDesk

CHANGES = [
    "UPDATE lines SET body = 'x'",
    "DELETE FROM lines",
    "TRUNCATE lines",
    "UPDATE transfers SET cents = 1",
    "DELETE FROM transfers",
    "TRUNCATE transfers",
    "UPDATE set_aside SET cents = 1",
    "DELETE FROM set_aside",
    "TRUNCATE set_aside",
]
FIRST = "transfers WHERE desk = 'OAK3' AND sequence = 1"
SECOND = "WHERE desk = 'OAK3' AND sequence = 2"


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    """A desk whose three payments the ledger has."""
    desk = PaperDesk("OAK3")
    for cents in (100, 200, 300):
        desk.pay("S-10000001", cents)
    send(engine, desk)
    return desk


@pytest.mark.parametrize("change", CHANGES)
def test_the_service_has_no_right_to_change_lines_or_transfers(engine: Engine, desk: PaperDesk, change: str) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text(change))


@pytest.mark.parametrize("change", CHANGES)
def test_the_tables_refuse_a_change_to_their_owner_too(
    engine: Engine, ledger_url: str, desk: PaperDesk, change: str
) -> None:
    owner = owner_engine(ledger_url)
    with owner.connect() as connection, pytest.raises(DBAPIError, match="is append-only"):
        connection.execute(text(change))
    owner.dispose()


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE lines SET body = replace(body, '200', '201') WHERE sequence = 2", "it was altered"),
        ("DELETE FROM lines WHERE sequence = 2 AND desk = 'OAK3'", "lines are missing"),
        ("DELETE FROM lines WHERE sequence = 3 AND desk = 'OAK3'", "its lines end at 2"),
        ("UPDATE transfers SET cents = cents + 1 WHERE desk = 'OAK3' AND sequence = 2", "otherwise than its body says"),
        ("UPDATE transfers SET debit = 'safe:OAK:ncal.medical' WHERE desk = 'OAK3'", "otherwise than its body says"),
        ("DELETE FROM transfers WHERE desk = 'OAK3' AND sequence = 1", "otherwise than its body says"),
        (
            f"INSERT INTO transfers SELECT desk, sequence, 1, 0, debit, credit, cents FROM {FIRST}",
            "transfers that its body does not say",
        ),
        (
            f"INSERT INTO transfers SELECT desk, 9, 0, 0, debit, credit, cents FROM {FIRST}",
            "under line 9",
        ),
        ("UPDATE transfers SET desk = 'SFO1' WHERE desk = 'OAK3' AND sequence = 3", "belong to no desk"),
        ("UPDATE balances SET credit_cents = credit_cents + 5 WHERE account = 'receivable:S-10000001'", "is kept as"),
        ("DELETE FROM balances WHERE account = 'receivable:S-10000001'", "is kept as"),
        ("UPDATE lines SET state = 'unreadable' WHERE desk = 'OAK3' AND sequence = 1", "and yet it has transfers"),
        ("UPDATE lines SET state = 'held' WHERE desk = 'OAK3' AND sequence = 1", "its transfers do not say"),
        ("UPDATE lines SET line_id = NULL WHERE desk = 'OAK3' AND sequence = 1", "another id"),
        ("DELETE FROM receipts WHERE receipt = 'OAK3-0000002'", "receipt numbers"),
    ],
)
def test_the_check_finds_what_somebody_with_all_rights_has_changed(
    engine: Engine, ledger_url: str, desk: PaperDesk, damage: str, finding: str
) -> None:
    assert check(engine).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (f"UPDATE lines SET body = 'x' {SECOND}", "its body cannot be read"),
        (f"UPDATE transfers SET cents = cents + 1 {SECOND}", "booked otherwise than it says"),
        (f"UPDATE transfers SET credit = 'holding:OAK' {SECOND}", "booked otherwise than it says"),
        (f"DELETE FROM transfers {SECOND}", "or not once"),
        (
            f"INSERT INTO transfers SELECT desk, sequence, 1, 0, debit, credit, cents FROM transfers {SECOND}",
            "not once",
        ),
        (f"UPDATE lines SET body = replace(body, 'tenders', 'others') {SECOND}", "not its tenders less change"),
        (f"UPDATE lines SET state = 'held' {SECOND}", "it is held, and no part of it is"),
        (
            f"""INSERT INTO lines (desk, sequence, chain, body, state, received_on)
                SELECT desk, sequence, chain, body, 'unreadable', '2001-01-01' FROM lines {SECOND}""",
            "another line stands at its place",
        ),
        (
            f"""UPDATE lines SET received_on = '2001-01-01',
                line_id = (SELECT line_id FROM lines WHERE desk = 'OAK3' AND sequence = 1) {SECOND}""",
            "another line has its id",
        ),
        (f"UPDATE transfers SET received_on = '2001-01-01' {SECOND}", "its transfers stand in another month"),
        (f"INSERT INTO set_aside SELECT * FROM transfers {SECOND}", "is not set aside as it is booked"),
    ],
)
def test_the_databases_own_proof_names_the_line(
    engine: Engine, ledger_url: str, desk: PaperDesk, damage: str, why: str
) -> None:
    assert unproven(engine) == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage))
    owner.dispose()

    found = unproven(engine)

    assert {(desk_code, sequence) for desk_code, sequence, _ in found} == {("OAK3", 2)}
    assert why in " ".join(said for _, _, said in found)


def test_the_databases_own_proof_takes_money_that_is_held_or_goes_to_credit(engine: Engine, desk: PaperDesk) -> None:
    desk.pay("S-99999999", 500)
    desk.pay("S-10000001", 10_000)
    send(engine, desk)

    assert unproven(engine) == []
    assert count_rows(engine, "set_aside") == 2


def unproven(engine: Engine) -> list[tuple[str, int, str]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT desk, sequence, why FROM unproven"))]


def test_a_receipt_number_that_was_left_out_is_found(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    desk.receipts += 1
    desk.pay("S-10000001", 100)
    send(engine, desk)

    assert check(engine).findings == ["Receipt OAK3-0000002 of OAK3 is missing: 1 of 2 are."]
