"""Several desks and people at the same moment: of one deposit nothing leaves twice, whoever comes first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.line import Line, read_line
from cashier.domain.people import Role
from cashier.domain.targets import Target, TargetKind
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.wire import StaffRow
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, MEMBER, balance, clock, new_id, send
from tests.ledger.paper_desk import CENTER, PaperDesk
from tests.ledger.serving import client_of
from tests.ledger.test_corrections import void
from tests.ledger.test_returning_checks import pay

FUND = "prepayment:E-20441"
DEPOSIT = Target(TargetKind.PREPAY, "E-20441")
Call = Callable[[], Response]


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """Desk OAK4's way to the ledger; at OAK3 a deposit of $100.00 was taken."""
    staff = [
        StaffRow(user=f"{role}{n}", name=f"{role} {n}", role=role, passphrase_hash="-") for role in Role for n in "ab"
    ]
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK4", CENTER, ADMIN, clock=clock)
        yield made


@pytest.fixture
def taken(engine: Engine, client: Client) -> PaperDesk:
    desk = PaperDesk("OAK3")
    desk.pay_target(DEPOSIT, 10_000)
    send(engine, desk)
    return desk


def asks(client: Client, cents: int) -> Call:
    wish = {"line_id": str(new_id()), "staff": "cashiera", "member": MEMBER, "fund": DEPOSIT.code}
    wish |= {"book": "ncal.medical", "why": "cancelled"}
    return lambda: client.post("/v1/desks/OAK4/office/refunds", json={**wish, "cents": cents})


def uses(client: Client, cents: int) -> Call:
    wish = {"line_id": str(new_id()), "staff": "cashiera", "member": MEMBER, "fund": DEPOSIT.code}
    wish |= {"book": "ncal.medical", "statement": "S-10000001"}
    return lambda: client.post("/v1/desks/OAK4/funds", json={**wish, "cents": cents, "seen_cents": 10_000})


def does(client: Client, what: str, about: str, staff: str) -> Call:
    wish = {"line_id": str(new_id()), "staff": staff, "what": what, "about": about, "receipt": "AP 1"}
    return lambda: client.post("/v1/desks/OAK4/office/deeds", json=wish)


def at_once(*calls: Call) -> list[bool]:
    """Which of them were done, all begun at the same moment."""
    start = Barrier(len(calls))

    def call(one: Call) -> bool:
        start.wait()
        return one().status_code == 200

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


@pytest.mark.parametrize("others", [4])
def test_of_many_refunds_and_uses_no_more_is_done_than_is_there(
    engine: Engine, client: Client, taken: PaperDesk, others: int
) -> None:
    done = at_once(*(asks(client, 3_000) for _ in range(others)), *(uses(client, 3_500) for _ in range(others)))

    left = -balance(engine, FUND)
    assert left == 10_000 - 3_000 * sum(done[:others]) - 3_500 * sum(done[others:])
    assert 0 <= left < 3_500
    assert sum(done[others:]) <= 1, "the second one sees another open amount than it was shown"
    assert check(engine).findings == []


def test_one_refund_is_paid_out_or_declined_once(engine: Engine, client: Client, taken: PaperDesk) -> None:
    assert asks(client, 6_000)().status_code == 200
    with engine.connect() as connection:
        about = connection.scalar(text("SELECT subject FROM office_acts WHERE kind = 'refund_asked'"))
    assert sum(at_once(*(does(client, "approve", about, f"lead{n}") for n in "abab"))) == 1

    done = at_once(
        *(does(client, "pay_refund", about, f"cash_office{n}") for n in "abab"),
        *(does(client, "decline", about, f"supervisor{n}") for n in "ab"),
    )

    assert sum(done) == 1
    assert -balance(engine, FUND) == (10_000 if any(done[4:]) else 4_000)
    assert balance(engine, "refund_payable:200417733") == 0
    assert check(engine).findings == []


def test_a_void_at_the_same_moment_is_seen_before_anything_is_paid_out(
    engine: Engine, client: Client, taken: PaperDesk
) -> None:
    """What left the drawer is a fact; whichever comes second is refused, or there is an alarm."""
    void(taken, _payment(taken))

    def posts() -> Response:
        send(engine, taken, 2)
        return Response(200)

    asked, _ = at_once(asks(client, 6_000), posts)

    with engine.connect() as connection:
        about = connection.scalar(text("SELECT subject FROM office_acts WHERE kind = 'refund_asked'"))
        alarms = connection.scalar(text("SELECT count(*) FROM alarms WHERE what = 'fund_overdrawn'"))
    assert (alarms, balance(engine, FUND)) == ((1, 6_000) if asked else (0, 0))
    if asked:
        refused = does(client, "approve", about, "leada")()
        assert "$60.00 of it was given back or moved at a desk meanwhile" in refused.text
        assert does(client, "decline", about, "leada")().status_code == 200
        assert balance(engine, FUND) == 0
    assert check(engine).findings == []


def test_a_check_comes_back_once_and_what_it_brought_is_refunded_or_not_at_all(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK3")
    pay(desk, (DEPOSIT, 10_000))
    send(engine, desk)
    wish = {"what": "return_check", "receipt": "OAK3-0000001", "number": "1043", "words": "nsf"}
    people = {"staff": "cash_officea", "second": "supervisora"}

    def returns() -> Response:
        return client.post("/v1/desks/OAK4/office/deeds", json={"line_id": str(new_id()), **wish, **people})

    *asked, one, two, three = at_once(asks(client, 6_000), asks(client, 6_000), returns, returns, returns)

    assert sum((one, two, three)) == 1
    assert sum(asked) <= 1
    with engine.connect() as connection:
        alarms = connection.scalar(text("SELECT count(*) FROM alarms WHERE what = 'fund_overdrawn'"))
        about = connection.scalar(text("SELECT subject FROM office_acts WHERE kind = 'refund_asked'"))
    assert (alarms, balance(engine, FUND)) == ((1, 6_000) if sum(asked) else (0, 0))
    assert balance(engine, "bank:ncal:ncal.medical") == -10_000
    if about is not None:
        assert "given back or moved at a desk meanwhile" in does(client, "approve", about, "leada")().text
        does(client, "decline", about, "leada")()
    assert check(engine).findings == []


def _payment(desk: PaperDesk) -> Line:
    return read_line(desk.sent[0].body.encode())
