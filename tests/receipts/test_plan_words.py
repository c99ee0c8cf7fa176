"""What was agreed on a bill is said in the reader's language, and a bill's other statuses on no paper."""

from datetime import date

import pytest

from cashier.domain.arrangement import Plan
from cashier.domain.languages import SPOKEN
from cashier.domain.money import Money
from receipts.plan_words import arrangement_told, plan_told
from receipts.words import WORDS

AGREED = Plan(count=6, amount=Money(7000), last=Money(6260), first=date(2026, 12, 15))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (AGREED.words, "6 cuotas de $70.00 al mes desde el 15 dic, la última de $62.60"),
        ("plan: 12 x $1,070 a month from Feb 29", "12 cuotas de $1,070.00 al mes desde el 29 feb"),
        ("dispute · plan: $50 a month, next Dec 15", "$50.00 al mes, la próxima el 15 dic"),
        ("plan: by letter", "by letter"),
        ("plan: 2 x $1.00 a month from Feb 31", "2 x $1.00 a month from Feb 31"),
        ("collections · payment plan", ""),
        ("extension", ""),
        ("", ""),
    ],
)
def test_a_plan_is_said_in_spanish_and_no_other_status(said: str, told: str) -> None:
    assert plan_told(said, WORDS["es"]) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("extension", "付款期限已延长"),
        (f"extension · {AGREED.words}", "付款期限已延长; 自 12月15日 起每月 $70.00，共 6 期，最后一期 $62.60"),
        ("dispute · collections", ""),
    ],
)
def test_a_copy_says_more_time_and_plan(said: str, told: str) -> None:
    assert arrangement_told(said, WORDS["zh"]) == told


@pytest.mark.parametrize("language", SPOKEN[1:])
def test_no_language_leaves_english_words(language: str) -> None:
    for said in (AGREED.words, "plan: $50 a month, next Dec 15", f"extension · {AGREED.words}"):
        told = arrangement_told(said, WORDS[language])
        assert "$" in told
        for english in ("month", "from", "last", "next", "extension"):
            assert english not in told
