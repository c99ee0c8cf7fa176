"""Nobody answers for two drawers at once: refused where the ledger knows of another one, and never while it is away."""

import pytest

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.people import Role, Staff
from cashier.usecases.shift import current_shift, must_hold_no_other
from tests.fakes.builders import ROSA
from tests.fakes.drawers_elsewhere import OtherDrawers
from tests.usecases.test_hand_over import Two, count, taken_over, two, whole

__all__ = ["two"]


def test_who_has_a_drawer_elsewhere_reads_where_it_is_and_what_to_do_there() -> None:
    with pytest.raises(Refused) as refused:
        must_hold_no_other(ROSA, OtherDrawers(open={"rosa": ("OAK2",)}))

    assert refused.value.sentence == (
        "Rosa Delgado's drawer at OAK2 is still open: close it or hand it over there, then open one here."
    )
    must_hold_no_other(ROSA, OtherDrawers(open={"helen": ("OAK2",)}))


def test_while_the_ledger_is_away_nobody_is_kept_from_working() -> None:
    must_hold_no_other(ROSA, OtherDrawers(open={"rosa": ("OAK2",)}, trouble="The ledger cannot be reached."))


def test_who_may_hold_no_drawer_is_told_so_first() -> None:
    with pytest.raises(NotAllowed):
        must_hold_no_other(Staff(user="ada", name="Ada Lin", role=Role.AUDITOR), OtherDrawers())


def test_nobody_takes_a_drawer_over_beside_their_own(two: Two) -> None:
    count(two)
    handed = whole(two, is_here=True)

    with pytest.raises(Refused, match="Helen Park's drawer at OAK4 is still open: close it or hand it over there"):
        taken_over(two, handed, elsewhere=OtherDrawers(open={"helen": ("OAK4",)}))

    shift = current_shift(two.rosa.desk)
    assert shift is not None
    assert shift.staff == "rosa"
