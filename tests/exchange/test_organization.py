"""The organization file that ships: its words are what paper and screen say, so they are held here."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cashier.config import ORGANIZATION_FILE, Organization, read_settings
from cashier.domain.counter_rules import PartPayment
from cashier.domain.money import Money
from cashier.domain.scan import routing_number_holds
from cashier.domain.scan_layouts import read_statement_scan, scan_line
from cashier.domain.statements import StatementKind
from cashier.domain.tender_terms import usual_terms
from cashier.domain.tenders import TenderKind
from cashier.exchange.sample_people import HOMES
from tests.ui.sample_desk import STATEMENTS

SHIPPED = Path(__file__).resolve().parents[2] / "cashier" / ORGANIZATION_FILE


@pytest.fixture(scope="module")
def organization() -> Organization:
    return read_settings(SHIPPED, Organization)


def test_each_region_has_its_phone_and_remit_address(organization: Organization) -> None:
    contacts = {region.code: region.contact_on(date(2026, 11, 21)) for region in organization.regions}

    assert contacts["ncal"].member_services_phone == "(800) 464-4000"
    assert contacts["ncal"].remit_address == ("P.O. Box 2303", "Oakland, CA 94604-2303")
    assert contacts["scal"].member_services_phone == "(800) 813-2000"
    assert contacts["scal"].remit_address == ("P.O. Box 60095", "Los Angeles, CA 90060-0095")


def test_payments_by_phone_and_by_bank_have_their_number_and_address(organization: Organization) -> None:
    assert organization.pay_by_phone == "1-844-632-2064"
    assert organization.bill_pay_address == (
        "Patient Financial Services",
        "P.O. Box 740488",
        "Los Angeles, CA 90074-0488",
    )


def test_every_desk_has_its_own_code_which_begins_with_its_centers(organization: Organization) -> None:
    desks = [(center.code, place.desk) for center in organization.centers for place in center.desks]

    assert len({desk for _, desk in desks}) == len(desks) > 30
    assert all(desk.startswith(center) for center, desk in desks)
    assert organization.place("OAK3", "OAK", "Window 3", date(2026, 11, 21)).center_name == "Oakland Medical Center"


def test_a_desk_knows_the_other_region_and_its_phone(organization: Organization) -> None:
    place = organization.place("OAK3", "OAK", "Window 3", date(2026, 11, 21))

    (other,) = place.elsewhere
    assert (other.region, other.name, other.phone) == ("scal", "Southern California", "(800) 813-2000")


def test_each_tender_has_its_row_which_says_the_usual(organization: Organization) -> None:
    rows = organization.place("OAK3", "OAK", "Window 3", date(2026, 11, 21)).rules.tenders.rows

    assert rows == {kind: usual_terms(kind) for kind in TenderKind}


def test_the_counter_has_its_rules_and_what_is_sold(organization: Organization) -> None:
    day = date(2026, 11, 21)
    rules = organization.place("OAK3", "OAK", "Window 3", day).rules

    premium = rules.bill(StatementKind.PREMIUM, day)
    assert (premium.part_payment, premium.takes_credit) == (PartPayment.WARNED, False)
    assert rules.bill(StatementKind.HOSPITAL, day).part_payment is PartPayment.ALLOWED
    assert [(sold.code, sold.price) for sold in rules.codes(day)] == [
        ("COPIES", None),
        ("PARKING", Money(400)),
        ("IDCARD", Money(500)),
    ]
    assert rules.codes(date(2019, 12, 31)) == ()


def test_every_banks_routing_number_holds(organization: Organization) -> None:
    assert [bank.name for bank in organization.banks if not routing_number_holds(bank.routing)] == []
    assert len({bank.routing for bank in organization.banks}) == len(organization.banks)


def test_every_home_of_the_sample_people_is_one_centers(organization: Organization) -> None:
    named = [home for center in organization.centers for home in center.home_centers]

    assert sorted(named) == sorted(home for homes in HOMES.values() for home in homes)


def test_every_statement_that_fits_is_printed_with_a_line_that_is_read_as_it_alone(organization: Organization) -> None:
    layouts = organization.place("OAK3", "OAK", "Window 3", date(2026, 11, 21)).scan_layouts
    bills = [replace(bill, region=region) for bill in STATEMENTS for region in ("ncal", "scal")]

    read = [read_statement_scan(scan_line(bill, layouts), layouts) for bill in bills]

    assert [[(scan.number, scan.region, scan.open) for scan in scans] for scans in read] == [
        [(bill.number, bill.region, bill.open)] for bill in bills
    ]
