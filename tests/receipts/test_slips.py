"""Slips and tapes of the drawer: each says its line, on 42 columns, and nothing that is cut off."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.slips import SLIPS
from cashier.domain.terminal_totals import TerminalTotal
from cashier.domain.times import instant_text
from cashier.domain.training import TRAINING_DESK
from receipts.layout import lay_out
from receipts.papers import paper_document
from receipts.pdf import ReceiptPdf
from tests.domain.card_lines import card_voided
from tests.domain.correcting import a_paid, voided
from tests.domain.drawer_lines import DRAWER_LINES, closed, dropped, read
from tests.domain.handed_lines import HANDED_LINES, closed_handed, given, handed_over
from tests.domain.written import WRITTEN
from tests.fakes.builders import OAK3, cash, check

COLUMNS = 42
LINES = DRAWER_LINES | HANDED_LINES
WITH_PAPER = [name for name, make in LINES.items() if make().kind in SLIPS]


def paper(said: Line | tuple[Line, ...], copy: int = 0) -> str:
    lines = lay_out(paper_document(said if isinstance(said, tuple) else (said,), OAK3, copy), COLUMNS)
    assert all(len(each.text) <= COLUMNS for each in lines)
    return "\n".join(each.text for each in lines)


@pytest.mark.parametrize("name", WITH_PAPER)
def test_every_kind_with_a_slip_has_one_on_paper_and_as_a_file(name: str) -> None:
    line = LINES[name]()

    assert "Cashier, Window 3" in paper(line)
    assert ReceiptPdf().make(paper_document((line,), OAK3, 0)).startswith(b"%PDF")


def test_a_drops_two_slips_go_with_the_bag_and_into_the_drawer() -> None:
    bag, drawer = paper(dropped(), 0), paper(dropped(), 1)

    assert ("FOR THE BAG" in bag, "FOR THE DRAWER" in drawer) == (True, True)
    assert "Bag                           OAK-771-0400" in bag
    assert "Cash in the bag                    $200.00" in bag
    assert "DUPLICATE" not in bag + drawer
    assert "DUPLICATE 1" in paper(dropped(), 2)


def test_of_a_transfers_two_slips_the_one_with_the_cash_says_no_amount() -> None:
    """Its receiver counts blind (R1)."""
    for line, amount in ((given(), "$40.00"), (handed_over(), "$260.00")):
        along, kept = paper(line, 0), paper(line, 1)

        assert ("WITH THE CASH" in along, "FOR THE DRAWER" in kept) == (True, True)
        assert (amount in along, amount in kept) == (False, True)
        assert not any(mark in along for mark in ("$", " x ", "1043"))
        assert "NOT YET RECEIVED" in along
        assert "NOT YET RECEIVED" in kept
        assert "Helen Park" in along


def test_a_drawer_that_went_into_other_hands_says_so_on_its_z() -> None:
    tape = paper(closed_handed())

    assert "Handed over to                  Helen Park" in tape
    assert "Counted                             260.00" in tape


def test_a_z_report_says_all_of_it() -> None:
    tape = paper(closed())

    for said in (
        "Z REPORT 1",
        "Z before                              none",
        "Float counted in                    200.00",
        "Counted                             240.00",
        "Difference                    $20.00 short",
        "Count 2                             240.00",
        "Reason: possible wrong change",
        "CHECKS AND MONEY ORDERS · 1         412.60",
        "1043  OAK3-0000001                  412.60",
        "Float, till bag T-118               200.00",
        "Medical bag OAK-771-0412            452.60",
        "Not posted at the close          1 payment",
        "Signed by                       Helen Park",
    ):
        assert said in tape
    assert paper_document((closed(),), OAK3, 0).barcode == "OAK3-Z00001"
    assert "DUPLICATE 1" in paper(closed(), 1)


def test_an_opening_tape_says_the_float_as_it_was_counted_and_everybody_who_signed_for_it() -> None:
    opened = WRITTEN["shift_opened"]()
    facts = {**opened.facts, "assigned_cents": 20000, "approver_name": "Helen Park", "date_by_name": "Lena Ortiz"}
    others = {"also_at": ["OAK1", "OAK2"], "also_by_name": "Lena Ortiz"}
    tape = paper(replace(opened, facts=facts | others))

    for said in (
        "DRAWER OPENED",
        "Nov 21, 2026  10:44 AM PST",
        "Opened by                     Rosa Delgado",
        "Drawer                                OAK3",
        "Business date                 Nov 21, 2026",
        "Date set by                     Lena Ortiz",
        "Float assigned                      200.00",
        "5 x $20                             100.00",
        "3 x $1 coin                           3.00",
        "Float counted in                   $103.00",
        "Counted, too, by                Helen Park",
        "Open, too: OAK1, OAK2",
        "Agreed to by                    Lena Ortiz",
    ):
        assert said in tape
    assert tape.count("_" * 30) == 2
    assert not any(said in paper(opened) for said in ("assigned", "too", "Date set by", "DUPLICATE"))
    assert "DUPLICATE 1" in paper(opened, 1)
    assert "TRAINING" in "\n".join(
        line.text for line in lay_out(paper_document((opened,), replace(OAK3, desk=TRAINING_DESK), 0), COLUMNS)
    )


def test_a_z_report_holds_card_totals_against_the_terminals() -> None:
    tape = paper(DRAWER_LINES["shift_closed-terminals"]())

    assert "Terminal T1 · 0                       0.00" in tape
    assert "terminal says · 1                    40.00" in tape
    assert "  1 more, $40.00 more than this desk" in tape
    assert "  not compared: the terminal said nothing" in tape
    same = closed(terminals=(TerminalTotal(terminal="T1", count=0),))
    assert "  as the terminal says" in paper(same)
    assert "Terminal" not in paper(closed())


def test_a_z_report_says_the_float_that_was_left_beside_the_one_that_was_counted() -> None:
    z = closed()
    lines = paper(replace(z, facts={**z.facts, "assigned_cents": 20500})).splitlines()

    assigned = next(place for place, line in enumerate(lines) if line.startswith("Float assigned"))
    assert lines[assigned].endswith(" 205.00")
    assert lines[assigned + 1].startswith("Float counted in")


def test_a_z_report_names_the_one_before_it() -> None:
    first = closed()
    second = closed(previous=first)

    assert second.facts["z"] == 2
    assert f"Z 1  {second.facts['previous']['chain'][:16]}" in paper(second)


def test_an_x_reading_of_ones_own_drawer_says_no_cash() -> None:
    assert "not shown before the count" in paper(read())


def test_a_shift_over_the_night_when_the_clocks_go_back_says_both_hours() -> None:
    """1:30 AM comes twice on November 1, 2026: the zone's letters tell one from the other."""
    opened, at = datetime(2026, 11, 1, 8, 30, tzinfo=UTC), datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    line = replace(closed(), taken_at=at)
    tape = paper(replace(line, facts={**line.facts, "opened_at": instant_text(opened)}))

    hours = [" ".join(line.split()) for line in tape.splitlines()]
    assert "Opened Nov 01 1:30 AM PDT" in hours
    assert "Closed Nov 01 1:30 AM PST" in hours


def test_a_line_that_lacks_something_has_no_paper() -> None:
    for kind in SLIPS:
        with pytest.raises(UnreadableBody):
            paper(replace(closed(), kind=kind, facts={}))
    with pytest.raises(UnreadableBody):
        paper(replace(closed(), kind=LineKind.SIGNED_IN))


def test_a_cashiers_check_is_called_so_on_the_tape() -> None:
    z = closed()
    tape = paper(replace(z, facts={**z.facts, "tenders": [["cashiers_check", 1, 5000]]}))

    assert "Cashier's checks · 1" in tape


def test_a_voids_two_slips_say_what_went_back_and_are_signed_by_two() -> None:
    drawer, member = paper(voided(check(20000), cash(25000)), 0), paper(voided(), 1)

    assert ("FOR THE DRAWER" in drawer, "FOR THE MEMBER" in member) == (True, True)
    for said in (
        "VOID",
        "Receipt                       OAK3-0000001",
        "Check 1043                          200.00",
        "Cash                                212.60",
        "Given back                         $412.60",
        "Reason: Member changed the tender",
        "Member's receipt: given back",
        "Asked by Rosa Delgado",
        "Approved by Helen Park",
    ):
        assert said in drawer
    assert drawer.count("_" * 30) == 2


def test_a_void_of_a_card_names_it_by_its_last_four_and_says_where_its_money_went() -> None:
    said = paper(card_voided(), 1)

    assert "Visa ••4421" in said
    assert "The card money went back at the" in said
    assert "071882" not in said


def test_a_receipt_that_was_voided_says_so_whenever_it_is_printed_again() -> None:
    said = paper((a_paid(), voided()), 1)

    assert "DUPLICATE 1" in said
    assert said.index("VOID") < said.index("TOTAL PAID")
    assert "Approved by Helen Park" in said


def test_a_z_report_names_what_was_voided() -> None:
    tape = closed()
    said = paper(replace(tape, facts={**tape.facts, "voids": [["OAK3-0000001", 41260, "Helen Park"]]}))

    assert "Voided OAK3-0000001                 412.60" in said
