"""A member hears of each correction of what they paid, once; who may not be written to is told otherwise (R6)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from httpx import Client
from sqlalchemy import Engine, text

from cashier.domain.line import Line
from cashier.domain.people import Role
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.letters import LetterPaper, letter_paper, letter_row, waiting_letters
from cashier.wire import StaffRow
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, GUARANTOR, MEMBER, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import CENTER, NOW, PaperDesk
from tests.ledger.serving import client_of
from tests.ledger.test_center_deeds import do, office, said
from tests.ledger.test_corrections import void


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
        connection.execute(text("INSERT INTO mail_addresses VALUES (:guarantor, '{1480 Lakeshore Avenue}')"),
                           {"guarantor": GUARANTOR})  # fmt: skip
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


def voided(desk: PaperDesk, cents: int = 500) -> Line:
    """A payment of a member's that was given back."""
    line = void(desk, desk.pay("S-10000001", cents))
    desk.sent.pop()
    return desk.write(replace(line, facts={**line.facts, "member": MEMBER, "cents": cents}))


def waiting(engine: Engine) -> list[LetterPaper]:
    with engine.connect() as connection:
        return [letter_paper(row) for row in waiting_letters(connection, NOW)]


def test_a_void_waits_to_be_told_and_is_told_once(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK3")
    line = voided(desk)
    send(engine, desk)
    send(engine, desk)

    with engine.begin() as connection:
        connection.execute(text("UPDATE members SET language = 'vi'"))
    (paper,) = waiting(engine)
    assert (paper.line, paper.member, paper.address) == (line, MEMBER, ("1480 Lakeshore Avenue",))
    task = f"letter.{paper.letter}"
    (row,) = [row for row in office(client).tasks.rows if row.kind == "letter"]
    assert (row.task, row.what, row.cents) == (task, "Void of OAK3-0000001", 500)
    told = client.post("/v1/desks/OAK3/office/task", json={"staff": Role.CASH_OFFICE, "about": task}).json()["facts"]
    assert ["Where to", "1480 Lakeshore Avenue"] in told
    assert ["Language", "Vietnamese"] in told

    assert do(client, "close_note", about=task, words=" ").status_code == 400
    assert do(client, "close_note", Role.CASHIER, about=task, words="by phone").status_code == 403
    assert said(do(client, "close_note", about=task, words="by phone")) == "The member was told."
    assert waiting(engine) == []
    assert do(client, "close_note", about=task, words="again").status_code == 400
    assert check(engine).findings == []


def test_who_asked_for_confidence_is_not_written_to(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK3")
    voided(desk)
    send(engine, desk)
    with engine.begin() as connection:
        connection.execute(text("UPDATE statements SET confidential = true WHERE number = 'S-10000002'"))

    with engine.connect() as connection:
        assert [letter_row(row).by_mail for row in waiting_letters(connection, NOW)] == [False]
    (row,) = [row for row in office(client).tasks.rows if row.kind == "letter"]
    assert row.why == "Tell the member, not by mail."


def test_a_correction_that_nobody_is_told_of_is_found(engine: Engine, ledger_url: str) -> None:
    desk = PaperDesk("OAK3")
    voided(desk)
    send(engine, desk)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM letters"))
    owner.dispose()

    assert check(engine).findings == ["Line 2 of OAK3 corrects a payment, and no letter tells the member."]


def test_what_was_paid_without_a_member_is_nobodys_letter(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    void(desk, desk.pay("S-10000001", 500))
    send(engine, desk)

    assert waiting(engine) == []
    assert check(engine).findings == []
