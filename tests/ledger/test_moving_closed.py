"""Money of a closed drawer that the office moves: asked by one, agreed to by another, never more than is there."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind, BookLine
from cashier.domain.line import LineKind, read_line
from cashier.domain.people import Role
from cashier.domain.statements import StatementKind
from cashier.domain.targets import Target, TargetKind
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.day_sums import day_totals
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.guarantors import guarantor_account
from cashier.ledger.holding import holding_rows
from cashier.ledger.office_corrections import correction_rows
from cashier.ledger.past import member_payments
from cashier.wire import GuarantorRow
from tests.ledger.conftest import (
    GUARANTOR,
    MEMBER,
    add_desk,
    balance,
    clock,
    gather_all,
    member,
    new_id,
    owner_engine,
    send,
    statement,
)
from tests.ledger.paper_desk import BOOK, CENTER, DRAWER, NOW, TODAY, PaperDesk
from tests.ledger.serving import sentence_of
from tests.ledger.test_returning_checks import bill, client, desk, pay, returns, said

__all__ = ["client", "desk"]

BILL, OTHER_BILL = "receivable:S-10000001", "receivable:S-10000002"
RECEIPT = "OAK3-0000001"
ANOTHER, THEIR_MEMBER, THEIRS = "300500800", "22003344", "S-30000001"
PREMIUM = "P-40000001"


def asks(client: Client, cents: int, to: str = "S-10000002", source: str = "S-10000001", **more: Any) -> Response:
    wish: dict[str, Any] = {"line_id": str(new_id()), "staff": Role.CASH_OFFICE, "what": "move_closed"}
    wish |= {"receipt": RECEIPT}
    wish |= {"source": source, "to": to, "cents": cents, "reason": "wrong_statement", "words": ""}
    return client.post("/v1/desks/OAK3/office/deeds", json=wish | more)


def asked(client: Client, cents: int, *args: str, **more: Any) -> str:
    """The name of a move that was asked for."""
    line_id = str(new_id())
    said(asks(client, cents, *args, line_id=line_id, **more))
    return f"move.{line_id}"


def answers(client: Client, about: str, what: str = "approve", staff: str = Role.SUPERVISOR, **more: Any) -> Response:
    wish = {"line_id": str(new_id()), "staff": staff, "what": what, "about": about}
    return client.post("/v1/desks/OAK3/office/deeds", json=wish | more)


def task(client: Client, about: str, staff: str = Role.CASH_OFFICE) -> Response:
    return client.post("/v1/desks/OAK3/office/task", json={"staff": staff, "about": about})


def sources(client: Client, receipt: str = RECEIPT) -> dict[str, int]:
    told = task(client, f"payment.{receipt}")
    assert told.status_code == 200, told.text
    return {row["code"]: row["cents"] for row in told.json()["sources"]}


def add_family(engine: Engine) -> None:
    """Another guarantor, with a bill of $80.00; and a premium of ours, of $40.00."""
    theirs = statement(THEIRS, 8_000).model_copy(update={"guarantor_number": ANOTHER, "member_number": THEIR_MEMBER})
    premium = statement(PREMIUM, 4_000).model_copy(update={"kind": StatementKind.PREMIUM})
    with engine.begin() as connection:
        loading.load_directory(
            connection,
            members=[member(THEIR_MEMBER, "Vega", "Luz").model_copy(update={"guarantor_number": ANOTHER})],
            guarantors=[GuarantorRow(number=ANOTHER, name="Vega, Luz", region="ncal")],
            statements=[theirs, premium],
            clock=clock,
            new_id=new_id,
        )


def test_it_is_asked_for_and_agreed_to_and_pays_the_other_bill_of_the_other_member(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    add_family(engine)
    pay(desk, (bill(1), 6_000))
    send(engine, desk)

    about = asked(client, 5_000, THEIRS)
    assert balance(engine, BILL) == 4_000, "asked, nothing moves"
    assert said(answers(client, about)) == (
        f"$50.00 of {RECEIPT} is moved from S-10000001 to {THEIRS}. Its slip prints for two signatures."
    )

    assert (balance(engine, BILL), balance(engine, f"receivable:{THEIRS}")) == (9_000, 3_000)
    assert balance(engine, replace(DRAWER, kind=AccountKind.DRAWER_CHECKS).code) == 6_000, "its drawer stays as it was"
    gather_all(engine)
    with engine.connect() as connection:
        own, theirs = (member_payments(connection, number) for number in (MEMBER, THEIR_MEMBER))
        (row,) = correction_rows(connection, center=CENTER)
        account = json.loads(guarantor_account(connection, ANOTHER, "OAK3"))
        totals = day_totals(connection, TODAY, ("desk",))
    assert [(one.cents, one.is_moved, one.tenders) for one in own] == [(6_000, True, ("check",))]
    assert [(one["cents"], one["center"]) for one in account["payments"]] == [(5_000, CENTER)], "and every channel"
    assert [(one.cents, one.tenders, one.receipt, one.desk) for one in theirs] == [
        (5_000, ("moved here",), RECEIPT, "OAK3")
    ]
    assert (row.kind, row.source, row.to, row.cents) == ("move_agreed", "S-10000001", THEIRS, 5_000)
    assert (row.asked_by, row.approved_by, row.reason) == (Role.CASH_OFFICE, Role.SUPERVISOR, "Wrong statement chosen")
    assert [one.cents for one in totals] == [6_000]
    assert sources(client) == {"S-10000001": 1_000, THEIRS: 5_000}
    assert check(engine).findings == []


def test_its_desk_and_another_to_which_the_receipt_is_brought_hear_that_it_was_moved_and_not_to_whom(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    before = client.get(f"/v1/desks/OAK3/receipts/{RECEIPT}").json()
    had = read_page(engine, "OAK3", known_epoch="", after=Cursor(), limit=99)
    said(answers(client, asked(client, 5_000)))

    after = client.get(f"/v1/desks/OAK3/receipts/{RECEIPT}").json()
    assert (before["since"], after["bodies"]) == ([], before["bodies"])
    (body,) = after["since"]
    since = read_line(body.encode())
    assert (since.kind, since.facts["from"], since.facts["cents"]) == (LineKind.MOVE_AGREED, "S-10000001", 5_000)
    assert OTHER_BILL.removeprefix("receivable:") not in body
    told = read_page(engine, "OAK3", known_epoch=had.epoch, after=Cursor.read(had.after), limit=99)
    assert (had.came_back, told.came_back) == ((), (body,))
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    assert read_page(engine, "OAK4", known_epoch="", after=Cursor(), limit=99).came_back == ()


def test_who_agrees_and_everybody_else_of_the_office_see_what_waits(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    about = asked(client, 5_000)

    shown = {}
    for role in (Role.CASH_OFFICE, Role.SUPERVISOR, Role.AUDITOR):
        body = {"staff": role, "business_date": TODAY.isoformat(), "cash_most_cents": 100}
        office = client.post("/v1/desks/OAK3/office", json=body).json()
        for part in ("for_you", "you_asked", "tasks"):
            rows = [row for row in office[part]["rows"] if row["task"] == about]
            for row in rows:
                shown[role, part] = (row["kind"], row["what"], row["why"], row["cents"])
    words = (f"Move of {RECEIPT}", "The cash_office: from S-10000001 to S-10000002.", 5_000)
    assert shown == {
        (Role.CASH_OFFICE, "you_asked"): ("move_asked", *words),
        (Role.SUPERVISOR, "for_you"): ("move", *words),
        (Role.AUDITOR, "tasks"): ("move_asked", *words),
    }
    assert task(client, about, Role.SUPERVISOR).json()["facts"] == [
        ["Receipt", RECEIPT],
        ["Taken", "Nov 21, 2026 at OAK3"],
        ["From", "S-10000001"],
        ["To", "S-10000002, member …8827"],
        ["Amount", "$50.00"],
        ["Why", "Wrong statement chosen"],
        ["Asked by", "The cash_office"],
    ]


def test_the_same_twice_is_one_move_and_declined_it_is_none(engine: Engine, client: Client, desk: PaperDesk) -> None:
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    line_id, answer_id = str(new_id()), str(new_id())
    for _ in range(2):
        said(asks(client, 5_000, line_id=line_id))
    for _ in range(2):
        said(answers(client, f"move.{line_id}", line_id=answer_id))
    assert "agreed to before" in sentence_of(answers(client, f"move.{line_id}").text)
    assert "agreed to before" in sentence_of(answers(client, f"move.{line_id}", "decline").text)
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (9_000, 0)

    back = asked(client, 1_000, "S-10000001", "S-10000002")
    assert "is declined. Tell The cash_office." in said(answers(client, back, "decline"))
    assert "declined before" in sentence_of(answers(client, back).text)
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (9_000, 0)
    assert check(engine).findings == []


def test_what_is_paid_or_taken_between_asking_and_agreeing_is_seen(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    about = asked(client, 5_000)
    desk.pay("S-10000002", 1_000)
    send(engine, desk)

    assert "Only $40.00 is open on S-10000002" in sentence_of(answers(client, about).text)
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (4_000, 4_000)


def test_credit_that_was_asked_back_or_used_is_not_there_to_be_moved(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (Target(TargetKind.CREDIT, GUARANTOR), 6_000))
    send(engine, desk)
    about = asked(client, 5_000, source=f"credit:{GUARANTOR}")
    refund: dict[str, Any] = {"line_id": str(new_id()), "staff": Role.CASHIER, "member": MEMBER}
    refund |= {"fund": f"credit:{GUARANTOR}", "book": BOOK.code, "why": "moved away", "cents": 2_000}
    assert client.post("/v1/desks/OAK3/office/refunds", json=refund).status_code == 200

    refused = answers(client, about)
    assert f"Only $40.00 of it is on credit:{GUARANTOR} now" in sentence_of(refused.text)
    said(answers(client, about, "decline"))
    left = asked(client, 4_000, source=f"credit:{GUARANTOR}")
    assert "is moved" in said(answers(client, left))
    assert (balance(engine, OTHER_BILL), balance(engine, f"credit:{GUARANTOR}")) == (1_000, 0)
    assert check(engine).findings == []


def test_money_of_a_check_that_came_back_is_not_moved_and_moved_money_comes_back_from_where_it_is(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    add_family(engine)
    pay(desk, (bill(1), 6_000), cash=500)
    send(engine, desk)
    said(answers(client, asked(client, 4_000, THEIRS)))
    said(returns(client))

    assert (balance(engine, BILL), balance(engine, f"receivable:{THEIRS}")) == (9_500, 8_000)
    assert sources(client) == {"S-10000001": 500}
    assert "Only $5.00" in sentence_of(asks(client, 501).text)
    said(answers(client, asked(client, 500)))
    assert balance(engine, BILL) == 10_000
    assert "Nothing of this payment is on S-10000001" in sentence_of(asks(client, 1).text)
    assert check(engine).findings == []


def test_what_was_paid_beyond_its_bill_is_moved_from_the_account_where_it_went(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    add_family(engine)
    pay(desk, (bill(1), 12_000))
    send(engine, desk)
    assert sources(client) == {"S-10000001": 10_000, f"credit:{GUARANTOR}": 2_000}

    said(answers(client, asked(client, 8_000, THEIRS)))
    said(answers(client, asked(client, 2_000, source=f"credit:{GUARANTOR}")))
    assert (balance(engine, BILL), balance(engine, f"credit:{GUARANTOR}"), balance(engine, OTHER_BILL)) == (
        8_000,
        0,
        3_000,
    )
    said(returns(client))
    assert balance(engine, f"receivable:{THEIRS}") == 8_000
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (10_000, 5_000)
    assert check(engine).findings == []


def test_nobodys_money_waits_as_unidentified_at_its_center_and_stays_in_its_book(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    add_family(engine)
    book = replace(BOOK, line=BookLine.PREMIUM)
    desk.pay_target(Target(TargetKind.STATEMENT, PREMIUM), 3_000, into=Account(AccountKind.DRAWER_CASH, "x", book))
    send(engine, desk)
    refused = asks(client, 3_000, f"credit:{GUARANTOR}", PREMIUM)
    assert "Premium money pays premiums" in sentence_of(refused.text)
    said(answers(client, asked(client, 3_000, "holding", PREMIUM)))

    with engine.connect() as connection:
        (row,) = holding_rows(connection, NOW, center=CENTER)
        assert holding_rows(connection, NOW, center="RCH") == []
    assert (row.receipt, row.held_cents, row.clues) == (RECEIPT, 3_000, f"paid {PREMIUM}: Wrong statement chosen")
    assert "waits for its owner" in sentence_of(asks(client, 100, "S-10000001", PREMIUM).text)
    release = {"line_id": str(new_id()), "staff": Role.CASH_OFFICE, "what": "release", "about": row.task}
    release |= {"second": Role.SUPERVISOR, "words": "theirs after all"}
    mixed = client.post("/v1/desks/OAK3/office/deeds", json=release | {"statement": "S-10000001"})
    assert "premium money" in sentence_of(mixed.text)
    assert "paid" in said(client.post("/v1/desks/OAK3/office/deeds", json=release | {"statement": PREMIUM}))
    assert balance(engine, f"receivable:{PREMIUM}") == 1_000
    assert sources(client) == {PREMIUM: 3_000}
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ('UPDATE lines SET body = replace(body, \'"staff":"supervisor"\', \'"staff":"cash_office"\')', "who asked"),
        ("UPDATE lines SET body = replace(body, 'S-10000002', 'S-10000009')", "other money"),
        ("UPDATE lines SET body = replace(body, '[[0,5000]]', '[[0,4000]]')", "another amount"),
        ("UPDATE lines SET body = replace(body, 'ncal.medical', 'ncal.premium')", "mixes ncal.premium"),
        ("DELETE FROM corrections", "not those that its lines say"),
    ],
)
def test_the_check_finds_a_move_that_is_not_as_it_was_agreed_to(
    engine: Engine, client: Client, desk: PaperDesk, ledger_url: str, damage: str, found: str
) -> None:
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    said(answers(client, asked(client, 5_000)))
    assert check(engine).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        where = "" if damage.startswith("DELETE") else " WHERE kind = 'move_agreed'"
        connection.execute(text(damage + where))
    owner.dispose()

    assert any(found in sentence for sentence in check(engine).findings), check(engine).findings


def test_it_counts_to_the_day_of_the_desk_where_it_is_agreed_to(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (bill(1), 6_000))
    send(engine, desk)
    about = asked(client, 5_000)
    assert "business date is not today's" in sentence_of(answers(client, about, day="2026-11-28").text)
    said(answers(client, about, day="2026-11-22"))

    with engine.connect() as connection:
        day = connection.scalar(text("SELECT business_date FROM lines WHERE kind = 'move_agreed'"))
    assert day == date(2026, 11, 22)
