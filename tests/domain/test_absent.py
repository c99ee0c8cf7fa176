"""A drawer whose cashier is not here: two other people, and never its owner, one alone, or who was not there."""

from dataclasses import replace

import pytest

from cashier.domain.absent import absent_in, check_along, check_same, may_count_for, told_words
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.people import RIGHTS, Approval, Right, Role
from cashier.domain.shift import ShiftState
from tests.domain.absent_lines import ABSENT_LINES, OSCAR, along, closed_absent, counted_absent
from tests.domain.drawer_lines import closed, counted, shift_in
from tests.fakes.builders import HELEN, ROSA, a_shift

ACTIVE = shift_in(ShiftState.ACTIVE)


def _by(user: str) -> Approval:
    return Approval(
        approver=user, approver_name=user, act=along().act, amount=along().amount, given_at=along().given_at
    )


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        (None, "counted by two"),
        (_by(HELEN.user), "Nobody approves for themselves"),
        (_by(ROSA.user), "own drawer"),
        (along("another act"), "for something else"),
    ],
)
def test_who_counts_along_is_a_third_person(word: Approval | None, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_along(ACTIVE, HELEN, word)


def test_whoever_counted_along_signs() -> None:
    check_same(along(), OSCAR.user, OSCAR.name)
    with pytest.raises(Refused, match="Oscar Reyes counted along"):
        check_same(_by("luis"), OSCAR.user, OSCAR.name)


def test_a_lead_counts_a_drawer_on_a_break_and_no_cashier_anothers() -> None:
    may_count_for(shift_in(ShiftState.SUSPENDED), HELEN)
    with pytest.raises(Refused, match="only they count it"):
        may_count_for(ACTIVE, OSCAR)
    with pytest.raises(Refused, match="suspended"):
        may_count_for(shift_in(ShiftState.SUSPENDED), ROSA)
    with pytest.raises(Refused, match="handed over"):
        may_count_for(shift_in(ShiftState.PENDING), HELEN)


def test_who_may_not_hold_cash_counts_for_nobody() -> None:
    assert {role for role in Role if Right.COUNT_FOR_ABSENT in RIGHTS[role]} == {Role.LEAD}
    assert Right.COUNT_ALONG not in RIGHTS[Role.ADMINISTRATOR] | RIGHTS[Role.AUDITOR]


def test_both_names_stand_on_each_line_and_its_cashier_reads_them() -> None:
    for line in (make() for make in ABSENT_LINES.values()):
        said = absent_in(line)
        assert said is not None
        assert (said["cashier"], said["by"], said["witness"]) == ("rosa", "helen", "oscar")
    assert told_words(closed_absent(), "Nov 21").endswith("Helen Park with Oscar Reyes, Nov 21. Cash: matches.")
    assert "It is not closed" in told_words(counted_absent(), "Nov 21")
    assert told_words(closed(), "Nov 21") == told_words(counted(), "Nov 21") == ""


@pytest.mark.parametrize("said", [{}, {"by": "helen"}, {"by": 7}, "helen", None])
def test_what_says_half_of_it_says_nothing(said: object) -> None:
    line = replace(counted(), facts={"absent": said})

    assert absent_in(line) is None
    assert told_words(line, "Nov 21") == ""


def test_what_was_found_is_told_by_its_direction_and_only_where_all_is_said() -> None:
    line = closed_absent()
    for cents, words in ((0, "Cash: matches."), (500, "Cash: $5.00 over."), (-500, "Cash: $5.00 short.")):
        told = replace(line, facts={**line.facts, "difference_cents": cents})
        assert told_words(told, "6:00 PM").endswith(words)
    unsaid = {key: value for key, value in line.facts.items() if key != "difference_cents"}
    assert told_words(replace(line, facts=unsaid), "6:00 PM").endswith("Cash: matches.")
    said = line.facts["absent"]
    for broken in ({**said, "by": 7}, {**said, "witness_name": None}, {"by": "helen"}, "helen"):
        assert absent_in(replace(line, facts={**line.facts, "absent": broken})) is None
    assert absent_in(line) == said


def test_a_cashier_counts_their_own_drawer_and_whoever_counted_along_signs() -> None:
    may_count_for(a_shift(), ROSA)
    check_same(along(), along().approver, "Luis")
    for word in (None, replace(along(), approver="ana")):
        with pytest.raises(FieldRefused, match="counted along, and signs"):
            check_same(word, along().approver, "Luis")
