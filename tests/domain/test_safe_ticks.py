"""Checks are accounted for one by one: each listed one once, none besides, and no guess between two (R4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.safe import BagCheck, SeenCheck, tick_off
from ui.office.safe_state import Ticks, check_items

CHECKS = st.lists(
    st.builds(
        BagCheck,
        key=st.uuids().map(str),
        bag=st.sampled_from(("OAK-1", "OAK-2")),
        kind=st.just("check"),
        number=st.sampled_from(("", "1043", "1044")),
        amount=st.sampled_from((Money(100), Money(2500))),
    ),
    max_size=6,
)


def seen_of(listed: list[BagCheck]) -> list[SeenCheck]:
    return [SeenCheck(item.number, item.amount) for item in listed]


@given(CHECKS, st.randoms())
def test_all_of_them_in_any_order_are_accounted_for(listed: list[BagCheck], chance: object) -> None:
    seen = seen_of(listed)
    chance.shuffle(seen)  # type: ignore[attr-defined]
    tick_off(listed, seen)


@given(CHECKS.filter(bool), st.data())
def test_one_less_one_more_and_one_altered_are_refused(listed: list[BagCheck], data: st.DataObject) -> None:
    seen = seen_of(listed)
    place = data.draw(st.integers(0, len(seen) - 1))
    altered = SeenCheck(seen[place].number, seen[place].amount + Money(1))
    for wrong in (
        seen[:place] + seen[place + 1 :],
        [*seen, seen[place]],
        [*seen[:place], altered, *seen[place + 1 :]],
    ):
        with pytest.raises(Refused):
            tick_off(listed, wrong)


@given(CHECKS)
def test_what_was_ticked_is_what_the_ledger_is_told(listed: list[BagCheck]) -> None:
    ticks = Ticks(items=check_items(tuple(listed)))
    for item in ticks.items:
        ticks = ticks.tick(item.key, True)
    tick_off(listed, ticks.seen)


def one(number: str, cents: int, key: str) -> BagCheck:
    return BagCheck(key=key, bag="OAK-1", kind="check", number=number, amount=Money(cents))


def test_an_amount_that_two_checks_have_is_not_guessed() -> None:
    ticks = Ticks(items=check_items((one("1043", 2500, "a"), one("1044", 2500, "b"))))

    both = ticks.on_text("25.00")
    assert both.present == frozenset()
    assert both.said == "2 on the list can be 25.00. Tick the one that you hold."
    assert both.on_text("1044").present == {"OAK-1/b"}
    assert ticks.on_text("1044").on_text("25.00").present == {"OAK-1/a", "OAK-1/b"}


def test_two_that_are_alike_are_ticked_one_after_the_other() -> None:
    ticks = Ticks(items=check_items((one("", 2500, "a"), one("", 2500, "b"))))
    assert ticks.on_text("25.00").present == {"OAK-1/a"}
    assert ticks.on_text("25.00").on_text("25.00").present == {"OAK-1/a", "OAK-1/b"}
    assert ticks.on_text("25.00").on_text("25.00").on_text("25.00").said.startswith("25.00 is not open on the list.")


def test_a_scanned_line_ticks_its_check_and_a_bank_card_is_refused() -> None:
    ticks = Ticks(items=check_items((one("1043", 2500, "a"),)))

    assert ticks.on_text("⑆121000248⑆ 0012345678⑈ 1043").present == {"OAK-1/a"}
    assert "bank card" in ticks.on_text("4111111111111111").said
