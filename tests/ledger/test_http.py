"""The service over HTTP: who may ask, and one sentence for everything that cannot be answered."""

import select
import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPResponse

import pytest
from httpx import Client
from sqlalchemy import Engine

from cashier.ledger.billing import enroll_billing_system
from cashier.ledger.check import check
from cashier.ledger.patience import HEAD_BYTES_MOST, Patience
from cashier.ledger.requests import BODY_BYTES_MOST
from cashier.ledger.tokens import EnrollTrouble, enroll_channel
from cashier.wire import ChannelAnswer, GuarantorAccount, Page, SearchAnswer, Standing
from cashier.wire_billing import BillingAnswer
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, balance, clock, count_rows, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import client_of, sentence_of

LINES = "/v1/desks/OAK3/lines"
ONLINE = "/v1/channels/online/payments"
A_REQUEST = b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """A client that nobody knows."""
    with client_of(engine) as made:
        yield made


@pytest.fixture
def desk_client(engine: Engine, client: Client) -> Client:
    """A client that is desk OAK3."""
    with engine.begin() as connection:
        client.auth = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
    return client


@pytest.fixture
def channel_client(engine: Engine, client: Client) -> Client:
    """A client that is the channel online."""
    with engine.begin() as connection:
        client.headers["authorization"] = f"Bearer {enroll_channel(connection, 'online', ADMIN)}"
    return client


def test_a_desk_sends_its_lines_and_reads_its_standing(desk_client: Client) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)

    answer = desk_client.post(LINES, content=desk.run().model_dump_json())

    assert answer.status_code == 200
    standing = Standing.model_validate_json(answer.text)
    assert (standing.received_through, standing.chain) == (1, desk.chain)
    assert Standing.model_validate_json(desk_client.get("/v1/desks/OAK3/standing").text) == standing


@pytest.mark.parametrize("token", ["none", "online", "online.wrong", "mail.x", "online." + "x" * 5000, "\u00e9.x"])
def test_a_wrong_token_is_answered_with_401_and_onesentence_of(channel_client: Client, token: str) -> None:
    answer = channel_client.post(ONLINE, content="{}", headers={b"authorization": f"Bearer {token}".encode()})

    assert answer.status_code == 401
    assert "token" in sentence_of(answer.text)


def test_a_new_token_ends_the_old_one_at_once(engine: Engine, channel_client: Client) -> None:
    assert channel_client.post(ONLINE, json=_payments()).status_code == 200
    with engine.begin() as connection:
        enroll_channel(connection, "online", ADMIN)

    assert channel_client.post(ONLINE, json=_payments()).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"\xff\xfe",
        b'{"lines": 7}',
        b'{"v": 2, "lines": []}',
        b'{"lines": [{"sequence": 0, "chain": "", "body": ""}]}',
        b'{"lines": [{"sequence": 1, "chain": "' + b"0" * 64 + b'", "body": "\\u0000"}]}',
        b'{"lines": [{"sequence": 1, "chain": "' + b"0" * 64 + b'", "body": "\\ud800"}]}',
        b"[" * 100_000,
    ],
)
def test_nonsense_is_answered_with_400_and_onesentence_of(engine: Engine, desk_client: Client, body: bytes) -> None:
    answer = desk_client.post(LINES, content=body)

    assert answer.status_code == 400
    assert sentence_of(answer.text)
    assert count_rows(engine, "lines WHERE desk = 'OAK3'") == 0


def test_a_message_that_is_too_large_is_not_read_to_its_end(desk_client: Client) -> None:
    answer = desk_client.post(LINES, content=b" " * (BODY_BYTES_MOST + 1))

    assert answer.status_code == 413
    assert "Send fewer lines" in sentence_of(answer.text)


@pytest.mark.parametrize("patience", [Patience(piece_s=0.05), Patience(whole_s=0.2)], ids=["a pause", "a trickle"])
def test_a_message_that_comes_too_slowly_is_not_waited_for(engine: Engine, patience: Patience) -> None:
    head = f"POST {LINES} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x.y\r\nContent-Length: 9000000\r\n\r\n"
    with client_of(engine, patience=patience) as client:
        address = (client.base_url.host, client.base_url.port or 0)
        with socket.create_connection(address) as trickling:
            trickling.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            trickling.sendall(head.encode())
            # One byte and then nothing; or a byte whenever a moment passed without an answer.
            trickling.sendall(b" ")
            with suppress(ConnectionError):  # The answer may be on its way already.
                while patience.whole_s < 1 and not select.select([trickling], [], [], 0.01)[0]:
                    trickling.sendall(b" ")
            answer = _answer(trickling).decode()

    assert answer.startswith("HTTP/1.1 408 ")
    assert "connection: close" in answer.lower()
    assert "too slowly" in sentence_of(answer.partition("\r\n\r\n")[2])


@pytest.mark.parametrize(
    ("patience", "said"),
    [
        (Patience(head_s=0.05), b""),
        (Patience(head_s=0.05), b"GET / HTTP/1.1\r\nHost: x\r\n"),
        (Patience(), b"GET / HTTP/1.1\r\nX: " + b"x" * (HEAD_BYTES_MOST + 1)),
    ],
    ids=["silence", "half a head", "a head without end"],
)
def test_a_head_that_does_not_come_is_not_waited_for(engine: Engine, patience: Patience, said: bytes) -> None:
    with client_of(engine, patience=patience) as client:
        address = (client.base_url.host, client.base_url.port or 0)
        with socket.create_connection(address, timeout=60) as slow:
            slow.sendall(said)

            assert _answer(slow) == b""


def test_a_connection_that_is_kept_is_not_taken_for_a_slow_one(engine: Engine) -> None:
    # A busy machine takes its time to read a head that is there.
    with client_of(engine, patience=Patience(head_s=4.0)) as client:
        address = (client.base_url.host, client.base_url.port or 0)
        with socket.create_connection(address, timeout=60) as kept:
            kept.sendall(A_REQUEST)
            assert _status(kept) == 404
            # Longer than a head may take, and nothing comes: the connection is still there.
            assert select.select([kept], [], [], 4.2)[0] == []
            kept.sendall(A_REQUEST)
            assert _status(kept) == 404


def _status(connection: socket.socket) -> int:
    """Of the next answer, which is read whole, in however many pieces it comes."""
    with HTTPResponse(connection) as answer:
        answer.begin()
        answer.read()
        return answer.status


def _answer(connection: socket.socket) -> bytes:
    """All that comes before the other side ends it, in whatever way."""
    answer = b""
    with suppress(ConnectionResetError):
        while piece := connection.recv(65_536):
            answer += piece
    return answer


@pytest.mark.parametrize(
    ("query", "word"),
    [("limit=0", "limit"), ("limit=x", "limit"), ("wait_s=999", "wait_s"), ("after=nonsense", "cursor")],
)
def test_a_question_that_cannot_be_is_answered_with_400(desk_client: Client, query: str, word: str) -> None:
    answer = desk_client.get(f"/v1/desks/OAK3/directory?{query}")

    assert answer.status_code == 400
    assert word in sentence_of(answer.text)


def test_an_address_that_is_not_offered_says_so(desk_client: Client) -> None:
    assert sentence_of(desk_client.get("/v2/anything").text)
    assert desk_client.delete(LINES).status_code == 405


def test_a_desk_that_waits_is_answered_when_something_changes(engine: Engine, desk_client: Client) -> None:
    first = Page.model_validate_json(desk_client.get("/v1/desks/OAK3/directory").text)
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    where = {"epoch": first.epoch, "after": first.after}

    nothing = Page.model_validate_json(
        desk_client.get("/v1/desks/OAK3/directory", params=where | {"wait_s": "0.05"}).text
    )
    send(engine, desk)
    changed = Page.model_validate_json(desk_client.get("/v1/desks/OAK3/directory", params=where | {"wait_s": "9"}).text)

    assert nothing.statements == ()
    assert [row.open_cents for row in changed.statements] == [9_900]


def _payments(*payments: tuple[str, str, object]) -> dict[str, list[dict[str, object]]]:
    return {
        "payments": [
            {"reference": reference, "statement_number": number, "cents": cents, "business_date": "2026-11-21"}
            for reference, number, cents in payments
        ]
    }


def test_a_channels_payment_counts_once(engine: Engine, channel_client: Client) -> None:
    said = _payments(("r1", "S-10000001", 300), ("r2", "S-10000001", 200), ("r1", "S-10000001", 300))

    first = ChannelAnswer.model_validate_json(channel_client.post(ONLINE, json=said).text)
    second = ChannelAnswer.model_validate_json(channel_client.post(ONLINE, json=said).text)

    assert ((first.posted, first.known), (second.posted, second.known)) == ((2, 1), (0, 3))
    assert balance(engine, "receivable:S-10000001") == 9_500
    assert balance(engine, "channel:online:ncal.medical") == 500
    assert check(engine).findings == []


def test_a_channels_money_always_finds_a_home(engine: Engine, channel_client: Client) -> None:
    said = _payments(("a", "S-10000002", 6_000), ("b", "S-88888888", 70), ("c", "not:a:statement", 5), ("d", "", 1))

    assert channel_client.post(ONLINE, json=said).status_code == 200

    assert balance(engine, "receivable:S-10000002") == 0
    assert balance(engine, "credit:200417733") == -1_000
    assert balance(engine, "held:CENTRAL") == -76
    assert check(engine).findings == []


@pytest.mark.parametrize(
    "paid_at", ["2026-11-21T09:30:00", "0001-01-01T00:00:00+14:00", "2100-01-01T00:00:00Z", "noon"]
)
def test_a_channel_cannot_say_a_time_that_is_none(engine: Engine, channel_client: Client, paid_at: str) -> None:
    (payment,) = _payments(("r", "S-10000001", 5))["payments"]

    answer = channel_client.post(ONLINE, json={"payments": [payment | {"paid_at": paid_at}]})

    assert (answer.status_code, "paid_at" in sentence_of(answer.text)) == (400, True)
    assert balance(engine, "receivable:S-10000001") == 10_000


@pytest.mark.parametrize("cents", [0, -5, 1.5, "x", 10**30])
def test_a_channel_cannot_send_what_is_no_amount(engine: Engine, channel_client: Client, cents: object) -> None:
    said = {
        "payments": [
            {"reference": "r", "statement_number": "S-10000001", "cents": cents, "business_date": "2026-11-21"}
        ]
    }

    answer = channel_client.post(ONLINE, json=said)

    assert answer.status_code == 400
    assert "cents" in sentence_of(answer.text)
    assert balance(engine, "receivable:S-10000001") == 10_000


@pytest.mark.parametrize(
    "text", ["tran mai", "TRÀN", "linh tran", "tran 1961", "110488", "200417733", "S-10000001", "11/21/1961"]
)
def test_a_member_is_found_by_name_number_or_birth_date(desk_client: Client, text: str) -> None:
    found = SearchAnswer.model_validate_json(desk_client.get("/v1/members", params={"text": text}).text).found

    assert [(row.number, row.family_name, row.birth_year) for row in found] == [("11048827", "Tran", 1961)]


@pytest.mark.parametrize("text", ["", "   ", "zzz", "tran 1962", "O'Brien", "%", "1=1"])
def test_what_nobody_is_called_finds_nobody(desk_client: Client, text: str) -> None:
    assert SearchAnswer.model_validate_json(desk_client.get("/v1/members", params={"text": text}).text).found == ()


def test_a_bank_cards_number_is_refused(desk_client: Client) -> None:
    answer = desk_client.get("/v1/members", params={"text": "4111 1111 1111 1111"})

    assert answer.status_code == 400
    assert "card terminal" in sentence_of(answer.text)


def test_an_account_is_shown_and_what_was_paid_is_on_it_within_a_second(engine: Engine, desk_client: Client) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    assert desk_client.post(LINES, content=desk.run().model_dump_json()).status_code == 200

    while not (account := _account(desk_client)).payments:
        continue

    assert [row.cents for row in account.payments] == [400]
    assert {row.number: row.open_cents for row in account.statements} == {"S-10000001": 9_600, "S-10000002": 5_000}


def _account(client: Client) -> GuarantorAccount:
    return GuarantorAccount.model_validate_json(client.get("/v1/guarantors/200417733").text)


def test_a_guarantor_whom_nobody_knows_is_answered_with_404_and_onesentence_of(desk_client: Client) -> None:
    answer = desk_client.get("/v1/guarantors/999")

    assert (answer.status_code, sentence_of(answer.text)[:34]) == (404, "The ledger knows no guarantor 999.")


@pytest.mark.parametrize("number", ["%00", "a%20b", "x" * 41, "%F0%9F%92%B0"])
def test_a_guarantors_number_that_cannot_be_is_answered_with_400_and_onesentence_of(
    desk_client: Client, number: str
) -> None:
    answer = desk_client.get(f"/v1/guarantors/{number}")

    assert (answer.status_code, "number cannot be used" in sentence_of(answer.text)) == (400, True)


def test_a_billing_system_sends_events_and_no_other_channel_may(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        tokens = {
            "epic": enroll_billing_system(connection, "epic", ADMIN),
            "online": enroll_channel(connection, "online", ADMIN),
        }
    body = '{"events": [{"reference": "e1", "event": "withdrawn", "statement_number": "S-10000001"}]}'

    answers = {
        system: client.post(
            f"/v1/billing/{system}/events", content=body, headers={"authorization": f"Bearer {tokens[system]}"}
        )
        for system in tokens
    }

    assert BillingAnswer.model_validate_json(answers["epic"].text) == BillingAnswer(taken=1, known=0)
    assert (answers["online"].status_code, "no billing system" in sentence_of(answers["online"].text)) == (401, True)
    assert balance(engine, "receivable:S-10000001") == 0


def test_a_billing_system_takes_no_channels_name(engine: Engine) -> None:
    with engine.begin() as connection:
        enroll_channel(connection, "online", ADMIN)
        with pytest.raises(EnrollTrouble, match="another way to pay already"):
            enroll_billing_system(connection, "online", ADMIN)


def test_an_event_that_cannot_be_read_is_named_by_its_place(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        token = enroll_billing_system(connection, "epic", ADMIN)
    body = '{"events": [{"reference": "e1", "event": "plan_made", "statement_number": "S-10000001"}]}'

    answer = client.post("/v1/billing/epic/events", content=body, headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == 400
    assert "events.0: value error, plan_made needs words. add it" in sentence_of(answer.text)
