"""Other channels: each reference counts once, a contradiction is shown, and a desk sees what was paid elsewhere."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from cashier.domain.errors import CashierError
from cashier.doors.ledger import app
from cashier.ledger.alarms import alarm_rows
from cashier.ledger.billing import enroll_billing_system
from cashier.ledger.channels import take_channel_payments
from cashier.ledger.check import check
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.held import held_rows
from cashier.ledger.tokens import enroll_channel
from cashier.wire import ChannelAnswer, ChannelPayment, ChannelPayments, Page
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, GUARANTOR, balance, clock, count_rows, load, new_id, owner_engine, statement
from tests.ledger.paper_desk import NOW, TODAY
from tests.ledger.serving import client_of, sentence_of

OPEN = "receivable:S-10000001"
PAID_AT = datetime(2026, 11, 21, 18, 32, tzinfo=UTC)


def _payment(reference: str = "r", cents: int = 300, **said: object) -> ChannelPayment:
    wanted: dict[str, object] = {"statement_number": "S-10000001", "business_date": TODAY}
    return ChannelPayment.model_validate(wanted | {"reference": reference, "cents": cents} | said)


def _take(engine: Engine, *payments: ChannelPayment, channel: str = "online") -> ChannelAnswer:
    with engine.begin() as connection:
        return take_channel_payments(connection, channel, payments, clock=clock, new_id=new_id)


def _alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [row.sentence for row in alarm_rows(connection, NOW)]


def test_the_same_reference_with_another_amount_is_a_conflict_that_the_office_sees_once(engine: Engine) -> None:
    _take(engine, _payment(cents=300))

    first, again = (_take(engine, _payment(cents=400), _payment("s", 50)) for _ in range(2))

    assert (first.posted, first.known, first.conflicts) == (1, 0, (0,))
    assert (again.posted, again.known, again.conflicts) == (0, 1, (0,))
    assert balance(engine, OPEN) == 9_650
    (alarm,) = _alarms(engine)
    assert alarm.startswith("online sent r again as $4.00 for S-10000001; it was $3.00 for S-10000001.")
    assert check(engine).findings == []


def test_a_reference_that_is_for_somebody_else_the_second_time_is_a_conflict(engine: Engine) -> None:
    said = (_payment(), _payment(statement_number="S-10000002"), _payment(statement_number="", guarantor_number="9"))

    assert _take(engine, *said).conflicts == (1, 2)
    assert (balance(engine, OPEN), balance(engine, "receivable:S-10000002")) == (9_700, 5_000)
    assert len(_alarms(engine)) == 2


def test_one_reference_of_two_channels_is_two_payments(engine: Engine) -> None:
    assert _take(engine, _payment()).posted == _take(engine, _payment(), channel="phone").posted == 1
    assert balance(engine, OPEN) == 9_400


def test_a_guarantors_number_alone_becomes_that_guarantors_credit(engine: Engine) -> None:
    _take(engine, _payment(statement_number="", guarantor_number=GUARANTOR), channel="billpay")

    assert balance(engine, f"credit:{GUARANTOR}") == -300
    assert balance(engine, "channel:billpay:ncal.medical") == 300
    assert check(engine).findings == []


@pytest.mark.parametrize(("statement_number", "guarantor"), [("", "999"), ("", "9:9"), ("", ""), ("S:1", "")])
def test_money_of_nobody_who_is_known_is_held_and_on_the_list(
    engine: Engine, statement_number: str, guarantor: str
) -> None:
    _take(engine, _payment(statement_number=statement_number, guarantor_number=guarantor))

    with engine.connect() as connection:
        assert [(row.center, row.held_cents) for row in held_rows(connection, NOW)] == [("CENTRAL", 300)]
    assert balance(engine, "held:CENTRAL") == -300
    assert check(engine).findings == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE channel_payments SET cents = cents + 1",
        "UPDATE channel_payments SET reference = 'x' WHERE reference = 'r'",
        "UPDATE channel_payments SET guarantor_number = ''",
        "DELETE FROM channel_payments WHERE reference = 'r'",
        "UPDATE lines SET body = 'x' WHERE desk = 'LEDGER'",
        "INSERT INTO channel_payments SELECT channel, 'x', 999, '', '', 1, now() FROM channel_payments LIMIT 1",
    ],
)
def test_the_check_finds_a_reference_that_was_tampered_with(engine: Engine, ledger_url: str, damage: str) -> None:
    _take(engine, _payment(), _payment("s", 50, statement_number="", guarantor_number=GUARANTOR))
    assert check(engine).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage))
    owner.dispose()

    assert "its channel's reference stands for" in " ".join(check(engine).findings)


def test_eight_senders_of_one_reference_post_once(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda cents: _take(engine, _payment(cents=cents)), [300, 400] * 4))

    assert sum(answer.posted for answer in answers) == 1
    assert sum(len(answer.conflicts) for answer in answers) == 4
    assert count_rows(engine, "channel_payments") == 1
    assert check(engine).findings == []


def test_a_desk_sees_what_was_paid_another_way_newest_first(engine: Engine) -> None:
    before = read_page(engine, "OAK3", known_epoch="", after=Cursor(), limit=500)
    for turn in range(4):
        _take(engine, _payment(f"r{turn}", 100 + turn, paid_at=PAID_AT + timedelta(minutes=turn)))
    _take(engine, _payment("m", 9), channel="mail")

    page = read_page(engine, "OAK3", known_epoch=before.epoch, after=Cursor.read(before.after), limit=500)

    assert all(row.paid_elsewhere == () for row in before.statements)
    (row,) = page.statements
    assert [(paid.channel, paid.cents, paid.paid_at) for paid in row.paid_elsewhere] == [
        ("mail", 9, NOW),
        ("online", 103, PAID_AT + timedelta(minutes=3)),
        ("online", 102, PAID_AT + timedelta(minutes=2)),
    ]


def test_a_desk_that_waits_hears_of_a_payment_that_came_online(engine: Engine) -> None:
    with engine.begin() as connection:
        signed = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
    with client_of(engine) as client, ThreadPoolExecutor(1) as desk:
        client.auth = signed
        first = Page.model_validate_json(client.get("/v1/desks/OAK3/directory").text)
        where = {"epoch": first.epoch, "after": first.after, "wait_s": "19"}
        waits = desk.submit(client.get, "/v1/desks/OAK3/directory", params=where)
        _take(engine, _payment(paid_at=PAID_AT))
        page = Page.model_validate_json(waits.result().text)

    assert [(row.open_cents, row.paid_elsewhere[0].cents) for row in page.statements] == [(9_700, 300)]


def test_neither_a_desk_nor_a_billing_system_says_that_money_came_another_way(engine: Engine) -> None:
    body = ChannelPayments(payments=(_payment(),)).model_dump_json()
    with engine.begin() as connection:
        desk = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
        tokens = {
            "online": enroll_channel(connection, "online", ADMIN),
            "epic": enroll_billing_system(connection, "epic", ADMIN),
        }
    with client_of(engine) as client:
        answers = {
            holder: client.post(
                f"/v1/channels/{holder}/payments", content=body, headers={"Authorization": f"Bearer {token}"}
            )
            for holder, token in tokens.items()
        }
        answers["OAK3"] = client.post("/v1/channels/OAK3/payments", content=body, auth=desk)

    assert {holder: answer.status_code for holder, answer in answers.items()} == {
        "online": 200,
        "epic": 401,
        "OAK3": 401,
    }
    assert sentence_of(answers["OAK3"].text).startswith("OAK3 is no channel.")
    assert balance(engine, OPEN) == 9_700


@pytest.mark.parametrize("cents", [True, 1.0, "300", 0, -1])
def test_cents_are_a_whole_number_above_zero_and_nothing_that_looks_like_one(cents: object) -> None:
    with pytest.raises(ValidationError, match="cents"):
        ChannelPayment.model_validate_json(
            json.dumps({"reference": "r", "cents": cents, "business_date": TODAY.isoformat()})
        )


def _import(url: str, file: Path, *, channel: str = "lockbox") -> tuple[int, dict[str, int], list[str]]:
    """Exit code, counts and the sentences of an import."""
    done = CliRunner().invoke(app, ["channels", "import", channel, str(file), "--database-url", url])
    if isinstance(done.exception, CashierError):
        raise done.exception
    return done.exit_code, json.loads(done.stdout), done.stderr.splitlines()


@pytest.fixture
def file(engine: Engine, tmp_path: Path) -> Path:
    with engine.begin() as connection:
        enroll_channel(connection, "lockbox", ADMIN)
    made = tmp_path / "day.csv"
    made.write_text(
        "reference,statement,guarantor,amount,business_date\n"
        "L1,S-10000001,,10.00,2026-11-21\n"
        "L2,S-10000001,,ten,2026-11-21\n"
        f"L3,,{GUARANTOR},2.50,2026-11-21\n"
        "L1,S-10000001,,11.00,2026-11-21\n"
    )
    return made


def test_a_file_brings_its_good_rows_and_names_the_others(engine: Engine, ledger_url: str, file: Path) -> None:
    code, counts, sentences = _import(ledger_url, file)

    assert (code, counts) == (1, {"posted": 2, "known": 0, "conflicts": 1, "bad": 1})
    assert [sentence.removeprefix(str(file)).partition(":")[0] for sentence in sentences] == [", line 3", ", line 5"]
    assert (balance(engine, OPEN), balance(engine, f"credit:{GUARANTOR}")) == (9_000, -250)
    assert check(engine).findings == []


def test_a_file_again_changes_nothing(engine: Engine, ledger_url: str, file: Path) -> None:
    _import(ledger_url, file)
    lines = count_rows(engine, "lines")

    assert _import(ledger_url, file)[1] == {"posted": 0, "known": 2, "conflicts": 1, "bad": 1}
    assert (count_rows(engine, "lines"), len(_alarms(engine))) == (lines, 1)


def test_a_clean_file_of_many_batches_leaves_with_0(engine: Engine, ledger_url: str, file: Path) -> None:
    with engine.begin() as connection:
        load(connection, statement("S-30000001", 1_000_000))
    rows = "".join(f"M{number},S-30000001,1.00,2026-11-21\n" for number in range(1_203))
    file.write_text(f"reference,statement,amount,business_date\n{rows}")

    assert _import(ledger_url, file) == (0, {"posted": 1_203, "known": 0, "conflicts": 0, "bad": 0}, [])
    assert balance(engine, "receivable:S-30000001") == 1_000_000 - 120_300


def test_a_channel_that_is_not_enrolled_imports_nothing(engine: Engine, ledger_url: str, file: Path) -> None:
    with pytest.raises(CashierError, match="There is no channel lockbx"):
        _import(ledger_url, file, channel="lockbx")

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM channel_payments")) == 0
