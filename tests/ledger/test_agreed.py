"""Who agreed at a desk had the right to by the ledger's own list; else it is posted, and the office hears of it."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.domain.agreed import agreed_in
from cashier.domain.line import LineKind
from cashier.domain.people import RIGHTS, Role
from cashier.domain.times import instant_text
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.wire import StaffRow
from tests.domain.written import WRITTEN
from tests.ledger.conftest import balance, clock, load, new_id, send, statement
from tests.ledger.paper_desk import NOW, PaperDesk

PEOPLE = {"helen": Role.LEAD, "ana": Role.CASH_OFFICE, "luis": Role.CASHIER, "ada": Role.ADMINISTRATOR}
ABSENT = {"cashier": "rosa", "cashier_name": "Rosa", "by": "helen", "by_name": "Helen", "witness_name": "W"}
ACTS: Mapping[str, tuple[LineKind, Mapping[str, Any]]] = {
    "paid out": (LineKind.PAID_OUT, {"approver": "{}"}),
    "after a count": (LineKind.DRAWER_RESUMED, {"approver": "{}"}),
    "close": (LineKind.SHIFT_CLOSED, {"approver": "{}"}),
    "drop": (LineKind.CASH_DROPPED, {"witness": "{}"}),
    "counted along": (LineKind.DRAWER_COUNTED, {"witness": "{}", "absent": ABSENT}),
    "float": (LineKind.SHIFT_OPENED, {"approver": "{}"}),
    "date": (LineKind.SHIFT_OPENED, {"date_by": "{}"}),
    "settled card": (LineKind.CARD_CLOSED, {"settled": {"approver": "{}"}}),
    "card given back": (LineKind.REVERSAL_ASKED, {"gives_back": {"approval": {"approver": "{}"}}}),
    "second drawer": (LineKind.SHIFT_OPENED, {"also_by": "{}"}),
}


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    with engine.begin() as connection:
        load(connection, statement("S-10000001", 10000))
        staff = [StaffRow(user=user, name=user, role=role, passphrase_hash="-") for user, role in PEOPLE.items()]
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    return PaperDesk("OAK3")


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'agreed_no_right'")))


@pytest.mark.parametrize("act", ACTS)
def test_each_act_needs_its_own_right(engine: Engine, desk: PaperDesk, act: str) -> None:
    kind, said = ACTS[act]
    for user in (*PEOPLE, "nobody", "rosa"):
        facts = json.loads(json.dumps(said).replace("{}", user))
        desk.write(desk.line(kind, facts=facts, transfers=(), line_id=uuid4()))
    ((_, right),) = agreed_in(desk.line(kind, facts=dict(said), transfers=(), line_id=uuid4()))
    send(engine, desk)

    wrong = [user for user, role in PEOPLE.items() if right not in RIGHTS[role]] + ["nobody", "rosa"]
    told = alarms(engine)
    assert [next(user for user in (*PEOPLE, "nobody", "rosa") if f"to by {user}," in one) for one in told] == wrong
    assert all("It is posted: ask how." in one for one in told)


def test_a_check_that_a_cashier_agreed_to_is_posted_with_an_alarm(engine: Engine, desk: PaperDesk) -> None:
    paid = desk.pay("S-10000001", 4000)
    desk.sent.pop()
    facts, agreed = dict(paid.facts), {"approver": "luis", "name": "Luis", "act": "x", "cents": 1}
    facts["tenders"] = [{**facts["tenders"][0], "agreed": agreed | {"at": instant_text(NOW)}}]
    desk.write(desk.line(LineKind.PAYMENT, facts=facts, transfers=paid.transfers, line_id=paid.line_id))
    send(engine, desk)

    assert balance(engine, "receivable:S-10000001") == 6000
    assert len(alarms(engine)) == 1
    assert check(engine).findings == []


def test_who_was_revoked_before_has_no_right_any_more(engine: Engine, desk: PaperDesk) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE staff SET revoked_at = :at"), {"at": NOW - timedelta(minutes=1)})
    desk.write(desk.line(LineKind.PAID_OUT, facts={"approver": "helen"}, transfers=(), line_id=uuid4()))
    send(engine, desk)

    assert len(alarms(engine)) == 1


def test_nobody_is_named_where_nobody_agreed_and_in_what_cannot_be_read() -> None:
    nobody = [agreed_in(WRITTEN[name]()) for name in ("payment", "shift_opened", "drawer_resumed", "signed_in")]
    assert nobody == [(), (), (), ()]
    line = PaperDesk("OAK3").line(
        LineKind.PAYMENT, facts={"approver": 7, "tenders": "x"}, transfers=(), line_id=uuid4()
    )
    assert agreed_in(line) == ()
