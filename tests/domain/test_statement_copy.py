"""Who may have a copy, what it adds up, and that its line reads back as it was written."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.money import ZERO, Money
from cashier.domain.statement_copy import (
    Charge,
    CopyForm,
    StatementCopy,
    StatementDetails,
    aging_of,
    check_may_have,
    read_copy,
)
from cashier.domain.statements import StatementKind
from tests.fakes.builders import MEMBER, TODAY, a_member, a_statement
from tests.receipts.copies import copy_line

SEEN = {MEMBER: "statement and name"}


def test_a_copy_goes_to_whose_account_is_open_and_says_how_they_were_known() -> None:
    assert check_may_have(a_statement(), a_member(), SEEN, "ncal") == "statement and name"


def test_a_confidential_statement_goes_to_its_own_member_alone() -> None:
    private = replace(a_statement(member="11048835"), confidential=True)

    with pytest.raises(Refused, match="is confidential and goes to its own member alone"):
        check_may_have(private, a_member(), {**SEEN, "11048835": "authority seen"}, "ncal")
    own = a_member("11048835")
    assert check_may_have(private, own, {"11048835": "photo ID"}, "ncal") == "photo ID"


def test_a_relatives_copy_needs_their_statement_or_authority() -> None:
    with pytest.raises(Refused, match="See the statement or the authority for S-48210377"):
        check_may_have(a_statement(member="11048835"), a_member(), SEEN, "ncal")


def test_another_regions_statement_is_copied_there() -> None:
    with pytest.raises(Refused, match="belongs to another region"):
        check_may_have(replace(a_statement(), region="scal"), a_member(), SEEN, "ncal")


def test_aging_takes_the_same_book_by_days_past_due() -> None:
    ages = [a_statement(f"S-{1000 + late}", 100, due=TODAY - timedelta(days=late)) for late in (0, 30, 31, 60, 90, 91)]
    other_book = a_statement("P-77419204", 9900, kind=StatementKind.PREMIUM)
    private = replace(a_statement("S-9999", 5000), confidential=True)

    aging = aging_of(ages[0], [*ages, other_book, private], TODAY)

    assert aging == (Money(100), Money(100), Money(200), Money(100), Money(100))


def test_a_confidential_statements_aging_counts_itself_and_an_overpaid_one_nothing() -> None:
    private = replace(a_statement("S-9999", 5000), confidential=True)
    overpaid = replace(a_statement("S-8888"), open=Money(-100))

    assert aging_of(private, [private, overpaid], TODAY) == (Money(5000), ZERO, ZERO, ZERO, ZERO)


def test_lines_explain_a_bill_only_where_they_come_to_it() -> None:
    charges = (
        Charge(day=TODAY, words="Visit", amount=Money(9000)),
        Charge(day=None, words="Plan", amount=Money(-3000)),
    )

    assert StatementDetails(charges=charges).explain(Money(6000))
    assert not StatementDetails(charges=charges).explain(Money(6001))
    assert not StatementDetails().explain(ZERO)


def test_a_copys_line_reads_back() -> None:
    statement = replace(a_statement(), service_date=date(2026, 9, 2), version="", plan_words="Núñez plan")
    copy = StatementCopy(
        statement=statement,
        member_name="Tran, Mai Linh",
        language="vi",
        form=CopyForm.SLIP,
        aging=(Money(1), ZERO, ZERO, ZERO, Money(2)),
        has_lines=True,
        balances_as_of="2026-11-21T18:44:00.000000Z",
        served_by="Rosa Delgado",
        identified="photo ID",
    )

    assert read_copy(copy_line(copy)) == copy
    for name in copy.facts():
        broken = {key: value for key, value in copy.facts().items() if key != name}
        with pytest.raises(UnreadableBody):
            read_copy(replace(copy_line(copy), facts=broken))
