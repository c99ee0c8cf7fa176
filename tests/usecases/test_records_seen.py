"""Records are read by who may, and taken out with a reason; searches and settings are records, too."""

from dataclasses import replace
from datetime import date

import pytest

from cashier.domain.errors import FieldRefused, NotAllowed
from cashier.domain.line import LineKind
from cashier.domain.people import Role, Staff
from cashier.domain.records import RecordFilter
from cashier.usecases.find_member import record_search
from cashier.usecases.records_seen import REASON, export_records, see_records
from cashier.usecases.start_day import note_opening
from tests.fakes.builders import HELEN, ROSA, TODAY, a_desk
from tests.fakes.told_records import ToldRecords

WALTER = Staff(user="walter", name="Walter Stein", role=Role.AUDITOR)
WANTED = RecordFilter(first=TODAY, last=TODAY)


def test_an_auditor_reads_and_takes_out_with_a_reason() -> None:
    counter, ledger = a_desk(), ToldRecords()
    export_id = counter.desk.new_id()
    before = counter.store.lines()

    assert see_records(WANTED, counter.desk, WALTER, ledger) == ledger.told
    assert export_records(export_id, WANTED, " audit  2026 ", counter.desk, WALTER, ledger, ledger).startswith("Saved")
    assert ledger.exported == [(export_id, WANTED, "audit 2026")]
    assert counter.store.lines() == before, "an auditor only reads"


def test_without_a_reason_nothing_leaves() -> None:
    counter, ledger = a_desk(), ToldRecords()

    with pytest.raises(FieldRefused) as refused:
        export_records(counter.desk.new_id(), WANTED, " ", counter.desk, WALTER, ledger, ledger)

    assert refused.value.field == REASON
    assert not ledger.exported
    assert not ledger.saved


def test_days_are_looked_at_before_anything_is_asked() -> None:
    counter, ledger = a_desk(), ToldRecords()

    with pytest.raises(FieldRefused):
        see_records(replace(WANTED, last=date(2020, 1, 1)), counter.desk, WALTER, ledger)
    assert not ledger.asked


def test_a_search_is_on_record_without_a_card_number() -> None:
    counter = a_desk()
    record_search("tran 4111 1111 1111 1111", 3, counter.desk, ROSA)

    line = counter.store.lines()[-1]
    assert (line.kind, line.staff, line.facts["found"]) == (LineKind.SEARCHED, "rosa", 3)
    assert "4111" not in str(line.body())
    with pytest.raises(NotAllowed):
        record_search("tran", 3, counter.desk, WALTER)


def test_an_opening_says_version_and_settings_and_is_nobodys() -> None:
    counter = a_desk()
    note_opening("0.1.0", {"idle_lock_min": "15"}, counter.desk)

    line = counter.store.lines()[-1]
    assert (line.kind, line.staff) == (LineKind.DESK_OPENED, "?")
    assert line.facts == {"program": "0.1.0", "settings": {"idle_lock_min": "15"}}
    assert HELEN.user not in str(line.body())


def test_who_may_not_read_or_take_out_takes_nothing_out_and_the_days_and_the_reason_are_looked_at() -> None:
    counter, ledger = a_desk(), ToldRecords()

    def export(wanted: RecordFilter, reason: str, staff: Staff) -> None:
        export_records(counter.desk.new_id(), wanted, reason, counter.desk, staff, ledger, ledger)

    with pytest.raises(NotAllowed, match="read the records"):
        export(WANTED, "audit", ROSA)
    with pytest.raises(FieldRefused):
        export(replace(WANTED, last=date(2020, 1, 1)), "audit", WALTER)
    with pytest.raises(FieldRefused, match="more than 200"):
        export(WANTED, "x" * 201, WALTER)
    assert not ledger.exported
    assert not ledger.saved
