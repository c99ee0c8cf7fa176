"""A line's bytes are one canonical form, the same for ever; what is not such bytes is said to be unreadable."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import Account, AccountKind, held, receivable
from cashier.domain.card import Attempt, AttemptState, CardOutcome, asked_line, card_tender, closed_line, read_wish
from cashier.domain.carried import Carried, Replacement, carried_line, decide_replacement, read_carried, replacement_act
from cashier.domain.checks import Doubt, agree_act
from cashier.domain.counter_rules import CounterRules, MiscCode
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.payment import book, decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.domain.people import Approval
from cashier.domain.shift import OpenShift, decide_open_shift, shift_of
from cashier.domain.statement_copy import CopyForm, StatementCopy, read_copy
from cashier.domain.suspended import decide_suspend, read_suspended, resumed_facts, resumed_id
from cashier.domain.tenders import SealedAccount
from cashier.domain.transfer import Transfer
from tests.fakes.builders import (
    HELEN,
    MEDICAL,
    NOW,
    OAK3,
    ROSA,
    SHIFT_ID,
    TERMINAL,
    TODAY,
    a_member,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)

BODIES = Path(__file__).parents[1] / "golden" / "bodies"
ATTEMPT_ID = UUID("019aa7c0-0000-7000-8000-000000000003")


def _record(kind: LineKind, **facts: Any) -> Line:
    return Line(
        line_id=UUID(int=7 << 76 | 2 << 62),
        kind=kind,
        desk="OAK3",
        center="OAK",
        staff="rosa",
        taken_at=NOW,
        facts=facts,
    )


def _payment() -> Line:
    sealed = SealedAccount(last_four="5678", token="tok", sealed="c2VhbGVk")
    wish = a_wish(
        pays("S-48210377", 41260),
        pays("S-48211904", 6000, "Núñez’ copay"),
        tenders=(cash(24000), replace(check(27260), account=sealed)),
    )
    return decide_payment(wish, a_situation(a_statement(), a_statement("S-48211904", 9000)))


def _payment_without_member() -> Line:
    wish = replace(
        a_wish(replace(pays("holding", 500, "envelope, for Mai"), source="drop box"), pays("misc:PARKING", 800)),
        member_number="",
        identified={},
        payor=Payor(name="Tran, Bao", phone="510-555-0134", id_reference="CA license D1234567"),
    )
    sold = MiscCode(code="PARKING", since=TODAY, words={"en": "Parking"}, price=Money(400))
    nobody = replace(a_member("", guarantor="", name=""), given_names="")
    now = replace(a_situation(), member=nobody, member_statements=(), rules=CounterRules(misc=(sold,)))
    return decide_payment(wish, now)


def _check_payment() -> Line:
    """A check that says all that one may say, and that a lead agreed to."""
    tender = replace(
        check(41260),
        account=SealedAccount(last_four="5678", token="tok", sealed="c2VhbGVk"),
        dated=TODAY,
        written=Money(41260),
        in_full=True,
    )
    word = Approval(
        approver=HELEN.user,
        approver_name=HELEN.name,
        act=agree_act(tender, (Doubt.IN_FULL,)),
        amount=tender.amount,
        given_at=NOW,
    )
    return decide_payment(a_wish(tenders=(replace(tender, agreed=word),)), a_situation())


def _account_listed() -> Line:
    return _record(
        LineKind.ACCOUNT_LISTED,
        subject="check.OAK3-0000001.1043",
        receipt="OAK3-0000001",
        number="1043",
        token="tok",
        last_four="5678",
        until="2027-11-21",
        reason="no funds",
    )


def _attempt() -> Attempt:
    return Attempt(
        attempt_id=ATTEMPT_ID,
        service_id="0000000001",
        terminal=TERMINAL,
        amount=Money(41260),
        wish=a_wish(),
        asked_at=NOW,
        state=AttemptState.ASKED,
        asked_by="rosa",
        shift_id=SHIFT_ID,
    )


def _card_payment() -> Line:
    approval = CardOutcome(
        state=AttemptState.APPROVED, authorized=Money(41260), brand="Visa", last_four="4421", approval_code="071882"
    )
    return book(a_wish(), a_situation(), card_tender(_attempt(), approval), line_id=UUID(int=8 << 76))


def _closed() -> Line:
    outcome = CardOutcome(state=AttemptState.UNKNOWN, words="no answer")
    asked = asked_line(_attempt(), a_situation())
    return closed_line(_attempt(), outcome, line_id=UUID(int=9 << 76), asked=asked, now=NOW)


def _suspended() -> Line:
    wish = a_wish(pays("S-48210377", 41260), pays("credit:200417733", 500, "copay of December"))
    wish = replace(wish, tenders=(), payor=Payor(name="Kevin Tran"), reason="pays ahead")
    return decide_suspend(wish, a_situation(), timedelta(hours=24))


def _shift_opened() -> Line:
    return decide_open_shift(
        OpenShift(shift_id=SHIFT_ID, count={"20.00": 5, "1.00 coin": 3, "0.01": 0}, business_date=TODAY),
        staff=ROSA,
        desk=OAK3.desk,
        center=OAK3.center,
        region=OAK3.region,
        float_book=MEDICAL,
        open_now=None,
        now=NOW,
    )


def _statement_copied() -> Line:
    copy = StatementCopy(
        statement=replace(a_statement(), service_date=TODAY, plan_words="plan: $50 a month"),
        member_name="Trần, Mai Linh",
        language="vi",
        form=CopyForm.LETTER,
        aging=tuple(Money(cents) for cents in (41260, 0, 0, 0, 0)),
        has_lines=True,
        balances_as_of="2026-11-21T18:42:07.000000Z",
        served_by=ROSA.name,
        identified="photo ID seen",
    )
    return _record(LineKind.STATEMENT_COPIED, **copy.facts())


def _channel_payment() -> Line:
    online = Account(AccountKind.CHANNEL, "online", MEDICAL)
    line = replace(_record(LineKind.CHANNEL_PAYMENT, channel="online"), staff=HELEN.user)
    return replace(
        line, transfers=(Transfer(online, receivable("S-1"), Money(1)), Transfer(online, held("OAK"), Money(2)))
    )


def _statements_billed() -> Line:
    billed = Account(AccountKind.BILLED, "ncal.medical")
    return replace(_record(LineKind.STATEMENTS_BILLED), transfers=(Transfer(receivable("S-1"), billed, Money(41260)),))


def _held_released() -> Line:
    record = _record(
        LineKind.HELD_RELEASED,
        subject="OAK3.17.0.0",
        statement_number="S-1",
        guarantor_number="",
        cents=None,
        reason="billed since",
    )
    return replace(record, transfers=(Transfer(held("OAK"), receivable("S-1"), Money(41260)),))


def _replaced() -> Line:
    found = Replacement(replaces="OAK3", last_receipt="OAK3-0000001", count={"20.00": 5, "0.01": 3})
    word = Approval(
        approver=HELEN.user,
        approver_name=HELEN.name,
        act=replacement_act("OAK3"),
        amount=Money(10003),
        given_at=NOW,
    )
    return decide_replacement(found, word, line_id=UUID(int=7 << 76), desk="OAK7", center="OAK", now=NOW)


def _to_carry() -> Carried:
    return Carried(desk="OAK3", sequence=2, chain="0" * 64, body=_payment().body().decode())


def _with_facts(facts: bytes) -> bytes:
    return _record(LineKind.SIGNED_IN).body().replace(b'"facts":{}', b'"facts":' + facts)


# The name is the golden file's; a kind that is written in several shapes has several.
WRITTEN: dict[str, Callable[[], Line]] = {
    "signed_in": lambda: _record(LineKind.SIGNED_IN),
    "signed_out": lambda: _record(LineKind.SIGNED_OUT),
    "shift_opened": _shift_opened,
    "account_opened": lambda: _record(LineKind.ACCOUNT_OPENED, member="11048827", identified="photo ID seen"),
    "payment": _payment,
    "payment-card": _card_payment,
    "payment-without-member": _payment_without_member,
    "payment-check": _check_payment,
    "card_asked": lambda: asked_line(_attempt(), a_situation()),
    "card_closed": _closed,
    "suspended": _suspended,
    "resumed": lambda: _record(
        LineKind.RESUMED, **resumed_facts(read_suspended(_suspended()), "name and date of birth", ledger_agreed=True)
    ),
    "reprinted": lambda: _record(LineKind.REPRINTED, receipt="OAK3-0000001", copy=1),
    "statement_copied": _statement_copied,
    "channel_payment": _channel_payment,
    "statements_billed": _statements_billed,
    "task_taken": lambda: _record(LineKind.TASK_TAKEN, subject="OAK3.17.0.0"),
    "held_released": _held_released,
    "alarm_acknowledged": lambda: _record(LineKind.ALARM_ACKNOWLEDGED, subject="alarm.12", note="called the desk"),
    "account_listed": _account_listed,
    "exported": lambda: _record(LineKind.EXPORTED, subject="export.held", reason="month end"),
    "administered": lambda: _record(LineKind.ADMINISTERED, act="desk_revoked", desk="OAK3", reason="sold"),
    "desk_replaced": _replaced,
    "carried": lambda: carried_line(_to_carry(), desk="OAK7", center="OAK", staff=HELEN.user, now=NOW),
}


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
    said = json.loads(_payment().body()) | {"v": version}

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
    with pytest.raises(UnreadableBody):
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
    elif line.kind is LineKind.CARD_ASKED:
        wish = line.facts.get("wish")
        assert read_wish(wish if isinstance(wish, dict) else {}).parts is not None
    elif line.kind is LineKind.SUSPENDED:
        suspended = read_suspended(line)
        assert all(isinstance(t, str) for t in (suspended.words, suspended.last_four, suspended.payor.name))
    elif line.kind is LineKind.RESUMED:
        assert isinstance(resumed_id(line), UUID)
    elif line.kind is LineKind.STATEMENT_COPIED:
        assert read_copy(line).statement.number is not None
    elif line.kind is LineKind.CARRIED:
        assert isinstance(read_carried(line).body, str)


def test_a_line_that_opens_no_shift_is_no_shift() -> None:
    with pytest.raises(UnreadableBody, match="opens no shift"):
        shift_of(_payment())


def test_a_payment_that_names_a_target_which_is_not_there_is_unreadable() -> None:
    line = _payment()

    for applied in ([[0, 2, 100]], [[-1, 0, 100]], [[0, -1, 100]], [[2, 0, 100]]):
        with pytest.raises(UnreadableBody):
            read_payment(replace(line, facts={**line.facts, "applied": applied}))


def test_a_line_with_a_number_that_is_none_is_not_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        _record(LineKind.REPRINTED, copy=float("nan")).body()


def _places(said: Any) -> list[tuple[Any, Any]]:
    """Every object's key and every list's index, at every depth."""
    keys = list(said) if isinstance(said, dict) else list(range(len(said))) if isinstance(said, list) else []
    return [(said, key) for key in keys] + [place for key in keys for place in _places(said[key])]


def _leaves(said: Any) -> list[Any]:
    return [holder[key] for holder, key in _places(said)]
