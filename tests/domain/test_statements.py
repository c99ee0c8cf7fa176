"""How a statement stands on a day, at each boundary, and what counts as due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cashier.domain.money import Money
from cashier.domain.statements import DueKind, StatementKind, counts_as_due, default_due_date, due_of
from tests.fakes.builders import MEDICAL, PREMIUM, TODAY, a_member, a_statement


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        (-365, DueKind.OVERDUE, "overdue 365 days"),
        (-2, DueKind.OVERDUE, "overdue 2 days"),
        (-1, DueKind.OVERDUE, "overdue 1 day"),
        (0, DueKind.TODAY, "due today"),
        (1, DueKind.SOON, "due in 1 day"),
        (2, DueKind.SOON, "due in 2 days"),
        (7, DueKind.SOON, "due in 7 days"),
        (8, DueKind.LATER, "due in 8 days"),
        (30, DueKind.LATER, "due in 30 days"),
    ],
)
def test_a_due_date_is_said_by_its_distance(days: int, kind: DueKind, words: str) -> None:
    due = due_of(a_statement(due=TODAY + timedelta(days=days)), TODAY)

    assert (due.kind, due.words) == (kind, words)


def test_paid_comes_before_review_before_autopay_before_the_date() -> None:
    overdue = a_statement(due=TODAY - timedelta(days=9))
    drawn = replace(overdue, autopay_on=TODAY)
    reviewed = replace(drawn, under_review=True)
    paid = replace(reviewed, open=Money(0))

    kinds = [due_of(statement, TODAY).kind for statement in (paid, reviewed, drawn, overdue)]

    assert kinds == [DueKind.PAID, DueKind.UNDER_REVIEW, DueKind.AUTOPAY, DueKind.OVERDUE]
    assert due_of(reviewed, TODAY).words == "under review · voluntary"
    assert due_of(drawn, TODAY).words == "autopay draws Nov 21"
    assert due_of(drawn, TODAY, autopay_words="Nov 21").words == "autopay draws Nov 21"


def test_an_overpaid_statement_is_paid() -> None:
    assert due_of(replace(a_statement(), open=Money(-1)), TODAY).kind is DueKind.PAID


def test_autopay_that_did_not_draw_yesterday_hides_no_due_date() -> None:
    statement = replace(a_statement(due=TODAY), autopay_on=TODAY - timedelta(days=1))

    assert due_of(statement, TODAY).kind is DueKind.TODAY
    assert counts_as_due(statement, TODAY)


def test_all_that_is_due_skips_what_is_paid_reviewed_or_drawn() -> None:
    due = a_statement()

    assert counts_as_due(due, TODAY)
    assert not counts_as_due(replace(due, open=Money(0)), TODAY)
    assert not counts_as_due(replace(due, under_review=True), TODAY)
    assert not counts_as_due(replace(due, autopay_on=TODAY), TODAY)


def test_a_statement_is_due_30_days_after_its_date() -> None:
    assert default_due_date(date(2026, 1, 31)) == date(2026, 3, 2)


@pytest.mark.parametrize("kind", StatementKind)
def test_premium_has_a_book_of_its_own(kind: StatementKind) -> None:
    assert a_statement(kind=kind).book == (PREMIUM if kind is StatementKind.PREMIUM else MEDICAL)


def test_own_payments_lower_what_is_open_and_change_the_version() -> None:
    after = a_statement(cents=41260).less(Money(1260), version="e1.1.1260.0")

    assert (after.open, after.billed, after.version) == (Money(40000), Money(41260), "e1.1.1260.0")


def test_a_member_has_a_name_initials_and_last_four() -> None:
    member = a_member()

    assert (member.name, member.initials, member.last_four) == ("Tran, Mai Linh", "MT", "8827")


def test_a_member_is_shown_by_the_last_four_and_a_premium_by_its_plan() -> None:
    assert (a_member().last_four, a_member("123456789").last_four) == ("8827", "6789")
    assert replace(a_statement(), title="Senior Advantage, November").plan == "Senior Advantage"
    assert replace(a_statement(), title="Hospital bill").plan == "Hospital bill"
    drawn = replace(a_statement(), autopay_on=TODAY)
    assert due_of(drawn, TODAY, autopay_words="tomorrow").words == "autopay draws tomorrow"
    assert due_of(drawn, TODAY).words == "autopay draws Nov 21"
