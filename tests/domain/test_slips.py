"""Which lines have papers that are no receipts, and by what names those are called."""

from cashier.domain.slips import slips_of, z_name, z_of, z_place
from tests.domain.absent_lines import counted_absent
from tests.domain.correcting import moved, voided
from tests.domain.drawer_lines import counted
from tests.domain.written import a_payment


def test_a_count_has_a_paper_where_its_cashier_was_not_here() -> None:
    assert [slips_of(line) for line in (counted(), counted_absent(), voided(), moved())] == [0, 1, 2, 1]


def test_a_line_without_a_slip_has_no_paper() -> None:
    assert slips_of(a_payment()) == 0


def test_a_z_report_is_named_by_its_desk_and_number() -> None:
    assert z_name("OAK3", 12) == "OAK3-Z00012"
    assert z_of("OAK3-Z00012", "OAK3") == 12
    assert z_of("OAK4-Z00012", "OAK3") is None, "another desk's"
    assert z_of("OAK3-0000012", "OAK3") is None, "a receipt"


def test_a_typed_one_needs_no_zeros() -> None:
    assert z_place("OAK3-Z12") == z_place("OAK3Z00012") == ("OAK3", 12)
    assert z_place("OAK3-0000012") is None
