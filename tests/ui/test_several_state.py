"""What each of several statements gets of one item: never more or less than the item, whatever is typed of each."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import FieldRefused
from cashier.domain.money import Money, total
from tests.ui.sample_desk import STATEMENTS
from ui.mail.several_state import follows_words, paid_of, read_listed

TODAY = date(2026, 11, 21)
NUMBERS = [statement.number for statement in STATEMENTS]
amounts = st.none() | st.integers(1, 60_000).map(Money)


@given(
    st.lists(st.tuples(st.sampled_from([*NUMBERS, "S-404"]), amounts), min_size=1, max_size=4), st.integers(1, 99_999)
)
def test_what_is_paid_comes_to_the_item_and_keeps_what_was_typed(
    listed: list[tuple[str, Money | None]], cents: int
) -> None:
    text = " ".join(f"{number} {amount.plain() if amount else ''}" for number, amount in listed)
    try:
        read = read_listed(text)
        paid = paid_of(read, Money(cents), lambda numbers: tuple(s for s in STATEMENTS if s.number in numbers), TODAY)
    except FieldRefused:
        return
    assert read == tuple(listed)
    assert total([amount for _, amount in paid]) == Money(cents)
    assert all(amount > Money(0) for _, amount in paid)
    assert all(typed in (None, amount) for (_, typed), (_, amount) in zip(read, paid, strict=True))


@given(st.text(max_size=80), st.text(max_size=12))
def test_no_text_breaks_what_is_shown_of_it(text: str, amount: str) -> None:
    follows_words(text, amount, lambda _: STATEMENTS, TODAY)


@pytest.mark.parametrize("text", ["60", "S-1 60 60", "S-1 S-1"])
def test_what_says_nothing_or_too_much_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(FieldRefused):
        read_listed(text + " 1 2")
