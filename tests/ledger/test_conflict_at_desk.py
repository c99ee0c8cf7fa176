"""A history that is not the ledger's is seen at both ends: the desk stops with a sentence, the office has an alarm."""

import time
from collections.abc import Iterator
from contextlib import closing
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from cashier.domain.link_words import banner_words, strip_words
from cashier.ledger.alarms import alarm_rows, quarantine_rows
from cashier.sync.back_off import BackOff
from cashier.sync.client import LedgerClient
from cashier.sync.link import Link
from cashier.sync.push import CALL, CONFLICT, STOPPED_S, PushLane
from tests.fakes.memory_store import MemoryDesk
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, balance, clock
from tests.ledger.paper_desk import NOW
from tests.ledger.serving import client_of
from tests.sync.rig import money_line

ZONE = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def client(engine: Engine) -> Iterator[LedgerClient]:
    """Desk OAK3's client of a ledger on a real socket."""
    with engine.begin() as connection:
        signed = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
    with (
        client_of(engine) as http,
        closing(
            LedgerClient(
                str(http.base_url),
                desk="OAK3",
                credentials=signed.signer,
                connect_timeout_s=60.0,
                answer_timeout_s=60.0,
                monotonic=time.monotonic,
            )
        ) as made,
    ):
        yield made


def _sends(client: LedgerClient, lines: int) -> tuple[Link, float]:
    """A journal of its own sends so many lines as OAK3; how its link stands, and how long the lane rests."""
    desk, link = MemoryDesk(), Link(clock, heard=lambda _: None)
    with desk.open_work() as work:
        for _ in range(lines):
            work.journal.append(money_line())
        work.commit()
    push = PushLane(
        desk="OAK3",
        open_work=desk.open_work,
        open_reading=desk.open_reading,
        ledger=client,
        link=link,
        back_off=BackOff(least_s=0.5, most_s=30.0, chance=lambda: 0.5),
        clock=clock,
    )
    return link, push.step()


def test_a_copied_desk_reads_why_nothing_is_sent_and_the_office_reads_it_too(
    engine: Engine, client: LedgerClient
) -> None:
    assert _sends(client, 2)[0].state().online
    before = balance(engine, "held:OAK")

    link, rest_s = _sends(client, 3)

    assert rest_s == STOPPED_S
    assert strip_words(link.state(), 3) == "Could not post · 3 to send"
    sentence = banner_words(link.state(), 3, now=NOW, zone=ZONE)
    assert sentence == f"Could not post since 10:44 AM. {CONFLICT}{CALL} 3 are safe on this desk."
    with engine.connect() as connection:
        assert [row.what for row in alarm_rows(connection, NOW)] == ["conflict"]
        assert [row.desk for row in quarantine_rows(connection, NOW)] == ["OAK3"]
    assert balance(engine, "held:OAK") == before
