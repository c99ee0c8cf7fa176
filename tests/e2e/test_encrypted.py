"""A desk and its ledger over TLS, with an authority of the organization's own."""

import json
from pathlib import Path

import pytest

from cashier.config import DESK_FILE
from cashier.domain.errors import CashierError
from cashier.doors.enrolling import enroll_desk
from cashier.doors.processes import start_child
from cashier.doors.setup import fill_directory, make_desk
from tests.e2e.workplace import ROSA, answer_of, desk_papers
from tests.fakes.tls import tls_pair
from tests.leaks import remove_postgres


def test_a_desk_believes_its_own_authority_and_nobody_else(tmp_path: Path) -> None:
    tls_pair(tmp_path)
    certificate = tmp_path / "certificate.pem"
    tls = ("--tls-certificate", str(certificate), "--tls-key", str(tmp_path / "key.pem"))
    data = tmp_path / "ledger"
    child = start_child("ledger", "serve", "--data", str(data), "--port", "0", *tls, log=tmp_path / "ledger.log")
    try:
        where = ("--database-url", child.said["database_url"])
        add = ("ledger", "staff", "add", ROSA.user, "--name", ROSA.name, "--role", "cashier", *where)
        answer_of(*add, said=f"{ROSA.passphrase}\n")
        code = answer_of("ledger", "desks", "invite", "OAK3", "--center", "OAK", *where)["code"]
        desk = desk_papers(tmp_path / "desk", ledger_url=child.said["url"], desk="OAK3")
        make_desk(desk)

        with pytest.raises(CashierError, match="cannot be reached"):
            enroll_desk(desk, code=code)
        settings = desk / DESK_FILE
        pinned = f"[ledger]\nauthority = {json.dumps(str(certificate))}\n"
        settings.write_text(settings.read_text("utf-8").replace("[ledger]\n", pinned), "utf-8")
        enrolled = enroll_desk(desk, code=code)
        fill_directory(desk)
    finally:
        child.stop()
        remove_postgres(data)

    assert (enrolled.desk, enrolled.center) == ("OAK3", "OAK")
