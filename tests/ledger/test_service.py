"""The service as a process: it comes up by itself, goes down in time, and a kill loses and doubles nothing."""

import json
import os
import random
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from cashier.doors.ledger_process import RunningLedger, running_ledger
from cashier.doors.processes import MAIN, start_child
from cashier.ledger import database
from cashier.ledger.administration import Admin
from cashier.ledger.check import check
from cashier.ledger.embedded import REMEMBERED, DatabaseTrouble, remove_embedded_postgres
from cashier.ledger.enrollment import invite
from cashier.ledger.tokens import enroll_channel
from cashier.wire import Enrollment, Standing
from tests.fakes.signed import Signed, a_signer, enrolled
from tests.ledger.conftest import ADMIN, load, owner_engine, short_folder, statement
from tests.ledger.paper_desk import PaperDesk

LINES = "/v1/desks/OAK3/lines"
LEAVE_WITHIN_S = 60.0  # Two where nothing else runs; the machine of a test run is never idle.
ANSWERED_WITHIN_S = 60.0


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as made:
        yield made


def _ledger(*arguments: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(MAIN), "ledger", *arguments], check=False, capture_output=True, text=True, input=said
    )


def _post(running: RunningLedger, auth: Signed, desk: PaperDesk, first: int, last: int) -> Standing | None:
    """Send one run; None where no answer came."""
    try:
        answer = httpx.post(
            f"{running.url}{LINES}",
            content=desk.run(first, last).model_dump_json(),
            auth=auth,
            timeout=ANSWERED_WITHIN_S,
        )
    except httpx.TransportError:
        return None
    return Standing.model_validate_json(answer.text) if answer.status_code == 200 else None


def _postgres_of(folder: Path) -> list[psutil.Process]:
    """The servers and guards that run on a data folder."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(folder) in " ".join(process.info["cmdline"] or ()) and process.pid != os.getpid()
    ]


def _is_gone(folder: Path) -> bool:
    deadline = time.monotonic() + LEAVE_WITHIN_S
    while time.monotonic() < deadline:
        if not _postgres_of(folder):
            return True
        psutil.wait_procs(_postgres_of(folder), timeout=0.1)
    return False


@pytest.mark.parametrize("way", ["the end of its input", "SIGTERM", "SIGINT"])
def test_it_leaves_in_time_and_takes_its_database_along(folder: Path, way: str) -> None:
    with running_ledger(folder) as running:
        process = running.child.process
        assert httpx.get(f"{running.url}/v1/desks/OAK3/standing", timeout=ANSWERED_WITHIN_S).status_code == 401
        if way.startswith("SIG"):
            process.send_signal(getattr(signal, way))
        elif process.stdin is not None:
            process.stdin.close()

        assert process.wait(LEAVE_WITHIN_S) == 0
    assert _is_gone(folder)
    assert (folder / "ledger.log").read_text() == ""


def test_a_killed_service_takes_its_database_along(folder: Path) -> None:
    with running_ledger(folder) as running:
        running.child.process.kill()
        running.child.process.wait()

    assert _is_gone(folder)


def test_kills_in_the_middle_of_runs_lose_and_double_nothing(folder: Path) -> None:
    chance = random.Random(7)
    desk = PaperDesk("OAK3")
    for turn in range(3_000):
        desk.pay(f"S-{10_000_000 + turn % 50}", 100)
    with database.opened_ledger(data=folder, database_url=None) as engine, engine.begin() as connection:
        load(connection, *(statement(f"S-{10_000_000 + number}", 10**6) for number in range(50)))
        auth = enrolled(connection, "OAK3", "OAK", ADMIN)

    acknowledged = 0
    for _ in range(4):
        with running_ledger(folder) as running:
            for _ in range(chance.randrange(1, 4)):
                standing = _post(running, auth, desk, acknowledged + 1, acknowledged + 200)
                assert standing is not None
                assert (standing.state, standing.chain) == ("ok", desk.sent[standing.received_through - 1].chain)
                acknowledged = standing.received_through
            run = desk.run(acknowledged + 1, acknowledged + 200).model_dump_json().encode()
            headers = json.dumps(auth.signer("POST", LINES.encode(), run))
            sender = subprocess.Popen(
                [sys.executable, "-c", _SENDER, f"{running.url}{LINES}", headers], stdin=subprocess.PIPE
            )
            assert sender.stdin is not None
            sender.stdin.write(run)
            sender.stdin.close()
            _wait_a_moment(sender, chance.uniform(0.1, 0.4))
            running.child.process.kill()
            sender.wait()
        assert _is_gone(folder)

    with running_ledger(folder) as running:
        while acknowledged < len(desk.sent):
            standing = _post(running, auth, desk, acknowledged + 1, acknowledged + 500)
            assert standing is not None
            acknowledged = standing.received_through
        with database.opened_ledger(data=None, database_url=running.database_url) as engine:
            report = check(engine)
    assert (report.payments, report.findings) == (3_000, [])


_SENDER = """
import json, sys, urllib.request
run = sys.stdin.buffer.read()
try:
    urllib.request.urlopen(urllib.request.Request(sys.argv[1], run, json.loads(sys.argv[2]))).read()
except OSError:
    pass
"""


def _wait_a_moment(process: "subprocess.Popen[bytes]", moment_s: float) -> None:
    try:
        process.wait(moment_s)
    except subprocess.TimeoutExpired:
        return


def test_it_speaks_tls_with_a_certificate_that_is_given(folder: Path) -> None:
    certificate, key = _make_certificate(folder)
    tls = ("--tls-certificate", str(certificate), "--tls-key", str(key))
    child = start_child("ledger", "serve", "--data", str(folder), "--port", "0", *tls, log=folder / "ledger.log")
    try:
        trusting = ssl.create_default_context(cafile=certificate)
        answer = httpx.get(f"{child.said['url']}/v1/desks/OAK3/standing", verify=trusting, timeout=ANSWERED_WITHIN_S)
    finally:
        child.stop()

    assert (child.said["url"].partition(":")[0], answer.status_code) == ("https", 401)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "ledger.example"])
def test_it_does_not_listen_without_tls_where_others_could_read_along(folder: Path, host: str) -> None:
    done = _ledger("serve", "--data", str(folder), "--host", host, "--port", "0")

    assert done.returncode == 1
    assert done.stderr == (
        f"On {host} names and balances would travel for all to read. Give --tls-certificate and --tls-key, "
        "or listen on 127.0.0.1.\n"
    )


def test_no_secret_stands_in_a_log(folder: Path) -> None:
    """Codes, tokens, signatures and names, through answers of every kind, a fault of the service among them."""
    with database.opened_ledger(data=folder, database_url=None) as engine, engine.begin() as connection:
        load(connection, statement("S-10000001", 100))
        today = Admin(by="helen", clock=lambda: datetime.now(UTC), new_id=ADMIN.new_id)
        code = invite(connection, "OAK4", "OAK", today).code
        token = enroll_channel(connection, "online", ADMIN)
        auth = enrolled(connection, "OAK3", "OAK", ADMIN)
    signer = a_signer("OAK4")
    asked = Enrollment(desk="OAK4", code=code, public_key=signer.public, journal_lines=0).model_dump()
    with running_ledger(folder) as running, httpx.Client(base_url=running.url, timeout=ANSWERED_WITHIN_S) as client:
        asking = [
            client.post("/v1/enrollment", json=asked, auth=Signed(signer)),
            client.post("/v1/enrollment", json=asked | {"code": "7777-7777"}, auth=Signed(signer)),
            client.get("/v1/members?text=Tran", headers={"authorization": f"Bearer {token}"}),
            client.get("/v1/members?text=Tran", headers={"authorization": f"Bearer {token}x"}),
        ]
        owner = owner_engine(running.database_url)
        with owner.begin() as connection:
            connection.execute(text("ALTER TABLE members RENAME TO members_away"))
        owner.dispose()
        asking.append(client.get("/v1/members?text=Tran", auth=auth))

    assert [answer.status_code for answer in asking] == [200, 401, 200, 401, 500]
    logged = "".join(path.read_text("utf-8") for path in folder.glob("*.log"))
    assert "members" in logged, "the fault was not logged, so nothing is proven here"
    signature = asking[-1].request.headers["signature"]
    for secret in (code, code.replace("-", ""), "7777-7777", token, signature, "Tran", "argon2"):
        assert secret not in logged


def _make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, signed by itself, and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    signed = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(hours=1))
        .not_valid_after(datetime.now(UTC) + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, key


def test_a_second_command_joins_the_running_database_and_leaves_it_running(folder: Path) -> None:
    with running_ledger(folder) as running:
        done = _ledger("check", "--data", str(folder))

        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["holds"] is True
        assert httpx.get(f"{running.url}/v1/desks/OAK3/standing", timeout=ANSWERED_WITHIN_S).status_code == 401


def test_a_folder_that_postgresqls_user_cannot_reach_is_remembered_elsewhere(folder: Path) -> None:
    hidden = folder / "hidden" / "data"
    hidden.mkdir(parents=True)
    hidden.parent.chmod(0o700)
    try:
        epochs = {_epoch(hidden), _epoch(hidden)}
        elsewhere = Path((hidden / REMEMBERED).read_text().strip())
        elsewhere.rename(elsewhere.with_suffix(".away"))
        with pytest.raises(DatabaseTrouble, match="is gone from"):
            _epoch(hidden)
        elsewhere.with_suffix(".away").rename(elsewhere)
        assert epochs == {_epoch(hidden)}
    finally:
        remove_embedded_postgres(hidden)

    assert not elsewhere.exists()
    assert not [path for path in hidden.iterdir() if path.name.startswith("postgres")]


def test_a_data_folder_with_a_long_name_gets_a_short_socket(folder: Path) -> None:
    long = folder / ("long" * 20)

    with database.opened_ledger(data=long, database_url=None) as engine:
        socket_folder = Path(str(engine.url.query["host"]))
        assert len(str(socket_folder)) < 60

    assert not socket_folder.exists()


def _epoch(data: Path) -> str:
    with database.opened_ledger(data=data, database_url=None) as engine, engine.connect() as connection:
        return database.epoch(connection)
