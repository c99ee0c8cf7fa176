"""What is agreed at a desk is one line, shows there at once, and is not agreed twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from cashier.config import DEMO_ORGANIZATION, Organization, read_settings
from cashier.domain.arrangement import ASSISTANCE_NOTE, read_arrangement
from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.usecases.arrange import Wish, agree_plan, extend, give_application, refer
from cashier.usecases.find_member import read_account
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import Mark
from tests.fakes.builders import MEMBER, NOW, ROSA, TODAY, Counter, a_desk, a_member, a_statement

PLACE = read_settings(DEMO_ORGANIZATION, Organization).place("OAK3", "OAK", "Window 3", TODAY)
WISH = Wish(
    act_id=UUID("019aa7c0-0000-7000-8000-0000000000c1"),
    opened=MEMBER,
    identified={MEMBER: "photo ID"},
    statement_number="S-48210377",
)
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def counter() -> Counter:
    made = a_desk()
    return replace(made, desk=replace(made.desk, place=PLACE))


def _statement(counter: Counter) -> tuple[date, str]:
    (statement,) = read_account(MEMBER, counter.desk).statements
    return statement.due_date, statement.plan_words


def test_an_extension_shows_at_its_own_desk_at_once_and_its_paper_is_due(counter: Counter) -> None:
    line = extend(WISH, LATER, counter.desk, ROSA)

    assert _statement(counter) == (LATER, "extension")
    assert [job.line_id for job in counter.store.tables.jobs] == [line.line_id]
    assert (line.staff, line.transfers, read_arrangement(line).was_due) == ("rosa", (), TODAY)


def test_asked_twice_it_is_agreed_once_and_another_one_is_refused(counter: Counter) -> None:
    first = extend(WISH, LATER, counter.desk, ROSA)

    assert extend(WISH, LATER, counter.desk, ROSA) == first
    assert len(counter.store.tables.jobs) == 1
    with pytest.raises(Refused, match="extended before"):
        extend(replace(WISH, act_id=UUID(int=5)), LATER + timedelta(days=5), counter.desk, ROSA)


def test_what_the_ledger_says_in_turn_counts_from_its_mark_on(counter: Counter) -> None:
    extend(WISH, LATER, counter.desk, ROSA)
    other = replace(a_statement(), due_date=TODAY + timedelta(days=10))
    counter.know(other, mark=len(counter.store.lines()))

    assert _statement(counter) == (TODAY + timedelta(days=10), "")


def test_a_plan_stands_on_the_statement_and_stops_an_extension(counter: Counter) -> None:
    line = agree_plan(WISH, TODAY + timedelta(days=24), counter.desk, ROSA, count=6)

    assert _statement(counter)[1] == "plan: 6 x $68.77 a month from Dec 15, the last $68.75"
    plan = read_arrangement(line).plan
    assert plan is not None
    assert (plan.amount, plan.last) == (Money(6_877), Money(6_875))
    with pytest.raises(Refused, match="on a plan already"):
        extend(replace(WISH, act_id=UUID(int=5)), LATER, counter.desk, ROSA)


def test_an_application_is_noted_on_the_account_until_the_ledger_says_it(counter: Counter) -> None:
    give_application(replace(WISH, statement_number=""), counter.desk, ROSA)
    assert ASSISTANCE_NOTE in read_account(MEMBER, counter.desk).member.notes

    with counter.store.open_work() as work:
        work.journal.move_mark(Mark(received_through=len(counter.store.lines()), epoch="e1", heard_at=NOW))
        work.commit()
    assert ASSISTANCE_NOTE not in read_account(MEMBER, counter.desk).member.notes


def test_a_referral_has_no_paper_and_says_why(counter: Counter) -> None:
    line = refer(WISH, "Balance disputed", "  Says it was cancelled. ", counter.desk, ROSA)

    said = read_arrangement(line)
    assert (said.statement, said.reason, said.text) == ("S-48210377", "Balance disputed", "Says it was cancelled.")
    assert counter.store.tables.jobs == []
    about = refer(replace(WISH, act_id=UUID(int=6), statement_number=""), "Other", "Call back.", counter.desk, ROSA)
    assert read_arrangement(about).about == f"member:{MEMBER}"


@pytest.mark.parametrize(
    ("reason", "text", "sentence"),
    [
        ("Because", "x", "Choose a reason"),
        ("", "x", "Choose a reason"),
        ("Other", " ", "Say in a few words"),
        ("Other", "4111 1111 1111 1111", "bank card"),
        ("Other", "x" * 501, "more than 500"),
    ],
)
def test_a_referral_needs_a_reason_and_words_and_keeps_no_card(
    counter: Counter, reason: str, text: str, sentence: str
) -> None:
    before = len(counter.store.lines())

    with pytest.raises(Refused, match=sentence):
        refer(WISH, reason, text, counter.desk, ROSA)

    assert len(counter.store.lines()) == before


Act = Callable[[Wish, Desk, Staff], Line]
ACTS: dict[str, Act] = {
    "extend": lambda wish, desk, staff: extend(wish, LATER, desk, staff),
    "plan": lambda wish, desk, staff: agree_plan(wish, TODAY + timedelta(days=24), desk, staff, count=6),
    "refer": lambda wish, desk, staff: refer(wish, "Other", "x", desk, staff),
    "assist": give_application,
}


@pytest.mark.parametrize("name", ACTS)
def test_nobody_agrees_without_the_right_or_while_the_journal_differs(counter: Counter, name: str) -> None:
    with pytest.raises(NotAllowed):
        ACTS[name](WISH, counter.desk, replace(ROSA, role=Role.ADMINISTRATOR))
    with counter.store.open_work() as work:
        work.journal.set_differs("Another history.")
        work.commit()
    with pytest.raises(Refused, match="Another history"):
        ACTS[name](WISH, counter.desk, ROSA)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"statement_number": "S-9"}, "not known at this desk any more"),
        ({"opened": "999"}, "not known at this desk any more"),
        ({"identified": {}}, "See the statement or the authority"),
    ],
)
@pytest.mark.parametrize("name", ["extend", "plan", "refer"])
def test_what_is_gone_or_was_not_shown_is_refused(
    counter: Counter, name: str, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        ACTS[name](replace(WISH, **changes), counter.desk, ROSA)


def test_a_region_that_has_set_nothing_agrees_to_nothing(counter: Counter) -> None:
    desk = replace(counter.desk, place=replace(PLACE, limits=(), assistance=None))

    for name, sentence in (("extend", "no limits"), ("plan", "no limits"), ("assist", "where applications go")):
        with pytest.raises(Refused, match=sentence):
            ACTS[name](WISH, desk, ROSA)


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: agree_plan(WISH, TODAY + timedelta(days=24), desk, ROSA, count=6),
        lambda desk: give_application(WISH, desk, ROSA),
        lambda desk: refer(WISH, "Other", "Call back.", desk, ROSA),
    ],
)
def test_each_act_asked_twice_is_one_line(counter: Counter, act: Callable[[Desk], Line]) -> None:
    first = act(counter.desk)

    assert act(counter.desk) == first
    assert [line.line_id for line in counter.store.lines()].count(WISH.act_id) == 1
    assert len(counter.store.tables.jobs) <= 1


def test_what_is_agreed_for_one_of_the_family_is_theirs_in_their_name(counter: Counter) -> None:
    counter.know_members(a_member("11048828", name="Tran, Kevin"))
    counter.know(a_statement("S-2", 41260, member="11048828"), a_statement("S-3", 100, member="11048829"))
    identified = {MEMBER: "photo ID", "11048828": "date of birth", "11048829": "date of birth"}

    kevins = extend(replace(WISH, statement_number="S-2", identified=identified), LATER, counter.desk, ROSA)
    said = read_arrangement(kevins)
    assert (said.member_number, said.member_name, said.balance) == ("11048828", "Tran, Kevin", Money(41260))

    unknown = replace(WISH, act_id=UUID(int=6), statement_number="S-3", identified=identified)
    about = read_arrangement(refer(unknown, "Other", "Who is this?", counter.desk, ROSA))
    assert about.member_number == MEMBER, "a person who is not known here has no name to write"


def test_more_paid_than_billed_is_no_balance_and_a_letter_needs_no_printer(counter: Counter) -> None:
    counter.know(replace(a_statement("S-2"), open=Money(-500)))
    line = refer(replace(WISH, statement_number="S-2"), "Other", "Pay it back.", counter.desk, ROSA)
    assert read_arrangement(line).balance == Money(0)

    extend(replace(WISH, act_id=UUID(int=6), prints=False), LATER, counter.desk, ROSA)
    assert counter.store.tables.jobs == []
    agree_plan(replace(WISH, act_id=UUID(int=7)), TODAY + timedelta(days=24), counter.desk, ROSA, count=6)
    assert [job.copy for job in counter.store.tables.jobs] == [0]
