"""Refunds: payable at once, never more than is there, and three people to each; the check proves all of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.ledger import center_deeds, loading
from cashier.ledger.check import check
from cashier.ledger.funds import funds_of
from cashier.ledger.past import member_payments
from cashier.wire import StaffRow
from cashier.wire_deeds import Deed
from cashier.wire_office import OfficeAnswer
from tests.domain.drawer_lines import shift_lines
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, GUARANTOR, MEMBER, add_desk, balance, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import BOOK, CENTER, DRAWER, TODAY, PaperDesk, payment_facts
from tests.ledger.serving import client_of, sentence_of

OFFICE = "/v1/desks/OAK3/office"
DEPOSIT = Target(TargetKind.PREPAY, "E-20441")
CREDIT = f"credit:{GUARANTOR}"
PAYABLE = f"refund_payable:{GUARANTOR}"


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """Desk OAK3: a deposit of $150 in cash, and credit of $20 by check and $10 by card."""
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    staff += [StaffRow(user=f"{role}2", name=f"Another {role}", role=role, passphrase_hash="-") for role in Role]
    staff.append(StaffRow(user="rosa", name="Rosa Delgado", role=Role.LEAD, passphrase_hash="-"))
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    desk.pay_target(DEPOSIT, 15_000)
    credit = Target(TargetKind.CREDIT, GUARANTOR)
    desk.pay_target(credit, 2_000, into=replace(DRAWER, kind=AccountKind.DRAWER_CHECKS))
    desk.pay_target(credit, 1_000, into=Account(AccountKind.CARD_CLEARING, "OAK3", BOOK))
    send(engine, desk)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


def ask(client: Client, cents: int = 6_000, **more: Any) -> Response:
    wish = {
        "line_id": str(new_id()),
        "staff": Role.CASHIER,
        "member": MEMBER,
        "fund": DEPOSIT.code,
        "book": "ncal.medical",
        "cents": cents,
        "why": "surgery was cancelled",
    }
    return client.post(f"{OFFICE}/refunds", json=wish | more)


def asked(client: Client, cents: int = 6_000, **more: Any) -> str:
    line_id = str(new_id())
    answer = ask(client, cents, **{"line_id": line_id} | more)
    assert answer.status_code == 200, answer.text
    return f"refund.{line_id}"


def do(client: Client, what: str, about: str, staff: str, **more: Any) -> Response:
    wish = {"line_id": str(new_id()), "staff": staff, "what": what, "about": about}
    return client.post(f"{OFFICE}/deeds", json=wish | more)


def approve(client: Client, about: str, staff: str = Role.LEAD) -> Response:
    return do(client, "approve", about, staff)


def pay(client: Client, about: str, staff: str = Role.CASH_OFFICE, **more: Any) -> Response:
    return do(client, "pay_refund", about, staff, **{"receipt": "AP 77120"} | more)


def office(client: Client, staff: str) -> OfficeAnswer:
    wish = {"staff": staff, "business_date": TODAY.isoformat(), "cash_most_cents": 200_000}
    return OfficeAnswer.model_validate_json(client.post(OFFICE, json=wish).text)


def said(answer: Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()["said"])


def test_it_is_payable_at_once_and_nothing_else_can_use_it(engine: Engine, client: Client) -> None:
    answer = ask(client).json()

    assert (answer["left_cents"], answer["card_cents"], answer["not_before"]) == (9_000, 0, "2026-11-21")
    assert (balance(engine, "prepayment:E-20441"), balance(engine, PAYABLE)) == (-9_000, -6_000)
    with engine.connect() as connection:
        assert [row.cents for row in funds_of(connection, MEMBER)] == [9_000, 3_000]
    assert check(engine).findings == []


def test_three_people_bring_it_to_the_bank(engine: Engine, client: Client) -> None:
    about = asked(client)
    assert said(approve(client, about)) == "The refund of $60.00 is agreed to. A third person pays it out."
    assert balance(engine, PAYABLE) == -6_000
    assert said(pay(client, about)) == "The refund of $60.00 is paid out: AP 77120."

    assert balance(engine, PAYABLE) == 0
    with engine.connect() as connection:
        assert (
            connection.scalar(text("SELECT sum(cents) FROM transfers WHERE credit = 'bank:ncal:ncal.medical'")) == 6_000
        )
    assert check(engine).findings == []
    assert "paid out before" in sentence_of(pay(client, about).text)
    assert "paid out before" in sentence_of(do(client, "decline", about, Role.LEAD).text)


def test_the_same_act_again_is_the_same(engine: Engine, client: Client) -> None:
    line_id = str(new_id())
    assert ask(client, line_id=line_id).json() == ask(client, line_id=line_id).json()
    about, wish = f"refund.{line_id}", {"line_id": str(new_id()), "receipt": "AP 1"}
    approve(client, about)
    assert said(pay(client, about, **wish)) == said(pay(client, about, **wish))
    assert "another act's" in sentence_of(ask(client, 100, line_id=line_id).text)
    assert balance(engine, "prepayment:E-20441") == -9_000
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"cents": 15_001}, 400, "Only $150.00 of it is there now"),
        ({"fund": "prepay:E-9"}, 400, "Only $0.00 of it is there"),
        ({"book": "ncal.premium"}, 400, "Only $0.00 of it is there"),
        ({"member": "99999999"}, 400, "does not know this member"),
        ({"staff": Role.AUDITOR}, 403, "may not ask for refunds"),
        ({"staff": Role.ADMINISTRATOR}, 403, "may not ask for refunds"),
        ({"staff": "nobody"}, 403, "knows nobody"),
        ({"why": "card 4111 1111 1111 1111"}, 400, "bank card"),
        ({"why": " "}, 400, "Say why it is refunded"),
    ],
)
def test_what_may_not_be_asked_for_moves_nothing(
    engine: Engine, client: Client, more: dict[str, Any], status: int, sentence: str
) -> None:
    answer = ask(client, **more)

    assert (answer.status_code, sentence in sentence_of(answer.text)) == (status, True), answer.text
    assert balance(engine, PAYABLE) == 0
    assert check(engine).findings == []


def test_two_requests_never_take_more_than_is_there(client: Client) -> None:
    asked(client, 10_000)
    assert "Only $50.00 of it is there now" in sentence_of(ask(client, 5_001).text)


def test_nobody_agrees_for_themselves_and_the_payer_is_a_third(client: Client) -> None:
    about = asked(client, staff=Role.LEAD)
    assert "Nobody agrees to their own refund" in sentence_of(approve(client, about, Role.LEAD).text)
    assert "Nobody has agreed" in sentence_of(pay(client, about).text)
    assert "may not agree to refunds" in sentence_of(approve(client, about, Role.CASH_OFFICE).text)
    assert approve(client, about, Role.SUPERVISOR).status_code == 200
    assert "has agreed to that" in sentence_of(approve(client, about, "lead2").text)
    assert "Have a third person pay it out" in sentence_of(pay(client, about, Role.SUPERVISOR).text)
    assert "may not pay refunds out" in sentence_of(pay(client, about, "lead2").text)
    assert "Enter the number of the check" in sentence_of(pay(client, about, receipt=" ").text)
    own = asked(client, 100, staff=Role.CASH_OFFICE)
    approve(client, own)
    assert "Have a third person pay it out" in sentence_of(pay(client, own, Role.CASH_OFFICE).text)
    assert "no such refund" in sentence_of(approve(client, f"refund.{new_id()}").text)


def test_who_has_that_desks_drawer_agrees_to_nothing_of_it(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK3", sent=[])
    about = asked(client)
    with engine.begin() as connection:
        row = connection.execute(text("SELECT body FROM lines WHERE kind = 'refund_asked'")).one()
        assert '"desk":"OAK3"' in row.body
    with engine.connect() as connection:
        bodies = connection.scalars(text("SELECT body FROM lines WHERE desk = 'OAK3' ORDER BY sequence")).all()
    for body in bodies:
        desk.write_body(body)
    for line in shift_lines():
        desk.write(line)
    send(engine, desk)

    assert "open drawer and can't agree" in sentence_of(approve(client, about, "rosa").text)
    assert [row.task for row in office(client, "rosa").for_you.rows] == []


def test_a_declined_one_is_the_guarantors_again_also_after_it_was_agreed_to(engine: Engine, client: Client) -> None:
    about = asked(client)
    approve(client, about)
    assert said(do(client, "decline", about, "lead2", words="used by a bill")) == (
        "$60.00 is declined and on the guarantor's account again. Tell The cashier."
    )
    assert (balance(engine, "prepayment:E-20441"), balance(engine, PAYABLE)) == (-15_000, 0)
    with engine.connect() as connection:
        assert funds_of(connection, MEMBER)[0].cents == 15_000
    assert "declined before" in sentence_of(pay(client, about).text)
    assert check(engine).findings == []


def test_check_money_waits_ten_business_days_and_card_money_goes_back_to_its_card(
    engine: Engine, client: Client
) -> None:
    asked_first = ask(client, 3_000, fund=CREDIT, line_id=(line_id := str(new_id()))).json()
    assert (asked_first["card_cents"], asked_first["not_before"]) == (1_000, "2026-12-07"), "Thanksgiving is none"
    about = f"refund.{line_id}"
    approve(client, about)
    told = client.post(f"{OFFICE}/task", json={"staff": Role.LEAD, "about": about}).json()["facts"]
    assert ["Goes back", "$10.00 to the same card and $20.00 by check"] in told
    assert "Check money of it is held until Dec 07, 2026" in sentence_of(pay(client, about).text)

    wish = Deed(line_id=new_id(), staff=Role.CASH_OFFICE, what="pay_refund", about=about, receipt="T 9, AP 4")
    begins = datetime(2026, 12, 7, tzinfo=UTC)  # At Oakland it is the afternoon of the day before.
    with engine.begin() as connection, pytest.raises(Refused, match="is held until Dec 07, 2026"):
        center_deeds.do_deed(connection, wish, CENTER, clock=lambda: begins, new_id=new_id)
    with engine.begin() as connection:
        later = begins + timedelta(hours=12)
        center_deeds.do_deed(connection, wish, CENTER, clock=lambda: later, new_id=new_id)
        moved = connection.execute(
            text("SELECT credit, cents FROM transfers WHERE debit = :of ORDER BY place"), {"of": PAYABLE}
        )
        assert [tuple(row) for row in moved] == [
            ("card_clearing:OAK3:ncal.medical", 1_000),
            ("bank:ncal:ncal.medical", 2_000),
        ]
    assert check(engine).findings == []


def test_what_went_back_to_a_card_does_not_go_there_twice(client: Client) -> None:
    assert ask(client, 700, fund=CREDIT).json()["card_cents"] == 700
    declined = asked(client, 200, fund=CREDIT)
    do(client, "decline", declined, Role.LEAD)
    assert ask(client, 500, fund=CREDIT).json()["card_cents"] == 300


def test_each_finds_it_where_it_waits_for_them(client: Client) -> None:
    about = asked(client, staff=Role.LEAD)
    assert [(row.task, row.kind) for row in office(client, Role.LEAD).you_asked.rows] == [(about, "refund_asked")]
    assert office(client, Role.LEAD).for_you.rows == ()
    (row,) = office(client, "lead2").for_you.rows
    assert (row.kind, row.cents, row.why) == ("refund", 6_000, "The lead, OAK3: surgery was cancelled")
    assert [r.kind for r in office(client, Role.CASH_OFFICE).tasks.rows if r.task == about] == []

    approve(client, about, "lead2")
    assert office(client, Role.SUPERVISOR).for_you.rows == ()
    assert [r.kind for r in office(client, Role.CASH_OFFICE).tasks.rows if r.task == about] == ["refund_due"]
    pay(client, about)
    assert [r for r in office(client, Role.CASH_OFFICE).tasks.rows if r.task == about] == []


def test_the_history_shows_it_and_whether_it_was_declined(engine: Engine, client: Client) -> None:
    asked(client, 1_000)
    do(client, "decline", asked(client, 2_000), Role.LEAD)
    with engine.connect() as connection:
        rows = [row for row in member_payments(connection, MEMBER) if row.is_refund]
    assert {(row.cents, row.used, row.is_voided, row.desk) for row in rows} == {
        (1_000, DEPOSIT.code, False, "OAK3"),
        (2_000, DEPOSIT.code, True, "OAK3"),
    }


def test_no_desk_makes_money_payable(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK9")
    with engine.begin() as connection:
        add_desk(connection, "OAK9")
    facts = payment_facts("OAK9-0000001", DEPOSIT, 100)
    moved = (Transfer(Account(AccountKind.REFUND_PAYABLE, GUARANTOR), DEPOSIT.account(CENTER), Money(100)),)
    desk.write(desk.line(LineKind.PAYMENT, facts=facts.facts(), transfers=moved, line_id=facts.payment_id))
    send(engine, desk)

    assert balance(engine, PAYABLE) == 0


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE lines SET body = replace(body, '\"cents\":6000', '\"cents\":600')", "makes other money payable"),
        ('UPDATE lines SET body = replace(body, \'"staff":"lead"\', \'"staff":"cashier"\')', "by who asked"),
        ('UPDATE lines SET body = replace(body, \'"staff":"cash_office"\', \'"staff":"lead"\')', "without a word"),
        ("UPDATE lines SET body = replace(body, 'bank:ncal', 'bank:scal')", "moves other money than was asked"),
        ("UPDATE lines SET body = replace(body, 'AP 77120', '')", "does not say by what"),
        ("DELETE FROM lines WHERE kind = 'refund_asked'", "nobody asked for so"),
        ("DELETE FROM transfers WHERE credit LIKE 'refund_payable%'", "What is payable as refunds is not"),
    ],
)
def test_the_check_finds_a_refund_that_was_tampered_with(
    engine: Engine, client: Client, ledger_url: str, damage: str, finding: str
) -> None:
    about = asked(client)
    approve(client, about)
    pay(client, about)
    assert check(engine).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        where = "" if damage.startswith("DELETE") else " WHERE kind LIKE 'refund%'"
        connection.execute(text(damage.replace(":", "\\:") + where))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)
