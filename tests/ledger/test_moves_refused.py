"""What the office may not move of a closed drawer's payment: each in one sentence, at its field, and nothing moves."""

from dataclasses import replace
from typing import Any

import pytest
from httpx import Client
from sqlalchemy import Engine

from cashier.domain.people import Role
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.wire import StaffRow
from tests.domain.drawer_lines import shift_lines
from tests.ledger.conftest import GUARANTOR, balance, clock, new_id, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import sentence_of
from tests.ledger.test_corrections import move, void
from tests.ledger.test_moving_closed import (
    BILL,
    OTHER_BILL,
    PREMIUM,
    RECEIPT,
    add_family,
    answers,
    asked,
    asks,
    task,
)
from tests.ledger.test_returning_checks import bill, client, desk, pay, said

__all__ = ["client", "desk"]


def test_a_correction_that_cannot_be_followed_is_said_and_nothing_is_moved(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    paid = pay(desk, (bill(1), 6_000))
    moved = move(desk, paid, OTHER_BILL, 1_000)
    desk.sent.pop()
    desk.write(replace(moved, facts={name: said for name, said in moved.facts.items() if name != "to"}))
    send(engine, desk)
    assert "says less than this ledger needs" in sentence_of(asks(client, 100).text)


@pytest.mark.parametrize(
    ("wish", "sentence", "field"),
    [
        ({"cents": 6_001}, "Only $60.00 of it is on S-10000001 now", "amount"),
        ({"cents": 5_001}, "Only $50.00 is open on S-10000002", "amount"),
        ({"to": "S-10000001"}, "It pays that already", "to"),
        ({"to": "S-9"}, "knows no statement S-9", "to"),
        ({"to": "credit:9"}, "knows no guarantor 9", "to"),
        ({"to": "misc:COPIES"}, "a statement's number", "to"),
        ({"to": PREMIUM, "cents": 1_000}, "taken as ncal's medical money, and that is ncal's premium", "to"),
        ({"source": "S-10000002", "to": "S-10000001"}, "Nothing of this payment is on S-10000002", "from"),
        ({"reason": "", "words": ""}, "Choose a reason from the list", "reason"),
        ({"reason": "other", "words": ""}, "Say what the other reason is", "more"),
        ({"receipt": "OAK3-0000009"}, "has no receipt OAK3-0000009", "receipt"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_asked(
    engine: Engine, client: Client, desk: PaperDesk, wish: dict[str, Any], sentence: str, field: str
) -> None:
    add_family(engine)
    pay(desk, (bill(1), 6_000))
    send(engine, desk)

    refused = asks(client, wish.pop("cents", 5_000), **wish)
    assert refused.status_code == 400
    assert sentence in sentence_of(refused.text)
    assert refused.json()["field"] == field
    assert check(engine).findings == []


def test_nobody_moves_alone_or_without_the_right(engine: Engine, client: Client, desk: PaperDesk) -> None:
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    with engine.begin() as connection:
        rosa = StaffRow(user="rosa", name="Rosa Delgado", role=Role.LEAD, passphrase_hash="-")
        loading.load_directory(connection, staff=[rosa], clock=clock, new_id=new_id)

    for role in (Role.CASHIER, Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR):
        assert asks(client, 5_000, staff=role).status_code == 403
        assert task(client, f"payment.{RECEIPT}", role).status_code == 403
    own = asked(client, 5_000, staff=Role.SUPERVISOR)
    for what in ("approve", "decline"):
        assert "Nobody agrees to their own move" in sentence_of(answers(client, own, what).text)
        assert "may not agree to moves" in sentence_of(answers(client, own, what, Role.CASH_OFFICE).text)
        assert "took that payment" in sentence_of(answers(client, own, what, "rosa").text)
    assert balance(engine, BILL) == 4_000
    assert "is moved" in said(answers(client, own, staff=Role.LEAD))


def test_what_waits_for_a_word_is_not_asked_for_twice(engine: Engine, client: Client, desk: PaperDesk) -> None:
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    first = asked(client, 4_000)

    refused = asks(client, 2_001, f"credit:{GUARANTOR}")
    assert "$40.00 of what is on S-10000001 is asked for already" in sentence_of(refused.text)
    second = asked(client, 2_000, f"credit:{GUARANTOR}")
    for about in (first, second):
        said(answers(client, about))
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (10_000, 1_000)
    assert balance(engine, f"credit:{GUARANTOR}") == -2_000
    assert check(engine).findings == []


def test_an_open_drawers_payment_is_its_cashiers_and_a_voided_one_nobodys(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    opened = shift_lines()[0]
    desk.write(replace(opened, line_id=new_id()))
    body = replace(desk.pay("S-10000001", 1_000), shift_id=opened.shift_id).body().decode()
    desk.sent.pop()
    desk.write_body(body)
    send(engine, desk)
    assert "lies in a drawer that is open" in sentence_of(asks(client, 500).text)

    gone = desk.pay("S-10000001", 1_000)
    void(desk, gone)
    send(engine, desk)
    assert "was voided" in sentence_of(asks(client, 500, receipt=str(gone.facts["receipt"])).text)


def test_another_centers_payment_is_its_offices(engine: Engine, desk: PaperDesk, client: Client) -> None:
    line = desk.pay("S-10000001", 1_000)
    desk.sent.pop()
    desk.write(replace(line, center="RCH"))
    send(engine, desk)
    assert "made at another center" in sentence_of(asks(client, 500).text)
