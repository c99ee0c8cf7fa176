"""A day on which the desk is killed fifty times at any moment, and the ledger now and then: in the end it adds up."""

import pytest

from tests.crash.center import CrashCenter, Place
from tests.crash.kills import LIVES, killed_day

SEED = 20261122


@pytest.mark.timeout(300)
def test_after_fifty_kills_every_cent_is_there_once(place: Place, center: CrashCenter) -> None:
    day = killed_day(place, center, SEED)

    assert len(day.taken) > 2 * LIVES
    assert len(day.tried) > len(day.taken), "some were killed in the middle of it"
