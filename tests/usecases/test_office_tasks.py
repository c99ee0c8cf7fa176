"""What is done about tasks at a desk: rights, and the second person where money moves."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.errors import FieldRefused, NotAllowed
from cashier.domain.money import Money
from cashier.domain.office_tasks import Deed, Wish, take_up
from cashier.domain.people import Role, Staff
from cashier.usecases.office_tasks import agree, do_about, may_do
from tests.ui.sample_desk import HELEN, ROSA, SampleDesk

PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
WISH = Wish(
    line_id=UUID(int=7), deed=Deed.RELEASE, about="OAK3.1.0.0", statement="S-1", amount=Money(900), words="his envelope"
)


@pytest.fixture
def sample() -> SampleDesk:
    return SampleDesk(people=(ROSA, HELEN, PRIYA, OMAR))


def release(sample: SampleDesk, staff: Staff, second: str, passphrase: str) -> str:
    doors = sample.doors()
    return do_about(WISH, staff, sample.office, doors.step_up, second=second, passphrase=passphrase)


def test_two_people_release_and_both_names_go_to_the_ledger(sample: SampleDesk) -> None:
    assert release(sample, PRIYA, "omar", "omar 1") == sample.office.says

    assert sample.office.done == [replace(WISH, second="omar")]


@pytest.mark.parametrize(
    ("second", "passphrase", "field", "sentence"),
    [
        ("", "", "second", "Two people release money"),
        ("priya", "priya 1", "second", "Nobody agrees to their own release"),
        ("omar", "wrong", "passphrase", "That doesn.t match"),
        ("helen", "helen 1", "passphrase", "Helen Park may not"),
    ],
)
def test_nobody_releases_alone(sample: SampleDesk, second: str, passphrase: str, field: str, sentence: str) -> None:
    with pytest.raises(FieldRefused, match=sentence) as refused:
        release(sample, PRIYA, second, passphrase)

    assert (refused.value.field, sample.office.done) == (field, [])


def test_who_has_not_the_right_does_nothing(sample: SampleDesk) -> None:
    with pytest.raises(NotAllowed, match="Helen Park may not release held money"):
        release(sample, HELEN, "omar", "omar 1")
    with pytest.raises(NotAllowed, match="Rosa Delgado may not take tasks"):
        do_about(take_up(UUID(int=8), "note.1"), ROSA, sample.office, sample.doors().step_up)

    assert sample.office.done == []
    assert [may_do(deed, HELEN) for deed in (Deed.TAKE, Deed.RELEASE, Deed.RETURN_CHECK)] == [True, False, False]


def test_a_word_is_given_for_this_amount_and_for_none_where_nothing_moves(sample: SampleDesk) -> None:
    step_up = sample.doors().step_up
    words = [
        agree(replace(WISH, amount=amount), PRIYA, step_up, second="omar", passphrase="omar 1")
        for amount in (Money(900), None)
    ]

    assert [word.amount for word in words if word is not None] == [Money(900), Money(0)]
