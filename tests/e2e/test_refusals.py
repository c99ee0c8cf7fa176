"""Bad input through the program's own doors: one clear sentence each, nothing written, nothing lost.

The desk is filled from a real ledger, which has gone when the desk is tried: refusing needs no ledger.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cashier.config import DESK_FILE, ORGANIZATION_FILE
from cashier.domain.line import LineKind
from cashier.doors.assembly import assembled
from cashier.doors.processes import MAIN
from cashier.security.keys import KEY_FILE, NAME_SUFFIX
from tests.e2e.refusing import (
    MEMBER,
    SIGN_IN,
    STATEMENT,
    Act,
    Played,
    all_that_is_kept,
    holds_card,
    is_one_sentence,
    journal_of,
    payments_in,
    refusal,
    replay,
    script,
    take,
)
from tests.e2e.workplace import ROSA, run_main
from tests.fakes.http_ledger import HttpLedger, Reply, http_ledger

FILE_KIB_MOST = 290
FULL_DISK = r"The disk of .+ (is full|does not keep what is written).+"


@pytest.fixture
def data(filled_desk: Path, tmp_path: Path) -> Path:
    """A desk of its own for each test."""
    return shutil.copytree(filled_desk, tmp_path / "desk")


@pytest.mark.parametrize(
    ("file", "place", "broken", "named"),
    [
        (DESK_FILE, r"\Z", "\n[ledger\n", "is not TOML: "),
        (DESK_FILE, r"\A", "windw = 3\n", "windw is not known."),
        (
            DESK_FILE,
            r"answer_timeout_s = .*",
            'answer_timeout_s = "x"',
            "ledger.answer_timeout_s has to be a valid number.",
        ),
        (DESK_FILE, r"url = .*\n", "", "ledger.url is missing."),
        (DESK_FILE, r'url = ".*"', 'url = "http://ledger.example"', "ledger.url: only a ledger on this machine"),
        (DESK_FILE, r"center = .*", 'center = "ZZZ"', "lists no center ZZZ."),
        (ORGANIZATION_FILE, r"=", "", "is not TOML: "),
        (ORGANIZATION_FILE, r"\A", 'motto = "x"\n', "motto is not known."),
        (ORGANIZATION_FILE, r"since = .*", "since = 12", "since has to be a date like 2026-01-31."),
    ],
)
def test_a_settings_file_that_cannot_be_used_is_named_with_its_field(
    file: str, place: str, broken: str, named: str, data: Path
) -> None:
    before, path = journal_of(data), data / file
    text = path.read_text("utf-8")
    path.write_text(re.sub(place, lambda _: broken, text, count=1), "utf-8")
    assert path.read_text("utf-8") != text

    sentence = refusal(run_main("replay", str(script(data, SIGN_IN)), "--data", str(data)))

    assert named in sentence
    assert file in sentence
    assert journal_of(data) == before


@pytest.mark.parametrize("file", [DESK_FILE, ORGANIZATION_FILE])
def test_a_missing_settings_file_is_named(file: str, data: Path) -> None:
    (data / file).unlink()

    assert refusal(run_main("replay", str(script(data, SIGN_IN)), "--data", str(data))) == (
        f"{data / file} is missing. Put it there, or start with --data and the right folder."
    )


def test_the_window_says_the_same_and_does_not_open(data: Path) -> None:
    (data / DESK_FILE).unlink()

    assert refusal(run_main("--data", str(data))) == (
        f"{data / DESK_FILE} is missing. Put it there, or start with --data and the right folder."
    )


def test_a_second_process_on_the_folder_is_told_who_has_it(data: Path) -> None:
    before = journal_of(data)
    with assembled(data):
        by_replay = refusal(run_main("replay", str(script(data, SIGN_IN)), "--data", str(data)))
        by_window = refusal(run_main("--data", str(data)))

    assert by_replay == by_window
    assert by_replay == (
        f"Another Counterfoil is already open on this data folder (process {os.getpid()}). "
        "Close it, or use the open window."
    )
    assert journal_of(data) == before


def test_a_missing_key_is_a_refusal_and_no_new_one_is_made(data: Path, tmp_path: Path) -> None:
    before = journal_of(data)
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in (KEY_FILE, f"{KEY_FILE}{NAME_SUFFIX}"):
        if (data / name).exists():
            shutil.move(data / name, kept / name)

    for command in (
        ("replay", str(script(data, SIGN_IN)), "--data", str(data)),
        ("journal", "verify", "--data", str(data)),
    ):
        assert refusal(run_main(*command)) == (
            f"The key of {data}/journal.db is missing. Put it back where it was; no new one is made for old data."
        )

    assert not (data / KEY_FILE).exists()
    shutil.copytree(kept, data, dirs_exist_ok=True)
    assert journal_of(data) == before


def test_a_data_folder_that_may_not_be_written_is_refused_before_anything_is_done(data: Path) -> None:
    before = journal_of(data)
    data.chmod(0o500)
    # Root may write anywhere, unless it gives that up.
    drop = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*drop, sys.executable, str(MAIN), "replay", str(script(data, SIGN_IN)), "--data", str(data)],
        capture_output=True,
        text=True,
        check=False,
    )
    data.chmod(0o700)

    assert str(data) in refusal(done)
    assert journal_of(data) == before


def test_a_disk_that_takes_no_more_loses_nothing_that_was_told(data: Path) -> None:
    limit = f"ulimit -f {FILE_KIB_MOST}; exec "
    acts = [SIGN_IN, *(take("1.00", {"cash": "1"}) for _ in range(60))]
    command = [sys.executable, str(MAIN), "replay", str(script(data, *acts)), "--data", str(data)]
    full = Played(
        subprocess.run(
            ["bash", "-c", f'{limit}"$@"', "bash", *command], capture_output=True, text=True, check=False, timeout=60
        )
    )

    told = [answer["receipt"] for answer in full.answers if "receipt" in answer]
    sentences = {sentence for sentence in full.refused if sentence}
    assert told
    assert sentences
    assert {bool(re.fullmatch(FULL_DISK, sentence)) for sentence in sentences} == {True}, sentences
    assert payments_in(data) == 1 + len(told)
    after = replay(data, SIGN_IN, take("1.00", {"cash": "1"}))
    assert after.answers[-1]["receipt"] == f"OAK3-{len(told) + 2:07d}"


LONG = "a" * 300
SAID = ("--by", "walter", "--reason", "the audit")


@pytest.mark.parametrize(
    "command",
    [
        ("journal", "verify", "--data", LONG),
        ("journal", "verify", "--data", ""),
        ("--data", " "),
        ("ledger", "check", "--data", ""),
        ("journal", "show", "--data", "/dev/null", *SAID),
        ("journal", "receipt", "OAK3-0000001", "--data", "/nowhere", "--pdf", "/nowhere/x.pdf", *SAID),
        ("demo", "--no-window", "--data", str(MAIN)),
        ("replay", LONG, "--data", "/nowhere"),
        ("ledger", "check", "--database-url", "postgresql://a@127.0.0.1:port/x"),
        ("ledger", "init", "--database-url", "postgresql://a@127.0.0.1:1/x", "--organization", LONG),
    ],
    ids=lambda command: " ".join(command)[:40],
)
def test_a_folder_a_file_or_an_address_that_is_none_is_named(command: tuple[str, ...]) -> None:
    done = run_main(*command)

    assert done.returncode == 1
    assert done.stdout == ""
    assert is_one_sentence(done.stderr.splitlines()[-1]), done.stderr
    assert "Traceback" not in done.stderr


BROKEN: tuple[tuple[Act, str], ...] = (
    ('{"do": "take"', "is not JSON"),
    ("[1, 2]", "no object"),
    ('{"do": "dance"}', "names no act"),
    ('{"amount": "5"}', "names no act"),
    ({"do": "return_tender", "payment": "p1"}, "needs the field check"),
    ({"do": "void", "reason": "paid twice"}, "write payment or receipt"),
    ({"do": "find"}, "write one of text and scan"),
    ({"do": "find", "text": 5}, "it has to be"),
    ({"do": "sync", "fast": True}, "has no field fast"),
    (take("5", {"gold": "5"}), "has no field"),
    (take("5", {"cash": "5", "check": "5"}), "write one of cash"),
)


def test_each_broken_line_of_a_script_is_named_and_nothing_is_done(data: Path) -> None:
    before = journal_of(data)

    played = replay(data, *(line for line, _ in BROKEN))

    assert played.code == 2
    assert played.stderr == ""
    for (line, wanted), answer in zip(BROKEN, played.answers, strict=True):
        assert not answer["ok"], line
        assert wanted in answer["refused"], line
        assert is_one_sentence(answer["refused"]), line
    assert journal_of(data) == before


ABSURD = (
    "0",
    "0.00",
    "-5",
    "1e9",
    "0,012",
    "١٢",
    "１２",
    "9" * 40,
    "",
    " ",
    "5.005",
    "$5",
    "five",
    "1,00",
    "NaN",
    "٠",
    "5\n6",
)


def test_absurd_amounts_are_refused_with_the_field_and_nothing_is_written(data: Path) -> None:
    as_payment = [take(amount, {"cash": "5"}) for amount in ABSURD]
    as_tender = [take("5", {"cash": amount}) for amount in ABSURD]
    replay(data, SIGN_IN)
    before = journal_of(data)

    played = replay(data, *as_payment, *as_tender)
    signed_in = replay(data, SIGN_IN, *as_payment, *as_tender)

    assert set(played.refused) == {"Sign in first."}
    for amount, sentence in zip(ABSURD, signed_in.refused[1:], strict=False):
        assert STATEMENT in sentence, amount
        assert is_one_sentence(sentence), amount
    for amount, sentence in zip(ABSURD, signed_in.refused[1 + len(ABSURD) :], strict=True):
        assert "cash" in sentence, amount
    kinds = [numbered.line.kind for numbered in journal_of(data)[len(before) :]]
    assert kinds == [LineKind.SIGNED_IN]


def test_a_tender_that_does_not_fit_is_refused_and_takes_nothing(data: Path) -> None:
    paid = payments_in(data)
    check = {"number": "1043", "routing": "121000248", "account": "0012345678"}

    played = replay(
        data,
        SIGN_IN,
        take("20.00", {"cash": "19.99"}),
        take("20.00", {"check": "20.01", **check}),
        take("20.00"),
        take("999999.00", {"cash": "999999.00"}),
        take("20.00", {"check": "20.00", **check, "routing": "121000249"}),
        {"do": "take", "pay": {"S-00000000": "5"}, "tenders": [{"cash": "5"}], "member": MEMBER},
        {"do": "take", "pay": {"prepay:R 1": "5"}, "tenders": [{"cash": "5"}], "member": MEMBER},
        {"do": "open_member", "member": "99999999"},
        {"do": "find", "text": "%E?;999999999?"},
    )

    *refused, scanned = played.answers[1:]
    assert [answer["ok"] for answer in refused] == [False] * len(refused)
    assert [is_one_sentence(answer["refused"]) for answer in refused] == [True] * len(refused), played.refused
    assert scanned == {"ok": True, "found": []}
    assert payments_in(data) == paid


@pytest.mark.parametrize("typed", ["x4111-1111 1111-1111", "４１１１１１１１１１１１１１１１"])
def test_a_bank_cards_number_is_refused_wherever_it_is_typed_and_kept_nowhere(typed: str, data: Path) -> None:
    check = {"check": "5", "number": "1043", "routing": "121000248", "account": "0012345678"}
    acts: tuple[Act, ...] = (
        {"do": "sign_in", "user": typed, "passphrase": "x"},
        {"do": "sign_in", "user": ROSA.user, "passphrase": typed},
        {"do": "clock", "advance": "1h"},
        SIGN_IN,
        {"do": "find", "text": typed},
        {"do": "open_member", "member": typed},
        {"do": "open_member", "member": MEMBER, "identified": typed},
        take("5", {"cash": "5"}, payor=typed),
        take("5", {"cash": "5"}, payor="Tran", payor_phone=typed),
        take("5", {"cash": "5"}, payor="Tran", payor_id=typed),
        take("5", {"cash": "5"}, reason=typed),
        take("5", check | {"number": typed}),
        take("5", check | {"account": typed}),
        take("5", check | {"issuer": typed}),
        take("5", {"money_order": "5", "number": typed, "issuer": "USPS"}),
        take("5", {"money_order": "5", "number": "1", "issuer": typed}),
        {"do": "take", "pay": {"holding": "5"}, "tenders": [{"cash": "5"}], "member": MEMBER, "note": typed},
        {"do": "take", "pay": {"holding": "5"}, "tenders": [{"cash": "5"}], "note": "x", "source": typed},
        {"do": "take", "pay": {f"prepay:{typed}": "5"}, "tenders": [{"cash": "5"}], "member": MEMBER},
        {"do": "take", "pay": {f"misc:{typed}": "5"}, "tenders": [{"cash": "5"}]},
        {"do": "take", "pay": {typed: "5"}, "tenders": [{"cash": "5"}], "member": MEMBER},
        {"do": "take", "pay": {STATEMENT: typed}, "tenders": [{"cash": "5"}]},
        {"do": "reprint", "receipt": typed},
        {"do": "reprint", "payment": typed},
    )
    paid = payments_in(data)

    played = replay(data, *acts)

    allowed = {2, 3}  # The hour that passes, and Rosa's own sign-in.
    assert [index for index, answer in enumerate(played.answers) if answer["ok"]] == sorted(allowed)
    assert payments_in(data) == paid
    data.with_suffix(".jsonl").unlink()
    assert not holds_card(played.said)
    kept = list(all_that_is_kept(data))
    assert any(MEMBER in text for _, text in kept), "the search does not see what is kept"
    assert [name for name, text in kept if holds_card(text)] == []


def test_wrong_passphrases_make_wait_also_after_a_restart(data: Path) -> None:
    wrong = SIGN_IN | {"passphrase": "not hers at all"}
    later = {"do": "clock", "advance": "10m"}

    first = replay(data, wrong, SIGN_IN, later, wrong, later, wrong, later, wrong, later, wrong, later, wrong)
    second = replay(data, SIGN_IN, take("5", {"cash": "5"}), later, later, later, later, later, later, later, SIGN_IN)

    waits = [int(re.findall(r"in (\d+) second", sentence)[0]) for sentence in first.refused if sentence]
    assert waits[0] == 2
    assert waits[1] <= 2, "the right one has to wait, too"
    assert waits[2:] == [4, 8, 16, 32, 64]
    assert second.refused[0].startswith("That was too soon, and nothing was checked. You can try again in ")
    assert second.refused[1] == "Sign in first."
    assert second.answers[-1]["ok"]


@pytest.mark.parametrize(
    "nonsense",
    [
        Reply(200, b"<html>Log in to the hotel's network</html>"),
        Reply(200, b'{"v": 1'),
        Reply(200, b"\xff\xfe\x00"),
        Reply(200, b'{"v": 1, "desk": "OAK3", "epoch": "e1", "received_through": -4, "chain": "x", "mark": -1}'),
        Reply(503, b"later"),
        Reply(302, b"", {"Location": "/"}),
    ],
    ids=lambda reply: f"{reply.status} {reply.body[:8]!r}",
)
def test_a_ledger_that_answers_nonsense_is_named_and_the_desk_works_on(nonsense: Reply, data: Path) -> None:
    with http_ledger() as ledger:
        ledger.token = None
        ledger.next.extend([nonsense] * 50)
        away = replay(
            data, SIGN_IN, {"do": "sync"}, take("5", {"cash": "5"}), {"do": "expect", "to_send": 2}, ledger=ledger.url
        )
        ledger.next.clear()
        assert ledger.lines == []
        back = replay(data, {"do": "sync"}, ledger=ledger.url)
        _has_all(ledger, data)

    _, synced, taken, expected = away.answers
    assert not synced["ok"]
    assert is_one_sentence(synced["refused"]), synced
    assert taken["ok"]
    assert expected["ok"]
    assert back.answers == [{"ok": True, "to_send": 0}]


def _has_all(ledger: HttpLedger, data: Path) -> None:
    assert [line.body for line in ledger.lines] == [numbered.body.decode() for numbered in journal_of(data)]
