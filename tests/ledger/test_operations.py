"""What operators ask of the service: is it alive, may it be sent desks, what are its figures, what does its log say."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from cashier.domain.targets import Target, TargetKind
from cashier.ledger import database
from cashier.ledger.embedded import DatabaseTrouble
from cashier.ledger.held import release
from cashier.ledger.metrics import CONNECTIONS, count_connections, exposition
from cashier.ledger.office import ReleaseHeld
from cashier.ledger.tokens import enroll_channel
from cashier.logs import LOG_FILE, set_up_logs
from cashier.wire import Trouble
from tests.fakes.signed import enrolled
from tests.ledger import serving
from tests.ledger.conftest import ADMIN, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import Served
from tests.ledger.test_held import ANA, OMAR

ELSEWHERE = {"X-Forwarded-For": "203.0.113.9"}  # As a proxy on this machine says where a request came from.


@pytest.fixture
def served(engine: Engine) -> Iterator[Served]:
    with serving.served(engine) as made:
        yield made


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The service's log, while a test runs."""
    handler = set_up_logs(tmp_path)
    yield tmp_path / LOG_FILE
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("cashier").setLevel(logging.NOTSET)
    handler.close()


def _sentence(said: str) -> str:
    return Trouble.model_validate_json(said).sentence


def test_it_is_alive_and_ready(served: Served) -> None:
    assert served.client.get("/health").text == "alive\n"
    assert served.client.get("/ready").text == "ready\n"


def test_a_service_that_is_told_to_leave_is_alive_and_not_ready(served: Served) -> None:
    served.service.service.leaving.set()

    answer = served.client.get("/ready")

    assert (served.client.get("/health").status_code, answer.status_code) == (200, 503)
    assert _sentence(answer.text) == "The ledger is being stopped. Ask another copy of it."


@pytest.mark.parametrize(("revision", "status"), [("0000", 503), ("9999", 200)])
def test_tables_that_are_older_make_it_not_ready_and_newer_ones_do_not(
    served: Served, ledger_url: str, revision: str, status: int
) -> None:
    _stamp(ledger_url, revision)
    try:
        assert served.client.get("/ready").status_code == status
    finally:
        _stamp(ledger_url, database.SCHEMA_REVISION)


def _stamp(url: str, revision: str) -> None:
    owner = owner_engine(url)
    with owner.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    owner.dispose()


def test_more_workers_than_the_database_has_connections_for_are_refused_with_one_sentence(engine: Engine) -> None:
    database.must_have_room(engine, 3)

    with pytest.raises(DatabaseTrouble, match="40 workers need 640 connections, and the database has 52 to give"):
        database.must_have_room(engine, 40)


def test_a_service_may_have_as_many_connections_as_the_system_lets_it() -> None:
    tried = subprocess.run([sys.executable, "-c", _FEW_FILES], check=False, capture_output=True, text=True)

    assert (tried.returncode, tried.stdout) == (0, "True\n"), tried.stderr


_FEW_FILES = """
import resource
from cashier.ledger.listening import allow_many_connections
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (256, most))
allow_many_connections()
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (most, most))
"""


def test_a_connection_that_was_lent_before_anybody_counted_is_none_less_when_it_comes_back(engine: Engine) -> None:
    early = engine.connect()
    count_connections(engine)
    with engine.connect():
        early.close()

        assert _in_use() == 1
    assert _in_use() == 0


def _in_use() -> float:
    (metric,) = CONNECTIONS.collect()
    return metric.samples[0].value


def test_every_answer_carries_the_id_under_which_the_log_has_the_request(
    engine: Engine, served: Served, log: Path
) -> None:
    with engine.begin() as connection:
        signed = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
        token = enroll_channel(connection, "online", ADMIN)
    good = served.client.get("/v1/desks/OAK3/standing", auth=signed)
    bad = served.client.get("/v1/desks/OAK3/standing", headers={"authorization": f"Bearer {token}x"})
    lost = served.client.get("/nowhere/11048827")

    served.client.get("/health")  # The line of a request is written once its answer has left.
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    desk = ("/v1/desks/{desk}/standing", "OAK3")
    assert [(line["request"], line["route"], line["desk"], line["status"]) for line in lines] == [
        (good.headers["x-request-id"], *desk, 200),
        (bad.headers["x-request-id"], *desk, 401),
        (lost.headers["x-request-id"], "unknown", "", 404),
    ]
    assert Trouble.model_validate_json(bad.text).request == bad.headers["x-request-id"]
    assert len({line["request"] for line in lines}) == 3
    assert token.partition(".")[2] not in log.read_text("utf-8")
    assert "11048827" not in log.read_text("utf-8")


def test_a_mistake_of_ours_is_one_sentence_with_an_id_and_a_line_in_the_log(
    served: Served, log: Path, ledger_url: str
) -> None:
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE tokens RENAME TO mislaid"))
    try:
        answer = served.client.get("/v1/desks/OAK3/standing", headers={"authorization": "Bearer OAK3.x"})
    finally:
        with owner.begin() as connection:
            connection.execute(text("ALTER TABLE mislaid RENAME TO tokens"))
        owner.dispose()
    served.client.get("/health")

    assert answer.status_code == 500
    trouble = Trouble.model_validate_json(answer.text)
    assert "mistake" in trouble.sentence
    assert trouble.request in log.read_text("utf-8")


def test_the_figures_tell_of_requests_and_of_the_books(engine: Engine, served: Served) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    desk.pay_target(Target(TargetKind.STATEMENT, "S-99999999"), 250)
    send(engine, desk)
    served.client.get("/v1/desks/OAK3/standing")

    figures = _figures(served.client.get("/metrics").text)

    assert figures['counterfoil_requests_total{method="GET",route="/v1/desks/{desk}/standing",status="401"}'] >= 1
    assert figures['counterfoil_request_seconds_count{route="/v1/desks/{desk}/standing"}'] >= 1
    assert figures["counterfoil_lines_total"] >= 3
    assert figures["counterfoil_held_cents"] == 250
    assert figures["counterfoil_oldest_held_seconds"] > 0
    assert figures["counterfoil_database_reached"] == 1
    assert figures["counterfoil_waiting_desks"] == 0
    assert figures["counterfoil_pool_connections_in_use"] >= 0


def test_what_was_released_is_no_longer_the_oldest_that_is_held(engine: Engine, served: Served) -> None:
    desk = PaperDesk("OAK3")
    desk.pay_target(Target(TargetKind.STATEMENT, "S-99999999"), 250)
    send(engine, desk)
    wish = ReleaseHeld(line_id=new_id(), statement_number="S-10000001", reason="theirs")
    with engine.begin() as connection:
        release(connection, "OAK3.1.0.0", wish, ANA, second=OMAR, clock=clock, new_id=new_id)

    figures = _figures(served.client.get("/metrics").text)

    assert figures["counterfoil_held_cents"] == figures["counterfoil_oldest_held_seconds"] == 0


def test_the_figures_of_requests_are_told_while_the_database_is_away() -> None:
    away = create_engine("postgresql+psycopg://nobody@/nothing?host=/nowhere")

    figures = _figures(exposition(away).decode())

    assert figures["counterfoil_database_reached"] == 0
    assert "counterfoil_waiting_desks" in figures
    assert "counterfoil_lines_total" not in figures


def test_the_figures_name_nobody(engine: Engine, served: Served) -> None:
    desk = PaperDesk("OAK3")
    desk.write_body("nonsense")
    send(engine, desk)
    with engine.begin() as connection:
        signed = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
        token = enroll_channel(connection, "online", ADMIN)
    served.client.get("/v1/members", params={"text": "qwyx"}, auth=signed)
    served.client.get("/v1/desks/OAK3/standing", headers={"authorization": f"Bearer {token}"})

    figures = served.client.get("/metrics").text

    assert 'counterfoil_alarms_total{what="line_unreadable"} 1.0' in figures
    assert [word for word in ("OAK3", "qwyx", token.partition(".")[2]) if word in figures] == []


def test_from_elsewhere_the_figures_want_the_token_of_the_channel_metrics(engine: Engine, served: Served) -> None:
    with engine.begin() as connection:
        metrics, other = enroll_channel(connection, "metrics", ADMIN), enroll_channel(connection, "online", ADMIN)

    statuses = [
        served.client.get("/metrics", headers=ELSEWHERE | {"authorization": f"Bearer {token}"}).status_code
        for token in ("none", other, metrics)
    ]

    assert statuses == [401, 401, 200]


def _figures(text_format: str) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in text_format.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}
