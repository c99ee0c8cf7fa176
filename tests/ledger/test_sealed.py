"""What desks sealed opens with the office's key alone, for a named person with the right and a reason, on record."""

import json
import stat
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from cashier.domain.accounts import AccountKind
from cashier.domain.errors import CashierError
from cashier.domain.line import LineKind
from cashier.domain.people import Role
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.doors.ledger import app
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.guarantors import Gatherer
from cashier.security.organization import new_organization_keys
from cashier.security.passphrases import hash_passphrase
from cashier.security.sealing import OfficeSealer
from cashier.wire import StaffRow
from tests.fakes.builders import check as check_of
from tests.ledger.conftest import clock, new_id, send
from tests.ledger.paper_desk import CENTER, DRAWER, PaperDesk, payment_facts

PASSPHRASE = "paper cranes in a row"
KEYS = new_organization_keys()
FORM = {"name": "Tran, Mai Linh", "address": "1 Main St, Oakland", "tin": "123-45-6789"}


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    """It took $10,100.00 in cash, took the form down, and took check 1043."""
    sealer = OfficeSealer(office_public=KEYS["office"]["public"], token_key=b"k")
    staff = [
        StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash=hash_passphrase(PASSPHRASE))
        for role in (Role.CASH_OFFICE, Role.LEAD)
    ]
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    paid = desk.pay_target(Target(TargetKind.CREDIT, "200417733"), 1_010_000)
    facts: dict[str, object] = {
        "payment": paid.facts["payment"],
        "receipt": paid.facts["receipt"],
        "payor": "member:11048827",
        "within": "24 hours",
        "reached_on": "2026-11-21",
        "due_on": "2026-12-06",
        "sealed": sealer.seal_form(FORM),
    }
    desk.write(desk.line(LineKind.LARGE_CASH, facts=facts, transfers=(), line_id=uuid4()))
    target = Target(TargetKind.STATEMENT, "S-10000001")
    tender = replace(check_of(500), routing="121000248", account=sealer.seal_account("121000248", "0012345678"))
    said = replace(payment_facts("OAK3-0000002", target, 500), tenders=(tender,))
    moved = (Transfer(replace(DRAWER, kind=AccountKind.DRAWER_CHECKS), target.account(CENTER), tender.amount),)
    desk.write(desk.line(LineKind.PAYMENT, facts=said.facts(), transfers=moved, line_id=said.payment_id))
    send(engine, desk)
    gatherer = Gatherer(engine)
    while gatherer.step():
        pass
    return desk


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """As `ledger keys` said it."""
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(KEYS))
    return file


def run(url: str, key: Path, out: Path, *what: str, by: str = "cash_office", reason: str = "Form 8300") -> object:
    arguments = [*what, "--key", str(key), "--by", by, "--reason", reason, "--out", str(out), "--database-url", url]
    done = CliRunner().invoke(app, arguments, input=f"{PASSPHRASE}\n")
    if done.exception is not None:
        raise done.exception
    return json.loads(out.read_text())


def exports(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT subject, staff FROM office_acts WHERE kind = 'exported'"))
        return [(row.subject, row.staff) for row in rows]


def test_the_form_is_written_with_the_cash_that_it_is_about(
    engine: Engine, ledger_url: str, desk: PaperDesk, key: Path, tmp_path: Path
) -> None:
    out = tmp_path / "form.json"
    said = run(ledger_url, key, out, "cash-report", "OAK3-0000001")

    assert isinstance(said, dict)
    assert (said["form"], said["due_on"], said["within"]) == (FORM, "2026-12-06", "24 hours")
    assert [(cash["desk"], cash["dollars"]) for cash in said["received"]] == [("OAK3", "10,100.00")]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert exports(engine) == [("export.cash_report.OAK3-0000001", "cash_office")]
    assert check(engine).findings == []


def test_a_checks_account_opens_with_the_bare_key_too(
    engine: Engine, ledger_url: str, desk: PaperDesk, tmp_path: Path
) -> None:
    bare = tmp_path / "office.key"
    bare.write_text(KEYS["office"]["private"] + "\n")

    said = run(ledger_url, bare, tmp_path / "a.json", "check-account", "OAK3-0000002", "1043", reason="returned")

    assert said == {"receipt": "OAK3-0000002", "number": "1043", "routing": "121000248", "account": "0012345678"}
    assert exports(engine) == [("export.check_account.OAK3-0000002.1043", "cash_office")]


@pytest.mark.parametrize(
    ("what", "who", "sentence"),
    [
        (("cash-report", "OAK3-0000001"), {"by": "lead"}, "may not take lists out"),
        (("cash-report", "OAK3-0000001"), {"by": "nobody"}, "doesn't match"),
        (("cash-report", "OAK3-0000001"), {"reason": " "}, "Say what the export is for"),
        (("cash-report", "OAK3-0000009"), {}, "No report on large cash stands"),
        (("check-account", "OAK3-0000002", "1044"), {}, "has no check 1044"),
    ],
)
def test_without_right_reason_or_box_nothing_opens(
    engine: Engine,
    ledger_url: str,
    desk: PaperDesk,
    key: Path,
    tmp_path: Path,
    what: tuple[str, ...],
    who: dict[str, str],
    sentence: str,
) -> None:
    out = tmp_path / "out.json"
    with pytest.raises(CashierError, match=sentence):
        run(ledger_url, key, out, *what, **who)

    assert (out.exists(), exports(engine)) == (False, [])


def test_another_key_opens_nothing_and_no_file_is_written_over(
    engine: Engine, ledger_url: str, desk: PaperDesk, key: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(new_organization_keys()))
    with pytest.raises(CashierError, match="This key does not open it"):
        run(ledger_url, other, tmp_path / "out.json", "cash-report", "OAK3-0000001")
    for words in ("{}", "no key", "{]"):
        other.write_text(words)
        with pytest.raises(CashierError, match="key"):
            run(ledger_url, other, tmp_path / "out.json", "cash-report", "OAK3-0000001")
    with pytest.raises(CashierError, match="is there already"):
        run(ledger_url, key, other, "cash-report", "OAK3-0000001")

    assert exports(engine) == []
