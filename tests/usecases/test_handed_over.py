"""Another's statement that was handed over: shown by itself, on record, and never one that is confidential (R16)."""

from dataclasses import replace

import pytest

from cashier.domain.errors import LedgerRefuses, NotAllowed, Refused
from cashier.domain.people import Role
from cashier.domain.receipt_seen import ReceiptSeen
from cashier.usecases.find_elsewhere import bring_statement
from cashier.usecases.find_member import NotHere, open_statement, statement_number
from cashier.usecases.ports.directory import Found
from tests.fakes.builders import ROSA, Counter, a_desk, a_member, a_statement

KEVIN = "11048828"
HIS, MORE = a_statement("S-1", 4000, member=KEVIN), a_statement("S-2", 700, member=KEVIN)


@pytest.fixture
def counter() -> Counter:
    counter = a_desk()
    counter.know_members(a_member(KEVIN, guarantor="200500001", name="Tran, Kevin"))
    counter.know(HIS, MORE)
    return counter


def _opened(counter: Counter) -> list[dict[str, str]]:
    return [dict(line.facts) for line in counter.store.lines() if line.kind == "account_opened"]


def test_it_shows_by_itself_and_is_on_record(counter: Counter) -> None:
    account = open_statement("S-1", counter.desk, ROSA)

    assert [statement.number for statement in account.statements] == ["S-1"]
    assert account.identified == {KEVIN: "their statement seen"}
    assert _opened(counter) == [{"member": KEVIN, "identified": "their statement seen", "statement": "S-1"}]


def test_what_may_not_be_shown_leaves_no_record(counter: Counter) -> None:
    counter.know(replace(HIS, confidential=True), replace(MORE, open=MORE.open - MORE.open))

    with pytest.raises(Refused, match="S-1 is paid on its own member's account only"):
        open_statement("S-1", counter.desk, ROSA)
    with pytest.raises(Refused, match="Nothing is open on S-2"):
        open_statement("S-2", counter.desk, ROSA)
    with pytest.raises(NotHere, match="No statement S-3 is known at this desk"):
        open_statement("S-3", counter.desk, ROSA)
    with pytest.raises(NotAllowed):
        open_statement("S-1", counter.desk, replace(ROSA, role=Role.AUDITOR))
    assert _opened(counter) == []


def test_a_number_is_read_as_the_finder_reads_it(counter: Counter) -> None:
    assert statement_number(" s-48210377 ", counter.desk) == "S-48210377"
    with pytest.raises(Refused, match="as it is printed"):
        statement_number("tran mai", counter.desk)


class Ledger:
    """Knows whose ``number`` is, and brings the family."""

    def __init__(self, counter: Counter, *whose: str) -> None:
        self._counter = counter
        self._whose = whose

    def search(self, text: str) -> tuple[Found, ...]:
        return tuple(
            Found(number=number, family_name="", given_names="", birth_year=1990, home_center="")
            for number in self._whose
        )

    def bring(self, member_number: str) -> None:
        self._counter.know(a_statement("S-9", member=member_number))

    def receipt(self, number: str) -> ReceiptSeen:
        raise LedgerRefuses(f"The ledger has no receipt {number}.")

    def payments(self, member_number: str) -> tuple[()]:
        return ()


@pytest.mark.parametrize(("whose", "is_here"), [((KEVIN,), True), ((), False), ((KEVIN, "2"), False)])
def test_the_ledger_brings_whose_it_is(counter: Counter, whose: tuple[str, ...], *, is_here: bool) -> None:
    assert bring_statement("S-9", Ledger(counter, *whose), counter.desk.directory) is is_here
