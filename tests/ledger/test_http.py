"""The service over HTTP: who may ask, and one sentence for everything that cannot be answered."""

import threading
from collections.abc import Iterator

import pytest
from httpx import Client
from sqlalchemy import Engine

from cashier.ledger.billing import enroll_billing_system
from cashier.ledger.check import check
from cashier.ledger.requests import BODY_BYTES_MOST
from cashier.ledger.serve import listen, make_service
from cashier.ledger.tokens import EnrollTrouble, enroll_channel, enroll_desk
from cashier.wire import BillingAnswer, ChannelAnswer, GuarantorAccount, Page, SearchAnswer, Standing, Trouble
from tests.ledger.conftest import balance, clock, count_rows, new_id, send
from tests.ledger.paper_desk import PaperDesk

LINES = "/v1/desks/OAK3/lines"
ONLINE = "/v1/channels/online/payments"


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """A client that nobody knows."""
    is_ready = threading.Event()
    service = make_service(engine, clock=clock, new_id=new_id, tls=None, when_ready=is_ready.set)
    with listen("127.0.0.1", 0) as listener:
        serving = threading.Thread(target=service.run, args=[listener])
        serving.start()
        is_ready.wait(10)
        with Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=20) as made:
            yield made
        service.leave()
        serving.join()


@pytest.fixture
def desk_client(engine: Engine, client: Client) -> Client:
    """A client that is desk OAK3."""
    with engine.begin() as connection:
        client.headers["authorization"] = f"Bearer {enroll_desk(connection, 'OAK3', 'OAK')}"
    return client


@pytest.fixture
def channel_client(engine: Engine, client: Client) -> Client:
    """A client that is the channel online."""
    with engine.begin() as connection:
        client.headers["authorization"] = f"Bearer {enroll_channel(connection, 'online')}"
    return client


def _sentence(text: str) -> str:
    sentence = Trouble.model_validate_json(text).sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_desk_sends_its_lines_and_reads_its_standing(desk_client: Client) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)

    answer = desk_client.post(LINES, content=desk.run().model_dump_json())

    assert answer.status_code == 200
    standing = Standing.model_validate_json(answer.text)
    assert (standing.received_through, standing.chain) == (1, desk.chain)
    assert Standing.model_validate_json(desk_client.get("/v1/desks/OAK3/standing").text) == standing


@pytest.mark.parametrize("token", ["none", "OAK3", "OAK3.wrong", "Basic x", "OAK4.x", "OAK3." + "x" * 5000, "\u00e9.x"])
def test_a_wrong_token_is_answered_with_401_and_one_sentence(desk_client: Client, token: str) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)

    answer = desk_client.post(
        LINES, content=desk.run().model_dump_json(), headers={b"authorization": f"Bearer {token}".encode()}
    )

    assert answer.status_code == 401
    assert "token" in _sentence(answer.text)


def test_a_desk_may_not_speak_for_another(engine: Engine, desk_client: Client) -> None:
    with engine.begin() as connection:
        enroll_desk(connection, "OAK4", "OAK")

    assert desk_client.get("/v1/desks/OAK4/standing").status_code == 401
    assert desk_client.post(ONLINE, content="{}").status_code == 401


def test_a_new_token_ends_the_old_one_at_once(engine: Engine, desk_client: Client) -> None:
    assert desk_client.get("/v1/desks/OAK3/standing").status_code == 200
    with engine.begin() as connection:
        enroll_desk(connection, "OAK3", "OAK")

    assert desk_client.get("/v1/desks/OAK3/standing").status_code == 401


def test_the_ledgers_own_journal_is_no_desk(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(EnrollTrouble):
        enroll_desk(connection, "LEDGER", "OAK")


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
def test_nonsense_is_answered_with_400_and_one_sentence(engine: Engine, desk_client: Client, body: bytes) -> None:
    answer = desk_client.post(LINES, content=body)

    assert answer.status_code == 400
    assert _sentence(answer.text)
    assert count_rows(engine, "lines WHERE desk = 'OAK3'") == 0


def test_a_message_that_is_too_large_is_not_read_to_its_end(desk_client: Client) -> None:
    answer = desk_client.post(LINES, content=b" " * (BODY_BYTES_MOST + 1))

    assert answer.status_code == 413
    assert "Send fewer lines" in _sentence(answer.text)


@pytest.mark.parametrize(
    ("query", "word"),
    [("limit=0", "limit"), ("limit=x", "limit"), ("wait_s=999", "wait_s"), ("after=nonsense", "cursor")],
)
def test_a_question_that_cannot_be_is_answered_with_400(desk_client: Client, query: str, word: str) -> None:
    answer = desk_client.get(f"/v1/desks/OAK3/directory?{query}")

    assert answer.status_code == 400
    assert word in _sentence(answer.text)


def test_an_address_that_is_not_offered_says_so(desk_client: Client) -> None:
    assert _sentence(desk_client.get("/v2/anything").text)
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


def _payments(*payments: tuple[str, str, object]) -> dict[str, object]:
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


@pytest.mark.parametrize("cents", [0, -5, 1.5, "x", 10**30])
def test_a_channel_cannot_send_what_is_no_amount(engine: Engine, channel_client: Client, cents: object) -> None:
    said = {
        "payments": [
            {"reference": "r", "statement_number": "S-10000001", "cents": cents, "business_date": "2026-11-21"}
        ]
    }

    answer = channel_client.post(ONLINE, json=said)

    assert answer.status_code == 400
    assert "cents" in _sentence(answer.text)
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
    assert "card terminal" in _sentence(answer.text)


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


def test_a_guarantor_whom_nobody_knows_is_answered_with_404_and_one_sentence(desk_client: Client) -> None:
    answer = desk_client.get("/v1/guarantors/999")

    assert (answer.status_code, _sentence(answer.text)[:34]) == (404, "The ledger knows no guarantor 999.")


@pytest.mark.parametrize("number", ["%00", "a%20b", "x" * 41, "%F0%9F%92%B0"])
def test_a_guarantors_number_that_cannot_be_is_answered_with_400_and_one_sentence(
    desk_client: Client, number: str
) -> None:
    answer = desk_client.get(f"/v1/guarantors/{number}")

    assert (answer.status_code, "number cannot be used" in _sentence(answer.text)) == (400, True)


def test_a_billing_system_sends_events_and_no_other_channel_may(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        tokens = {"epic": enroll_billing_system(connection, "epic"), "online": enroll_channel(connection, "online")}
    body = '{"events": [{"reference": "e1", "event": "withdrawn", "statement_number": "S-10000001"}]}'

    answers = {
        system: client.post(
            f"/v1/billing/{system}/events", content=body, headers={"authorization": f"Bearer {tokens[system]}"}
        )
        for system in tokens
    }

    assert BillingAnswer.model_validate_json(answers["epic"].text) == BillingAnswer(taken=1, known=0)
    assert (answers["online"].status_code, "no billing system" in _sentence(answers["online"].text)) == (401, True)
    assert balance(engine, "receivable:S-10000001") == 0


def test_a_billing_system_takes_no_channels_name(engine: Engine) -> None:
    with engine.begin() as connection:
        enroll_channel(connection, "online")
        with pytest.raises(EnrollTrouble, match="another way to pay already"):
            enroll_billing_system(connection, "online")


def test_an_event_that_cannot_be_read_is_named_by_its_place(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        token = enroll_billing_system(connection, "epic")
    body = '{"events": [{"reference": "e1", "event": "plan_made", "statement_number": "S-10000001"}]}'

    answer = client.post("/v1/billing/epic/events", content=body, headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == 400
    assert "events.0: value error, plan_made needs words. add it" in _sentence(answer.text)
