"""No answer is believed that a ledger of ours could not have given; each ends in one sentence, and nothing changes."""

import json
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from cashier.domain.chain import first_link
from cashier.domain.errors import CashierError, HistoryDiffers, LedgerAway, LedgerRefuses
from cashier.sync.client import ANSWER_BYTES_MAX, LedgerClient
from cashier.sync.drawers import LedgerDrawers
from cashier.sync.push import STOPPED_S
from cashier.wire import Run
from tests.fakes.http_ledger import Fault, Reply, http_ledger
from tests.fakes.tls import tls_pair
from tests.sync.rig import Rig, rig, rig_with_ledger

SENTENCES = {
    "The ledger cannot be reached.",
    "The ledger answered that it cannot work now.",
    "What answered at the ledger's address is not a ledger that this desk understands.",
}


def standing(**said: Any) -> bytes:
    honest = {"v": 1, "desk": "OAK3", "epoch": "e1", "received_through": 0, "chain": first_link("OAK3"), "state": "ok"}
    return json.dumps(honest | said).encode()


NONSENSE: dict[str, Reply | Fault] = {
    "HTML": Reply(200, b"<!doctype html><title>Sign in to the guest network</title>"),
    "nothing": Reply(200, b""),
    "not UTF-8": Reply(200, b'{"v": 1, "desk": "\xff"}'),
    "a list": Reply(200, b"[]"),
    "brackets without end": Reply(200, b"[" * 200_000),
    "another message": Reply(200, b'{"v": 1, "found": []}'),
    "another version": Reply(200, standing(v=2)),
    "text for a number": Reply(200, standing(received_through="many")),
    "a fraction of a line": Reply(200, standing(received_through=0.5)),
    "less than no line": Reply(200, standing(received_through=-1)),
    "more lines than can be": Reply(200, standing(received_through=2**53)),
    "forty digits": Reply(200, b'{"v":1,"desk":"OAK3","epoch":"e1","received_through":' + b"9" * 40 + b',"chain":""}'),
    "no epoch": Reply(200, standing(epoch="")),
    "an unheard-of state": Reply(200, standing(state="fine")),
    "too much": Reply(200, b" " * (ANSWER_BYTES_MAX + 1)),
    "compressed": Reply(200, b"\x1f\x8b\x08\x00", {"Content-Encoding": "gzip"}),
    "a redirection": Reply(302, b"", {"Location": "http://127.0.0.1:1/"}),
    "not found": Reply(404, b'{"v": 1, "sentence": "No."}'),
    "too large": Reply(413, b""),
    "unwell": Reply(500, b"Internal Server Error"),
    "down": Reply(503, b"{}"),
    "cut": Fault.CUT,
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE.keys())
def test_an_answer_that_is_none_is_one_sentence_and_changes_nothing(answer: Reply | Fault) -> None:
    with rig_with_ledger() as desk:
        desk.take(2)
        before = desk.desk.tables.mark
        desk.ledger.next.append(answer)

        wait_s = desk.push.step()

        assert 0 < wait_s < STOPPED_S
        assert desk.desk.tables.mark == before
        assert desk.link.state().trouble in SENTENCES
        desk.drain()
        assert desk.agrees()


DIFFERENT = {
    "another desk": standing(desk="OAK4"),
    "ahead of the journal": standing(received_through=3),
    "another chain": standing(received_through=1, chain="0" * 64),
    "another beginning": standing(chain="0" * 64),
    "conflict": standing(state="conflict"),
}


@pytest.mark.parametrize("answer", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_a_standing_that_is_not_of_our_journal_stops_sending_and_changes_nothing(answer: bytes) -> None:
    with rig_with_ledger() as desk:
        desk.take(2)
        before = desk.desk.tables.mark
        desk.ledger.next.append(Reply(200, answer))

        assert desk.push.step() == STOPPED_S
        assert desk.desk.tables.mark == before
        assert desk.link.state().stopped
        assert "all support" in desk.link.state().trouble


def test_every_end_of_a_request_is_an_error_of_ours(subtests: pytest.Subtests) -> None:
    with rig_with_ledger() as desk:
        answers: dict[str, Reply | Fault] = {**NONSENSE, "refused": Reply(401, b"")}
        for name, answer in answers.items():
            for ask in (desk.client.standing, lambda: desk.client.send(Run(lines=())), lambda: page(desk)):
                with subtests.test(name):
                    desk.ledger.next.append(answer)
                    with pytest.raises(CashierError):
                        ask()


def page(desk: Rig) -> None:
    desk.client.page("", "", limit=500, wait_s=0)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_is_told_apart_from_a_ledger_that_is_away(status: int) -> None:
    with rig_with_ledger() as desk:
        desk.ledger.next.append(Reply(status, b"{}"))

        with pytest.raises(LedgerRefuses, match="Call the cash office"):
            desk.client.standing()


@pytest.mark.parametrize("status", [400, 401, 403])
def test_why_the_ledger_refuses_is_said_in_its_own_sentence(status: int) -> None:
    with rig_with_ledger() as desk:
        sentence = "OAK3 was revoked: it still delivers what it took. Call the cash office."
        desk.ledger.next.append(Reply(status, json.dumps({"v": 1, "sentence": sentence}).encode()))

        with pytest.raises(LedgerRefuses) as refused:
            desk.client.standing()

    assert refused.value.sentence == sentence


@pytest.mark.parametrize("sentence", ["", "x" * 301, "two\nlines", "\x1b[31mred", "\u202eturned"])
def test_a_sentence_that_could_not_be_shown_is_replaced_by_ours(sentence: str) -> None:
    with rig_with_ledger() as desk:
        desk.ledger.next.append(Reply(403, json.dumps({"v": 1, "sentence": sentence}).encode()))

        with pytest.raises(LedgerRefuses, match="Call the cash office to enroll this desk again"):
            desk.client.standing()


@pytest.mark.parametrize("status", [408, 429])
def test_a_ledger_that_asks_to_wait_is_asked_again(status: int) -> None:
    with rig_with_ledger() as desk:
        desk.take(1)
        desk.ledger.next.append(Reply(status, b'{"v": 1, "sentence": "Later."}', {"Retry-After": "1"}))

        assert 0 < desk.push.step() < STOPPED_S
        desk.drain()
        assert desk.agrees()


def test_the_desk_keeps_the_id_under_which_the_ledgers_log_has_the_request(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "cashier.sync.client")
    with rig_with_ledger() as desk:
        desk.ledger.next.append(Reply(503, b"{}", {"X-Request-Id": "fpggkpmpprankfsq" + "x" * 500}))

        with pytest.raises(LedgerAway):
            desk.client.standing()

    said = [record.getMessage() for record in caplog.records if record.name == "cashier.sync.client"]
    assert said == ["the ledger answered 503 to request fpggkpmpprankfsq" + "x" * 24]


def test_a_standing_for_another_desk_is_a_history_that_differs() -> None:
    with rig_with_ledger() as desk:
        desk.ledger.next.append(Reply(200, standing(desk="OAK4")))

        with pytest.raises(HistoryDiffers):
            desk.client.standing()


def client(url: str, **settings: Any) -> LedgerClient:
    patience: dict[str, Any] = {"connect_timeout_s": 60.0, "answer_timeout_s": 60.0, "monotonic": time.monotonic}
    return LedgerClient(
        url, desk="OAK3", credentials=lambda *_: {"Authorization": "Bearer secret"}, **(patience | settings)
    )


def test_an_address_where_nobody_listens_is_a_ledger_that_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    asking = client(f"http://127.0.0.1:{port}")

    with pytest.raises(LedgerAway, match=r"^The ledger cannot be reached\.$"):
        asking.standing()
    asking.close()


@pytest.mark.parametrize(
    "url", ["ledger.example", "ftp://127.0.0.1/", "http://", "http://bad host/", "http://[::1", "http://127.0.0.1:x"]
)
def test_an_address_that_is_none_is_a_ledger_that_is_away(url: str) -> None:
    with pytest.raises(LedgerAway):
        client(url).standing()


def test_a_drawer_waits_no_longer_for_a_ledger_that_says_nothing_than_it_has_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        asking = client(f"http://127.0.0.1:{deaf.getsockname()[1]}", answer_timeout_s=3600.0)
        drawers = LedgerDrawers(asking, within_s=0.2)

        for ask in (drawers.open_at, drawers.bag_at):
            with pytest.raises(LedgerAway, match=r"^The ledger did not answer in time\.$"):
                ask("rosa")
        asking.close()


def test_a_ledger_that_says_nothing_is_left_after_the_time_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        asking = client(f"http://127.0.0.1:{deaf.getsockname()[1]}", answer_timeout_s=0.2)
        with pytest.raises(LedgerAway, match="did not answer in time"):
            asking.standing()
        asking.close()


def test_an_answer_that_drips_counts_as_late() -> None:
    seconds = iter(range(0, 10_000, 40))
    with http_ledger() as ledger:
        asking = client(ledger.url, answer_timeout_s=30.0, monotonic=lambda: float(next(seconds)))
        with pytest.raises(LedgerAway, match="did not answer in time"):
            asking.standing()
        asking.close()


def test_a_held_request_ends_at_once_when_the_desk_closes() -> None:
    with http_ledger() as ledger, rig(ledger) as desk:
        desk.pull.step()
        waits: list[float] = []
        waiting = threading.Thread(target=lambda: waits.append(desk.pull.step()))
        ledger.reached.clear()
        ledger.next.append(Fault.HANG)
        waiting.start()
        assert ledger.reached.wait(60)

        desk.client.interrupt()
        waiting.join(timeout=60)  # It would be held as long as the ledger is open, which is longer.

        assert not waiting.is_alive()
        with pytest.raises(LedgerAway, match="being closed"):
            desk.client.standing()


def test_plain_http_on_a_tls_address_is_a_ledger_that_is_away() -> None:
    with http_ledger() as ledger:
        asking = client(ledger.url.replace("http:", "https:"), connect_timeout_s=1.0)
        with pytest.raises(LedgerAway):
            asking.standing()
        asking.close()


def test_over_tls_the_ledger_is_known_by_the_certificates_that_were_given(tmp_path: Path) -> None:
    served, trusted = tls_pair(tmp_path)
    with http_ledger(tls=served) as ledger:
        knowing, strange = client(ledger.url, certificates=trusted), client(ledger.url)

        assert knowing.standing().desk == "OAK3"
        with pytest.raises(LedgerAway):
            strange.standing()
        knowing.close()
        strange.close()


def test_a_held_request_over_tls_ends_at_once_when_the_desk_closes(tmp_path: Path) -> None:
    served, trusted = tls_pair(tmp_path)
    ended: list[BaseException] = []

    def hold() -> None:
        try:
            asking.page("", "", limit=500, wait_s=30)
        except LedgerAway as away:
            ended.append(away)

    with http_ledger(tls=served) as ledger:
        asking = client(ledger.url, certificates=trusted)
        ledger.next.append(Fault.HANG)
        waiting = threading.Thread(target=hold)
        waiting.start()
        assert ledger.reached.wait(60)

        asking.interrupt()
        waiting.join(timeout=60)

        assert not waiting.is_alive()
        assert len(ended) == 1
        asking.close()
