"""A desk whose ledger holds another history of its journal moves no money in any way: it might count nowhere."""

from unittest.mock import MagicMock

import pytest

from cashier.domain.card_report import Found
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.people import Role
from cashier.domain.shift_close import CloseShift
from cashier.usecases.close_shift import close_shift
from cashier.usecases.hand_over import accept
from tests.fakes.builders import ROSA, Counter, a_desk
from tests.usecases.test_rights import USE_CASES, anything
from tests.usecases.test_settle_card import unknown_sale

MOVE_MONEY = [
    "arrange.agree_plan",
    "arrange.extend",
    "ask_refund.ask_refund",
    "card_payment.ask_card",
    "change_tender.change_tender",
    "close_shift.count_drawer",
    "correct_payment.move_payment",
    "correct_payment.void_payment",
    "drawer_acts.drop",
    "drawer_acts.exchange_bills",
    "drawer_acts.open_for_absent",
    "drawer_acts.pay_in_or_out",
    "hand_over.give_cash",
    "hand_over.hand_over",
    "hand_over.recall",
    "hand_over.take_over",
    "reverse_card.ask_reversal",
    "shift.open_shift",
    "surprise.surprise_count",
    "take_payment.take_payment",
    "use_fund.use_fund",
]


def differs(counter: Counter) -> int:
    """How many lines its journal has, now that the ledger has others."""
    with counter.desk.open_work() as work:
        work.journal.set_differs("The ledger has more lines of this desk than its journal.")
        work.commit()
    return len(counter.store.lines())


@pytest.mark.parametrize("name", MOVE_MONEY)
def test_no_way_of_moving_money_is_open(name: str) -> None:
    counter = a_desk()
    before = differs(counter)

    with pytest.raises(Refused, match=r"more lines .+ Take no more payments here"):
        USE_CASES[name](**anything(USE_CASES[name], counter.desk, Role.LEAD))
    assert len(counter.store.lines()) == before


def test_no_drawer_is_closed_and_nothing_is_accepted_from_another_desk() -> None:
    counter = a_desk()
    close = CloseShift(line_id=counter.desk.new_id(), present=frozenset())
    differs(counter)

    with pytest.raises(Refused, match="Take no more payments here"):
        close_shift(close, counter.desk, ROSA)
    with pytest.raises(Refused, match="Take no more payments here"):
        accept(MagicMock(), MagicMock(is_here=False), counter.desk, MagicMock(), ROSA)


@pytest.mark.parametrize("is_held", [False, True])
def test_nor_do_two_people_settle_a_card_or_wait_with_it(is_held: bool) -> None:
    rig = unknown_sale()
    before = differs(rig.counter)

    with pytest.raises(Refused, match="Take no more payments here"):
        rig.hold() if is_held else rig.settle(Found.NOT_LISTED)
    assert len(rig.counter.store.lines()) == before
    assert rig.kinds()[-1] is LineKind.CARD_CLOSED
