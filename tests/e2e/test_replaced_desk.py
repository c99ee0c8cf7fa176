"""A desk's machine is gone, its data folder is not: a new desk takes its place and brings home what was not sent."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cashier.domain.line import LineKind
from cashier.doors.assembly import assembled
from tests.e2e.refusing import SIGN_IN, journal_of, refusal, replay, script, take
from tests.e2e.workplace import CENTER, HELEN, ROSA, LedgerProcess, answer_of, desk_papers, new_desk, run_main

OPEN = {"do": "open_shift", "float": {"20.00": 5}}
DOWN = {"do": "ledger", "set": "down"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerProcess]:
    made = LedgerProcess(tmp_path / "ledger")
    made.start()
    try:
        answer_of("ledger", "load-sample", "--members", "40", *made.database)
        made.add_staff(ROSA, HELEN)
        yield made
    finally:
        made.stop()


@pytest.fixture
def old(ledger: LedgerProcess, tmp_path: Path) -> Path:
    """OAK3, which sent one payment of $5 and kept two, of $6 and $7."""
    data = new_desk(tmp_path / "old", ledger_url=ledger.url, code=ledger.invite_desk())
    sent = replay(data, SIGN_IN, OPEN, take("5", {"cash": "5"}), {"do": "sync"})
    kept = replay(data, DOWN, SIGN_IN, take("6", {"cash": "6"}), take("7", {"cash": "7"}))
    assert all(answer["ok"] for answer in sent.answers + kept.answers), kept.said
    return data


def _code(ledger: LedgerProcess, desk: str, *more: str) -> str:
    invited = answer_of("ledger", "desks", "invite", desk, "--center", CENTER, *more, *ledger.database)
    return str(invited["code"])


def _enroll(data: Path, old: Path, **other: str) -> tuple[str, ...]:
    said = {"lead": HELEN.user, "last-receipt": "OAK3-0000003", "count": "20.00=5,1.00=18"} | other
    options = [text for name, value in said.items() for text in (f"--{name.replace('_', '-')}", value)]
    return "journal", "enroll", "--data", str(data), "--from", str(old), *options


def _paid(ledger: LedgerProcess) -> list[tuple[str, int]]:
    rows = csv.DictReader(io.StringIO(run_main("ledger", "transfers", *ledger.database).stdout))
    kinds = {"payment", "carried"}
    return sorted((row["desk"], int(row["cents"])) for row in rows if row["kind"] in kinds)


def test_a_desk_on_another_machine_is_replaced_and_nothing_is_lost_or_doubled(
    ledger: LedgerProcess, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("cashier.doors.assembly.machine_id", lambda: "another")
        with pytest.raises(Exception, match="another machine"), assembled(old):
            raise AssertionError("it opened")
    new = desk_papers(tmp_path / "new", ledger_url=ledger.url, desk="OAK7")
    code = _code(ledger, "OAK7", "--replaces", "OAK3")

    said = answer_of(*_enroll(new, old), said=f"{code}\n{HELEN.passphrase}\n")
    waiting = replay(new, {"do": "expect", "to_send": 2})
    first = replay(new, {"do": "sync"}, SIGN_IN, OPEN, take("8", {"cash": "8"}), {"do": "sync"})
    late = replay(old, {"do": "sync"})

    assert waiting.answers == [{"ok": True}], waiting.said
    assert said == {"desk": "OAK7", "center": CENTER, "replaces": "OAK3", "carried": 4}
    lines = [numbered.line for numbered in journal_of(new)]
    assert lines[0].kind is LineKind.DESK_REPLACED
    assert lines[0].facts["counted_cents"] == 11_800
    assert (lines[0].staff, lines[0].facts["last_receipt"]) == (HELEN.user, "OAK3-0000003")
    assert first.answers[3]["receipt"] == "OAK7-0000001"
    assert _paid(ledger) == [("OAK3", 500), ("OAK7", 600), ("OAK7", 700), ("OAK7", 800)]
    assert answer_of("ledger", "check", *ledger.database)["holds"]
    assert answer_of("journal", "verify", "--data", str(new))["holds"]
    assert "OAK3 was revoked" in late.refused[0]


def test_without_the_leads_word_or_the_right_code_nobody_takes_a_place(
    ledger: LedgerProcess, old: Path, tmp_path: Path
) -> None:
    new = desk_papers(tmp_path / "new", ledger_url=ledger.url, desk="OAK7")
    plain, code = _code(ledger, "OAK8"), _code(ledger, "OAK7", "--replaces", "OAK3")

    for typed, wrong, sentence in (
        (code, _enroll(new, old, count="20.00=x"), "Write the count like"),
        (code, _enroll(new, old, count="19.00=1"), "There is no 19.00 note"),
        (plain, _enroll(new, old), "This code does not hold"),
        (code, _enroll(new, old, lead=ROSA.user), "may not approve"),
        (code, _enroll(new, old, last_receipt="OAK9-0000003"), "Enter the last receipt as it is printed"),
    ):
        passphrase = ROSA.passphrase if ROSA.user in wrong else HELEN.passphrase
        assert sentence in refusal(run_main(*wrong, said=f"{typed}\n{passphrase}\n"))
    mistyped = run_main(*_enroll(new, old), said=f"{code}\nnot quite her passphrase\n")
    assert "That doesn't match." in refusal(mistyped)
    assert "Enter the one-time code" in refusal(run_main(*_enroll(new, old), said="\n"))
    alone = run_main("journal", "enroll", "--data", str(new), said=f"{code}\n")
    assert "with --from and the data folder of OAK3" in refusal(alone)
    shut = run_main("replay", str(script(new, SIGN_IN)), "--data", str(new))
    assert "takes the place of OAK3" in refusal(shut)

    # Whoever mistyped waits a few seconds; nothing else is in the way.
    while "You can try again in" in (done := run_main(*_enroll(new, old), said=f"{code}\n{HELEN.passphrase}\n")).stderr:
        pass
    assert json.loads(done.stdout)["carried"] == 4, done.stderr
    again = run_main(*_enroll(new, old), said=f"{code}\n{HELEN.passphrase}\n")
    assert "has begun its journal" in refusal(again)
    assert json.loads(run_main("journal", "verify", "--data", str(new)).stdout)["lines"] == 5
