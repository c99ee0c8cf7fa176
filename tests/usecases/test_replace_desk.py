"""A desk begins in another one's place: on a lead's word, as its first line, with what the old one had not sent."""

from dataclasses import replace

import pytest

from cashier.domain.carried import Carried, Replacement, read_carried, replacement_act
from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.usecases.replace_desk import replace_desk
from tests.domain.correcting import a_paid, voided
from tests.fakes.builders import HELEN, NOW, Counter, a_desk

FOUND = Replacement(replaces="OAK2", last_receipt="OAK2-0019284", count={"20.00": 3})
WORD = Approval(
    approver=HELEN.user,
    approver_name=HELEN.name,
    act=replacement_act("OAK2"),
    amount=Money(6000),
    given_at=NOW,
)
LEFT = tuple(
    Carried(desk="OAK2", sequence=7 + place, chain=f"link {place}", body=line.body().decode())
    for place, line in enumerate((a_paid(), voided()))
)


def a_new_desk() -> Counter:
    return a_desk(is_open=False)


def test_what_was_found_is_the_first_line_and_what_was_not_sent_comes_along() -> None:
    counter = a_new_desk()

    assert replace_desk(FOUND, LEFT, WORD, counter.desk) == 2

    first, *came = counter.store.lines()
    assert (first.kind, first.staff, first.facts["replaces"]) == (LineKind.DESK_REPLACED, "helen", "OAK2")
    assert tuple(read_carried(line) for line in came) == LEFT
    assert {line.line_id for line in came} == {a_paid().line_id, voided().line_id}


def test_nothing_came_where_nothing_was_left() -> None:
    assert replace_desk(FOUND, (), WORD, a_new_desk().desk) == 0


def test_a_desk_that_has_begun_takes_nobodys_place() -> None:
    counter = a_new_desk()
    replace_desk(FOUND, (), WORD, counter.desk)

    with pytest.raises(Refused, match="OAK3 has begun its journal"):
        replace_desk(FOUND, LEFT, WORD, counter.desk)
    assert len(counter.store.lines()) == 1


def test_nothing_is_begun_without_a_leads_word_for_this_count_or_with_what_cannot_be_read() -> None:
    counter = a_new_desk()
    for other in (replace(WORD, amount=Money(5000)), replace(WORD, act=replacement_act("OAK1"))):
        with pytest.raises(Refused, match="given for something else"):
            replace_desk(FOUND, LEFT, other, counter.desk)
    with pytest.raises(UnreadableBody):
        replace_desk(FOUND, (replace(LEFT[0], body="{}"),), WORD, counter.desk)
    assert counter.store.lines() == []


@pytest.mark.parametrize(
    ("receipt", "is_one"),
    [
        ("", True),
        ("OAK2-0019284", True),
        ("OAK1-0019284", False),
        ("OAK2-", False),
        ("OAK2-x", False),
        ("OAK2-\u0661", False),
        ("0019284", False),
    ],
)
def test_the_last_receipt_is_one_of_that_desks_or_none(receipt: str, is_one: bool) -> None:
    counter, found = a_new_desk(), replace(FOUND, last_receipt=receipt)
    if is_one:
        replace_desk(found, (), WORD, counter.desk)
        assert counter.store.lines()[0].facts["last_receipt"] == receipt
        return
    with pytest.raises(Refused, match="Enter the last receipt as it is printed, like OAK2-0019284"):
        replace_desk(found, (), WORD, counter.desk)


def test_no_desk_takes_its_own_place() -> None:
    word = replace(WORD, act=replacement_act("OAK3"))

    with pytest.raises(Refused, match="can't take its own place"):
        replace_desk(replace(FOUND, replaces="OAK3", last_receipt=""), (), word, a_new_desk().desk)
