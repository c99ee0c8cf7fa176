"""What is suspended holds no money, and comes back on today's balances with every change said."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.money import Money, total
from cashier.domain.payment import decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.domain.suspended import Suspended, decide_suspend, read_suspended, still_suspended, take_up
from cashier.domain.targets import Part
from tests.fakes.builders import GUARANTOR, NOW, a_situation, a_statement, a_wish, cash, pays

HOSPITAL, OFFICE = "S-48210377", "S-48211904"
DAY = timedelta(hours=24)


def _suspended(*parts: Part, now_open: int = 41260) -> Suspended:
    wish = replace(a_wish(*parts), tenders=())
    statements = (a_statement(HOSPITAL, now_open), a_statement(OFFICE, 6000))
    return read_suspended(decide_suspend(wish, a_situation(*statements), DAY))


def test_it_says_who_what_and_until_when_and_moves_no_money() -> None:
    line = decide_suspend(replace(a_wish(), tenders=()), a_situation(), DAY)
    suspended = read_suspended(line)

    assert line.transfers == ()
    assert (suspended.initials, suspended.last_four, suspended.words) == ("MT", "8827", "1 statement")
    assert suspended.expires_at == NOW + DAY


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"tenders": (cash(100),)}, "Money was accepted"),
        ({"parts": ()}, "Choose what is paid first"),
        ({"parts": (pays(HOSPITAL, 0),)}, "above zero"),
        ({"identified": {}}, "how the member was identified"),
        ({"reason": "4111 1111 1111 1111"}, "bank card"),
        ({"payor": Payor(name="4111111111111111")}, "bank card"),
        ({"parts": (pays(HOSPITAL, 5, "4111111111111111"),)}, "bank card"),
    ],
)
def test_what_may_not_be_suspended_is_refused(change: dict[str, object], sentence: str) -> None:
    wish = replace(a_wish(), tenders=())
    decide_suspend(wish, a_situation(), DAY)

    with pytest.raises(Refused, match=sentence):
        decide_suspend(replace(wish, **change), a_situation(), DAY)  # type: ignore[arg-type]


def test_a_payment_with_money_booked_is_never_suspended() -> None:
    earlier = read_payment(decide_payment(a_wish(), a_situation()))

    with pytest.raises(Refused, match="Money was accepted"):
        decide_suspend(replace(a_wish(), tenders=()), replace(a_situation(), earlier=(earlier,)), DAY)


def test_what_was_whole_stays_whole_and_the_change_is_said() -> None:
    suspended = _suspended(pays(HOSPITAL, 41260), pays(OFFICE, 2500))
    again = take_up(suspended, {HOSPITAL: a_statement(HOSPITAL, 30000), OFFICE: a_statement(OFFICE, 6000)})

    assert again.amounts == {HOSPITAL: Money(30000), OFFICE: Money(2500)}
    assert again.sentences == (f"{HOSPITAL}: $412.60 was open, $300.00 is open now.",)


def test_what_cannot_be_chosen_by_itself_is_said() -> None:
    suspended = _suspended(pays(HOSPITAL, 41260), pays(f"credit:{GUARANTOR}", 500, "copay"))
    again = take_up(suspended, {})

    assert again.amounts == {}
    assert again.sentences == (
        f"{HOSPITAL} cannot be chosen here now. It is paid, withdrawn, or another member's.",
        f"$5.00 for credit:{GUARANTOR} is to be entered again.",
    )


@given(
    st.lists(st.tuples(st.integers(1, 50_000), st.integers(0, 60_000), st.booleans()), min_size=1, max_size=5),
)
def test_never_more_than_is_open_now(rows: list[tuple[int, int, bool]]) -> None:
    statements = [a_statement(f"S-{place:08d}", opened or 1) for place, (_, opened, _) in enumerate(rows)]
    parts = [pays(s.number, amount) for s, (amount, _, _) in zip(statements, rows, strict=True)]
    suspended = read_suspended(decide_suspend(replace(a_wish(*parts), tenders=()), a_situation(*statements), DAY))
    now = {s.number: s for s, (_, _, stays) in zip(statements, rows, strict=True) if stays}
    again = take_up(suspended, now)

    assert all(amount <= now[number].open for number, amount in again.amounts.items())
    assert total(again.amounts.values()) <= total([part.amount for part in parts])


def test_it_waits_until_it_expires() -> None:
    line = decide_suspend(replace(a_wish(), tenders=()), a_situation(), DAY)

    assert len(still_suspended((line,), NOW + DAY - timedelta(seconds=1))) == 1
    assert still_suspended((line,), NOW + DAY) == ()


def test_another_line_suspends_nothing() -> None:
    with pytest.raises(UnreadableBody, match="suspends nothing"):
        read_suspended(decide_payment(a_wish(), a_situation()))
