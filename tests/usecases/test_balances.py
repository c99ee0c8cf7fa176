"""What is due on screen is exact: what the ledger said, less our lines past its mark, less our parts that it holds."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.money import Money
from cashier.usecases.find_member import read_account
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import MEMBER, ROSA, Counter, a_desk, a_statement, a_wish, pays

S = "S-48210377"


@given(st.lists(st.integers(1, 500), max_size=6), st.data())
def test_the_figure_is_the_same_wherever_the_mark_stands(payments: list[int], data: st.DataObject) -> None:
    """The ledger posts some of our payments, holds some, and has not heard of the rest; the member owes the same."""
    counter = a_desk()
    for number, cents in enumerate(payments):
        take_payment(a_wish(pays(S, cents), payment_id=UUID(int=number)), counter.desk, ROSA)
    heard = data.draw(st.integers(0, len(payments)))
    held = sum(cents for cents in payments[:heard] if data.draw(st.booleans()))
    posted = sum(payments[:heard]) - held
    shift_lines = len(counter.store.lines()) - len(payments)
    ledgers = replace(a_statement(), open=Money(41260 - posted), version="e1.7")
    counter.know(ledgers, mark=shift_lines + heard, held=held)

    account = read_account(MEMBER, counter.desk)

    assert account.open_balance == Money(41260 - sum(payments))
    assert account.own_payments == Money(sum(payments[heard:]))


def test_every_part_of_the_figure_changes_the_version() -> None:
    versions = {
        _version(counter)
        for counter in (_plain(), _paid(), _held(), _newer())
    }  # fmt: skip

    assert versions == {"e1.1.0.0", "e1.1.100.0", "e1.1.0.100", "e2.1.0.0"}


def test_a_statement_that_is_paid_stays_on_screen_until_the_ledger_knows() -> None:
    counter = a_desk()
    take_payment(a_wish(), counter.desk, ROSA)
    unposted = read_account(MEMBER, counter.desk).statements
    counter.know(replace(a_statement(), open=Money(0)), mark=len(counter.store.lines()))

    assert [(s.number, s.open) for s in unposted] == [(S, Money(0))]
    assert read_account(MEMBER, counter.desk).statements == ()


def _version(counter: Counter) -> str:
    return read_account(MEMBER, counter.desk).statements[0].version


def _plain() -> Counter:
    return a_desk()


def _paid() -> Counter:
    counter = a_desk()
    take_payment(a_wish(pays(S, 100)), counter.desk, ROSA)
    return counter


def _held() -> Counter:
    counter = a_desk()
    counter.know(a_statement(), held=100)
    return counter


def _newer() -> Counter:
    counter = a_desk()
    counter.know(replace(a_statement(), version="e2.1"))
    return counter


def test_a_statement_that_was_settled_elsewhere_stays_with_what_this_desk_took() -> None:
    """The member paid here while the desk was offline, and online meanwhile: both are shown, until the office knows."""
    counter = a_desk()
    take_payment(a_wish(pays(S, 5000)), counter.desk, ROSA)
    counter.know(replace(a_statement(), open=Money(0), version="e1.2"))

    account = read_account(MEMBER, counter.desk)

    assert [(s.number, s.open) for s in account.statements] == [(S, Money(-5000))]
    assert account.own_payments == Money(5000)
