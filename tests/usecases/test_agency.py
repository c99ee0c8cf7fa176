"""One check, one payment, one list: the check is the list to the cent, and the list stands in the journal."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cashier.domain.agency_list import read_list
from cashier.domain.batch import Entered
from cashier.domain.counter_rules import BillRule, PartPayment
from cashier.domain.errors import BalanceChanged, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.statements import StatementKind
from cashier.domain.targets import TargetKind
from cashier.usecases.agency import AgencyCheck, match_agency, take_agency
from cashier.usecases.enter import close_batch, current_batch, open_batch
from tests.domain.test_origin import BATCH
from tests.fakes.builders import HELEN, ROSA, Counter, a_desk, a_member, a_statement, check

A, B, OTHER = "S-48210377", "S-48211904", "11048828"
LIST = f"statement,member,amount\n{A},,400.00\n{B},,60.00\nS-404,,5.00\n"


@pytest.fixture
def counter() -> Counter:
    counter = a_desk(a_statement(A, 41260), a_statement(B, 6000, member=OTHER))
    counter.know_members(a_member(OTHER, name="Tran, Kevin"))
    return counter


def _wish(cents: int = 46500, text: str = LIST) -> AgencyCheck:
    return AgencyCheck(
        payment_id=UUID(int=1 << 80 | 7 << 76 | 2 << 62),
        list_id=UUID(int=2 << 80 | 7 << 76 | 2 << 62),
        agency="County of Alameda",
        lines=read_list(text),
        check=check(cents),
    )


def test_a_list_for_two_members_is_one_payment_with_one_check(counter: Counter) -> None:
    taken = take_agency(_wish(), counter.desk, ROSA)

    facts = read_payment(taken.lines[0].line)
    assert [(p.part.target.code, p.part.amount.cents) for p in facts.targets] == [
        (A, 40000), (B, 6000), ("holding", 500)
    ]  # fmt: skip
    assert [tender.amount for tender in facts.tenders] == [Money(46500)]
    assert facts.payor.name == "County of Alameda"
    assert set(facts.identified.values()) == {"agency list"}
    held = [p for p in facts.targets if p.part.target.kind is TargetKind.HOLDING]
    assert held[0].part.note == "County of Alameda: line 4 of the list"


def test_the_list_stands_beside_it_line_by_line(counter: Counter) -> None:
    taken = take_agency(_wish(), counter.desk, ROSA)

    (line,) = [line for line in counter.store.lines() if line.kind is LineKind.AGENCY_LISTED]
    assert line.facts["receipt"] == taken.receipt
    assert [row["held"] for row in line.facts["lines"]] == [0, 0, 500]
    assert read_payment(taken.lines[0].line).origin.batch == line.line_id  # type: ignore[union-attr]


def test_in_open_mail_the_check_is_one_of_the_items_that_two_people_counted(counter: Counter) -> None:
    batch = open_batch(replace(BATCH, count=1, total=Money(46500)), HELEN, counter.desk, ROSA)
    take_agency(_wish(), counter.desk, ROSA)

    assert current_batch(counter.desk) == (batch, Entered(1, Money(46500)))
    assert take_agency(_wish(), counter.desk, ROSA).paid == Money(46500)
    assert close_batch(batch, counter.desk, ROSA) == Entered(1, Money(46500)), "once, and without a difference to sign"


def test_a_check_from_before_the_mail_was_opened_is_no_item_of_it(counter: Counter) -> None:
    take_agency(_wish(), counter.desk, ROSA)
    batch = open_batch(BATCH, HELEN, counter.desk, ROSA)

    assert current_batch(counter.desk) == (batch, Entered())
    assert all("batch" not in line.facts for line in counter.store.lines() if line.kind is LineKind.AGENCY_LISTED)


def test_entered_twice_it_is_one(counter: Counter) -> None:
    first = take_agency(_wish(), counter.desk, ROSA)

    assert take_agency(_wish(), counter.desk, ROSA).receipt == first.receipt
    assert sum(line.kind is LineKind.PAYMENT for line in counter.store.lines()) == 1


@pytest.mark.parametrize(
    "other",
    [
        _wish(46400, LIST.replace("400.00", "399.00")),
        replace(_wish(), agency="County of Marin"),
        replace(_wish(), check=check(46500, "2044")),
        _wish(text=LIST.replace("S-404", "S-405")),
    ],
)
def test_another_list_under_an_id_that_is_used_up_is_no_payment_and_is_said(
    counter: Counter, other: AgencyCheck
) -> None:
    take_agency(_wish(), counter.desk, ROSA)

    with pytest.raises(Refused, match="was taken for this already"):
        take_agency(other, counter.desk, ROSA)


def test_a_line_for_a_member_alone_pays_what_is_theirs(counter: Counter) -> None:
    (match,) = match_agency(read_list(f"statement,member,amount\n,{OTHER},65.00\n"), counter.desk)

    assert (match.paid, match.held) == ({B: Money(6000)}, Money(500))


def test_a_bill_that_is_paid_whole_takes_no_part_of_itself_from_a_list(counter: Counter) -> None:
    whole = BillRule(kind=StatementKind.HOSPITAL, since=date(2020, 1, 1), part_payment=PartPayment.REFUSED)
    place = replace(counter.desk.place, rules=replace(counter.desk.place.rules, bills=(whole,)))

    matches = match_agency(read_list(LIST), replace(counter.desk, place=place))
    assert [(match.paid, match.held.cents) for match in matches[:2]] == [({}, 40000), ({B: Money(6000)}, 0)]


def test_what_was_shown_is_what_is_taken(counter: Counter) -> None:
    shown = match_agency(read_list(LIST), counter.desk)
    counter.know(a_statement(A, 10000))

    with pytest.raises(BalanceChanged, match="changed since the list was shown"):
        take_agency(replace(_wish(), shown=shown), counter.desk, ROSA)
    assert not any(line.kind is LineKind.PAYMENT for line in counter.store.lines())

    seen = match_agency(read_list(LIST), counter.desk)
    first = take_agency(replace(_wish(), shown=seen), counter.desk, ROSA)
    assert take_agency(replace(_wish(), shown=seen), counter.desk, ROSA).receipt == first.receipt


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (_wish(46499), "The list comes to \\$465.00, the check is \\$464.99"),
        (replace(_wish(), agency=" "), "agency's name"),
        (replace(_wish(), check=replace(check(46500), number="")), "check number"),
    ],
)
def test_a_refusal_writes_nothing(counter: Counter, wish: AgencyCheck, sentence: str) -> None:
    before = counter.store.commits
    with pytest.raises(Refused, match=sentence):
        take_agency(wish, counter.desk, ROSA)

    assert counter.store.commits == before


def test_a_list_that_matches_nobody_is_held_whole(counter: Counter) -> None:
    taken = take_agency(_wish(500, "statement,member,amount\nS-404,,5.00\n"), counter.desk, ROSA)

    facts = read_payment(taken.lines[0].line)
    assert (facts.member_number, facts.targets[0].part.target.kind) == ("", TargetKind.HOLDING)


def test_it_has_its_receipt_and_opens_no_drawer_and_says_once_that_it_was_taken_before(counter: Counter) -> None:
    taken = take_agency(_wish(), counter.desk, ROSA)

    assert (taken.again, take_agency(_wish(), counter.desk, ROSA).again) == (False, True)
    assert [(job.receipt, job.copy) for job in counter.store.tables.jobs] == [(taken.receipt, 0)]


def test_a_desk_whose_ledger_holds_another_history_takes_no_list(counter: Counter) -> None:
    with counter.desk.open_work() as work:
        work.journal.set_differs("The ledger has more lines of this desk than its journal.")
        work.commit()

    with pytest.raises(Refused, match="Take no more payments here"):
        take_agency(_wish(), counter.desk, ROSA)
