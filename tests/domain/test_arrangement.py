"""What a cashier may agree to: within the region's limits, on what is open, and cent by cent the balance."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.arrangement import (
    CLAUSE,
    Arrangement,
    Plan,
    arranged,
    check_extension,
    make_plan,
    months_after,
    read_arrangement,
    read_coming_day,
)
from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.region_rules import ArrangementLimits, in_force
from cashier.domain.statements import Statement, StatementKind
from tests.domain.correcting import a_paid
from tests.fakes.builders import TODAY, a_statement

LIMITS = ArrangementLimits(
    since=date(2020, 1, 1),
    extension_days_most=30,
    installments_most=24,
    installment_least=Money(2_500),
    balance_least=Money(10_000),
    first_within_days=45,
)
FIRST = TODAY + timedelta(days=20)


def _days(count: int) -> date:
    return TODAY + timedelta(days=count)


def _said(kind: LineKind, **more: object) -> Arrangement:
    return Arrangement(
        kind=kind,
        member_number="1",
        member_name="A, B",
        guarantor_number="2",
        language="en",
        served_by="R",
        identified="photo ID",
        **more,  # type: ignore[arg-type]
    )


def test_the_clause_is_the_codes_own_words() -> None:
    assert CLAUSE.startswith(
        "A holder of this medical debt contract is prohibited by Section 1785.27 of the Civil Code"
    )
    assert CLAUSE.endswith("the debt shall be void and unenforceable.")
    assert len(CLAUSE.split()) == 65


@pytest.mark.parametrize("days", [1, 30])
def test_a_due_date_moves_within_the_limit(days: int) -> None:
    check_extension(a_statement(), _days(days), LIMITS, TODAY)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "Enter a day after Nov 21, 2026"), (-1, "Enter a day after Nov 21, 2026"), (31, "to Dec 21, 2026 at most")],
)
def test_a_due_date_beyond_the_limit_or_not_later_is_refused(days: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_extension(a_statement(), _days(days), LIMITS, TODAY)


def test_what_is_overdue_is_extended_from_today() -> None:
    overdue = a_statement(due=TODAY - timedelta(days=100))

    check_extension(overdue, _days(30), LIMITS, TODAY)
    with pytest.raises(Refused, match=r"is due on Aug 13, 2026 without it\. Enter a day after Nov 21, 2026"):
        check_extension(overdue, _days(-50), LIMITS, TODAY)
    with pytest.raises(Refused, match=r"is due on Dec 11, 2026 without it\. Enter a day after Dec 11, 2026"):
        check_extension(a_statement(due=_days(20)), _days(10), LIMITS, TODAY)


NOTHING_AGREED: list[tuple[Statement, str]] = [
    (replace(a_statement(), open=ZERO), "Nothing is open"),
    (a_statement("P-77419204", kind=StatementKind.PREMIUM), "is a premium"),
    (replace(a_statement(), under_review=True), "under review for assistance"),
    (replace(a_statement(), autopay_on=_days(3)), "Autopay draws S-48210377 on Nov 24, 2026"),
    (replace(a_statement(), plan_words="in collections"), "in collections. Refer"),
    (replace(a_statement(), plan_words="plan: $50 a month"), "on a plan already"),
]


@pytest.mark.parametrize(("statement", "sentence"), NOTHING_AGREED)
def test_some_statements_have_neither_extension_nor_plan(statement: Statement, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_extension(statement, _days(10), LIMITS, TODAY)
    with pytest.raises(Refused, match=sentence):
        make_plan(statement, FIRST, LIMITS, TODAY, count=4)


def test_an_extension_is_given_once_and_a_plan_may_follow_it() -> None:
    extended = replace(a_statement(), plan_words="extension")

    with pytest.raises(Refused, match="extended before"):
        check_extension(extended, _days(10), LIMITS, TODAY)
    assert make_plan(extended, FIRST, LIMITS, TODAY, count=4).count == 4


def test_without_limits_nothing_is_agreed() -> None:
    with pytest.raises(Refused, match="no limits"):
        check_extension(a_statement(), _days(10), None, TODAY)


def test_a_draw_that_is_over_stops_nothing() -> None:
    check_extension(replace(a_statement(), autopay_on=_days(-1)), _days(10), LIMITS, TODAY)


@given(st.integers(10_000, 9_999_999), st.integers(2, 24))
def test_installments_come_to_the_balance_cent_by_cent(cents: int, count: int) -> None:
    statement = a_statement(cents=cents)
    if -(-cents // count) < 2_500:
        with pytest.raises(Refused, match=r"\$25.00 at least"):
            make_plan(statement, FIRST, LIMITS, TODAY, count=count)
        return

    plan = make_plan(statement, FIRST, LIMITS, TODAY, count=count)

    assert total([amount for _, amount in plan.schedule]) == statement.open
    assert ZERO < plan.last <= plan.amount
    assert plan.count <= count
    assert len(set(plan.days)) == plan.count


@given(st.integers(10_000, 999_999), st.integers(1, 999_999))
def test_an_amount_gives_as_many_as_it_takes(cents: int, each: int) -> None:
    statement = a_statement(cents=cents)
    if each < 2_500 or each >= cents or -(-cents // each) > 24:
        with pytest.raises(Refused):
            make_plan(statement, FIRST, LIMITS, TODAY, amount=Money(each))
        return

    plan = make_plan(statement, FIRST, LIMITS, TODAY, amount=Money(each))

    assert plan.amount == Money(each)
    assert total([amount for _, amount in plan.schedule]) == statement.open


@pytest.mark.parametrize(
    ("asked", "cents", "first", "sentence"),
    [
        ({"count": 4}, 9_999, FIRST, r"needs \$100.00 open at least, and \$99.99 is"),
        ({}, 41_260, FIRST, "one of both"),
        ({"count": 4, "amount": Money(5_000)}, 41_260, FIRST, "one of both"),
        ({"count": 1}, 41_260, FIRST, "2 to 24 installments, and this is 1"),
        ({"count": 0}, 41_260, FIRST, "this is 0"),
        ({"count": 25}, 999_999, FIRST, "this is 25"),
        ({"count": 24}, 41_260, FIRST, r"\$25.00 at least, and this is \$17.20"),
        ({"amount": Money(41_260)}, 41_260, FIRST, "this is 1"),
        ({"amount": Money(100)}, 41_260, FIRST, "this is 413"),
        ({"count": 4}, 41_260, TODAY, "first installment is due after today and by Jan 05, 2027"),
        ({"count": 4}, 41_260, _days(46), "first installment is due"),
    ],
)
def test_a_plan_outside_of_the_limits_is_refused(
    asked: dict[str, object], cents: int, first: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        make_plan(a_statement(cents=cents), first, LIMITS, TODAY, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"count": 25}, "count"),
        ({"count": 24}, "count"),
        ({"amount": Money(41_260)}, "amount"),
        ({"amount": Money(2_000)}, "amount"),
    ],
)
def test_a_plan_is_refused_beside_the_field_that_was_filled(asked: dict[str, object], field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        make_plan(a_statement(), FIRST, LIMITS, TODAY, **asked)  # type: ignore[arg-type]

    assert refused.value.field == field


def test_the_last_installment_on_the_first_and_last_days_allowed() -> None:
    for first in (_days(1), _days(45)):
        assert make_plan(a_statement(), first, LIMITS, TODAY, count=4).first == first


def test_an_installment_may_be_as_small_as_the_limit() -> None:
    assert make_plan(a_statement(), FIRST, LIMITS, TODAY, amount=LIMITS.installment_least).count == 17


def test_a_months_end_stays_a_months_end() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 1, 31), 2) == date(2026, 3, 31)
    assert months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_the_rule_in_force_is_the_latest_that_has_begun() -> None:
    later = replace(LIMITS, since=date(2026, 12, 1), extension_days_most=60)

    assert in_force((LIMITS, later), date(2026, 11, 30)) == LIMITS
    assert in_force((later, LIMITS), date(2026, 12, 1)) == later
    assert in_force((LIMITS,), date(2019, 12, 31)) is None


def test_the_statement_says_what_was_agreed_once() -> None:
    plan = Plan(count=2, amount=Money(20_630), last=Money(20_630), first=FIRST)
    agreed = [
        _said(LineKind.DUE_DATE_EXTENDED, statement="S-2", due_date=_days(6), was_due=TODAY),
        _said(LineKind.DUE_DATE_EXTENDED, statement="S-48210377", due_date=_days(30), was_due=TODAY),
        _said(LineKind.PLAN_AGREED, statement="S-48210377", plan=plan),
        _said(LineKind.DUE_DATE_EXTENDED, statement="S-1", due_date=_days(5), was_due=TODAY),
    ]

    statement = arranged(arranged(a_statement(), agreed), agreed)

    assert statement.due_date == _days(30)
    assert statement.plan_words == "extension · plan: 2 x $206.30 a month from Dec 11"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/15", date(2026, 12, 15)),
        ("11/20", date(2027, 11, 20)),
        ("11/21", TODAY),
        ("12-15-26", date(2026, 12, 15)),
        ("1/2/2027", date(2027, 1, 2)),
        ("2026-12-15", date(2026, 12, 15)),
        ("12/15/0026", date(26, 12, 15)),
    ],
)
def test_a_day_is_read_as_it_is_typed(text: str, day: date) -> None:
    assert read_coming_day(f" {text} ", TODAY, "the day") == day


@pytest.mark.parametrize("text", ["", "tomorrow", "13/1", "2/30", "12/15/", "1", "0/5"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="Enter the day like 12/5 or 12/5/26"):
        read_coming_day(text, TODAY, "the day")
    with pytest.raises(Refused, match="Enter the day like 12/29 or"):
        read_coming_day(text, TODAY, "the day", after=date(2026, 12, 15))


def _written(said: Arrangement, **facts: object) -> Line:
    return replace(a_paid(), kind=said.kind, facts={**said.facts(), **facts}, transfers=())


def _without(line: Line, name: str) -> Line:
    return replace(line, facts={key: said for key, said in line.facts.items() if key != name})


EXTENDED = _said(LineKind.DUE_DATE_EXTENDED, statement="S-1", title="Bill", due_date=TODAY, was_due=TODAY)
PLANNED = _said(
    LineKind.PLAN_AGREED,
    statement="S-1",
    title="Bill",
    plan=Plan(count=2, amount=Money(100), last=Money(50), first=TODAY),
)


@pytest.mark.parametrize(
    "line",
    [
        replace(_written(EXTENDED), kind=LineKind.MOVED),
        _written(EXTENDED, due_date="soon"),
        _written(replace(EXTENDED, due_date=None)),
        _written(replace(EXTENDED, was_due=None)),
        _without(_written(EXTENDED), "due_date"),
        _without(_written(EXTENDED), "was_due"),
        _written(EXTENDED, statement=""),
        _written(EXTENDED, member=7),
        _written(PLANNED, statement=""),
        _written(replace(PLANNED, plan=None)),
        _written(PLANNED, plan=[0, 100, 50, "2026-11-21"]),
        _written(PLANNED, plan=[1001, 100, 50, "2026-11-21"]),
        _written(PLANNED, plan=[True, 100, 50, "2026-11-21"]),
        _written(PLANNED, plan=["2", 100, 50, "2026-11-21"]),
        _written(_said(LineKind.REFERRED)),
    ],
)
def test_what_arranges_nothing_whole_cannot_be_read(line: Line) -> None:
    with pytest.raises(UnreadableBody):
        read_arrangement(line)


def test_what_was_arranged_reads_back_and_half_an_extension_says_no_day() -> None:
    for said in (EXTENDED, PLANNED, _said(LineKind.REFERRED, reason="other", text="asks")):
        assert read_arrangement(_written(said)) == said
    for count in (1, 1000):
        plan = [count, 100, 50, "2026-11-21"]
        read = read_arrangement(_written(PLANNED, plan=plan)).plan
        assert read is not None
        assert read.count == count
    for half in (replace(EXTENDED, due_date=None), replace(EXTENDED, was_due=None)):
        assert not {"due_date", "was_due"} & half.facts().keys()
