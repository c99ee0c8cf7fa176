"""Each field of each act of a day script is tried with what it must not be: one refusal a line, nothing written."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from cashier.doors.replay_script import ACTS
from tests.e2e.refusing import MEMBER, SIGN_IN, STATEMENT, is_one_sentence, journal_of, replay

LEAD = {"user": "helen", "passphrase": "correct horse"}
CASH = {"cash": "5"}
CHECK = {"check": "5", "number": "1043", "routing": "121000248", "account": "0012345678", "dated": "2026-11-20"}
ENTRY: dict[str, Any] = {"pay": {STATEMENT: "5"}, "tenders": [CASH], "note": "n", "as": "e"}
WHOLE: dict[str, dict[str, Any]] = {
    "sign_in": {"user": "rosa", "passphrase": "x"},
    "sign_out": {},
    "open_shift": {"float": {"20.00": 5}, "approver": LEAD, "also_by": LEAD},
    "find": {"text": "tran"},
    "open_member": {"member": MEMBER, "identified": "photo ID seen"},
    "take": ENTRY | {"tenders": [CHECK], "member": MEMBER, "payor": "K", "payor_phone": "1", "payor_id": "i"},
    "suspend": {"pay": {STATEMENT: "5"}, "as": "s", "member": MEMBER, "payor": "K", "reason": "r", "note": "n"},
    "resume": {"suspended": "s", "identified": "photo ID seen"},
    "late_entry": ENTRY | {"book": "B1", "number": 7, "time": "2026-11-20T09:00:00", "names": ["R", "H"]},
    "open_batch": {"kind": "mail", "count": 2, "total": "10", "second": LEAD},
    "batch_item": ENTRY,
    "close_batch": {"second": LEAD, "reason": "r"},
    "agency_list": {"agency": "County", "csv": "statement,member,amount\n", "check": CHECK, "as": "a"},
    "report_cash": {"payment": "p", "payor": "K", "birth_date": "1990-01-20", "tin": "1"},
    "count": {"count": {"20.00": 5}, "approver": LEAD},
    "close_shift": {"missing": ["1"], "found": [{"check": "5", "number": "1"}], "left": {"20.00": 5}, "reason": "r"},
    "drop": {"count": {"20.00": 1}, "bag": "B-1", "line": "medical", "witness": LEAD},
    "no_sale": {"reason": "r"},
    "pay_in": {"amount": "5", "reason": "r", "approver": LEAD},
    "pay_out": {"amount": "5", "reason": "r", "approver": LEAD},
    "reprint": {"receipt": "OAK3-0000099"},
    "mail": {"receipt": "OAK3-0000099", "address": "mai@example.org"},
    "paper": {"receipt": "OAK3-0000099", "paper": "office"},
    "endorse": {"receipt": "OAK3-0000099", "mailed": False, "how": "stamped"},
    "payments": {"text": "tran"},
    "day_report": {"form": "csv", "reason": "r", "day": "11/20"},
    "records": {"first": "11/20", "last": "11/21", "who": "rosa", "desk": "OAK3", "group": "people", "reason": "r"},
    "statement_copy": {"statement": STATEMENT, "form": "letter"},
    "extend": {"statement": STATEMENT, "to": "12/15"},
    "plan": {"statement": STATEMENT, "first": "12/15", "installments": 3, "amount": "5"},
    "assistance": {"member": MEMBER},
    "refer": {"reason": "Other", "text": "t", "statement": STATEMENT},
    "ledger": {"set": "up"},
    "printer": {"set": "ok"},
    "terminal": {"set": "ok", "cents": 1, "seconds": 1, "times": 1, "bytes": 1},
    "clock": {"advance": "1s"},
    "restart": {},
    "sync": {},
    "expect": {"to_send": 0, "due": {STATEMENT: "5"}, "receipts": 1, "business_date": "2026-11-21"},
}
MISSHAPED: tuple[Any, ...] = (True, -1.5, 10**40, None, [[[]]], {"a": {"b": {}}}, [None], {"": 1})
ABSURD = (
    "",
    " ",
    "\x00\x1b",
    "\u202e\u200b",
    "x" * 10_000,
    "9" * 5_000,
    "-5",
    "1e9",
    "NaN",
    "１２",
    "0000-00-00",
    "\ud800",
)
ABSURD_NUMBERS = (0, -1, 10**18)
QUIET = frozenset({"sync", "restart", "ledger", "printer", "terminal", "clock", "sign_in", "sign_out", "expect"})
"""Acts whose texts are somebody else's matter: another test's, or the desk's own switches."""


def _right(wanted: Any) -> Any:
    """Something of the shape that a field has; None for one that is tried with wrong shapes alone."""
    plain = {str: "x", int: 1, bool: False, dict[str, int]: {"20.00": 1}, dict[str, str]: {STATEMENT: "5"}}
    if get_origin(wanted) is Literal:
        return get_args(wanted)[0]
    return plain.get(wanted)


def acts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every act with its fields; one that is not written out above as its shape says."""
    for do, shape in ACTS.items():
        fields = {field.alias or name: _right(field.annotation) for name, field in shape.model_fields.items()}
        fields.pop("do")
        yield do, WHOLE.get(do) or {name: right for name, right in fields.items() if right is not None}


def misshaped() -> Iterator[dict[str, Any]]:
    for do, fields in acts():
        whole = {"do": do} | fields
        yield whole | {"motto": 1}
        for field, right in fields.items():
            wrong = (value for value in MISSHAPED if not (isinstance(right, bool) and value is True))
            yield from (whole | {field: value} for value in wrong if value is not None or _is_needed(do, field))


def _is_needed(do: str, field: str) -> bool:
    known = {each.alias or name: each for name, each in ACTS[do].model_fields.items()}
    return known[field].is_required()


def absurd() -> Iterator[dict[str, Any]]:
    for do, fields in acts():
        if do in QUIET:
            continue
        for field, right in fields.items():
            for other in _others(right):
                yield {"do": do} | fields | {field: other}


def _others(right: Any) -> Iterator[Any]:
    """The same shape with an absurd text or number in each of its places."""
    if isinstance(right, str):
        yield from ABSURD
    elif isinstance(right, int):
        yield from () if isinstance(right, bool) else ABSURD_NUMBERS
    elif isinstance(right, dict):
        for key, inner in right.items():
            yield from (right | {key: other} for other in _others(inner))
        yield from ({other: next(iter(right.values()))} for other in ABSURD)
    else:
        for other in _others(right[0]):
            yield [other]
        yield []


def test_what_has_not_the_shape_of_its_act_is_refused_and_nothing_is_written(filled_desk: Path, tmp_path: Path) -> None:
    data = shutil.copytree(filled_desk, tmp_path / "desk")
    before, tried = journal_of(data), [*misshaped()]

    played = replay(data, *tried)

    assert played.stderr == ""
    assert len(played.answers) == len(tried)
    for act, answer in zip(tried, played.answers, strict=True):
        assert not answer["ok"], act
        assert is_one_sentence(answer["refused"]), (act, answer)
    assert journal_of(data) == before


def test_what_is_absurd_is_refused_or_taken_as_it_says(filled_desk: Path, tmp_path: Path) -> None:
    data = shutil.copytree(filled_desk, tmp_path / "desk")
    tried = [*absurd()]

    played = replay(data, SIGN_IN, *(json.dumps(act) for act in tried))

    assert played.stderr == ""
    assert len(played.answers) == 1 + len(tried)
    for act, answer in zip(tried, played.answers[1:], strict=True):
        assert answer["ok"] or is_one_sentence(answer["refused"]), (act, answer)
    journal_of(data)
