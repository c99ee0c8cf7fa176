"""Several people of the office at one moment, a desk that was replaced, card money: never more than is there."""

from dataclasses import replace
from typing import Any

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.line import LineKind
from cashier.domain.people import Role
from cashier.domain.targets import Target, TargetKind
from cashier.ledger.check import check
from tests.domain.drawer_lines import shift_lines
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, GUARANTOR, balance, clock, new_id, send
from tests.ledger.paper_desk import BOOK, CENTER, PaperDesk
from tests.ledger.test_carried import carry, replace_desk
from tests.ledger.test_moving_closed import answers, asked, asks, sources
from tests.ledger.test_refunds_at_once import Call, at_once
from tests.ledger.test_refunds_at_once import client as both
from tests.ledger.test_returning_checks import bill, client, desk, pay, said

__all__ = ["both", "client", "desk"]

BILL, OTHER_BILL = "receivable:S-10000001", "receivable:S-10000002"
CARD = Account(AccountKind.CARD_CLEARING, "OAK3", BOOK)


def posts(client: Client, **wish: Any) -> Call:
    body = {"line_id": str(new_id()), **wish}
    return lambda: client.post("/v1/desks/OAK4/office/deeds", json=body)


def test_of_many_who_ask_and_agree_at_once_no_more_is_moved_than_is_there(engine: Engine, both: Client) -> None:
    desk = PaperDesk("OAK3")
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    wish = {"what": "move_closed", "receipt": "OAK3-0000001", "source": "S-10000001", "reason": "wrong_member"}
    wish |= {"to": f"credit:{GUARANTOR}", "staff": "cash_officea"}

    done = at_once(*(posts(both, **wish, cents=2_500) for _ in range(5)))
    assert sum(done) == 2
    with engine.connect() as connection:
        about = list(connection.scalars(text("SELECT subject FROM office_acts WHERE kind = 'move_asked'")))
    agreed = at_once(*(posts(both, what="approve", about=one, staff=f"lead{n}") for one in about for n in "ab"))

    assert sum(agreed) == 2, "each once"
    assert (balance(engine, BILL), balance(engine, f"credit:{GUARANTOR}")) == (9_000, -5_000)
    assert check(engine).findings == []


def test_a_check_that_comes_back_at_the_same_moment_finds_the_money_where_it_is(engine: Engine, both: Client) -> None:
    desk = PaperDesk("OAK3")
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    wish = {"what": "move_closed", "receipt": "OAK3-0000001", "source": "S-10000001", "reason": "wrong_member"}
    assert posts(both, **wish, to="S-10000002", staff="cash_officea", cents=4_000)().status_code == 200
    with engine.connect() as connection:
        about = connection.scalar(text("SELECT subject FROM office_acts WHERE kind = 'move_asked'"))
    back = {"what": "return_check", "receipt": "OAK3-0000001", "number": "1043", "words": "refer to maker"}

    _, returned = at_once(
        posts(both, what="approve", about=about, staff="leada"),
        posts(both, **back, staff="cash_officea", second="supervisora"),
    )

    assert returned
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (10_000, 5_000), "both are open again"
    assert check(engine).findings == []


def test_what_came_in_anothers_journal_is_found_moved_and_comes_back(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (bill(1), 6_000))
    replace_desk(engine, "OAK7", "OAK3")
    newer = PaperDesk("OAK7")
    carry(newer, desk, 1)
    send(engine, newer)
    other = {"staff": Role.CASH_OFFICE, "about": "payment.OAK3-0000001"}
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT desk FROM receipts")) == "OAK7"
    with engine.begin() as connection:
        client.auth = enrolled(connection, "OAK4", CENTER, ADMIN, clock=clock)

    told = client.post("/v1/desks/OAK4/office/task", json=other).json()["sources"]
    assert [(row["code"], row["cents"]) for row in told] == [("S-10000001", 6_000)]
    wish = {"what": "move_closed", "receipt": "OAK3-0000001", "source": "S-10000001", "reason": "wrong_member"}
    line_id = str(new_id())
    said(posts(client, **wish, to="S-10000002", staff=Role.CASH_OFFICE, cents=4_000, line_id=line_id)())
    said(posts(client, what="approve", about=f"move.{line_id}", staff=Role.LEAD)())
    back = {"what": "return_check", "receipt": "OAK3-0000001", "number": "1043", "words": "refer to maker"}
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (8_000, 1_000)
    said(posts(client, **back, staff=Role.CASH_OFFICE, second=Role.SUPERVISOR)())
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (10_000, 5_000)
    assert check(engine).findings == []


def test_what_lay_in_the_open_drawer_of_a_desk_that_was_replaced_is_the_offices_to_move(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    opened = shift_lines()[0]
    desk.write(replace(opened, line_id=new_id()))
    body = replace(desk.pay("S-10000001", 1_000), shift_id=opened.shift_id).body().decode()
    desk.sent.pop()
    desk.write_body(body)
    send(engine, desk)
    with engine.begin() as connection:
        client.auth = enrolled(connection, "OAK4", CENTER, ADMIN, clock=clock)
    wish: dict[str, Any] = {"what": "move_closed", "receipt": "OAK3-0000001", "source": "S-10000001"}
    wish |= {"reason": "wrong_member", "to": "S-10000002", "staff": Role.CASH_OFFICE, "cents": 400}
    line_id = str(new_id())
    refused = posts(client, **wish, line_id=line_id)()
    assert "lies in a drawer that is open" in refused.json()["sentence"]

    replace_desk(engine, "OAK7", "OAK3")

    said(posts(client, **wish, line_id=line_id)())
    said(posts(client, what="approve", about=f"move.{line_id}", staff=Role.LEAD)())
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (9_400, 4_600)
    assert check(engine).findings == []


def test_card_money_is_moved_once_no_card_of_it_is_unknown(engine: Engine, client: Client, desk: PaperDesk) -> None:
    paid = desk.pay_target(Target(TargetKind.STATEMENT, "S-10000001"), 6_000, into=CARD)
    attempt = new_id()
    card = desk.write(
        desk.line(
            LineKind.CARD_ASKED, facts={"wish": {"payment": paid.facts["payment"]}}, transfers=(), line_id=attempt
        )
    )
    closed = replace(card, line_id=new_id(), kind=LineKind.CARD_CLOSED)
    desk.write(replace(closed, facts={"attempt": str(attempt), "state": "unknown"}))
    send(engine, desk)
    refused: Response = asks(client, 1_000)
    assert "A card of receipt OAK3-0000001 has no known result yet" in refused.json()["sentence"]

    desk.write(replace(closed, line_id=new_id(), facts={"attempt": str(attempt), "state": "declined"}))
    send(engine, desk, 4)
    said(answers(client, asked(client, 1_000)))
    assert (balance(engine, CARD.code), balance(engine, OTHER_BILL)) == (6_000, 4_000), "no terminal is touched"
    assert sources(client) == {"S-10000001": 5_000, "S-10000002": 1_000}
    assert check(engine).findings == []


@pytest.mark.parametrize("sent", [0, 1, 2], ids=["all of it", "the card", "its end"])
def test_a_card_that_came_within_another_desks_journal_is_unknown_until_its_end_is_there(
    engine: Engine, client: Client, desk: PaperDesk, sent: int
) -> None:
    paid = desk.pay_target(Target(TargetKind.STATEMENT, "S-10000001"), 6_000, into=CARD)
    attempt, asked_of = new_id(), {"payment": paid.facts["payment"]}
    card = desk.write(desk.line(LineKind.CARD_ASKED, facts={"wish": asked_of}, transfers=(), line_id=attempt))
    ends = replace(card, line_id=new_id(), kind=LineKind.CARD_CLOSED)
    desk.write(replace(ends, facts={"attempt": str(attempt), "state": "declined"}))
    if sent:
        send(engine, desk, 1, sent)
    replace_desk(engine, "OAK7", "OAK3")
    new = PaperDesk("OAK7")
    carry(new, desk, sent + 1, 2)
    if new.sent:
        send(engine, new)
    with engine.begin() as connection:
        client.auth = enrolled(connection, "OAK4", CENTER, ADMIN, clock=clock)
    wish: dict[str, Any] = {"what": "move_closed", "receipt": "OAK3-0000001", "source": "S-10000001"}
    wish |= {"reason": "wrong_member", "to": "S-10000002", "staff": Role.CASH_OFFICE, "cents": 1_000}
    refused = posts(client, **wish)()
    assert "A card of receipt OAK3-0000001 has no known result yet" in refused.json()["sentence"]

    first = len(new.sent) + 1
    carry(new, desk, 3)
    send(engine, new, first)
    assert "is asked for" in said(posts(client, **wish)())
