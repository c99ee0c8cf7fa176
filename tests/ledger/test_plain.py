"""The quick look at whole columns says yes to nothing that the shapes refuse, and reads everything as they do."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cashier.exchange.billing_files import LISTS, FileKind, FileRow, words_of
from cashier.ledger.plain import plain_texts
from cashier.ledger.text_rows import bill_text, guarantor_text, member_text
from cashier.wire import Message
from cashier.wire_billing import Bill, BilledGuarantor, BilledMember

SHAPES: dict[FileKind, tuple[type[Message], Callable[[Any], Any]]] = {
    FileKind.GUARANTORS: (BilledGuarantor, guarantor_text),
    FileKind.MEMBERS: (BilledMember, member_text),
    FileKind.STATEMENTS: (Bill, bill_text),
}
GOOD = {
    FileKind.GUARANTORS: {"number": "2004", "name": "Tran, Mai Linh", "region": "ncal"},
    FileKind.MEMBERS: {
        "number": "1104",
        "guarantor_number": "2004",
        "family_name": "Núñez",
        "given_names": "Ana 李",
        "birth_date": "1984-02-29",
        "region": "ncal",
        "home_center": "Oakland",
        "plan": "Gold HMO",
        "language": "es",
        "notes": 'Deceased; "Restricted"',
        "email": "ana@example.org",
    },
    FileKind.STATEMENTS: {
        "number": "S-1",
        "kind": "premium",
        "region": "ncal",
        "member_number": "1104",
        "guarantor_number": "2004",
        "title": "Premium",
        "statement_date": "2026-11-01",
        "due_date": "2026-12-01",
        "billed_cents": "0900",
        "paid_cents": "100",
        "service_date": "2026-10-01",
        "under_review": "true",
        "autopay_on": "2026-11-28",
        "plan_words": "plan: $50 a month",
        "confidential": "false",
        "statuses": "lien",
    },
}
ODD = st.one_of(
    st.sampled_from(
        ["", "0", "00", "-1", "1.5", "1e3", "999999999", "1000000000", "true", "True", "yes", "2026-02-30", "20261101",
         "2026-1-1", "hospital", "a" * 40, "a" * 41, "a" * 100, "a" * 101, "x\ny", "\\N", "a\tb", "\ud800", "a;b", ";",
         "٣", "2026-11-01\n", "S-1\n", "\x85", "a:b", " a", "a..b@example.org",
         ".a@example.org", "a@example", "a@example.org\n", "a b@example.org"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@pytest.mark.parametrize("kind", SHAPES)
def test_good_rows_are_read_at_once(kind: FileKind) -> None:
    row = GOOD[kind]
    assert plain_texts(kind, list(row), [FileRow(2, list(row.values()))] * 3) == [_by_shape(kind, row)] * 3


@pytest.mark.parametrize("kind", SHAPES)
@given(data=st.data())
def test_what_is_plain_is_what_the_shape_says(kind: FileKind, data: st.DataObject) -> None:
    good = GOOD[kind]
    changed = data.draw(st.dictionaries(st.sampled_from(list(good)), ODD, max_size=3))
    row = good | changed

    texts = plain_texts(kind, list(row), [FileRow(2, list(row.values())), FileRow(3, list(good.values()))])

    if texts is not None:
        assert texts == [_by_shape(kind, row), _by_shape(kind, good)]


@pytest.mark.parametrize("kind", SHAPES)
def test_columns_that_are_left_out_say_what_the_shape_says(kind: FileKind) -> None:
    optional = {"plan", "language", "notes", "paid_cents", "service_date", "under_review", "autopay_on", "plan_words",
                "confidential", "statuses", "email"}  # fmt: skip
    row = {name: field for name, field in GOOD[kind].items() if name not in optional}
    assert plain_texts(kind, list(row), [FileRow(2, list(row.values()))]) == [_by_shape(kind, row)]


def _by_shape(kind: FileKind, row: dict[str, str]) -> Any:
    shape, text_of = SHAPES[kind]
    said: dict[str, Any] = {name: field for name, field in row.items() if field}
    said |= {name: words_of(said[name]) for name in LISTS if name in said}
    try:
        return text_of(shape.model_validate(said))
    except ValidationError as trouble:
        return str(trouble)
