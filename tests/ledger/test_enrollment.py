"""Desks come in with a code and a key, sign what they ask, and can be shut out of all but delivering."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from httpx import Client, Request, Response
from sqlalchemy import Engine, text

from cashier.domain.errors import Refused
from cashier.ledger.callers import NONCES_KEPT, SKEW_MOST_S
from cashier.ledger.check import check
from cashier.ledger.enrollment import CODE_HOLDS, TRIES_MOST, invite, revoke_desk
from cashier.ledger.tokens import EnrollTrouble
from cashier.security.passphrases import hash_passphrase
from cashier.security.signing import RequestSigner
from cashier.wire import Enrolled, Enrollment, Run, Standing
from tests.fakes.signed import Signed, a_signer, enrolled
from tests.ledger.conftest import ADMIN, add_desk, balance, clock, count_rows, send
from tests.ledger.paper_desk import NOW, PaperDesk
from tests.ledger.serving import client_of, sentence_of

LINES, STANDING, DIRECTORY = (f"/v1/desks/OAK3/{what}" for what in ("lines", "standing", "directory"))


class Moved:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> Any:
        return self.now


@pytest.fixture
def time() -> Moved:
    return Moved()


@pytest.fixture
def client(engine: Engine, time: Moved) -> Iterator[Client]:
    with client_of(engine, now=time) as made:
        yield made


@pytest.fixture
def desk_client(engine: Engine, client: Client) -> Client:
    """A client that is desk OAK3."""
    with engine.begin() as connection:
        client.auth = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
    return client


def _invited(engine: Engine, desk: str = "OAK4", **more: Any) -> str:
    with engine.begin() as connection:
        return invite(connection, desk, "OAK", ADMIN, **more).code


def _redeem(client: Client, code: str, signer: RequestSigner, /, **said: Any) -> Response:
    asked = Enrollment(desk="OAK4", code=code, public_key=signer.public, journal_lines=0)
    return client.post("/v1/enrollment", json=asked.model_dump() | said, auth=Signed(signer))


def test_a_desk_comes_in_with_its_code_and_asks_with_its_key(engine: Engine, client: Client) -> None:
    signer = a_signer("OAK4", clock=clock)

    answer = Enrolled.model_validate_json(_redeem(client, _invited(engine), signer).text)

    assert (answer.desk, answer.center, answer.replaces) == ("OAK4", "OAK", None)
    standing = client.get("/v1/desks/OAK4/standing", auth=Signed(signer))
    assert Standing.model_validate_json(standing.text).received_through == 0
    assert check(engine).findings == []


def test_a_code_is_read_as_a_person_writes_it(engine: Engine, client: Client) -> None:
    code = _invited(engine).lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert _redeem(client, code, a_signer("OAK4", clock=clock)).status_code == 200


def test_a_code_is_for_one_key_which_may_ask_again_when_the_answer_was_lost(engine: Engine, client: Client) -> None:
    code, signer = _invited(engine), a_signer("OAK4", clock=clock)
    first, again = _redeem(client, code, signer), _redeem(client, code, signer)

    assert again.text == first.text
    assert _redeem(client, code, a_signer("OAK4", clock=clock)).status_code == 401
    assert count_rows(engine, "lines WHERE kind = 'administered' AND body LIKE '%desk_enrolled%OAK4%'") == 1


def test_a_code_ends_after_its_time(engine: Engine, client: Client, time: Moved) -> None:
    code = _invited(engine)
    time.now = NOW + CODE_HOLDS

    answer = _redeem(client, code, a_signer("OAK4", clock=time))

    assert answer.status_code == 401
    assert "ask the cash office for a new one" in sentence_of(answer.text)


def test_a_code_allows_few_tries_and_a_new_one_begins_anew(engine: Engine, client: Client) -> None:
    code, signer = _invited(engine), a_signer("OAK4", clock=clock)

    assert [_redeem(client, "0000-0000", signer).status_code for _ in range(TRIES_MOST)] == [401] * TRIES_MOST
    assert _redeem(client, code, signer).status_code == 401
    assert _redeem(client, _invited(engine), signer).status_code == 200


def test_a_code_is_for_one_desk(engine: Engine, client: Client) -> None:
    code = _invited(engine, "OAK5")

    assert _redeem(client, code, a_signer("OAK4", clock=clock)).status_code == 401
    _invited(engine, "OAK4")
    assert _redeem(client, code, a_signer("OAK4", clock=clock)).status_code == 401


def test_a_key_is_shown_to_be_the_desks_own(engine: Engine, client: Client) -> None:
    code, stolen = _invited(engine), a_signer("OAK4", clock=clock).public

    answer = _redeem(client, code, a_signer("OAK4", clock=clock), public_key=stolen)

    assert answer.status_code == 401
    assert "another key" in sentence_of(answer.text)


def test_a_code_is_kept_as_a_hash_alone(engine: Engine) -> None:
    code = _invited(engine)

    with engine.connect() as connection:
        kept = " ".join(map(str, connection.execute(text("SELECT * FROM invitations")).all()))
        lines = " ".join(connection.scalars(text("SELECT body FROM lines")))
    assert "$argon2id$" in kept
    assert not any(part in kept + lines for part in (code, code.replace("-", "")))


def test_a_journal_that_is_behind_the_ledger_gets_no_key_under_its_code(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    desk = PaperDesk("OAK4")
    desk.pay("S-10000001", 100)
    send(engine, desk)
    code, signer = _invited(engine), a_signer("OAK4", clock=clock)

    answer = _redeem(client, code, signer)

    assert answer.status_code == 400
    assert "replaces OAK4" in sentence_of(answer.text)
    assert _redeem(client, code, signer, journal_lines=1).status_code == 200


@pytest.mark.parametrize(
    "said",
    [{"desk": "oak4"}, {"code": ""}, {"code": "x" * 41}, {"public_key": "x"}, {"journal_lines": -1}, {"desk": None}],
    ids=str,
)
def test_an_enrollment_that_is_none_names_the_field(engine: Engine, client: Client, said: dict[str, Any]) -> None:
    answer = _redeem(client, "0000-0000", a_signer("OAK4", clock=clock), **said)

    assert answer.status_code == 400
    assert next(iter(said)) in sentence_of(answer.text)


def test_the_ledgers_own_journal_is_no_desk(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(EnrollTrouble):
        invite(connection, "LEDGER", "OAK", ADMIN)
    with pytest.raises(EnrollTrouble, match="Training's papers"), engine.begin() as connection:
        invite(connection, "TRAINING", "OAK", ADMIN)


def test_a_desk_may_not_speak_for_another(engine: Engine, desk_client: Client) -> None:
    answer = desk_client.get("/v1/desks/OAK4/standing")

    assert answer.status_code == 401
    assert "may not speak for OAK4" in sentence_of(answer.text)
    assert desk_client.post("/v1/channels/online/payments", content="{}").status_code == 401


def _as_it_is(request: Request) -> Request:
    return request


def _signed(client: Client, content: bytes) -> dict[str, str]:
    assert isinstance(client.auth, Signed)
    return client.auth.signer("POST", LINES.encode(), content)


def test_a_request_that_is_received_again_is_refused_and_the_money_is_there_once(
    engine: Engine, desk_client: Client
) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    content = desk.run().model_dump_json().encode()
    headers = _signed(desk_client, content)

    first, again = (desk_client.post(LINES, content=content, headers=headers, auth=_as_it_is) for _ in range(2))

    assert (first.status_code, again.status_code) == (200, 401)
    assert "received before" in sentence_of(again.text)
    assert balance(engine, "receivable:S-10000001") == 9_900
    (told,) = _alarms(engine, "request_replayed")
    assert told.startswith("A request of OAK3 came a second time. It was refused, first on ")


def test_a_run_out_of_order_is_refused_and_the_office_hears_of_it_once(engine: Engine, desk_client: Client) -> None:
    desk = PaperDesk("OAK3")
    for _ in range(2):
        desk.pay("S-10000001", 100)
    turned = Run(lines=tuple(reversed(desk.sent))).model_dump_json().encode()
    ahead = Run(lines=(desk.sent[1],)).model_dump_json().encode()

    statuses = [desk_client.post(LINES, content=content).status_code for content in (turned, turned, ahead)]

    assert statuses == [400, 400, 200], "a run that comes before the one it follows is no attack"
    (told,) = _alarms(engine, "run_disordered")
    assert told.startswith("A run of OAK3 was none: its lines were out of order")
    assert balance(engine, "receivable:S-10000001") == 10_000


def test_a_request_older_than_all_that_are_remembered_is_refused(desk_client: Client) -> None:
    old = _signed(desk_client, b"")
    for _ in range(NONCES_KEPT + 1):
        assert desk_client.get(STANDING).status_code == 200

    assert desk_client.post(LINES, content=b"", headers=old, auth=_as_it_is).status_code == 401


@pytest.mark.parametrize("altered", [b'{"lines":[]} ', b""])
def test_an_altered_request_is_refused_and_the_office_hears_of_it_once(
    engine: Engine, desk_client: Client, altered: bytes
) -> None:
    headers = _signed(desk_client, b'{"lines":[]}')

    answers = [desk_client.post(LINES, content=altered, headers=headers, auth=_as_it_is) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert "altered" in sentence_of(answers[0].text)
    (told,) = _alarms(engine, "request_forged")
    assert told.startswith("A request in the name of OAK3 did not carry its signature.")


@pytest.mark.parametrize(("off_s", "status"), [(SKEW_MOST_S, 200), (-SKEW_MOST_S, 200), (600, 401), (-86_400, 401)])
def test_a_clock_may_be_off_by_so_much(
    engine: Engine, desk_client: Client, time: Moved, off_s: int, status: int
) -> None:
    time.now = NOW - timedelta(seconds=off_s)

    answer = desk_client.get(STANDING)

    assert answer.status_code == status
    if status == 401:
        way = "ahead" if off_s > 0 else "behind"
        assert f"clock is {abs(off_s) // 60:,} minutes {way}" in sentence_of(answer.text)
    assert len(_alarms(engine, "clock_off")) == (status == 401)


def test_a_request_without_a_word_of_who_asks_is_not_even_read(client: Client) -> None:
    answer = client.post(LINES, content=b" " * 1_000_000)

    assert answer.status_code == 401
    assert "who asks" in sentence_of(answer.text)


def test_a_desk_of_before_keys_is_known_by_its_token_until_it_has_a_key(engine: Engine, client: Client) -> None:
    shown = {"authorization": "Bearer OAK3.of-before-keys"}
    with engine.begin() as connection:
        token_hash = hash_passphrase("OAK3.of-before-keys")
        connection.execute(text("INSERT INTO tokens VALUES ('OAK3', :token_hash)"), {"token_hash": token_hash})
    before = [client.get(asked, headers=shown).status_code for asked in (STANDING, DIRECTORY)]
    with engine.begin() as connection:
        enrolled(connection, "OAK3", "OAK", ADMIN)

    assert before == [200, 200]
    assert client.get(STANDING, headers=shown).status_code == 401
    assert check(engine).findings == []


def test_a_new_key_ends_the_old_one(engine: Engine, desk_client: Client) -> None:
    assert desk_client.get(STANDING).status_code == 200
    with engine.begin() as connection:
        enrolled(connection, "OAK3", "OAK", ADMIN)

    assert desk_client.get(STANDING).status_code == 401


def test_a_key_that_the_service_remembers_posts_nothing_once_there_is_a_new_one(
    engine: Engine, desk_client: Client, time: Moved
) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    assert desk_client.post(LINES, content=desk.run().model_dump_json()).status_code == 200
    with engine.begin() as connection:
        time.now += timedelta(seconds=1)  # Its nonces follow on those of the old one.
        new_auth = enrolled(connection, "OAK3", "OAK", ADMIN, clock=time)
    desk.pay("S-10000001", 200)

    old = desk_client.post(LINES, content=desk.run().model_dump_json())

    assert (old.status_code, count_rows(engine, "receipts")) == (401, 1)
    assert "OAK3 was enrolled anew, elsewhere." in sentence_of(old.text)
    assert desk_client.post(LINES, content=desk.run().model_dump_json()).status_code == 401
    assert desk_client.post(LINES, content=desk.run().model_dump_json(), auth=new_auth).status_code == 200
    assert count_rows(engine, "receipts") == 2


def test_who_shows_what_nobody_knows_too_often_waits_and_desks_go_on(engine: Engine, desk_client: Client) -> None:
    wrong = {"authorization": "Bearer nobody.x"}
    answers = [desk_client.get(STANDING, headers=wrong, auth=_as_it_is) for _ in range(40)]

    assert {answer.status_code for answer in answers} == {401, 429}
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert "Try again later" in sentence_of(answers[-1].text)
    assert desk_client.get(STANDING).status_code == 200
    assert _redeem(desk_client, "0000-0000", a_signer("OAK4", clock=clock)).status_code == 429


def test_a_desk_that_searches_faster_than_a_person_types_waits_and_delivers_all_the_same(desk_client: Client) -> None:
    answers = [desk_client.get("/v1/members", params={"text": "tran"}) for _ in range(200)]

    assert {answer.status_code for answer in answers} == {200, 429}
    assert "Try again in a moment" in sentence_of(next(one for one in answers if one.status_code == 429).text)
    assert {desk_client.get(STANDING).status_code for _ in range(200)} == {200}


def _revoke(engine: Engine, desk: str = "OAK3") -> None:
    with engine.begin() as connection:
        revoke_desk(connection, desk, "the machine was sold", ADMIN)


def test_a_revoked_desk_delivers_with_an_alarm_and_learns_nothing_more(engine: Engine, desk_client: Client) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 50)
    assert desk_client.post(LINES, content=desk.run().model_dump_json()).status_code == 200
    desk.pay("S-10000001", 50)
    _revoke(engine)

    delivered = desk_client.post(LINES, content=desk.run().model_dump_json())

    assert Standing.model_validate_json(delivered.text).received_through == 2
    assert desk_client.get(STANDING).status_code == 200
    for question in (DIRECTORY, "/v1/members?text=tran"):
        refused = desk_client.get(question)
        assert refused.status_code == 403
        assert "OAK3 was revoked" in sentence_of(refused.text)
    assert balance(engine, "receivable:S-10000001") == 9_900
    assert _alarms(engine, "revoked_desk") == [
        "OAK3, which was revoked, delivered 1 line with money, up to line 2. It is posted. Ask who took it."
    ]
    assert check(engine).findings == []


def test_a_revoked_desk_that_says_again_what_is_known_raises_no_second_alarm(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    _revoke(engine)
    for _ in range(2):
        send(engine, desk)

    assert len(_alarms(engine, "revoked_desk")) == 1


def test_a_revoked_desk_stays_revoked(engine: Engine, client: Client) -> None:
    code = _invited(engine, "OAK3")
    _revoke(engine)

    with engine.begin() as connection, pytest.raises(EnrollTrouble, match="was revoked before"):
        revoke_desk(connection, "OAK3", "again", ADMIN)
    with engine.begin() as connection, pytest.raises(EnrollTrouble, match="--replaces OAK3"):
        invite(connection, "OAK3", "OAK", ADMIN)
    assert _redeem(client, code, a_signer("OAK3", clock=clock), desk="OAK3").status_code == 401


@pytest.mark.parametrize("desk", ["OAK9", "LEDGER"])
def test_only_a_desk_can_be_revoked(engine: Engine, desk: str) -> None:
    with engine.begin() as connection, pytest.raises(EnrollTrouble, match="knows no desk"):
        revoke_desk(connection, desk, "why not", ADMIN)


@pytest.mark.parametrize("reason", ["", "  ", "4111 1111 1111 1111", "x" * 200])
def test_a_reason_has_to_be_one(engine: Engine, reason: str) -> None:
    with engine.begin() as connection, pytest.raises((EnrollTrouble, Refused)):
        revoke_desk(connection, "OAK3", reason, ADMIN)


def _alarms(engine: Engine, what: str) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT sentence FROM alarms WHERE what = :what"), {"what": what}))
