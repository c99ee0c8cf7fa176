"""Day scripts of what a cashier does besides taking money: done at a desk, on its ledger, and on paper."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cashier.config_devices import Address
from cashier.doors.steering import steer
from receipts.printers.simulated import SimulatedPrinter
from tests.e2e.sample_books import SampleBooks
from tests.e2e.workplace import ROSA, LedgerProcess, answer_of, journal_of, new_desk, run_main
from tests.receipts.test_pdf import text_in

SIGN_IN = {"do": "sign_in", "user": ROSA.user, "passphrase": ROSA.passphrase}
OPEN = {"do": "open_shift", "float": {"20.00": 5}}
MAI_LINH, AN, OFFICE, CONFIDENTIAL = "11048827", "11048843", "S-48211904", "S-48213052"
HOSPITAL = "S-48210377"


@pytest.fixture(scope="module")
def ledger(books: SampleBooks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerProcess]:
    """A ledger with the sample's people."""
    with books.ledger(tmp_path_factory.mktemp("besides")) as process:
        yield process


@pytest.fixture(scope="module")
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as made:
        yield made


@pytest.fixture(scope="module")
def data(ledger: LedgerProcess, printer: SimulatedPrinter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of desk OAK1, with a receipt printer."""
    return new_desk(
        tmp_path_factory.mktemp("desk") / "OAK1",
        ledger_url=ledger.url,
        code=ledger.invite_desk("OAK1"),
        desk="OAK1",
        more=f"\n[printer]\nport = {printer.port}\ncontrol_port = {printer.control_port}\n",
    )


def play(data: Path, *acts: dict[str, Any]) -> list[dict[str, Any]]:
    """Work through acts; an answer for each."""
    path = data / "day.jsonl"
    path.write_text("".join(f"{json.dumps(act)}\n" for act in acts), "utf-8")
    done = run_main("replay", str(path), "--data", str(data))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def papers(printer: SimulatedPrinter) -> list[str]:
    """What came out of the receipt printer so far."""
    control = Address(host="127.0.0.1", port=printer.control_port)
    return [paper["text"] for paper in steer(control, {"do": "paper", "after": 0})["papers"]]


def test_a_copy_is_a_sheet_with_its_lines_offline_with_its_sums_and_short_on_the_receipt_printer(
    data: Path, ledger: LedgerProcess, printer: SimulatedPrinter, tmp_path: Path
) -> None:
    before = len(papers(printer))
    copy = {"do": "statement_copy", "statement": OFFICE}

    answers = play(
        data,
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": MAI_LINH},
        copy,
        {"do": "ledger", "set": "down"},
        copy | {"form": "file"},
        copy | {"form": "slip"},
        copy | {"statement": CONFIDENTIAL},
        {"do": "open_member", "member": AN},
        copy | {"statement": CONFIDENTIAL},
        copy | {"statement": "S-1"},
        {"do": "ledger", "set": "up"},
        {"do": "sync"},
    )

    with_lines, without, slip = answers[3], answers[5], answers[6]
    assert (with_lines["ok"], with_lines["open"], with_lines["has_lines"]) == (True, "60.00", True)
    assert (without["has_lines"], slip["said"]) == (False, "The copy is on its way to the receipt printer.")
    assert "is confidential and goes to its own member alone" in answers[7]["refused"]
    assert answers[9]["ok"]
    assert "not known at this desk" in answers[10]["refused"]
    sheet = data / "letters" / f"statement-{OFFICE}.pdf"
    assert sheet.stat().st_mode & 0o077 == 0, "nobody else reads it"
    assert "not at hand" in text_in(sheet.read_bytes(), tmp_path) or "không có sẵn" in text_in(
        sheet.read_bytes(), tmp_path
    )
    assert OFFICE in papers(printer)[before]
    copied = [line for line in journal_of(data) if line["kind"] == "statement_copied"]
    assert [line["facts"]["form"] for line in copied] == ["letter", "file", "slip", "letter"]
    assert {line["staff"] for line in copied} == {"rosa"}
    assert answer_of("ledger", "check", *ledger.database)["holds"]


def test_what_is_refused_noted_and_referred(data: Path, ledger: LedgerProcess, printer: SimulatedPrinter) -> None:
    before = len(papers(printer))
    hospital = "S-48210377"

    answers = play(
        data,
        SIGN_IN,
        {"do": "open_member", "member": "11048835"},
        {"do": "plan", "statement": hospital, "first": "12/15", "installments": 4},
        {"do": "open_member", "member": MAI_LINH},
        {"do": "plan", "statement": hospital, "first": "12/15", "installments": 4},
        {"do": "extend", "statement": "P-77419204", "to": "12/31"},
        {"do": "assistance"},
        {"do": "refer", "reason": "Balance disputed", "text": "Says the visit was cancelled.", "statement": OFFICE},
        {"do": "refer", "reason": "No reason", "text": "x"},
        {"do": "sync"},
    )

    assert "See the statement or the authority" in answers[2]["refused"]
    assert "under review for assistance" in answers[4]["refused"]
    assert "is a premium" in answers[5]["refused"]
    assert answers[6] == {"ok": True, "member": MAI_LINH}
    assert answers[7] == {"ok": True, "statement": OFFICE}
    assert "Choose a reason" in answers[8]["refused"]
    assert answers[9]["ok"]
    assert "tài chính" in papers(printer)[before] or "Financial" in papers(printer)[before]
    assert answer_of("ledger", "check", *ledger.database)["holds"]


def test_an_extension_and_a_plan_with_their_papers(
    data: Path, ledger: LedgerProcess, printer: SimulatedPrinter
) -> None:
    before = len(papers(printer))
    today = datetime.now(ZoneInfo("America/Los_Angeles")).date()
    due, first = today + timedelta(days=29), today + timedelta(days=20)

    answers = play(
        data,
        SIGN_IN,
        {"do": "extend", "statement": OFFICE, "to": due.isoformat()},
        {"do": "extend", "statement": OFFICE, "to": due.isoformat()},
        {"do": "open_member", "member": "11048835"},
        {"do": "plan", "statement": "S-48212988", "first": first.isoformat(), "amount": "50"},
        {"do": "extend", "statement": "S-48212988", "to": due.isoformat()},
        {"do": "sync"},
    )

    assert (answers[1]["ok"], answers[1]["due_date"]) == (True, due.isoformat())
    assert "extended before" in answers[2]["refused"]
    assert answers[4]["plan"].startswith("plan: 3 x $50.00 a month from")
    assert "on a plan already" in answers[5]["refused"]
    extension, plan = papers(printer)[before:]
    assert OFFICE in extension
    assert "Section 1785.27 of the Civil" in plan
    assert answer_of("ledger", "check", *ledger.database)["holds"]


def test_payments_are_found_and_the_day_is_reported_without_its_cash(
    data: Path, ledger: LedgerProcess, printer: SimulatedPrinter, tmp_path: Path
) -> None:
    report = {"do": "day_report", "reason": "month end"}
    answers = play(
        data,
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": MAI_LINH},
        {"do": "take", "pay": {HOSPITAL: "12.50"}, "tenders": [{"check": "12.50", "number": "2210"}]},
        {"do": "take", "pay": {HOSPITAL: "7.31"}, "tenders": [{"cash": "7.31"}]},
        {"do": "payments", "text": "2210"},
        {"do": "payments", "text": "tran"},
        {"do": "payments", "text": "2210 7.31"},
        {"do": "day_report"},
        report,
        report | {"form": "pdf"},
        report | {"form": "slip"},
        report | {"day": "1/2/20"},
        {"do": "sync"},
        {"do": "payments"},
    )

    by_check, by_name, two, no_reason, table, sheet, slip, earlier = answers[5:13]
    (found,) = by_check["payments"]
    assert (found["member"], found["tender"], found["amount"]) == ("M. T. · 8827", "Check 2210", "12.50")
    assert found["state"] == "to send"
    assert ["amount" in payment for payment in by_name["payments"]] == [False, True], "cash is not counted yet"
    assert "one number or amount at a time" in two["refused"]
    assert "Say what the report is for" in no_reason["refused"]
    for told in (table, sheet, slip):
        assert (told["receipts"], told["checks"], told["card"]) == (2, "12.50", "0.00")
        assert (told["cash"], told["total"]) == (None, None)
    assert {payment["state"] for payment in answers[14]["payments"]} == {"posted"}

    assert (earlier["day"], earlier["receipts"], earlier["total"]) == ("2020-01-02", 0, "0.00")
    (csv_file,) = (data / "reports").glob("day-OAK1-202[!0]*.csv")
    assert csv_file.stat().st_mode & 0o077 == 0, "nobody else reads it"
    assert [row[5] for row in csv.reader(csv_file.read_text("utf-8").splitlines())] == ["amount", "", "12.50"]
    (pdf_file,) = (data / "reports").glob("day-OAK1-*.pdf")
    assert "Check 2210" in text_in(pdf_file.read_bytes(), tmp_path)
    (paper,) = [paper for paper in papers(printer) if "Day report" in paper]
    for said in (csv_file.read_text("utf-8"), text_in(pdf_file.read_bytes(), tmp_path), paper):
        assert "7.31" not in said
        assert "19.81" not in said
    reported = [line for line in journal_of(data) if line["kind"] == "day_reported"]
    assert [line["facts"]["form"] for line in reported] == ["csv", "pdf", "slip", "csv"]
    assert {line["facts"]["reason"] for line in reported} == {"month end"}
    assert answer_of("ledger", "check", *ledger.database)["holds"]
