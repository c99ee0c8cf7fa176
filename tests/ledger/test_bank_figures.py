"""A deposit that the bank counted otherwise is taken over by two, once, for the figure that both saw."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.ledger import bank_figures
from cashier.ledger.check import check
from cashier.ledger.safe_view import bag_answer
from tests.ledger.conftest import balance, new_id
from tests.ledger.safe_room import HELEN, OMAR, PRIYA, SEAL, SafeRoom, room
from tests.ledger.test_bank import AMOUNT, BANK, answer, credit, take

__all__ = ["room"]
OVER_SHORT = "over_short:OAK.deposit"
FOUND = AMOUNT - 2000


@pytest.fixture
def at_bank(room: SafeRoom) -> SafeRoom:
    """A deposit that is at the bank, which found $20.00 less in it."""
    room.deposited()
    room.give()
    room.arrive()
    take(room, credit(cents=FOUND))
    return room


def test_the_books_follow_the_bank_and_the_difference_is_the_centers(engine: Engine, at_bank: SafeRoom) -> None:
    (before,) = answer(at_bank).deposits
    assert (before.wrong, before.credited_cents, before.corrected_cents) == ("The bank credited $432.60.", FOUND, 0)

    at_bank.correct(FOUND)

    (row,) = answer(at_bank).deposits
    assert (row.state, row.wrong, row.corrected_cents) == ("credited", "", -2000)
    assert (balance(engine, BANK), balance(engine, OVER_SHORT)) == (FOUND, 2000)
    with at_bank.engine.connect() as connection:
        last = bag_answer(connection, PRIYA, "OAK", SEAL).steps[-1]
    assert last.what == "Bank's figure taken over, $20.00 short: a note was counterfeit"
    assert last.who == "Priya Nair and Helen Park"
    assert check(engine).findings == []


def test_what_the_bank_puts_right_later_differs_anew_and_is_taken_over_again(engine: Engine, at_bank: SafeRoom) -> None:
    at_bank.correct(FOUND)
    take(at_bank, credit(cents=2000, type="172"))
    (row,) = answer(at_bank).deposits
    assert (row.state, row.wrong) == ("at_bank", "The bank credited $452.60.")

    at_bank.correct(AMOUNT)

    assert (balance(engine, BANK), balance(engine, OVER_SHORT)) == (AMOUNT, 0)
    assert answer(at_bank).deposits[0].state == "credited"
    assert check(engine).findings == []


def test_the_same_act_again_is_the_same_act(engine: Engine, at_bank: SafeRoom) -> None:
    line_id = new_id()
    first = at_bank.correct(FOUND, line_id=line_id)

    assert at_bank.correct(FOUND, line_id=line_id) == first
    assert balance(engine, OVER_SHORT) == 2000


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda room: room.correct(FOUND + 1), "The bank credited $432.60 by now."),
        (lambda room: room.correct(FOUND, reason=" "), "Enter why the bank's figure differs"),
        (lambda room: room.correct(FOUND, two=(PRIYA, OMAR)), "Whoever counted the deposit"),
        (lambda room: room.correct(FOUND, number="NONE-1"), "No sealed bag of this center has this number."),
        (lambda room: [room.correct(FOUND), room.correct(FOUND)], "There is nothing to take over."),
    ],
)
def test_no_figure_but_the_banks_is_taken_over_and_never_by_who_counted(
    engine: Engine, at_bank: SafeRoom, act: Callable[[SafeRoom], object], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        act(at_bank)

    assert sentence in refused.value.sentence
    assert balance(engine, BANK) in (AMOUNT, FOUND)
    assert check(engine).findings == []


def test_a_bag_that_is_on_its_way_is_not_corrected(room: SafeRoom) -> None:
    room.deposited()
    room.give()
    with pytest.raises(Refused, match="is not at the bank yet"):
        room.correct(FOUND)
    room.arrive()
    with pytest.raises(Refused, match="has said nothing of bag"):
        room.correct(FOUND)


@pytest.mark.parametrize("two", [(HELEN, OMAR), (PRIYA, Staff(user="rosa", name="Rosa", role=Role.CASHIER))])
def test_only_who_keeps_the_safe_asks_and_only_who_signs_differences_signs(
    at_bank: SafeRoom, two: tuple[Staff, Staff]
) -> None:
    with pytest.raises(NotAllowed):
        at_bank.correct(FOUND, two=two)


def test_other_money_than_differed_is_found(engine: Engine, at_bank: SafeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_figures, "_difference", lambda *_: Money(-2001))
    at_bank.correct(FOUND)

    assert "moved other money than differed" in " ".join(check(engine).findings)
