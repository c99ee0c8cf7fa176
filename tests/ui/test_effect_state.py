"""What paying so would leave, in words: nothing where all is whole, else each rest, and a warning before both."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.allocation import oldest_first
from cashier.domain.counter_rules import NO_RULES
from cashier.domain.money import ZERO, Money
from cashier.domain.statements import StatementKind
from cashier.usecases.find_member import read_account
from tests.fakes.builders import TODAY, a_statement
from tests.ui.sample_desk import NOW, PLACE, RULES, STATEMENTS, SampleDesk
from ui.counter.account_state import AccountState
from ui.counter.effect_state import NO_EFFECT, chosen_effect, effect_of, effect_of_spreading
from ui.counter.payment_state import PaymentState

BILL = a_statement("S-1", 5240, due=date(2026, 4, 1))
OTHER = a_statement("S-2", 1000, due=date(2026, 4, 11))


def test_what_is_paid_whole_leaves_nothing_to_say() -> None:
    assert effect_of([(BILL, BILL.open), (OTHER, ZERO)], NO_RULES, TODAY) == NO_EFFECT


def test_each_rest_is_said_with_the_day_of_its_statement() -> None:
    said = effect_of([(BILL, Money(4000)), (OTHER, Money(1))], NO_RULES, TODAY).words

    assert said == "Leaves $12.40 on the Mar 02 statement and $9.99 on the Mar 12 statement."


def test_a_warning_is_more_than_a_rest() -> None:
    premium = a_statement("P-1", 1000, kind=StatementKind.PREMIUM)
    said = effect_of([(BILL, Money(1)), (premium, Money(1))], RULES, TODAY)

    assert (said.tone, said.words) == ("warn", "P-1 is paid in part, $9.99 stays open. Coverage may end.")


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=5), st.integers(1, 60_000))
def test_spreading_says_whole_ones_the_rest_and_what_is_over(open_cents: list[int], cents: int) -> None:
    bills = tuple(a_statement(f"S-{n}", each, due=date(2026, 1, n + 1)) for n, each in enumerate(open_cents))
    amounts = oldest_first(bills, Money(cents), TODAY)
    said = effect_of_spreading(amounts, bills, Money(cents)).words

    whole = sum(amounts.get(bill.number) == bill.open for bill in bills)
    over = cents - sum(open_cents)
    assert (f"ays {whole} statement" in said) is (whole > 0)
    assert ("leaves" in said.lower()) is (len(amounts) > whole)
    assert ("finds nothing else" in said) is (over > 0)


def test_an_amount_that_cannot_be_read_is_said_below_the_table() -> None:
    desk = SampleDesk()
    account = AccountState(account=read_account("11048827", desk.desk), place=PLACE, now=NOW, online=True)
    payment = PaymentState(payment_id=desk.desk.new_id(), member_number="11048827").paying(STATEMENTS[1], "4x")

    said = chosen_effect(account, payment)

    assert said.tone == "bad"
    assert said.words == payment.choice_problem != ""
