"""Whoever changes a place in which a fault is planted hears of it at once: the place still reads as the list says."""

import pytest

from tests.planted.planting import FAULTS, plant


def test_every_fault_can_be_planted_where_the_list_says() -> None:
    stale = []
    for fault in FAULTS:
        with pytest.MonkeyPatch.context() as patch:
            try:
                plant(fault.where, fault.reads, fault.instead, patch)
            except (AssertionError, KeyError) as trouble:
                stale.append(f"{fault.row} {fault.fault}: {trouble}")

    assert stale == []
