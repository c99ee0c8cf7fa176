"""Deposits and credit pay bills: of their own guarantor and book, never more than is there, once; `check` proves it."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from httpx import Client
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from cashier.domain.accounts import Account, AccountKind, Book, BookLine
from cashier.domain.errors import BalanceChanged, NotAllowed, Refused
from cashier.domain.funds import Fund, UseRecord
from cashier.domain.funds import FundUsed as Used
from cashier.domain.funds import UseFund as FundUse
from cashier.domain.line import LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.past_payments import PastPayment, Whose, past_payments
from cashier.domain.people import Role
from cashier.domain.statements import StatementKind
from cashier.domain.targets import Target, TargetKind
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.funds import funds_of, use_fund
from cashier.ledger.held import credit_rows
from cashier.ledger.past import member_payments
from cashier.sync.rows import past_payments as past_rows
from cashier.wire import GuarantorRow, MemberRow, PastAnswer, StaffRow
from cashier.wire_funds import FundRow, FundsAnswer, FundUsed, UseFund
from tests.fakes.signed import enrolled
from tests.ledger.conftest import (
    ADMIN,
    GUARANTOR,
    MEMBER,
    add_desk,
    balance,
    clock,
    gather_all,
    load,
    member,
    new_id,
    owner_engine,
    send,
    statement,
)
from tests.ledger.paper_desk import CENTER, DRAWER, PaperDesk
from tests.ledger.serving import client_of, sentence_of

DEPOSIT = Target(TargetKind.PREPAY, "E-20441")
BILL = "S-10000001"
PREMIUM_DRAWER = Account(AccountKind.DRAWER_CASH, DRAWER.owner, Book("ncal", BookLine.PREMIUM))


@pytest.fixture
def paid(engine: Engine) -> Engine:
    """A ledger with a deposit of $150, $20 of credit, and Rosa, who takes payments."""
    with engine.begin() as connection:
        staff = [
            StaffRow(user="rosa", name="Rosa Delgado", role=Role.CASHIER, passphrase_hash="-"),
            StaffRow(user="anna", name="Anna Audit", role=Role.AUDITOR, passphrase_hash="-"),
        ]
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    desk.pay_target(DEPOSIT, 15_000)
    desk.pay_target(Target(TargetKind.CREDIT, GUARANTOR), 2_000)
    send(engine, desk)
    return engine


def a_wish(cents: int, *, line_id: UUID | None = None, **more: object) -> UseFund:
    said: dict[str, object] = {
        "line_id": line_id or new_id(),
        "staff": "rosa",
        "member": MEMBER,
        "fund": "prepay:E-20441",
        "book": "ncal.medical",
        "statement": BILL,
        "cents": cents,
        "seen_cents": 10_000,
    }
    return UseFund.model_validate(said | more)


def use(engine: Engine, wish: UseFund) -> FundUsed:
    with engine.begin() as connection:
        return use_fund(connection, wish, desk="OAK3", center=CENTER, clock=clock, new_id=new_id)


def there(engine: Engine, who: str = MEMBER) -> dict[str, int]:
    with engine.connect() as connection:
        return {f"{row.fund} {row.book}": row.cents for row in funds_of(connection, who)}


def test_what_a_guarantor_has_is_told_by_book(paid: Engine) -> None:
    assert there(paid) == {"prepay:E-20441 ncal.medical": 15_000, f"credit:{GUARANTOR} ncal.medical": 2_000}
    assert check(paid).findings == []


def test_credit_is_listed_as_long_as_some_is_left_of_it_and_the_oldest_is_used_first(paid: Engine) -> None:
    with paid.begin() as connection:
        add_desk(connection, "OAK4", CENTER)
    desk = PaperDesk("OAK4")
    desk.pay(BILL, 10_500)
    desk.pay_target(Target(TargetKind.CREDIT, GUARANTOR), 300)
    send(paid, desk)

    def listed(**asked: str) -> list[tuple[str, int, str, int]]:
        with paid.connect() as connection:
            rows = credit_rows(connection, clock(), **asked)
        return [(row.desk, row.sequence, row.statement_number, row.cents) for row in rows]

    assert listed() == [("OAK3", 2, "", 2_000), ("OAK4", 1, BILL, 500), ("OAK4", 2, "", 300)]
    assert (listed(center=CENTER), listed(region="ncal"), listed(center="SFO")) == (listed(), listed(), [])
    for used, left in (
        (1_950, [("OAK3", 2, "", 50), ("OAK4", 1, BILL, 500), ("OAK4", 2, "", 300)]),
        (150, [("OAK4", 1, BILL, 400), ("OAK4", 2, "", 300)]),
        (700, []),
    ):
        seen = balance(paid, "receivable:S-10000002")
        use(paid, a_wish(used, fund=f"credit:{GUARANTOR}", statement="S-10000002", seen_cents=seen))
        assert listed() == left
        assert sum(row[-1] for row in left) == -balance(paid, f"credit:{GUARANTOR}")


def test_a_deposit_pays_its_bill_and_what_is_left_stays(paid: Engine) -> None:
    used = use(paid, a_wish(6_000))

    assert (used.left_cents, used.open_cents) == (9_000, 4_000)
    assert balance(paid, f"receivable:{BILL}") == 4_000
    assert balance(paid, "prepayment:E-20441") == -9_000
    assert there(paid)["prepay:E-20441 ncal.medical"] == 9_000
    assert check(paid).findings == []


def test_credit_pays_too_and_is_gone_when_all_of_it_is_used(paid: Engine) -> None:
    use(paid, a_wish(2_000, fund=f"credit:{GUARANTOR}"))

    assert list(there(paid)) == ["prepay:E-20441 ncal.medical"]
    assert balance(paid, f"receivable:{BILL}") == 8_000
    assert check(paid).findings == []


def test_a_desk_alone_says_of_what_it_took_and_used_what_the_ledger_says(paid: Engine) -> None:
    """Offline there is the desk's own record of a use: it is the same one, under the same id."""
    own = PaperDesk("OAK3")
    own.receipts = 2
    bill = own.pay(BILL, 1_000)
    # The fixture's desk has two lines already, which this one goes on after.
    with paid.connect() as connection:
        before = connection.scalars(text("SELECT body FROM lines WHERE desk = 'OAK3' ORDER BY sequence")).all()
    journal = PaperDesk("OAK3")
    for body in (*before, bill.body().decode()):
        journal.write_body(body)
    send(paid, journal, 3, 3)
    act = a_wish(6_000, seen_cents=9_000)
    answer = use(paid, act)
    slip = UseRecord(
        wish=FundUse(
            act_id=act.line_id,
            opened=MEMBER,
            fund=Fund(target=DEPOSIT, book=Book("ncal", BookLine.MEDICAL), amount=Money(15_000)),
            statement=BILL,
            amount=Money(6_000),
            seen=Money(9_000),
        ),
        used=Used(left=Money(answer.left_cents), open_after=Money(answer.open_cents)),
        member_number=MEMBER,
        guarantor_number=GUARANTOR,
        language="en",
        served_by="Rosa D.",
    )
    recorded = own.line(LineKind.CREDIT_SLIP, facts=slip.facts(), transfers=(), line_id=new_id())
    gather_all(paid)

    with paid.connect() as connection:
        online = past_rows(PastAnswer(payments=member_payments(connection, MEMBER)))
    whose = Whose(member=MEMBER, guarantor=GUARANTOR, statements={BILL})
    offline = past_payments([*(read_line(body.encode()) for body in before), bill, recorded], whose)

    def said(payments: tuple[PastPayment, ...]) -> list[PastPayment]:
        return sorted((replace(each, paid_at=clock()) for each in payments), key=lambda each: each.line_id)

    assert len(offline) == 4
    assert said(offline) == said(online)


def test_the_same_act_again_is_the_same(paid: Engine) -> None:
    wish = a_wish(6_000)
    first = use(paid, wish)

    assert use(paid, wish) == first
    assert balance(paid, f"receivable:{BILL}") == 4_000
    with pytest.raises(Refused, match="another act's"):
        use(paid, a_wish(100, line_id=wish.line_id))
    assert check(paid).findings == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"cents": 15_001}, "Only \\$150.00 of it is there now"),
        ({"cents": 10_001}, "Only \\$100.00 is open on S-10000001"),
        ({"cents": 2_001, "fund": f"credit:{GUARANTOR}"}, "Only \\$20.00 of it is there now"),
        ({"seen_cents": 9_999}, "The balance of S-10000001 changed: \\$100.00 is open now"),
        ({"fund": "prepay:E-9"}, "Only \\$0.00 of it is there"),
        ({"book": "ncal.premium"}, "Only \\$0.00 of it is there"),
        ({"book": "scal.medical"}, "Only \\$0.00 of it is there"),
        ({"statement": "S-9"}, "does not know this statement"),
    ],
)
def test_what_may_not_be_used_is_refused_and_nothing_moves(paid: Engine, more: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        use(paid, a_wish(**{"cents": 6_000, **more}))  # type: ignore[arg-type]

    assert balance(paid, f"receivable:{BILL}") == 10_000
    assert balance(paid, "prepayment:E-20441") == -15_000
    assert check(paid).findings == []


def test_another_payment_meanwhile_is_heard_of_before_anything_moves(paid: Engine) -> None:
    use(paid, a_wish(6_000))

    with pytest.raises(BalanceChanged, match=r"\$40.00 is open now"):
        use(paid, a_wish(4_000))
    use(paid, a_wish(4_000, seen_cents=4_000))
    assert balance(paid, f"receivable:{BILL}") == 0


def test_premium_money_and_medical_money_never_pay_each_others_bills(paid: Engine) -> None:
    premium = statement("S-10000009", 5_000).model_copy(update={"kind": StatementKind.PREMIUM})
    with paid.begin() as connection:
        load(connection, premium)

    with pytest.raises(Refused, match="ncal's medical money and pays no other bill"):
        use(paid, a_wish(100, statement="S-10000009", seen_cents=5_000))
    assert check(paid).findings == []


def test_credit_that_came_from_premium_is_premium_money(paid: Engine) -> None:
    premium = statement("S-10000009", 5_000).model_copy(update={"kind": StatementKind.PREMIUM})
    with paid.begin() as connection:
        load(connection, premium)
        add_desk(connection, "OAK4")
    desk = PaperDesk("OAK4")
    desk.pay_target(Target(TargetKind.STATEMENT, "S-10000009"), 6_000, into=PREMIUM_DRAWER)
    send(paid, desk)

    assert there(paid)[f"credit:{GUARANTOR} ncal.premium"] == 1_000, "what was paid beyond the open amount"
    assert there(paid)[f"credit:{GUARANTOR} ncal.medical"] == 2_000
    with pytest.raises(Refused, match="of it is there now"):
        use(paid, a_wish(2_500, fund=f"credit:{GUARANTOR}"))


def test_a_deposit_of_the_same_reference_of_another_guarantor_is_not_ours(paid: Engine) -> None:
    stranger = MemberRow(**member("11059999", "Ono", "Ken").model_dump() | {"guarantor_number": "200499999"})
    with paid.begin() as connection:
        payer = GuarantorRow(number="200499999", name="Ono, Ken", region="ncal")
        loading.load_directory(connection, members=[stranger], guarantors=[payer], clock=clock, new_id=new_id)

    assert there(paid, "11059999") == {}
    with pytest.raises(Refused, match=r"Only \$0.00 of it is there|another guarantor's"):
        use(paid, a_wish(100, member="11059999"))


@pytest.mark.parametrize("staff", ["anna", "nobody"])
def test_who_takes_no_payments_uses_nothing(paid: Engine, staff: str) -> None:
    with pytest.raises(NotAllowed):
        use(paid, a_wish(100, staff=staff))


def test_deposits_and_their_use_stand_in_the_members_history_at_every_desk(paid: Engine) -> None:
    use(paid, a_wish(6_000))

    with paid.connect() as connection:
        rows = member_payments(connection, MEMBER)
    assert {(row.deposits, row.statements, row.used, row.cents) for row in rows if row.deposits or row.used} == {
        ((), (BILL,), "prepay:E-20441", 6_000),
        (("E-20441",), (), "", 15_000),
    }


def test_the_check_finds_what_somebody_with_all_rights_has_changed(paid: Engine, ledger_url: str) -> None:
    use(paid, a_wish(6_000))
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE funds SET cents = -100 WHERE cents < 0"))
    owner.dispose()

    assert "What is noted of prepayment:E-20441 by book" in " ".join(check(paid).findings)


def test_what_is_noted_is_changed_by_nobody(paid: Engine) -> None:
    with pytest.raises(DBAPIError), paid.begin() as connection:
        connection.execute(text("UPDATE funds SET cents = 1"))


@pytest.fixture
def client(paid: Engine) -> Iterator[Client]:
    with client_of(paid) as made:
        with paid.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


def test_a_desk_asks_and_uses_over_http(client: Client) -> None:
    told = FundsAnswer.model_validate_json(client.get(f"/v1/desks/OAK3/people/{MEMBER}/funds").text)
    assert told.funds[0] == FundRow(fund="prepay:E-20441", book="ncal.medical", cents=15_000)

    answer = client.post("/v1/desks/OAK3/funds", content=a_wish(6_000).model_dump_json())
    assert FundUsed.model_validate_json(answer.text).left_cents == 9_000
    refused = client.post("/v1/desks/OAK3/funds", content=a_wish(6_000).model_dump_json())
    assert (refused.status_code, sentence_of(refused.text)[:14]) == (400, "The balance of")
    assert client.get("/v1/desks/OAK3/people/nobody/funds").status_code == 404
    assert client.post("/v1/desks/OAK4/funds", content=a_wish(1).model_dump_json()).status_code in (401, 403)
