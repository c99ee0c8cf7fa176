"""One payment is voided by one of two windows at one desk, and two desks' voids of it give its money back once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from cashier.domain.correction import Why
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.domain.shift import OpenShift
from cashier.domain.void import Void, void_act
from cashier.usecases.correct_payment import void_payment
from cashier.usecases.ports.desk import Desk
from cashier.usecases.shift import open_shift
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import HELEN, ROSA, a_desk, a_wish, cash
from tests.store.desk_store import new_store
from tests.store.test_two_closers import COUNT, at_once, kinds

RECEIPT = "OAK3-0000001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Rosa's desk over a real journal, with one payment in cash."""
    store, made = new_store(tmp_path / "desk"), a_desk(is_open=False).desk
    desk = replace(made, open_work=store.open_work, open_reading=store.open_reading, new_id=uuid4)
    open_shift(OpenShift(shift_id=uuid4(), count=COUNT), desk, ROSA)
    take_payment(a_wish(tenders=(cash(41260),)), desk, ROSA)
    yield desk
    store.close()


def test_a_payment_is_voided_by_one_of_two_windows(desk: Desk) -> None:
    def void(_: int) -> None:
        agreed = Approval(
            approver=HELEN.user,
            approver_name=HELEN.name,
            act=void_act(RECEIPT),
            amount=Money(41260),
            given_at=desk.clock(),
        )
        wish = Void(
            line_id=uuid4(), receipt=RECEIPT, why=Why(reason="paid_twice"), receipt_back=RECEIPT, approval=agreed
        )
        void_payment(wish, desk, ROSA)

    said = at_once(void)

    assert said[0] == ""
    assert "voided" in said[1]
    assert kinds(desk, LineKind.VOIDED) == 1
