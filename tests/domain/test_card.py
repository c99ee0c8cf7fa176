"""A wish outlives a restart in its asked line, and an approved card becomes a tender with its last four alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.card import AttemptState, CardOutcome, believable, read_wish, wish_facts
from cashier.domain.errors import UnreadableBody
from cashier.domain.giving_back import read_gives_back
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment
from cashier.domain.payor import Payor
from cashier.domain.people import Approval
from cashier.domain.targets import Part, Target, TargetKind
from tests.domain.card_lines import a_reversal, a_sale
from tests.fakes.builders import NOW, a_wish, pays

TEXTS = st.text(max_size=12)
CODES = st.text(st.characters(exclude_characters=":"), min_size=1, max_size=8).filter(lambda code: code != "holding")
TARGETS = (
    st.builds(Target, st.just(TargetKind.STATEMENT), CODES)
    | st.builds(Target, st.just(TargetKind.CREDIT), CODES)
    | st.just(Target(TargetKind.HOLDING))
)
AMOUNTS = st.integers(0, 10**9).map(Money)
WISHES = st.builds(
    TakePayment,
    payment_id=st.uuids(),
    member_number=TEXTS,
    parts=st.lists(st.builds(Part, target=TARGETS, amount=AMOUNTS, note=TEXTS), max_size=4).map(tuple),
    tenders=st.just(()),
    identified=st.dictionaries(TEXTS, TEXTS, max_size=3),
    payor=st.builds(Payor, name=TEXTS, phone=TEXTS, id_reference=TEXTS),
    reason=TEXTS,
    approval=st.none()
    | st.builds(Approval, approver=TEXTS, approver_name=TEXTS, act=TEXTS, amount=AMOUNTS, given_at=st.just(NOW)),
)


@given(WISHES)
def test_a_wish_reads_back_from_its_facts(wish: TakePayment) -> None:
    assert read_wish(wish_facts(wish)) == wish


def test_a_wish_is_kept_without_its_other_tenders_and_seen_versions() -> None:
    wish = replace(a_wish(), seen={"S-48210377": "e1.1"})

    assert read_wish(wish_facts(wish)) == replace(wish, tenders=(), seen={})


@pytest.mark.parametrize("part", [["credit:", 1, ""], ["S-1", 1.5, ""], ["S-1", 1], [7, 1, ""]])
def test_a_wish_with_a_part_that_is_none_is_unreadable(part: list[object]) -> None:
    with pytest.raises(UnreadableBody):
        read_wish(wish_facts(a_wish(pays("S-1", 1))) | {"parts": [part]})


@pytest.mark.parametrize("cents", [0, -1])
def test_an_approval_of_no_amount_is_no_answer(cents: int) -> None:
    outcome = CardOutcome(state=AttemptState.APPROVED, authorized=Money(cents))

    assert believable(outcome, a_sale()).state is AttemptState.UNKNOWN


@pytest.mark.parametrize("state", [state for state in AttemptState if state is not AttemptState.REVERSED])
def test_any_other_outcome_of_a_sale_stands_as_it_is(state: AttemptState) -> None:
    outcome = CardOutcome(state=state, authorized=Money(1))

    assert believable(outcome, a_sale()) == outcome


@pytest.mark.parametrize(
    ("state", "cents", "is_believed"),
    [
        (AttemptState.REVERSED, 41260, True),
        (AttemptState.REVERSED, 41259, False),
        (AttemptState.APPROVED, 41260, False),
        (AttemptState.DECLINED, 0, True),
    ],
)
def test_a_reversal_is_believed_for_its_whole_amount_and_no_other(
    state: AttemptState, cents: int, is_believed: bool
) -> None:
    outcome = CardOutcome(state=state, authorized=Money(cents))

    assert (believable(outcome, a_reversal()) == outcome) is is_believed
    assert believable(outcome, a_reversal()).state is (state if is_believed else AttemptState.UNKNOWN)


def test_a_reversal_of_what_was_never_given_back_is_no_end_of_a_sale() -> None:
    outcome = CardOutcome(state=AttemptState.REVERSED, authorized=Money(41260))

    assert believable(outcome, a_sale()).state is AttemptState.UNKNOWN


def test_what_a_card_goes_back_for_reads_back_from_its_facts() -> None:
    back = a_reversal().gives_back
    assert back is not None

    assert read_gives_back(back.facts()) == back
    with pytest.raises(UnreadableBody):
        read_gives_back(back.facts() | {"poi": ["only one"]})
