"""A wish outlives a restart in its asked line, and an approved card becomes a tender with its last four alone."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.card import ON_HOLD, AttemptState, CardOutcome, believable, card_tender, read_wish, wish_facts
from cashier.domain.card_hold import HoldCard, check_hold, hold_act
from cashier.domain.card_report import Found, SettleCard, check_settle, must_be_theirs
from cashier.domain.errors import NotAllowed, UnreadableBody
from cashier.domain.giving_back import read_gives_back
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment
from cashier.domain.payor import Payor
from cashier.domain.people import Approval, Role
from cashier.domain.targets import Part, Target, TargetKind
from tests.domain.card_lines import a_reversal, a_sale
from tests.fakes.builders import NOW, ROSA, a_wish, pays

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


def test_only_what_is_unknown_is_on_hold_and_of_a_card_the_last_four_alone_are_kept() -> None:
    held = replace(a_sale(), state=AttemptState.UNKNOWN, words=f"{ON_HOLD} by two")
    assert held.is_on_hold
    assert not replace(held, state=AttemptState.DECLINED).is_on_hold
    assert not replace(held, words="no answer").is_on_hold

    outcome = CardOutcome(state=AttemptState.APPROVED, authorized=Money(1), last_four="00004421")
    assert card_tender(a_sale(), outcome).last_four == "4421"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (CardOutcome(state=AttemptState.APPROVED, authorized=Money(0)), "approved without an amount"),
        (CardOutcome(state=AttemptState.APPROVED, authorized=Money(41260)), "approved and not given back"),
    ],
)
def test_why_an_answer_about_money_on_its_way_back_is_none_is_told(outcome: CardOutcome, words: str) -> None:
    assert believable(outcome, a_reversal()).words == words


def test_nobody_without_the_right_settles_or_holds_a_card_and_a_hold_is_signed_for_by_its_number() -> None:
    unknown = replace(a_sale(), state=AttemptState.UNKNOWN)
    settle = SettleCard(line_id=UUID(int=1), attempt_id=UUID(int=2), found=Found.LISTED, reference="1")
    hold = HoldCard(line_id=UUID(int=1), attempt_id=UUID(int=2), why="x")
    nobody = replace(ROSA, role=Role.AUDITOR)

    with pytest.raises(NotAllowed):
        check_settle(settle, unknown, nobody, NOW + timedelta(minutes=2))
    with pytest.raises(NotAllowed):
        check_hold(hold, unknown, nobody, NOW + timedelta(minutes=2))
    assert hold_act(unknown) == "putting card 0000000001 on hold"
    must_be_theirs(unknown, NOW + timedelta(minutes=2))
