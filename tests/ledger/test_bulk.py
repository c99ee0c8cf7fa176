"""Files of billing systems: the good rows go in, each bad one is named, and a cut file goes on without doubling."""

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from cashier.doors.ledger import app
from cashier.exchange.billing_files import FileTrouble, billing_files, kind_of
from cashier.ledger import bulk
from cashier.ledger.administration import keep_center
from cashier.ledger.bulk import Loader, Progress, Rejected
from cashier.ledger.channels import take_channel_payments
from cashier.ledger.check import check
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.loading import LoadTrouble, load_directory
from cashier.ledger.search import search_members
from cashier.wire import ChannelPayment
from tests.ledger.conftest import ADMIN, GUARANTOR, MEMBER, add_desk, balance, clock, count_rows, member, new_id, send
from tests.ledger.paper_desk import TODAY, PaperDesk

GUARANTORS = "number,name,region\n"
MEMBERS = "number,guarantor_number,family_name,given_names,birth_date,region,home_center,notes\n"
STATEMENTS = (
    "number,kind,region,member_number,guarantor_number,title,statement_date,due_date,billed_cents,paid_cents,statuses\n"
)
EVENTS = "reference,event,statement_number,words,due_date,cents\n"


def _bill(number: str, cents: object, paid: object = "", *, member: str = MEMBER, statuses: str = "") -> str:
    return f"{number},hospital,ncal,{member},{GUARANTOR},Visit,2026-11-01,2026-12-01,{cents},{paid},{statuses}\n"


@pytest.fixture
def named() -> list[Rejected]:
    """The rows that were not taken."""
    return []


@pytest.fixture
def loader(engine: Engine, tmp_path: Path, named: list[Rejected]) -> Loader:
    return Loader(
        engine=engine,
        system="billing",
        rejects_folder=tmp_path,
        tell=lambda _: None,
        name=named.append,
        clock=clock,
        new_id=new_id,
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def written(name: str, words: str) -> Path:
        path = tmp_path / name
        path.write_text(words, "utf-8")
        return path

    return written


Write = Callable[[str, str], Path]


def test_people_and_bills_of_files_are_found_and_owed(engine: Engine, loader: Loader, write: Write) -> None:
    loader.load(write("guarantors.csv", GUARANTORS + '300000001,"Núñez, Ana",ncal\n'))
    row = '20000001,300000001,Núñez,"Ana Sofía",1984-02-29,ncal,Oakland,Deceased; Hard of hearing\n'
    loader.load(write("members.csv", MEMBERS + row))
    loader.load(write("statements.csv", STATEMENTS + _bill("S-500", 900, 300, member="20000001", statuses="lien")))

    assert balance(engine, "receivable:S-500") == 600
    assert check(engine).findings == []
    with engine.connect() as connection:
        assert [one.number for one in search_members(connection, "sofia nun", TODAY)] == ["20000001"]
        assert connection.scalar(text("SELECT notes FROM members WHERE number = '20000001'")) == [
            "Deceased",
            "Hard of hearing",
        ]


def test_each_bad_row_is_named_and_the_good_ones_are_in(
    engine: Engine, loader: Loader, write: Write, named: list[Rejected], tmp_path: Path
) -> None:
    path = write(
        "statements.csv",
        STATEMENTS
        + _bill("S-1", 100)
        + _bill("S-2", "12.50")
        + _bill("S 3", 100)
        + _bill("S-4", 100, member="99999999")
        + _bill("S-5", 100, 200)
        + "S-6,hospital\n"
        + _bill("S-7", 100).replace("2026-11-01", "11/01/26")
        + _bill("S-8", 100),
    )

    done = loader.load(path)

    assert (done.rows, done.rejected) == (8, 6)
    assert [(one.line, one.field) for one in named] == [
        (3, "billed_cents"),
        (4, "number"),
        (5, "member_number"),
        (6, ""),
        (7, ""),
        (8, "statement_date"),
    ]
    assert all(one.sentence.endswith(".") and "\n" not in one.sentence for one in named)
    assert named[0].sentence == "billed_cents has to be a whole number. Correct it."
    assert named[1].sentence == (
        "number has to be 1 to 40 letters and digits, with . _ / or - between them. Correct it."
    )
    assert count_rows(engine, "statements WHERE number IN ('S-1', 'S-8')") == 2
    assert count_rows(engine, "statements WHERE number LIKE 'S-_'") == 2
    rejects = (tmp_path / "statements.rejected.csv").read_text("utf-8")
    rows = list(csv.DictReader(StringIO(rejects, newline="")))
    assert [row["line"] for row in rows] == ["3", "4", "5", "6", "7", "8"]
    assert rows[0]["row"] == _bill("S-2", "12.50").strip()


def test_a_member_of_nobody_and_letters_that_are_none_are_named(
    loader: Loader, tmp_path: Path, named: list[Rejected]
) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(
        MEMBERS.encode()
        + b"20000001,300000009,Ng,Amy,1984-02-01,ncal,Oakland,\n"
        + b"20000002,200417733,N\xf1ez,Amy,1984-02-01,ncal,Oakland,\n"
    )

    loader.load(path)

    assert [(one.line, one.field) for one in named] == [(2, "guarantor_number"), (3, "family_name")]


def test_a_members_address_reaches_the_desk_and_one_that_is_none_is_named(
    engine: Engine, loader: Loader, write: Write, named: list[Rejected]
) -> None:
    columns = MEMBERS.replace("notes", "email")
    said = f"{GUARANTOR},Tran,Ann,1984-02-01,ncal,OAK"
    loader.load(
        write(
            "members.csv",
            f"{columns}20000011,{said},ann@example.org\n20000012,{said},\n20000013,{said},ann..tran@example.org\n",
        )
    )

    (refused,) = named
    assert (refused.line, refused.field) == (4, "email")
    assert refused.sentence == "email: it has to be an address like mai@example.org, or left out. Correct it."
    page = read_page(engine, "OAK3", known_epoch="", after=Cursor.read(""), limit=100)
    assert {row.number: row.email for row in page.members} == {
        MEMBER: "",
        "20000011": "ann@example.org",
        "20000012": "",
    }


def test_a_region_that_no_center_has_is_named(
    engine: Engine, loader: Loader, write: Write, named: list[Rejected]
) -> None:
    with engine.begin() as connection:
        keep_center(connection, "OAK", "Oakland Medical Center", "ncal", ADMIN)
    loader.load(write("guarantors.csv", GUARANTORS + "300000001,Ng,ncal\n300000002,Ng,ncla\n"))
    loader.load(write("statements.csv", STATEMENTS + _bill("S-1", 100).replace("ncal", "scal") + _bill("S-2", 100)))

    assert [(one.file, one.line, one.field) for one in named] == [
        ("guarantors.csv", 3, "region"),
        ("statements.csv", 2, "region"),
    ]
    assert "none of ncal" in named[0].sentence
    assert balance(engine, "receivable:S-2") == 100
    assert count_rows(engine, "guarantors WHERE number LIKE '3%'") == 1


def test_a_load_of_all_or_nothing_says_which_row_stops_it(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(LoadTrouble, match="20000001: guarantor_number names a guarantor"):
        load_directory(
            connection,
            members=[member("20000001").model_copy(update={"guarantor_number": "999"})],
            clock=clock,
            new_id=new_id,
        )

    assert count_rows(engine, "members") == 1


def test_the_same_files_again_change_nothing(engine: Engine, loader: Loader, write: Write) -> None:
    bills = write("statements.csv", STATEMENTS + _bill("S-1", 100, 40) + _bill("S-2", 200))
    events = write("statement_events.csv", EVENTS + "e1,assistance_granted,S-2,,,50\ne2,sent_to_collections,S-1,,,\n")
    loader.load(bills)
    loader.load(events)
    lines = count_rows(engine, "lines")

    loader.load(bills)
    loader.load(events)

    assert count_rows(engine, "lines") == lines
    assert (balance(engine, "receivable:S-1"), balance(engine, "receivable:S-2")) == (60, 150)
    assert check(engine).findings == []


def test_a_bill_that_comes_twice_in_one_file_counts_as_it_came_last(
    engine: Engine, loader: Loader, write: Write
) -> None:
    loader.load(write("statements.csv", STATEMENTS + _bill("S-1", 100) + _bill("S-1", 250)))

    assert balance(engine, "receivable:S-1") == 250


def test_a_load_that_was_cut_goes_on_behind_its_last_batch(
    engine: Engine,
    loader: Loader,
    write: Write,
    named: list[Rejected],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "BATCH_ROWS", 10)
    rows = [_bill(f"S-9{place:03d}", "x" if place % 7 == 3 else 100 + place) for place in range(95)]
    path = write("statements.csv", STATEMENTS + "".join(rows))

    def cut(now: Progress) -> None:
        if now.rows == 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(loader, tell=cut).load(path)
    assert count_rows(engine, "loads") == 1
    heard: list[int] = []
    done = replace(loader, tell=lambda now: heard.append(now.rows)).load(path)

    assert heard[0] == 60
    bad = [place for place in range(95) if place % 7 == 3]
    assert (done.rows, done.rejected) == (95, len(bad))
    assert [one.line for one in named] == [place + 2 for place in bad]
    lines = (tmp_path / "statements.rejected.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + len(bad)
    assert count_rows(engine, "statements WHERE number LIKE 'S-9%'") == 95 - len(bad)
    assert count_rows(engine, "loads") == 0
    report = check(engine)
    assert (report.findings, report.debit_cents) == ([], 15_000 + sum(100 + n for n in range(95) if n not in bad))


def test_desks_and_channels_pay_bills_while_they_are_loaded_anew(engine: Engine, loader: Loader, write: Write) -> None:
    numbers = [f"S-7{place:03d}" for place in range(40)]
    versions = [
        write(f"statements-{cents}.csv", STATEMENTS + "".join(_bill(number, cents) for number in numbers))
        for cents in (5_000, 4_000, 9_000, 2_000, 7_000)
    ]
    loader.load(versions[0])
    desks = [PaperDesk("OAK3"), PaperDesk("OAK4")]
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    for turn in range(80):
        desks[0].pay(numbers[turn % 40], 30 + turn)
        desks[1].pay(numbers[-1 - turn % 40], 70 + turn)

    def pay_online() -> None:
        for place, number in enumerate(numbers):
            payment = ChannelPayment(reference=f"w{place}", statement_number=number, cents=55, business_date=TODAY)
            with engine.begin() as connection:
                take_channel_payments(connection, "online", [payment], clock=clock, new_id=new_id)

    with ThreadPoolExecutor(4) as together:
        paying = [together.submit(_send_by_tens, engine, desk) for desk in desks] + [together.submit(pay_online)]
        for version in versions[1:]:
            loader.load(version)
        for one in paying:
            one.result()

    report = check(engine)
    assert (report.findings, report.payments) == ([], 160)
    taken = 40 * 55 + sum(100 + 2 * turn for turn in range(80))
    assert balance(engine, "billed:ncal.medical") == -(15_000 + 40 * 7_000)
    owed = sum(balance(engine, f"receivable:{number}") for number in numbers)
    assert owed + balance(engine, f"credit:{GUARANTOR}") == 40 * 7_000 - taken


def _send_by_tens(engine: Engine, desk: PaperDesk) -> None:
    for first in range(1, len(desk.sent) + 1, 10):
        send(engine, desk, first, first + 9)


def test_a_load_that_is_killed_is_done_by_the_next(engine: Engine, ledger_url: str, write: Write) -> None:
    bills = 12_000
    path = write("statements.csv", STATEMENTS + "".join(_bill(f"S-8{place:05d}", 100, 40) for place in range(bills)))
    command = [sys.executable, "-c", _LOADS_IN_SMALL_BATCHES, "load", str(path), "--database-url", ledger_url]
    killed = 0
    for batch in (1, 4):
        child = subprocess.Popen(command, stdout=subprocess.PIPE)
        while child.poll() is None and count_rows(engine, f"loads WHERE rows_done >= {batch * 1_000}") == 0:
            continue
        child.kill()
        killed += child.wait() == -signal.SIGKILL
        assert child.stdout is not None
        child.stdout.close()

    done = subprocess.run(command, check=True, capture_output=True)

    assert killed == 2
    assert json.loads(done.stdout) == {"statements.csv": {"rows": bills, "rejected": 0}}
    assert count_rows(engine, "statements WHERE number LIKE 'S-8%'") == bills
    report = check(engine)
    assert (report.findings, report.debit_cents) == ([], 15_000 + bills * 140)
    assert count_rows(engine, "loads") == 0


_LOADS_IN_SMALL_BATCHES = """
from cashier.ledger import bulk
bulk.BATCH_ROWS = 1_000
from cashier.doors.ledger import app
app()
"""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("number,name\n", "has no column region"),
        ("number,name,region,phone\n", "has a column phone that nobody knows"),
        ("number,name,region,name\n", "names a column twice"),
        ("", "has no column number"),
    ],
)
def test_columns_that_are_not_those_of_the_kind_are_refused(
    loader: Loader, write: Write, words: str, sentence: str
) -> None:
    with pytest.raises(FileTrouble, match=sentence):
        loader.load(write("guarantors.csv", words))


def test_a_folder_is_loaded_in_an_order_in_which_nobody_is_unknown(write: Write, tmp_path: Path) -> None:
    for name in ("statement_events.csv", "statements-ncal.csv", "statements-scal.csv", "members.csv", "guarantors.csv"):
        write(name, "")
        write(name.replace(".csv", ".rejected.csv"), "what an earlier load did not take")

    assert [path.name for path in billing_files([tmp_path])] == [
        "guarantors.csv",
        "members.csv",
        "statements-ncal.csv",
        "statements-scal.csv",
        "statement_events.csv",
    ]


def test_a_file_that_is_none_of_these_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match=r"payments.csv is not to be loaded"):
        kind_of(tmp_path / "payments.csv")
    with pytest.raises(FileTrouble, match="holds no file"):
        billing_files([tmp_path])
    with pytest.raises(FileTrouble, match="is not there"):
        billing_files([tmp_path / "members.csv"])


def test_the_command_loads_a_folder_and_says_what_it_did_not_take(
    engine: Engine, ledger_url: str, write: Write, tmp_path: Path
) -> None:
    write("guarantors.csv", GUARANTORS + "300000001,Ng,ncal\n")
    write("members.csv", MEMBERS + "20000001,300000001,Ng,Amy,1984-02-01,ncal,Oakland,\n" + "2,3\n")

    done = CliRunner().invoke(app, ["load", str(tmp_path), "--database-url", ledger_url])

    assert json.loads(done.stdout) == {
        "guarantors.csv": {"rows": 1, "rejected": 0},
        "members.csv": {"rows": 2, "rejected": 1},
    }
    assert "members.csv, line 3: The row has 2 fields, and there are 8 columns." in done.stderr
    assert done.exit_code == 1
    assert count_rows(engine, "members WHERE number = '20000001'") == 1
