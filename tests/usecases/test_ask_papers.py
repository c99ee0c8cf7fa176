"""A payment's papers besides its receipt: recorded, counted when printed again, and none that tells too much."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.payor import Payor
from cashier.domain.people import Role
from cashier.domain.receipt_paper import ReceiptPaper, paper_id, read_paper_asked
from cashier.domain.statements import StatementKind
from cashier.domain.targets import Part
from cashier.usecases.ask_papers import PARTS_MOST, ask_papers
from cashier.usecases.correct_payment import void_payment
from cashier.usecases.take_payment import take_payment
from receipts.layout import lay_out
from receipts.papers import lines_of, paper_document
from tests.fakes.builders import (
    NOW,
    PAYMENT_ID,
    ROSA,
    TODAY,
    Counter,
    a_desk,
    a_member,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)
from tests.usecases.test_correct_payment import a_void

RECEIPT = "OAK3-0000001"
SON = "11048828"


def _family(*parts: Part, payor: str = "") -> Counter:
    """Mai Linh paid her hospital bill and her son's premium, or what is given; he reads Spanish."""
    own = replace(a_statement(), service_date=date(2026, 9, 2))
    quiet = replace(a_statement("S-3", 3000, kind=StatementKind.PROFESSIONAL), confidential=True, service_date=TODAY)
    counter = a_desk(own, quiet, a_statement("S-2", 2000, member=SON, kind=StatementKind.PREMIUM))
    counter.know_members(replace(a_member(SON, name="Tran, Bao"), language="es"))
    wish = a_wish(*(parts or (pays("S-48210377", 41260), pays("S-2", 2000))))
    identified = dict.fromkeys((*wish.identified, SON), "statement")
    take_payment(replace(wish, identified=identified, payor=Payor(name=payor)), counter.desk, ROSA)
    return counter


def _papers(counter: Counter) -> list[str]:
    """What each paper besides the receipt says, in the order of the jobs."""
    with counter.desk.open_reading() as work:
        jobs = [job for job in counter.store.tables.jobs if job.line_id is not None]
        documents = [paper_document(lines_of(job, work.journal), counter.desk.place, job.copy) for job in jobs]
    return ["\n".join(line.text for line in lay_out(document, 42)) for document in documents]


def test_each_member_gets_a_part_that_names_no_other_and_no_change() -> None:
    counter = _family()

    assert ask_papers(RECEIPT, ReceiptPaper.PART, counter.desk, ROSA) == (0, 0)

    mothers, sons = _papers(counter)
    assert ("412.60" in mothers, "20.00" in mothers, "S-2" in mothers) == (True, False, False)
    assert ("TOTAL PAGADO" in sons, "20.00" in sons, "432.60" in sons, "412.60" in sons) == (True, True, False, False)
    assert ("****8828" in sons, "8827" in sons, "733" in sons) == (True, False, False)


def test_the_itemized_receipt_says_day_and_kind_of_each_service_and_nothing_of_premium() -> None:
    counter = _family()

    assert ask_papers(RECEIPT, ReceiptPaper.ITEMIZED, counter.desk, ROSA) == (0,)

    (paper,) = _papers(counter)
    assert all(words in paper for words in ("Hospital services", "Service date Sep 02, 2026", "Patient Mai Linh Tran"))
    assert "Bao" not in paper
    (line,) = [line for line in counter.store.lines() if line.kind is LineKind.PAPER_ASKED]
    assert list(read_paper_asked(line).services) == ["S-48210377"]


def test_the_same_paper_again_is_a_counted_copy_that_says_so() -> None:
    counter = _family()

    copies = [ask_papers(RECEIPT, ReceiptPaper.OFFICE, counter.desk, ROSA) for _ in range(3)]

    assert copies == [(0,), (1,), (2,)]
    first, second, third = _papers(counter)
    assert ("DUPLICATE" in first, "DUPLICATE 1" in second, "DUPLICATE 2" in third) == (False, True, True)
    assert "OFFICE COPY" in first
    kinds = [line.kind for line in counter.store.lines()]
    assert (kinds.count(LineKind.PAPER_ASKED), kinds.count(LineKind.REPRINTED)) == (1, 2)


def test_each_paper_of_a_payment_has_an_id_of_its_own_and_always_the_same() -> None:
    ids = [paper_id(PAYMENT_ID, paper, member) for paper in ReceiptPaper for member in ("", SON)]

    assert len(set(ids)) == len(ids)
    assert ids == [paper_id(PAYMENT_ID, paper, member) for paper in ReceiptPaper for member in ("", SON)]
    assert {one.version for one in ids} == {7}


@pytest.mark.parametrize(
    ("paper", "parts", "payor", "sentence"),
    [
        (ReceiptPaper.ITEMIZED, (), "Cole, Ann", "who is told no service dates"),
        (ReceiptPaper.PART, (pays("S-48210377", 41260),), "", "paid for one member alone"),
        (ReceiptPaper.ITEMIZED, (pays("S-3", 3000),), "", "no bill whose service date is known"),
    ],
)
def test_what_would_tell_too_much_or_nothing_is_refused(
    paper: ReceiptPaper, parts: tuple[Part, ...], payor: str, sentence: str
) -> None:
    counter = _family(*parts, payor=payor)
    before = counter.store.commits

    with pytest.raises(Refused, match=sentence):
        ask_papers(RECEIPT, paper, counter.desk, ROSA)

    assert counter.store.commits == before


def test_a_receipt_without_a_member_has_no_parts_and_says_so() -> None:
    counter = a_desk()
    held = replace(a_wish(pays("holding", 5000), tenders=(cash(5000),)), member_number="", identified={}, seen={})
    take_payment(replace(held, payor=Payor(name="Cole, Ann")), counter.desk, ROSA)

    with pytest.raises(Refused, match="paid for no member"):
        ask_papers(RECEIPT, ReceiptPaper.PART, counter.desk, ROSA)


def test_of_a_voided_payment_only_the_offices_copy_is_printed_which_says_so() -> None:
    counter = a_desk()
    take_payment(a_wish(tenders=(check(20000), cash(25000))), counter.desk, ROSA)
    void_payment(a_void(counter), counter.desk, ROSA)

    with pytest.raises(Refused, match="was corrected"):
        ask_papers(RECEIPT, ReceiptPaper.ITEMIZED, counter.desk, ROSA)
    ask_papers(RECEIPT, ReceiptPaper.OFFICE, counter.desk, ROSA)

    assert "VOID" in _papers(counter)[-1]


def _paid_for(count: int, origin: Origin | None = None) -> Counter:
    """A desk where one payment paid for so many members."""
    members = [str(11050000 + place) for place in range(count)]
    counter = a_desk(*(a_statement(f"S-{place}", 100, member=number) for place, number in enumerate(members)))
    counter.know_members(*(a_member(number) for number in members))
    wish = replace(a_wish(*(pays(f"S-{place}", 100) for place in range(count))), origin=origin)
    take_payment(replace(wish, identified=dict.fromkeys((*wish.identified, *members), "statement")), counter.desk, ROSA)
    return counter


def test_more_parts_than_a_family_has_are_not_printed() -> None:
    assert ask_papers(RECEIPT, ReceiptPaper.PART, _paid_for(PARTS_MOST).desk, ROSA) == (0,) * PARTS_MOST
    with pytest.raises(Refused, match=r"paid for 13 members; parts are printed for up to 12"):
        ask_papers(RECEIPT, ReceiptPaper.PART, _paid_for(PARTS_MOST + 1).desk, ROSA)


def test_what_an_agency_paid_for_many_has_no_parts_and_what_was_entered_late_has() -> None:
    agencys = Origin(kind=OriginKind.AGENCY, batch=UUID(int=9))
    late = Origin(kind=OriginKind.LATE, book="A-7", number=31, written_at=NOW, names=("Rosa", "Helen"))

    assert ask_papers(RECEIPT, ReceiptPaper.PART, _paid_for(2, late).desk, ROSA) == (0, 0)
    with pytest.raises(Refused, match="is an agency's, which paid for all of them"):
        ask_papers(RECEIPT, ReceiptPaper.PART, _paid_for(2, agencys).desk, ROSA)


def test_another_desks_receipt_and_an_auditor_get_none() -> None:
    counter = _family()

    with pytest.raises(Refused, match="was made at this desk"):
        ask_papers("OAK4-0000001", ReceiptPaper.OFFICE, counter.desk, ROSA)
    with pytest.raises(Refused, match="may not print papers of a payment"):
        ask_papers(RECEIPT, ReceiptPaper.OFFICE, counter.desk, replace(ROSA, role=Role.AUDITOR))
