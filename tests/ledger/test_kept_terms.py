"""An extension and a plan outlive a bill that is loaded anew as it was; one that says otherwise counts, and is told."""

from datetime import date

import pytest
from sqlalchemy import Engine, text

from cashier.domain.line import LineKind
from cashier.ledger.check import check
from cashier.ledger.loading import load_directory
from cashier.wire import StatementRow
from tests.ledger.conftest import clock, load, new_id, send, statement
from tests.ledger.paper_desk import TODAY, PaperDesk
from tests.ledger.test_arrangements import KNOWN, PLAN, _line, _statement

EXTENDED = date(2026, 12, 20)


@pytest.fixture
def agreed(engine: Engine) -> Engine:
    """One bill is extended from its due date, the other is on a plan."""
    desk = PaperDesk("OAK3")
    desk.write(_line(LineKind.DUE_DATE_EXTENDED, statement=KNOWN, due_date=EXTENDED, was_due=TODAY))
    desk.write(_line(LineKind.PLAN_AGREED, statement="S-10000002", plan=PLAN))
    send(engine, desk)
    return engine


def load_anew(engine: Engine, *bills: StatementRow) -> None:
    with engine.begin() as connection:
        load(connection, *bills)


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'terms_changed' ORDER BY alarm")))


def test_a_bill_that_is_loaded_as_it_was_takes_nothing_back(agreed: Engine) -> None:
    load_anew(agreed, statement(KNOWN, 10_000), statement("S-10000002", 5_000))
    load_anew(agreed, statement(KNOWN, 10_000), statement("S-10000002", 5_000))

    extended, planned = _statement(agreed), _statement(agreed, "S-10000002")
    assert (extended.due_date, extended.statuses) == (EXTENDED, ("extension",))
    assert (planned.plan_words, planned.statuses) == (PLAN.words, ("payment_plan",))
    assert alarms(agreed) == []
    assert check(agreed).findings == []


def test_what_else_changed_on_it_is_taken_and_the_terms_stay(agreed: Engine) -> None:
    load_anew(agreed, statement(KNOWN, 12_000).model_copy(update={"title": "Hospital visit, corrected"}))

    row = _statement(agreed)
    assert (row.due_date, row.title, row.billed_cents) == (EXTENDED, "Hospital visit, corrected", 12_000)


def test_the_agreed_terms_from_the_billing_system_are_no_news(agreed: Engine) -> None:
    load_anew(
        agreed,
        statement(KNOWN, 10_000).model_copy(update={"due_date": EXTENDED}),
        statement("S-10000002", 5_000).model_copy(update={"plan_words": PLAN.words}),
    )

    assert _statement(agreed).due_date == EXTENDED
    assert _statement(agreed, "S-10000002").plan_words == PLAN.words
    assert alarms(agreed) == []


def test_another_due_date_counts_and_the_office_is_told(agreed: Engine) -> None:
    other = date(2026, 12, 5)
    for _ in range(2):
        load_anew(agreed, statement(KNOWN, 10_000).model_copy(update={"due_date": other}))

    row = _statement(agreed)
    assert (row.due_date, row.statuses) == (other, ())
    (said,) = alarms(agreed)
    assert "The extension of S-10000001 to Dec 20, 2026, agreed to at OAK3, no longer holds" in said
    assert "tell the member" in said


def test_another_plan_counts_and_the_office_is_told(agreed: Engine) -> None:
    words = "plan: $10 a month, next Dec 15"
    for _ in range(2):
        load_anew(agreed, statement("S-10000002", 5_000).model_copy(update={"plan_words": words}))

    assert _statement(agreed, "S-10000002").plan_words == words
    (said,) = alarms(agreed)
    assert f"The plan for S-10000002 ({PLAN.words})" in said


def test_a_bill_that_nothing_was_agreed_on_changes_as_ever(agreed: Engine) -> None:
    fresh = statement("S-10000003", 700)
    load_anew(agreed, fresh)
    with agreed.begin() as connection:
        moved = fresh.model_copy(update={"due_date": EXTENDED})
        load_directory(connection, statements=[moved], clock=clock, new_id=new_id)

    assert _statement(agreed, "S-10000003").due_date == EXTENDED
    assert alarms(agreed) == []
