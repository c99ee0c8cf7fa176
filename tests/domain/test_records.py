"""What a line says to an auditor: which group it is in, and no member by more than the last four."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cashier.domain.errors import FieldRefused
from cashier.domain.line import LineKind
from cashier.domain.records import (
    DESK,
    FIRST_DAY,
    LAST_DAY,
    WHO,
    Record,
    RecordFilter,
    RecordGroup,
    kinds_of,
    read_record_day,
    record_amount,
    record_words,
)
from tests.domain.written import WRITTEN

DAY = date(2026, 11, 21)


@pytest.mark.parametrize("name", WRITTEN)
def test_no_words_name_a_member_a_whole_number_or_what_is_sealed(name: str) -> None:
    words = record_words(WRITTEN[name]())

    for secret in ("11048827", "Tran", "Mai Linh", "0012345678", "c2VhbGVk", "tran mai 1961"):
        assert secret not in words
    assert len(words) <= 200


def test_they_say_who_agreed_what_for_and_how_much() -> None:
    voided, opened = WRITTEN["voided"](), WRITTEN["account_opened"]()

    assert "approved by Helen Park" in record_words(voided)
    assert record_words(opened) == "member ****8827 · by photo ID seen"
    assert record_amount(opened) is None
    assert record_amount(voided) == voided.transfers[0].amount + voided.transfers[1].amount
    assert record_words(WRITTEN["searched"]()) == "3 found"
    explained = record_words(WRITTEN["difference_explained"]())
    assert explained.startswith("cash of OAK3-Z00012 explains check 1043 of OAK3-Z00012 · the envelope held notes")


def test_a_kind_is_said_in_words() -> None:
    record = Record(
        at=datetime(2026, 11, 21, tzinfo=UTC),
        desk="OAK3",
        sequence=1,
        user="",
        name="",
        kind="account_opened",
        words="",
    )
    assert record.what == "Account opened"


def test_every_group_is_a_part_of_all_and_no_feed_is_in_any() -> None:
    for group in RecordGroup:
        assert kinds_of(group)
        assert kinds_of(group) <= kinds_of(RecordGroup.ALL)
    assert LineKind.STATEMENTS_BILLED not in kinds_of(RecordGroup.ALL)


@pytest.mark.parametrize(
    ("first", "last", "field"), [(DAY, date(2026, 11, 20), LAST_DAY), (date(2025, 11, 20), DAY, FIRST_DAY)]
)
def test_days_that_cannot_be_are_refused_beside_their_field(first: date, last: date, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        RecordFilter(first=first, last=last).check()
    assert refused.value.field == field
    RecordFilter(first=DAY, last=DAY, who="tomás.r", desk="OAK3").check()


@pytest.mark.parametrize(("who", "desk", "field"), [("a b", "", WHO), ("x" * 61, "", WHO), ("", "oak 3", DESK)])
def test_names_that_nobody_has_are_refused_beside_their_field(who: str, desk: str, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        RecordFilter(first=DAY, last=DAY, who=who, desk=desk).check()
    assert refused.value.field == field


def test_other_settings_have_another_mark() -> None:
    before = WRITTEN["desk_opened"]()
    after = replace(before, facts={**before.facts, "settings": {**before.facts["settings"], "idle_lock_min": "15"}})

    assert re.fullmatch("version 0.1.0 · settings [0-9a-f]{8}", record_words(before))
    assert record_words(before) != record_words(after)
    settings = dict(reversed(before.facts["settings"].items()))
    assert record_words(replace(before, facts={**before.facts, "settings": settings})) == record_words(before)


def test_a_member_is_named_by_the_last_four_of_a_number_that_is_one() -> None:
    line = WRITTEN["searched"]()

    assert record_words(replace(line, facts={"member": "110488271"})) == "member ****8271"
    assert record_words(replace(line, facts={"member_number": "110488271"})) == "member ****8271"
    for nobody in ("", None, ["11048827"], {"number": "11048827"}):
        assert record_words(replace(line, facts={"member": nobody, "member_number": nobody})) == ""


def test_that_nothing_was_found_is_said_and_what_is_empty_or_was_not_done_is_not() -> None:
    line = WRITTEN["searched"]()

    assert record_words(replace(line, facts={"found": 0, "in_a_row": 1})) == "0 found · 1 in a row"
    assert record_words(replace(line, facts={"pin": True, "code": False, "note": ""})) == "chose a PIN"
    assert (
        record_words(replace(line, facts={"subject": str(line.line_id), "note": ["a"], "why": "day_end"})) == "day end"
    )


def test_a_day_is_typed_as_elsewhere() -> None:
    assert read_record_day("11/20", DAY, FIRST_DAY) == date(2026, 11, 20)
    assert read_record_day("11/21", DAY, LAST_DAY) == DAY
    with pytest.raises(FieldRefused, match="to come"):
        read_record_day("11/22", DAY, FIRST_DAY)
    with pytest.raises(FieldRefused, match=r"^Enter the last day like 11/21/26\.$"):
        read_record_day("yesterday", DAY, LAST_DAY)
