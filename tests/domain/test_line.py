"""A line's bytes are one canonical form, the same for ever; what is not such bytes is said to be unreadable."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.arrangement import ARRANGES, read_arrangement
from cashier.domain.batch import closed_batch, read_batch
from cashier.domain.card import read_wish
from cashier.domain.carried import read_carried
from cashier.domain.day_report import read_report
from cashier.domain.drawer_count import read_attempt
from cashier.domain.errors import UnreadableBody
from cashier.domain.large_cash import read_large_cash, whose_cash
from cashier.domain.line import Line, LineKind, read_facts, read_line, text_of
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.receipt_seen import read_seen
from cashier.domain.shift import shift_of
from cashier.domain.statement_copy import read_copy
from cashier.domain.suspended import read_suspended, resumed_id
from cashier.domain.z_report import read_z
from tests.domain.written import WRITTEN, a_payment, a_record
from tests.fakes.builders import a_situation, a_wish

BODIES = Path(__file__).parents[1] / "golden" / "bodies"


def _with_facts(facts: bytes) -> bytes:
    return a_record(LineKind.SIGNED_IN).body().replace(b'"facts":{}', b'"facts":' + facts)


@pytest.mark.parametrize("name", WRITTEN)
def test_the_bytes_are_the_golden_ones_and_read_back(name: str) -> None:
    golden = (BODIES / f"v1-{name}.json").read_bytes()

    assert WRITTEN[name]().body() == golden
    assert read_line(golden) == WRITTEN[name]()
    assert read_line(golden).body() == golden


def test_every_kind_has_a_golden_body_and_every_golden_body_is_checked() -> None:
    assert {name.partition("-")[0] for name in WRITTEN} == set(LineKind)
    assert {path.name for path in BODIES.iterdir()} == {f"v1-{name}.json" for name in WRITTEN}


@pytest.mark.parametrize("name", WRITTEN)
def test_bytes_are_canonical(name: str) -> None:
    body = WRITTEN[name]().body()
    said = json.loads(body)

    assert body == json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert b"." not in body or not any(isinstance(value, float) for value in _leaves(said))


@pytest.mark.parametrize("version", [0, 2, "1", None, [1]])
def test_another_version_is_unreadable_and_named(version: object) -> None:
    said = json.loads(a_payment().body()) | {"v": version}

    with pytest.raises(UnreadableBody, match="version"):
        read_line(json.dumps(said).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"1",
        b'"v"',
        b"\xff\xfe",
        "{}".encode("utf-16"),
        b"[" * 100_000,
        b'{"v":' + b"9" * 5000 + b"}",
        _with_facts(b'{"cents":1.0}'),
        _with_facts(b'{"cents":1e999}'),
        _with_facts(b'{"cents":NaN}'),
        b"<html><body>Bad gateway</body></html>",
    ],
)
def test_garbage_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableBody, match=r"^A line (cannot be read: [A-Za-z]+|of version 9+ is not known here)\.$"):
        read_line(body)


@given(st.binary())
def test_no_bytes_raise_anything_but_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        read_line(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)


@given(st.sampled_from(sorted(WRITTEN)), st.data())
def test_a_body_with_one_value_replaced_or_gone_is_read_or_unreadable(name: str, data: st.DataObject) -> None:
    """All readers of a body: line, payment, shift and card wish."""
    said = json.loads((BODIES / f"v1-{name}.json").read_bytes())
    holder, key = data.draw(st.sampled_from(_places(said)))
    if data.draw(st.booleans()):
        holder[key] = data.draw(JSON)
    else:
        del holder[key]

    try:
        line = read_line(json.dumps(said).encode())
        _read_kind(line)
        assert read_line(line.body()) == line
    except UnreadableBody:
        assert said != json.loads((BODIES / f"v1-{name}.json").read_bytes())


def _read_kind(line: Line) -> None:
    """Whatever the kind says of itself, in the shape that its reader promises."""
    if line.kind is LineKind.PAYMENT:
        facts = read_payment(line)
        assert {part.tender for part in facts.applied} <= set(range(len(facts.tenders)))
        assert {part.target for part in facts.applied} <= set(range(len(facts.targets)))
    elif line.kind is LineKind.SHIFT_OPENED:
        assert shift_of(line).shift_id == line.shift_id
    elif line.kind is LineKind.SHIFT_CLOSED:
        assert read_z(line).number == line.facts["z"]
    elif line.kind is LineKind.DRAWER_COUNTED:
        assert read_attempt(line).number == line.facts["attempt"]
    elif line.kind is LineKind.CARD_ASKED:
        wish = line.facts.get("wish")
        assert read_wish(wish if isinstance(wish, dict) else {}).parts is not None
    elif line.kind is LineKind.RECEIPT_COPIED:
        assert read_seen(line).lines
    elif line.kind is LineKind.STATEMENT_COPIED:
        assert read_copy(line).statement.number is not None
    elif line.kind in ARRANGES:
        assert isinstance(read_arrangement(line).about, str)
    elif line.kind is LineKind.DAY_REPORTED:
        assert isinstance(read_report(line).reason, str)
    elif line.kind is LineKind.CARRIED:
        assert isinstance(read_carried(line).body, str)
    else:
        _read_put_by(line)


def _read_put_by(line: Line) -> None:
    """What is suspended, entered in batches, or reported."""
    if line.kind is LineKind.SUSPENDED:
        suspended = read_suspended(line)
        assert all(isinstance(t, str) for t in (suspended.words, suspended.last_four, suspended.payor.name))
    elif line.kind is LineKind.LARGE_CASH:
        captured = read_large_cash(line)
        assert captured.asked.due_on > captured.asked.reached_on
        assert isinstance(whose_cash(line), str)
    elif line.kind is LineKind.BATCH_OPENED:
        assert isinstance(read_batch(line).second_name, str)
    elif line.kind is LineKind.BATCH_CLOSED:
        assert isinstance(closed_batch(line), UUID)
    elif line.kind is LineKind.RESUMED:
        assert isinstance(resumed_id(line), UUID)


def test_a_line_that_opens_no_shift_is_no_shift() -> None:
    with pytest.raises(UnreadableBody, match="opens no shift"):
        shift_of(a_payment())


def test_a_payment_that_names_a_target_which_is_not_there_is_unreadable() -> None:
    line = a_payment()

    whole = line.facts["applied"]
    for applied in ([[0, 2, 100]], [[-1, 0, 100]], [[0, -1, 100]], [[2, 0, 100]]):
        with pytest.raises(UnreadableBody):
            read_payment(replace(line, facts={**line.facts, "applied": [*whole, *applied]}))


def test_a_payment_whose_rounding_names_a_target_which_is_not_there_is_unreadable() -> None:
    line = a_payment()

    def rounded(target: int) -> Line:
        return replace(line, facts={**line.facts, "rounding": {"given": [[target, 2]], "kept": 0}})

    assert read_payment(rounded(0)).paid_on[-1] == (0, Money(2))
    with pytest.raises(UnreadableBody):
        read_payment(rounded(2))


def test_a_line_with_a_number_that_is_none_is_not_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        a_record(LineKind.REPRINTED, copy=float("nan")).body()


def _places(said: Any) -> list[tuple[Any, Any]]:
    """Every object's key and every list's index, at every depth."""
    keys = list(said) if isinstance(said, dict) else list(range(len(said))) if isinstance(said, list) else []
    return [(said, key) for key in keys] + [place for key in keys for place in _places(said[key])]


def _leaves(said: Any) -> list[Any]:
    return [holder[key] for holder, key in _places(said)]


@pytest.mark.parametrize("value", [7, None, ["x"]])
def test_what_has_to_be_text_is_text(value: object) -> None:
    assert text_of("x") == "x"
    with pytest.raises(TypeError):
        text_of(value)


def test_facts_are_an_object() -> None:
    body = decide_payment(a_wish(), a_situation()).body()
    said = json.loads(body)
    others: tuple[object, ...] = ([], "x", None)
    for facts in others:
        with pytest.raises(UnreadableBody):
            read_line(json.dumps({**said, "facts": facts}).encode())


def test_what_a_line_says_is_read_by_itself_or_said_to_be_none() -> None:
    line = decide_payment(a_wish(), a_situation())

    assert read_facts(line.body().decode()) == json.loads(line.body())["facts"]
    for body in ("", "[]", "{}", '{"facts": []}'):
        with pytest.raises(UnreadableBody):
            read_facts(body)
