"""A receipt by its number, for a desk that did not make it: what its paper says, whichever journal holds it now."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from httpx import Client
from sqlalchemy import Engine, text

from cashier.domain.line import LineKind, read_line
from cashier.domain.receipt_seen import masked, masked_since, receipt_seen
from cashier.ledger.check import check
from cashier.ledger.keeping import NobodyKnown
from cashier.ledger.receipts import receipt_of
from cashier.wire import ReceiptAnswer
from tests.domain.receipt_lines import seen
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, add_desk, balance, clock, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import client_of, sentence_of
from tests.ledger.test_carried import carry, replace_desk
from tests.ledger.test_corrections import move

BODIES = ("Tran", "11048827", "200417733", "receivable")


@pytest.fixture
def paid(engine: Engine) -> PaperDesk:
    """OAK3 with two payments."""
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    desk.pay("S-10000001", 500)
    send(engine, desk)
    return desk


@pytest.fixture
def other(engine: Engine) -> Iterator[Client]:
    """A client that is desk OAK4."""
    with client_of(engine) as made:
        with engine.begin() as connection:
            add_desk(connection, "OAK4")
            made.auth = enrolled(connection, "OAK4", "OAK", ADMIN, clock=clock)
        yield made


def _of(engine: Engine, receipt: str) -> ReceiptAnswer:
    with engine.connect() as connection:
        return receipt_of(connection, receipt)


def test_another_desk_is_told_what_the_paper_says(engine: Engine, paid: PaperDesk, other: Client) -> None:
    answer = ReceiptAnswer.model_validate_json(other.get("/v1/desks/OAK4/receipts/OAK3-0000002").text)

    told = receipt_seen("OAK3-0000002", answer.region, answer.center_name, answer.bodies)
    assert told.lines == (masked(read_line(paid.sent[1].body.encode())),)
    assert not [said for said in BODIES if any(said in body for body in answer.bodies)]


@pytest.mark.parametrize(
    ("path", "status"),
    [("OAK4/receipts/OAK3-0000003", 404), ("OAK4/receipts/oak3-0000001", 400), ("OAK4/receipts/SFO9-0000001", 404),
     ("OAK3/receipts/OAK3-0000001", 401)],
)  # fmt: skip
def test_what_cannot_be_told_is_answered_in_one_sentence(
    paid: PaperDesk, other: Client, path: str, status: int
) -> None:
    answer = other.get(f"/v1/desks/{path}")

    assert answer.status_code == status
    assert sentence_of(answer.text)


def test_a_receipt_whose_line_was_carried_is_found_in_the_new_journal(engine: Engine, paid: PaperDesk) -> None:
    late = paid.pay("S-10000001", 600)
    replace_desk(engine, "OAK7", "OAK3")
    new = PaperDesk("OAK7")
    carry(new, paid, 3)
    send(engine, new)

    (body,) = _of(engine, "OAK3-0000003").bodies
    assert read_line(body.encode()) == masked(late)
    assert _of(engine, "OAK3-0000001").bodies
    with pytest.raises(NobodyKnown, match="has no receipt OAK7-0000001"):
        _of(engine, "OAK7-0000001")


def test_a_copy_is_kept_as_a_record_and_moves_nothing(engine: Engine, paid: PaperDesk) -> None:
    before = balance(engine, "receivable:S-10000001")
    facts = dict(seen().facts())
    paid.write(paid.line(LineKind.RECEIPT_COPIED, facts=facts, transfers=(), line_id=uuid4()))
    send(engine, paid)

    assert balance(engine, "receivable:S-10000001") == before
    assert check(engine).findings == []


def test_a_payment_that_was_moved_says_so_and_not_where_it_went(engine: Engine, paid: PaperDesk) -> None:
    line = read_line(paid.sent[1].body.encode())
    moved = move(paid, line, "credit:200417733", 500)
    paid.sent.pop()
    moved = paid.write(replace(moved, facts={**moved.facts, "from": "S-10000001", "cents": 500}))
    send(engine, paid)

    (body,) = _of(engine, "OAK3-0000002").since
    assert read_line(body.encode()) == masked_since(moved)
    assert not [said for said in BODIES if said in body]
    assert _of(engine, "OAK3-0000001").since == ()


def test_a_payment_that_went_back_says_so(engine: Engine, paid: PaperDesk) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO voided_lines (desk, sequence) VALUES ('OAK3', 2)"))

    assert [_of(engine, f"OAK3-000000{number}").voided for number in (1, 2)] == [False, True]
