"""Notes and statuses that a cashier has to respect come with what to do; what is not known is shown as it came."""

from dataclasses import replace
from datetime import date

import pytest

from cashier.domain.flags import Weight, asks_for_nothing, flags_of, forbids_checks, read_flag
from cashier.domain.money import ZERO, Money
from tests.fakes.builders import a_member
from tests.ui.sample_desk import MEMBERS, STATEMENTS

TODAY = date(2026, 11, 21)
MAI = replace(MEMBERS[0], notes=())


@pytest.mark.parametrize(
    ("note", "weight", "advice"),
    [
        ("deceased", Weight.STOP, "estate's representative"),
        ("Restricted", Weight.STOP, "photo ID"),
        ("Bankruptcy filed: no talk of collecting", Weight.STOP, "No talk of collecting"),
        ("Balance in dispute", Weight.STOP, "only if the member wants to pay"),
        ("Lien on file", Weight.STOP, "only if the member wants to pay"),
        ("Returned check: no checks until March", Weight.CARE, "A check needs a lead"),
        ("in collections", Weight.CARE, "agency stops"),
        ("Financial assistance under review", Weight.CARE, "voluntary"),
        ("assistance granted", Weight.KNOW, "taken off already"),
        ("payment plan", Weight.CARE, "installment"),
        ("extension", Weight.KNOW, "not overdue"),
        ("Interpreter needed", Weight.KNOW, "costs the member nothing"),
        ("Prefers Vietnamese", Weight.KNOW, "interpreter"),
        ("Autopay: premium only", Weight.CARE, "draws it by itself"),
        ("Hard of hearing", Weight.KNOW, "write the amounts down"),
        ("Likes tea", Weight.KNOW, ""),
    ],
)
def test_a_note_says_what_to_do(note: str, weight: Weight, advice: str) -> None:
    flag = read_flag(note)

    assert (flag.words, flag.weight) == (note, weight)
    assert advice in flag.advice
    assert bool(flag.advice) == bool(advice)


def test_the_weightiest_comes_first_and_the_same_advice_once() -> None:
    member = replace(MAI, notes=("Hard of hearing", "Autopay: premium only", "deceased"))

    flags = flags_of(member, STATEMENTS, TODAY)

    assert [flag.words for flag in flags] == [
        "deceased",
        "Autopay: premium only",
        "Assistance under review",
        "Hard of hearing",
    ]


def test_what_stands_on_a_statement_is_said_of_the_account() -> None:
    in_plan = replace(STATEMENTS[1], plan_words="in collections · plan: $20 a month")

    assert [flag.words for flag in flags_of(MAI, (in_plan,), TODAY)] == ["in collections", "plan: $20 a month"]


def test_autopay_that_has_drawn_is_not_warned_of() -> None:
    drawn = replace(STATEMENTS[3], autopay_on=date(2026, 11, 20))

    assert flags_of(MAI, (drawn,), TODAY) == ()


def test_a_review_of_what_is_paid_is_no_reason_to_speak_of_it() -> None:
    member = replace(MAI, notes=("Financial assistance under review",))
    paid = replace(STATEMENTS[0], open=ZERO)

    (flag,) = flags_of(member, (paid,), TODAY)

    assert (flag.words, flag.advice, flag.weight) == ("Financial assistance under review", "", Weight.KNOW)
    assert flags_of(member, STATEMENTS[:1], TODAY)[0].weight is Weight.CARE


def test_each_plan_is_told_by_its_statement() -> None:
    plans = (
        replace(STATEMENTS[0], under_review=False, plan_words="plan: $79 a month, next Dec 09"),
        replace(STATEMENTS[1], plan_words="plan: $60 a month, next Dec 23"),
    )

    flags = flags_of(MAI, plans, TODAY)

    assert [flag.words for flag in flags] == ["plan: $79 a month, next Dec 09", "plan: $60 a month, next Dec 23"]
    assert [bill.number in flag.advice for bill, flag in zip(plans, flags, strict=True)] == [True, True]


def test_autopay_names_what_it_draws_and_says_so_where_that_is_nothing() -> None:
    member = replace(MAI, notes=("Autopay: premium only",))

    (drawn,) = flags_of(member, STATEMENTS[3:4], TODAY)
    (nothing,) = flags_of(member, STATEMENTS[1:2], TODAY)
    (paid,) = flags_of(member, (replace(STATEMENTS[3], open=ZERO),), TODAY)

    assert drawn.advice == f"Autopay draws {STATEMENTS[3].number} by itself. Ask before that is paid here."
    assert nothing.advice == "Autopay draws nothing that is open now. It is paid here."
    assert (nothing.weight, paid.weight, drawn.weight) == (Weight.KNOW, Weight.KNOW, Weight.CARE)


def test_one_flag_that_stops_is_enough_and_any_word_against_checks() -> None:
    stop = next(flag for flag in flags_of(replace(a_member(), notes=("Bankruptcy",)), (), TODAY))
    soft = replace(stop, weight=next(weight for weight in Weight if weight is not Weight.STOP))

    assert asks_for_nothing((soft, replace(stop, weight=Weight.STOP)))
    assert not asks_for_nothing((soft,))
    assert not asks_for_nothing(())


def test_checks_are_forbidden_by_either_word_alone_and_what_autopay_draws_is_told_without_a_note() -> None:
    assert forbids_checks("Returned check in May")
    assert forbids_checks("NO CHECKS")
    assert not forbids_checks("likes checks")
    drawn = replace(STATEMENTS[0], autopay_on=TODAY, open=Money(100), under_review=False, plan_words="")

    assert f"Autopay draws {drawn.number} by itself" in " ".join(flag.advice for flag in flags_of(MAI, (drawn,), TODAY))
    unknown = replace(MAI, notes=("Likes tea", "Likes coffee"))
    assert [flag.words for flag in flags_of(unknown, (), TODAY)] == ["Likes tea", "Likes coffee"]
