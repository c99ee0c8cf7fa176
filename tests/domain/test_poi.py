"""A terminal's own name for a sale is two texts, and nothing else is one."""

import pytest

from cashier.domain.poi import PoiTransaction, read_poi


def test_it_reads_back_from_its_facts() -> None:
    poi = PoiTransaction("0000000001", "2026-11-21T18:44:00Z")

    assert read_poi(poi.facts()) == poi


@pytest.mark.parametrize("said", [[1, "at"], ["number", 1], [None, None], ["number"], []])
def test_what_is_none_is_refused(said: list[object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        read_poi(said)
