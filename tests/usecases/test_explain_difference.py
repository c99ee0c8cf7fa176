"""A closed drawer's difference is explained: the ledger is told, and one slip is printed, for two who signed."""

import pytest

from cashier.domain.errors import FieldRefused, LedgerAway
from cashier.domain.explained import OVER, OVER_Z, SHORT, SHORT_Z, read_explain_record
from cashier.domain.line import LineKind
from cashier.domain.office_tasks import WORDS, Deed, Wish, read_wish
from cashier.domain.people import Role, Staff
from cashier.usecases.explain_difference import explain_difference
from cashier.usecases.office_tasks import PASSPHRASE, SECOND
from tests.fakes.builders import TODAY
from tests.ui.sample_desk import SampleDesk

PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
NADIA = Staff(user="nadia", name="Nadia Khan", role=Role.CASH_OFFICE)
TYPED = {OVER_Z: "oak3-z12", OVER: "cash", SHORT_Z: "OAK3-Z00012", SHORT: "1043", WORDS: "it was cash"}


def told(sample: SampleDesk) -> Wish:
    return read_wish(Deed.EXPLAIN, sample.desk.new_id(), "", TYPED, most=None, today=TODAY)


def explains(sample: SampleDesk, wish: Wish, second: str = "omar") -> str:
    signed = {"second": second, "passphrase": f"{second} 1"}
    return explain_difference(wish, sample.desk, PRIYA, sample.office, sample.doors().step_up, **signed)


def slips(sample: SampleDesk) -> list[object]:
    return [read_explain_record(line) for line in sample.store.lines() if line.kind is LineKind.EXPLAIN_SLIP]


def test_it_is_told_and_printed_once_also_where_an_answer_got_lost() -> None:
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.office.facts = (("Over", "cash of OAK3-Z00012"),)
    wish = told(sample)
    sample.office.trouble = "The ledger cannot be reached."
    with pytest.raises(LedgerAway):
        explains(sample, wish)
    sample.office.trouble = ""
    explains(sample, wish)
    explains(sample, wish)

    (line,) = [line for line in sample.store.lines() if line.kind is LineKind.EXPLAIN_SLIP]
    said = read_explain_record(line)
    assert (said.told, said.staff_name, said.second_name) == (sample.office.facts, PRIYA.name, OMAR.name)
    assert (wish.source, wish.to, wish.day) == ("OAK3-Z00012 cash", "OAK3-Z00012 1043", TODAY)
    assert sample.office.done[-1].second == "omar"


@pytest.mark.parametrize(("second", "field"), [("", SECOND), ("priya", PASSPHRASE), ("nadia", PASSPHRASE)])
def test_nobody_explains_alone_or_with_somebody_who_may_not_agree(second: str, field: str) -> None:
    sample = SampleDesk(people=(PRIYA, OMAR, NADIA))

    with pytest.raises(FieldRefused) as refused:
        explains(sample, told(sample), second)
    assert (refused.value.field, sample.office.done, slips(sample)) == (field, [], [])


@pytest.mark.parametrize(
    ("typed", "field"),
    [({OVER_Z: "12"}, OVER_Z), ({SHORT: ""}, SHORT), ({"amount": "x"}, "amount"), ({WORDS: ""}, WORDS)],
)
def test_what_cannot_be_is_refused_beside_its_field(typed: dict[str, str], field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_wish(Deed.EXPLAIN, SampleDesk().desk.new_id(), "", TYPED | typed, most=None, today=TODAY)
    assert refused.value.field == field
