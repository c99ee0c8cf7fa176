"""A check that the bank returned: all it paid is open again, once, with a fee that may be; `check` proves it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind, Book, BookLine
from cashier.domain.allocation import Applied
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.payor import Payor
from cashier.domain.people import Role
from cashier.domain.receipt_seen import receipt_seen
from cashier.domain.targets import Target, TargetKind
from cashier.domain.tenders import SealedAccount, Tender, TenderKind
from cashier.domain.transfer import Transfer
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.day_sums import day_totals
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.funds import use_fund
from cashier.ledger.held import held_rows
from cashier.ledger.office_corrections import correction_rows
from cashier.ledger.past import member_payments
from cashier.ledger.receipts import receipt_of
from cashier.wire import StaffRow
from cashier.wire_funds import UseFund
from tests.domain.drawer_lines import shift_lines
from tests.fakes.builders import check as check_of
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, GUARANTOR, MEMBER, add_desk, balance, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import CENTER, DRAWER, NOW, TODAY, PaperDesk, payment_facts
from tests.ledger.serving import client_of, sentence_of
from tests.ledger.test_carried import replace_desk
from tests.ledger.test_corrections import move, void

CHECKS = replace(DRAWER, kind=AccountKind.DRAWER_CHECKS)
BANK = "bank:ncal:ncal.medical"
BILL, OTHER_BILL = "receivable:S-10000001", "receivable:S-10000002"
CREDIT, DEPOSIT = Target(TargetKind.CREDIT, GUARANTOR), Target(TargetKind.PREPAY, "E-20441")
ACCOUNT = SealedAccount(last_four="5678", token="tok", sealed="sealed")


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk("OAK3")


def pay(desk: PaperDesk, *paid: tuple[Target, int], cash: int = 0, number: str = "1043", **more: Any) -> Line:
    """One check over these targets; ``cash`` pays the first of them besides."""
    desk.receipts += 1
    receipt = f"OAK3-{desk.receipts:07d}"
    cents = sum(each for _, each in paid)
    first = payment_facts(receipt, paid[0][0], cents + cash)
    tender = replace(check_of(cents), number=number, account=more.pop("account", ACCOUNT))
    tenders = (tender, Tender(kind=TenderKind.CASH, amount=Money(cash))) if cash else (tender,)
    targets = tuple(payment_facts(receipt, target, each).targets[0] for target, each in paid)
    applied = [Applied(0, place, Money(each)) for place, (_, each) in enumerate(paid)]
    moved = [Transfer(CHECKS, target.account(CENTER), Money(each)) for target, each in paid]
    if cash:
        applied.append(Applied(1, 0, Money(cash)))
        moved.append(Transfer(DRAWER, paid[0][0].account(CENTER), Money(cash)))
    facts = replace(first, tenders=tenders, targets=targets, applied=tuple(applied), **more)
    return desk.write(
        desk.line(LineKind.PAYMENT, facts=facts.facts(), transfers=tuple(moved), line_id=facts.payment_id)
    )


def bill(number: int) -> Target:
    return Target(TargetKind.STATEMENT, f"S-1000000{number}")


def returns(client: Client, receipt: str = "OAK3-0000001", staff: str = Role.CASH_OFFICE, **more: Any) -> Response:
    wish = {"line_id": str(new_id()), "staff": staff, "what": "return_check", "second": Role.SUPERVISOR}
    wish |= {"receipt": receipt, "number": "1043", "words": "insufficient funds"}
    return client.post("/v1/desks/OAK3/office/deeds", json=wish | more)


def said(answer: Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()["said"])


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT what FROM alarms ORDER BY what")))


def test_all_that_one_check_paid_is_open_again_and_the_cash_beside_it_is_not(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (bill(1), 3_000), (bill(2), 2_000), cash=1_000)
    send(engine, desk)
    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (6_000, 3_000)

    assert said(returns(client)) == (
        "$50.00 that check 1043 paid is open again. Its fee is $25.00, FEE-OAK3-0000001-1. "
        "Its account is on the list until May 20, 2027."
    )

    assert (balance(engine, BILL), balance(engine, OTHER_BILL), balance(engine, BANK)) == (9_000, 5_000, -5_000)
    assert (balance(engine, CHECKS.code), balance(engine, DRAWER.code)) == (5_000, 1_000), "its day stays as it was"
    assert balance(engine, "receivable:FEE-OAK3-0000001-1") == 2_500
    with engine.connect() as connection:
        (row,) = [row for row in member_payments(connection, MEMBER) if row.is_returned]
        fee = connection.execute(text("SELECT * FROM statements WHERE number LIKE 'FEE%'")).one()
    assert (row.cents, row.statements, row.receipt) == (5_000, ("S-10000001", "S-10000002"), "OAK3-0000001")
    assert (fee.member_number, fee.billed_cents, fee.title) == (MEMBER, 2_500, "Fee: check 1043 came back")
    assert check(engine).findings == []


def test_the_day_it_comes_back_has_so_much_less_and_the_day_it_was_taken_stays(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (bill(1), 3_000), (bill(2), 2_000), cash=1_000)
    send(engine, desk)
    returns(client, day="2026-11-23")

    with engine.connect() as connection:
        days = [day_totals(connection, day, ("center", "tender")) for day in (TODAY, date(2026, 11, 23))]
    told = [[(row.center, row.tender, row.tenders, row.cents) for row in rows] for rows in days]
    assert told == [[("OAK", "cash", 1, 1_000), ("OAK", "check", 1, 5_000)], [("OAK", "check", -1, -5_000)]]
    assert check(engine).findings == []


def test_what_came_of_it_is_told_label_by_label(client: Client, engine: Engine, desk: PaperDesk) -> None:
    pay(desk, (bill(1), 12_000))
    send(engine, desk)
    returns(client)
    asked = {"staff": Role.CASH_OFFICE, "about": "check.OAK3-0000001.1043"}

    assert client.post("/v1/desks/OAK3/office/task", json=asked).json()["facts"] == [
        ["Check", "1043, receipt OAK3-0000001"],
        ["Why", "Insufficient funds"],
        ["Off the account", "20.00"],
        ["Open again, S-10000001", "100.00"],
        ["Fee, FEE-OAK3-0000001-1", "25.00"],
        ["A lead agrees until", "May 20, 2027"],
    ]
    assert client.post("/v1/desks/OAK3/office/task", json=asked | {"about": "check.OAK3-9.1"}).json()["facts"] == []


def test_the_desk_that_took_it_and_whoever_asks_for_its_receipt_learns_that_it_came_back(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (bill(1), 3_000), (bill(2), 2_000))
    send(engine, desk)
    before = read_page(engine, "OAK3", known_epoch="", after=Cursor(), limit=99)
    assert before.came_back == ()

    said(returns(client))
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
        answer = receipt_of(connection, "OAK3-0000001")
    seen = receipt_seen("OAK3-0000001", answer.region, answer.center_name, answer.bodies, since=answer.since)
    assert [line.kind for line in seen.since] == [LineKind.CHECK_RETURNED]

    def told(desk: str, known_epoch: str, after: str = "") -> list[Line]:
        page = read_page(engine, desk, known_epoch=known_epoch, after=Cursor.read(after), limit=99)
        return [read_line(body.encode()) for body in page.came_back]

    assert told("OAK3", before.epoch, before.after) == told("OAK3", "") == list(seen.since)
    assert told("OAK4", "") == []
    replace_desk(engine, "OAK7", "OAK3")
    assert told("OAK7", "") == list(seen.since), "whoever took its place has its receipts"


def test_it_stands_on_the_exceptions_list(engine: Engine, client: Client, desk: PaperDesk) -> None:
    pay(desk, (bill(1), 3_000))
    send(engine, desk)
    returns(client, words="refer to maker")

    with engine.connect() as connection:
        (row,) = correction_rows(connection, center=CENTER)
        assert correction_rows(connection, center="RCH") == []
    assert (row.kind, row.receipt, row.cents, row.reason) == ("check_returned", "OAK3-0000001", 3_000, "refer to maker")
    assert (row.asked_by, row.approved_by, row.stands) == (Role.CASH_OFFICE, Role.SUPERVISOR, True)


def test_the_fee_is_paid_like_any_bill(engine: Engine, client: Client, desk: PaperDesk) -> None:
    pay(desk, (bill(1), 3_000))
    send(engine, desk)
    returns(client)
    desk.pay("FEE-OAK3-0000001-1", 2_500)
    send(engine, desk)

    assert balance(engine, "receivable:FEE-OAK3-0000001-1") == 0
    assert check(engine).findings == []


def test_it_comes_back_once_and_the_same_act_again_is_the_same(engine: Engine, client: Client, desk: PaperDesk) -> None:
    pay(desk, (bill(1), 3_000))
    send(engine, desk)
    line_id = str(new_id())
    assert said(returns(client, line_id=line_id)) == said(returns(client, line_id=line_id))
    assert "came back before" in sentence_of(returns(client).text)
    assert "another act's" in sentence_of(returns(client, line_id=line_id, words="account closed").text)
    assert (balance(engine, BILL), balance(engine, BANK)) == (10_000, -3_000)
    assert check(engine).findings == []


def test_the_second_one_of_an_account_or_a_guarantor_costs_35(engine: Engine, client: Client, desk: PaperDesk) -> None:
    for number in ("1043", "1044", "1045"):
        pay(desk, (bill(1), 1_000), number=number)
    pay(desk, (bill(1), 1_000), number="1046", account=None)
    send(engine, desk)

    fees = []
    for place, words in enumerate(("insufficient funds", "Account closed", "payment stopped", "NSF"), 1):
        told = said(returns(client, f"OAK3-{place:07d}", number=str(1042 + place), words=words))
        fees.append(told.partition("open again. ")[2].partition(",")[0])
    assert fees[:2] == ["Its fee is $25.00", "Its fee is $35.00"]
    assert fees[2].startswith("It has no fee."), "the law knows none for a payment that was stopped"
    assert fees[3] == "Its fee is $35.00", "by the guarantor, where the account is not known"
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("more", "payor", "told"),
    [
        ({"fee_cents": 0}, Payor(), "It has no fee."),
        ({"fee_cents": 1_000}, Payor(), "Its fee is $10.00"),
        ({}, Payor(name="Kevin Tran"), "It has no fee."),
        ({"site_fees_cents": [1_500, 3_000]}, Payor(), "Its fee is $15.00"),
        ({"site_fees_cents": [9_900, 9_900]}, Payor(), "Its fee is $25.00"),
    ],
)
def test_a_lower_fee_or_none_is_the_offices_word_and_anothers_check_costs_the_member_nothing(
    engine: Engine, client: Client, desk: PaperDesk, more: dict[str, Any], payor: Payor, told: str
) -> None:
    pay(desk, (bill(1), 3_000), payor=payor)
    send(engine, desk)

    assert told in said(returns(client, **more))
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"fee_cents": 2_501}, 400, "$25.00 at most (Civil Code 1719)"),
        ({"fee_cents": 1, "words": "payment stopped"}, 400, "$0.00 at most"),
        ({"second": ""}, 400, "Two people"),
        ({"second": Role.CASH_OFFICE}, 400, "Two people"),
        ({"second": Role.LEAD}, 403, "may not agree to a returned check"),
        ({"staff": Role.LEAD}, 403, "may not return checks"),
        ({"staff": Role.AUDITOR}, 403, "may not return checks"),
        ({"number": "1044"}, 400, "has no check 1044 here"),
        ({"receipt": "OAK3-0000009"}, 400, "has no receipt OAK3-0000009"),
        ({"words": " "}, 400, "Say why it came back"),
        ({"day": "2026-12-21"}, 400, "business date is not today's"),
    ],
)
def test_what_may_not_be_returned_changes_nothing(
    engine: Engine, client: Client, desk: PaperDesk, more: dict[str, Any], status: int, sentence: str
) -> None:
    pay(desk, (bill(1), 3_000))
    send(engine, desk)

    answer = returns(client, **more)

    assert (answer.status_code, sentence in sentence_of(answer.text)) == (status, True), answer.text
    assert (balance(engine, BILL), balance(engine, BANK)) == (7_000, 0)
    assert check(engine).findings == []


def test_a_check_in_an_open_drawer_is_voided_there(engine: Engine, client: Client, desk: PaperDesk) -> None:
    opened = shift_lines()[0]
    desk.write(replace(opened, line_id=uuid4()))
    paid = pay(desk, (bill(1), 3_000))
    body = replace(paid, shift_id=opened.shift_id).body().decode()
    desk.sent.pop()
    desk.write_body(body)
    send(engine, desk)

    assert "Have the payment voided there" in sentence_of(returns(client).text)


def test_what_was_moved_is_open_again_where_it_went(engine: Engine, client: Client, desk: PaperDesk) -> None:
    paid = pay(desk, (bill(1), 3_000))
    move(desk, paid, OTHER_BILL, 1_000)
    send(engine, desk)
    returns(client)

    assert (balance(engine, BILL), balance(engine, OTHER_BILL)) == (10_000, 5_000)
    assert check(engine).findings == []


def test_a_correction_that_comes_after_it_is_held(engine: Engine, client: Client, desk: PaperDesk) -> None:
    paid = pay(desk, (bill(1), 3_000))
    send(engine, desk)
    returns(client)
    void(desk, paid)
    send(engine, desk)

    assert (balance(engine, BILL), balance(engine, f"held:{CENTER}")) == (10_000, 3_000)
    assert "correction_stale" in alarms(engine)
    assert check(engine).findings == []


def test_a_voided_one_was_given_back_already(engine: Engine, client: Client, desk: PaperDesk) -> None:
    void(desk, pay(desk, (bill(1), 3_000)))
    send(engine, desk)

    assert "was voided" in sentence_of(returns(client).text)


def test_what_became_credit_or_was_held_leaves_from_there(engine: Engine, client: Client, desk: PaperDesk) -> None:
    pay(desk, (bill(1), 12_000), (Target(TargetKind.STATEMENT, "S-99999999"), 700))
    send(engine, desk)
    assert (balance(engine, f"credit:{GUARANTOR}"), balance(engine, f"held:{CENTER}")) == (-2_000, -700)
    returns(client)

    assert (balance(engine, BILL), balance(engine, f"credit:{GUARANTOR}")) == (10_000, 0)
    assert (balance(engine, f"held:{CENTER}"), balance(engine, BANK)) == (0, -12_700)
    with engine.connect() as connection:
        assert held_rows(connection, NOW) == []
    assert check(engine).findings == []


def test_a_deposit_that_paid_a_bill_meanwhile_is_below_zero_with_an_alarm(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    pay(desk, (DEPOSIT, 3_000))
    send(engine, desk)
    wish = UseFund(
        line_id=new_id(),
        staff=Role.CASHIER,
        member=MEMBER,
        fund=DEPOSIT.code,
        book="ncal.medical",
        statement="S-10000001",
        cents=1_000,
        seen_cents=10_000,
    )
    with engine.begin() as connection:
        use_fund(connection, wish, desk="OAK4", center=CENTER, clock=clock, new_id=new_id)
    returns(client)

    assert balance(engine, "prepayment:E-20441") == 1_000
    assert "fund_overdrawn" in alarms(engine)


def test_a_premium_that_is_open_again_is_told(engine: Engine, client: Client, desk: PaperDesk) -> None:
    premium = Account(AccountKind.DRAWER_CHECKS, DRAWER.owner, Book("ncal", BookLine.PREMIUM))
    paid = pay(desk, (bill(1), 3_000))
    desk.sent.pop()
    moved = tuple(replace(transfer, debit=premium) for transfer in paid.transfers)
    desk.write(replace(paid, transfers=moved))
    send(engine, desk)
    returns(client)

    assert "premium_returned" in alarms(engine)
    assert balance(engine, "bank:ncal:ncal.premium") == -3_000


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE lines SET body = replace(body, 'supervisor', 'cash_office')", "one person"),
        ("UPDATE lines SET body = replace(body, '\"cents\":3000', '\"cents\":3001')", "opens other money"),
        ("UPDATE lines SET body = replace(body, '\"fee_cents\":2500', '\"fee_cents\":3600')", "another fee"),
        ("UPDATE lines SET body = replace(body, '\"parts\":[[0,3000]]', '\"parts\":[[0,2000]]')", "opens other money"),
        ("DELETE FROM returned_items", "are not those that the lines say"),
    ],
)
def test_the_check_finds_what_was_tampered_with(
    engine: Engine, client: Client, desk: PaperDesk, ledger_url: str, damage: str, finding: str
) -> None:
    pay(desk, (bill(1), 3_000))
    send(engine, desk)
    returns(client)
    assert check(engine).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        where = "" if damage.startswith("DELETE") else " WHERE kind = 'check_returned'"
        connection.execute(text(damage.replace(":", "\\:") + where))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)
