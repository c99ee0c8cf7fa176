"""What is suspended holds no money, and comes back on today's balances with every change said."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import NotAllowed, Refused, UnreadableBody
from cashier.domain.line import LineKind
from cashier.domain.money import Money, total
from cashier.domain.payment import decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.domain.people import Role
from cashier.domain.suspended import (
    Suspended,
    SuspendedPart,
    decide_suspend,
    read_suspended,
    resumed_facts,
    resumed_id,
    still_suspended,
    take_up,
)
from cashier.domain.targets import Part, read_target
from tests.fakes.builders import GUARANTOR, NOW, ROSA, a_situation, a_statement, a_wish, cash, pays

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


def test_what_was_taken_up_waits_no_more() -> None:
    line = decide_suspend(replace(a_wish(), tenders=()), a_situation(), DAY)
    facts = resumed_facts(read_suspended(line), "photo ID", ledger_agreed=True)
    resumed = replace(line, kind=LineKind.RESUMED, facts=facts)

    assert still_suspended((line,), NOW) == (read_suspended(line),)
    assert still_suspended((line, resumed), NOW) == ()


def test_another_line_suspends_nothing() -> None:
    with pytest.raises(UnreadableBody, match="suspends nothing"):
        read_suspended(decide_payment(a_wish(), a_situation()))


def test_what_was_chosen_whole_is_chosen_whole_again_and_no_card_that_is_none() -> None:
    bill, deposit = read_target("S-1"), read_target("prepay:E-1")
    whole = SuspendedPart(target=bill, amount=Money(500), open=Money(500))

    assert whole.is_whole
    assert not replace(whole, amount=Money(499)).is_whole
    assert not replace(whole, target=deposit).is_whole


def test_what_cannot_be_read_is_said_and_what_stands_in_a_list_has_no_amount() -> None:
    line = decide_suspend(replace(a_wish(), tenders=()), a_situation(), timedelta(hours=1))
    said = read_suspended(line)

    assert (said.last_four, said.words) == ("8827", "1 statement")
    assert replace(said, member_number="110488271").last_four == "8271"
    other = SuspendedPart(target=read_target("holding"), amount=Money(5))
    assert replace(said, parts=(*said.parts, other)).words == "1 statement and 1 other"
    assert replace(said, parts=(other,)).words == "1 other"
    with pytest.raises(UnreadableBody, match="A suspended transaction cannot be read"):
        read_suspended(replace(line, facts={}))
    with pytest.raises(UnreadableBody, match="A resumed transaction cannot be read"):
        resumed_id(replace(line, kind=LineKind.RESUMED, facts={}))
    with pytest.raises(NotAllowed):
        decide_suspend(
            replace(a_wish(), tenders=()),
            replace(a_situation(), staff=replace(ROSA, role=Role.AUDITOR)),
            timedelta(hours=1),
        )


def test_each_part_is_taken_up_by_itself() -> None:
    """One that cannot be chosen, or is paid by now, keeps no other from being chosen."""
    line = decide_suspend(replace(a_wish(), tenders=()), a_situation(), timedelta(hours=1))
    parts = tuple(
        SuspendedPart(target=read_target(code), amount=Money(500), open=Money(500))
        for code in ("prepay:E-1", "holding", "S-9", "S-2", "S-1")
    )
    payable = {"S-1": a_statement("S-1", 500), "S-2": a_statement("S-2", 0)}

    again = take_up(replace(read_suspended(line), parts=parts), payable)
    assert again.amounts == {"S-1": Money(500)}
    assert len(again.sentences) == 3
