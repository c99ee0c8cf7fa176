"""A check came back: the ledger is told, and one slip is printed, also where its answer got lost first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cashier.domain.errors import FieldRefused, LedgerAway
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.office_tasks import CHECK, RECEIPT, WORDS, Deed, Wish, read_wish
from cashier.domain.people import Role, Staff
from cashier.domain.region_rules import FeeRule
from cashier.domain.returned_check import read_return_record
from cashier.usecases.return_check import return_check
from tests.fakes.builders import TODAY
from tests.ui.sample_desk import SampleDesk

PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
SIGNED = {"second": "omar", "passphrase": "omar 1"}


def told(sample: SampleDesk) -> Wish:
    typed = {RECEIPT: "OAK3-0000001", CHECK: "1043", WORDS: "NSF"}
    return read_wish(Deed.RETURN_CHECK, sample.desk.new_id(), "", typed, most=None, today=TODAY)


def returns(sample: SampleDesk, wish: Wish, **signed: str) -> str:
    return return_check(wish, sample.desk, PRIYA, sample.office, sample.doors().step_up, **(SIGNED | signed))


def test_it_is_told_and_printed_once() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.office.facts = (("Open again, S-48210377", "60.00"), ("Fee", "none"))
    wish = told(sample)
    sample.office.trouble = "The ledger cannot be reached."
    with pytest.raises(LedgerAway):
        returns(sample, wish)
    sample.office.trouble = ""
    returns(sample, wish)
    returns(sample, wish)

    (line,) = [line for line in sample.store.lines() if line.kind is LineKind.RETURN_SLIP]
    said = read_return_record(line)
    assert (said.number, said.told, said.second_name) == ("1043", sample.office.facts, "Omar Castellanos")
    assert line.transfers == (), "the ledger alone moves it"
    with sample.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(line.line_id))] == [0]


def test_what_the_site_takes_on_that_day_goes_with_it() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    rules = (FeeRule(since=TODAY, first=Money(1500), later=Money(3000)),)
    desk = replace(sample.desk, place=replace(sample.desk.place, returned_fees=rules))
    for day in (TODAY, TODAY - timedelta(days=1)):
        wish = replace(told(sample), day=day)
        return_check(wish, desk, PRIYA, sample.office, sample.doors().step_up, **SIGNED)

    assert [wish.site_fees for wish in sample.office.done] == [(Money(1500), Money(3000)), None]


@pytest.mark.parametrize("signed", [{"second": ""}, {"second": "priya", "passphrase": "priya 1"}])
def test_nobody_tells_it_alone(signed: dict[str, str]) -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))

    with pytest.raises(FieldRefused):
        returns(sample, told(sample), **signed)
    assert sample.office.done == []
    assert [line for line in sample.store.lines() if line.kind is LineKind.RETURN_SLIP] == []
