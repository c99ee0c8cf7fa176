"""What is logged names nobody: no names, no numbers, no secrets, whoever logs and however."""

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from cashier.logs import HIDDEN, LOG_FILE, get_logger, redacted, set_up_logs

SECRETS = ("11048827", "4111 1111 1111 1111", "Tran", "Mai Linh", "S-48210377", "blue heron", "0012345678")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    level = root.level
    handler = set_up_logs(tmp_path)
    yield tmp_path
    root.removeHandler(handler)
    handler.close()
    root.setLevel(level)
    logging.getLogger("cashier").setLevel(logging.NOTSET)
    structlog.reset_defaults()


def logged(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LOG_FILE).read_text("utf-8").splitlines()]


def test_an_event_is_one_line_of_json_with_its_facts(folder: Path) -> None:
    get_logger("cashier.sync").info("sent", lines=3, online=True, took_ms=1.5, epoch=None)

    event = logged(folder)[0]
    assert event.pop("timestamp").endswith("Z")
    assert event == {
        "event": "sent",
        "lines": 3,
        "online": True,
        "took_ms": 1.5,
        "epoch": None,
        "level": "info",
        "logger": "cashier.sync",
    }


def test_nothing_that_names_a_person_is_left_in_a_log(folder: Path) -> None:
    log = get_logger("cashier.usecases")
    log.warning("taken at 4111 1111 1111 1111", member="11048827", passphrase="blue heron", payor_name="Tran")
    log.info("facts", facts={"payor": "Tran", "deep": [{"statement": "S-48210377"}, ("0012345678", 11048827)]})
    logging.getLogger("library").warning("GET /v1/accounts/%s", 11048827)
    try:
        _fail_of("Tran")
    except KeyError:
        log.exception("a fault")
        logging.getLogger("library").exception("its fault")

    text = (folder / LOG_FILE).read_text("utf-8")
    assert [secret for secret in SECRETS if secret.casefold() in text.casefold()] == []
    assert text.count("builtins.OSError errno 28") == text.count("builtins.KeyError") == 2
    assert text.count("in _fail_of") == 4, "where each of both came by"
    assert len(logged(folder)) == 5
    assert logged(folder)[1]["facts"] == {"payor": HIDDEN, "deep": [{"statement": f"S-{HIDDEN}"}, [HIDDEN, HIDDEN]]}


def _fail_of(name: str) -> None:
    try:
        raise OSError(28, f"No room for {name}", f"/desks/{name}.pdf")
    except OSError as trouble:
        raise KeyError(f"{name}, Mai Linh, S-48210377") from trouble


def test_libraries_are_heard_only_when_they_warn(folder: Path) -> None:
    logging.getLogger("library").info("all is well")
    get_logger("cashier.store").info("opened")

    assert [event["event"] for event in logged(folder)] == ["opened"]


def test_the_log_file_is_private(folder: Path) -> None:
    get_logger("cashier.store").info("opened")

    assert stat.S_IMODE((folder / LOG_FILE).stat().st_mode) == 0o600


def test_short_numbers_and_plain_words_stay_readable() -> None:
    event = redacted(None, "info", {"event": "job 12345 of page 2", "copies": 2})

    assert event == {"event": "job 12345 of page 2", "copies": 2}
