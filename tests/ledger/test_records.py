"""The ledger tells a center's lines to who may read them, and a table of them leaves only with a line of its own."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from time import monotonic

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import LedgerRefuses
from cashier.domain.line import LineKind
from cashier.domain.people import Role, Staff
from cashier.domain.records import RecordFilter, RecordGroup
from cashier.ledger import loading, records
from cashier.ledger.check import check
from cashier.sync.client import LedgerClient
from cashier.sync.records import LedgerRecords
from cashier.wire import StaffRow
from tests.domain.sign_in_lines import SIGN_IN_LINES
from tests.fakes.builders import OAK3
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, clock, new_id, send
from tests.ledger.paper_desk import CENTER, NOW, PaperDesk
from tests.ledger.serving import served

WALTER = Staff(user="walter", name="Walter Stein", role=Role.AUDITOR)
LUIS = Staff(user="luis", name="Luis Ortega", role=Role.CASHIER)
TODAY = NOW.astimezone(OAK3.time_zone).date()
DAYS = RecordFilter(first=TODAY, last=TODAY)
ZONE = OAK3.time_zone


@pytest.fixture
def client(engine: Engine) -> Iterator[LedgerClient]:
    """Desk OAK3's: Rosa came, looked for somebody, opened an account and took money; one line is of the day before."""
    desk, other = PaperDesk("OAK3"), PaperDesk("FRE1")
    for place, name in enumerate(("signed_in", "searched", "sign_in_failed")):
        ago = timedelta(days=1) if name == "sign_in_failed" else timedelta()
        line = replace(SIGN_IN_LINES[name](), line_id=new_id(), taken_at=NOW - ago + timedelta(seconds=place))
        desk.write(line)
    desk.pay("S-1", 6000)
    other.write(replace(SIGN_IN_LINES["signed_in"](), line_id=new_id(), desk="FRE1", center="FRE", taken_at=NOW))
    people = [
        StaffRow(user=person.user, name=person.name, role=person.role, passphrase_hash="-") for person in (WALTER, LUIS)
    ]
    with served(engine) as serving:
        with engine.begin() as connection:
            loading.load_directory(connection, staff=people, clock=clock, new_id=new_id)
            signed = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
            enrolled(connection, "FRE1", "FRE", ADMIN, clock=clock)
        send(engine, desk)
        send(engine, other)
        made = LedgerClient(
            str(serving.client.base_url),
            desk="OAK3",
            credentials=signed.signer,
            connect_timeout_s=60,
            answer_timeout_s=60,
            monotonic=monotonic,
        )
        yield made
        made.close()


def kinds(client: LedgerClient, wanted: RecordFilter = DAYS) -> list[str]:
    return [row.kind for row in LedgerRecords(client).look(wanted, ZONE, WALTER).rows if row.desk != "LEDGER"]


def test_the_latest_stands_first_and_only_the_centers_own(client: LedgerClient) -> None:
    told = LedgerRecords(client).look(DAYS, ZONE, WALTER)

    assert [row.kind for row in told.rows if row.desk == "OAK3"] == ["searched", "payment", "signed_in"]
    assert "FRE1" not in {row.desk for row in told.rows}
    assert not told.more
    (payment,) = [row for row in told.rows if row.kind == "payment"]
    assert (payment.user, payment.sequence) == ("rosa", 4)
    assert payment.amount is not None
    assert payment.amount.cents == 6000


def test_it_is_chosen_by_day_person_desk_and_kind(client: LedgerClient) -> None:
    before = TODAY - timedelta(days=1)

    assert kinds(client, replace(DAYS, first=before)) == ["searched", "payment", "signed_in", "sign_in_failed"]
    assert kinds(client, replace(DAYS, first=before, last=before)) == ["sign_in_failed"]
    assert kinds(client, replace(DAYS, group=RecordGroup.ACCOUNTS)) == ["searched"]
    assert kinds(client, replace(DAYS, who="luis")) == []
    assert kinds(client, replace(DAYS, desk="OAK3", who="rosa", group=RecordGroup.MONEY)) == ["payment"]
    assert kinds(client, replace(DAYS, desk="FRE1")) == []


def test_who_may_not_read_is_told_nothing(client: LedgerClient) -> None:
    for ask in (
        lambda: LedgerRecords(client).look(DAYS, ZONE, LUIS),
        lambda: LedgerRecords(client).export(new_id(), DAYS, ZONE, "curious", LUIS),
    ):
        with pytest.raises(LedgerRefuses, match="may not read the records"):
            ask()


def test_a_table_has_the_whole_lines_and_is_itself_a_line(client: LedgerClient, engine: Engine) -> None:
    export_id = new_id()
    tables = [
        LedgerRecords(client).export(export_id, replace(DAYS, desk="OAK3"), ZONE, "audit 2026", WALTER)
        for _ in range(2)
    ]

    rows = list(csv.DictReader(io.StringIO(tables[0], newline="")))
    assert [row["kind"] for row in rows] == ["searched", "payment", "signed_in"]
    assert '"text":"tran mai 1961"' in rows[0]["body"]
    assert all(len(row["link"]) == 64 for row in rows)
    with engine.connect() as connection:
        own = text("SELECT staff, body::jsonb -> 'facts' ->> 'reason' AS reason FROM lines WHERE kind = 'exported'")
        assert [tuple(row) for row in connection.execute(own)] == [("walter", "audit 2026")]
    assert check(engine).findings == []
    exported = LedgerRecords(client).look(replace(DAYS, group=RecordGroup.PAPERS), ZONE, WALTER).rows
    assert [(row.kind, row.name) for row in exported] == [(LineKind.EXPORTED, "Walter Stein")]


def test_too_much_for_a_table_leaves_nothing_and_no_line(
    client: LedgerClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, words in (("EXPORT_MOST", "more than 2 lines"), ("_TABLE_MOST", "more than one table takes")):
        with monkeypatch.context() as patched:
            patched.setattr(records, name, 2)
            with pytest.raises(LedgerRefuses, match=words):
                LedgerRecords(client).export(new_id(), DAYS, ZONE, "audit", WALTER)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM lines WHERE kind = 'exported'")) == 0


def test_a_long_list_says_that_there_is_more(client: LedgerClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "ROWS_MOST", 2)
    told = LedgerRecords(client).look(DAYS, ZONE, WALTER)

    assert (len(told.rows), told.more) == (2, True)
    assert date.fromisoformat(str(told.rows[0].at.date())) >= TODAY
