"""What a member paid before at this desk: on bills, on account and as a deposit, and nobody else's."""

from dataclasses import replace

import pytest

from cashier.domain.money import Money
from cashier.domain.past_payments import PastPayment
from cashier.domain.payment import CREDIT_ACT
from cashier.usecases.history import own_payments
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import GUARANTOR, MEMBER, ROSA, Counter, a_desk, a_member, a_statement, a_wish, cash, pays


def past(counter: Counter, number: str = MEMBER) -> tuple[PastPayment, ...]:
    member = counter.store.directory.members[number]
    with counter.desk.open_reading() as work:
        return own_payments(member, counter.desk, work)


def take(counter: Counter, code: str, cents: int) -> None:
    wish = a_wish(pays(code, cents), tenders=(cash(cents),), payment_id=counter.desk.new_id())
    word = InPerson(counter.desk).approve("helen", "helen's words", act=CREDIT_ACT, amount=Money(cents))
    take_payment(replace(wish, reason="pays ahead", approval=word), counter.desk, ROSA)
    counter.clock.forward(60)


def test_bills_account_and_deposit_are_all_there_newest_first() -> None:
    counter = a_desk()
    take(counter, "S-48210377", 1000)
    take(counter, f"credit:{GUARANTOR}", 2000)
    take(counter, "prepay:E-1", 3000)

    found = past(counter)

    assert [(paid.amount, paid.statements, paid.deposits) for paid in found] == [
        (Money(3000), (), ("E-1",)),
        (Money(2000), (), ()),
        (Money(1000), ("S-48210377",), ()),
    ]


@pytest.mark.parametrize(("guarantor", "seen"), [(GUARANTOR, [Money(2000)]), ("200417799", []), ("", [])])
def test_what_is_on_account_is_seen_by_its_guarantors_own_alone(guarantor: str, seen: list[Money]) -> None:
    counter = a_desk(a_statement())
    counter.know_members(a_member("11048828", guarantor=guarantor, name="Tran, Kevin"))
    take(counter, f"credit:{GUARANTOR}", 2000)

    assert [paid.amount for paid in past(counter, "11048828")] == seen
