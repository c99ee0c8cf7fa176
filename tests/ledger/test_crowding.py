"""Thousands that send at once are let in a few at a time, and all of them are."""

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPResponse

import pytest
from sqlalchemy import Engine, text

from cashier.ledger import crowding, tokens
from cashier.ledger.crowding import LET_IN, UNDER_WAY_MOST, Door
from cashier.ledger.tokens import enroll_channel
from cashier.wire import ChannelPayments
from tests.ledger.conftest import ADMIN
from tests.ledger.serving import served


@dataclass(eq=False)
class Sender:
    """A connection that sends as soon as it is read."""

    door: Door
    crowd: set["Sender"] = field(repr=False)
    is_read: bool = True
    is_under_way: bool = False
    is_done: bool = False
    was_let_in: asyncio.Event = field(default_factory=asyncio.Event)

    def is_idle(self) -> bool:
        return not self.is_under_way

    def pause(self) -> None:
        self.is_read = False

    def read_on(self) -> None:
        self.is_read = True
        self.was_let_in.set()

    def send(self) -> None:
        self.is_under_way = True
        self.door.begin(self.crowd)  # type: ignore[arg-type]

    def finish(self) -> None:
        self.is_under_way, self.is_done = False, True
        self.door.end()


def _crowd(many: int) -> list[Sender]:
    door, crowd = Door(), set[Sender]()
    crowd.update(Sender(door, crowd) for _ in range(many))
    return list(crowd)


def _begin(senders: list[Sender]) -> None:
    """Whoever is read and has not sent yet begins."""
    for sender in senders:
        if sender.is_read and not sender.is_under_way and not sender.is_done:
            sender.send()


def test_no_more_are_let_in_than_can_be_served_and_in_the_end_all_are() -> None:
    async def serve() -> tuple[int, bool]:
        senders, most = _crowd(1_000), 0
        while not all(sender.is_done for sender in senders):
            _begin(senders)
            under_way = [sender for sender in senders if sender.is_under_way]
            most = max(most, len(under_way))
            for sender in under_way[:LET_IN]:
                sender.finish()
            await asyncio.sleep(0)
        return most, all(sender.is_read for sender in senders)

    most, all_are_read = asyncio.run(serve())

    assert most <= UNDER_WAY_MOST + 2 * LET_IN
    assert all_are_read


def test_the_next_are_let_in_as_soon_as_there_is_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowding, "LATE_TURN_S", 3600.0)

    async def let_in() -> None:
        senders = _crowd(UNDER_WAY_MOST + 5)
        for sender in senders[: UNDER_WAY_MOST + 1]:
            sender.send()
        senders[0].finish()
        await senders[-1].was_let_in.wait()

    asyncio.run(asyncio.wait_for(let_in(), 60))


def test_senders_that_never_end_do_not_keep_the_others_out() -> None:
    async def dawdle() -> int:
        senders = _crowd(UNDER_WAY_MOST + 1 + 3 * LET_IN)
        while not all(sender.is_under_way for sender in senders):
            _begin(senders)
            await asyncio.sleep(0)
        return len(senders)

    assert asyncio.run(asyncio.wait_for(dawdle(), 60)) == UNDER_WAY_MOST + 1 + 3 * LET_IN


def test_a_connection_that_ends_outside_is_forgotten() -> None:
    async def leave() -> bool:
        senders = _crowd(UNDER_WAY_MOST + 5)
        for sender in senders[: UNDER_WAY_MOST + 1]:
            sender.send()
        gone, left = senders[-1], senders[-2]
        gone.door.forget(gone)
        await left.was_let_in.wait()
        return gone.is_read

    assert asyncio.run(asyncio.wait_for(leave(), 60)) is False


IDLE_S = 8  # Many times what the whole crowd's greetings take, so that none of it is idle for as long before it sends.


def test_a_crowd_on_real_sockets_is_answered_to_the_last_however_long_it_waits(engine: Engine) -> None:
    with engine.begin() as connection:
        token = enroll_channel(connection, "online", ADMIN)
    body = ChannelPayments(payments=()).model_dump_json()
    request = (
        f"POST /v1/channels/online/payments HTTP/1.1\r\nHost: ledger\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
    with served(engine) as made, ExitStack() as leaving:
        made.service.server.config.timeout_keep_alive = IDLE_S
        address = (made.client.base_url.host, made.client.base_url.port)
        crowd = [
            leaving.enter_context(socket.create_connection(address, timeout=60)) for _ in range(4 * UNDER_WAY_MOST)
        ]
        for one in crowd:  # All at once, and then what is said: from then on each of them counts as idle.
            one.sendall(b"GET /nothing HTTP/1.1\r\nHost: ledger\r\n\r\n")
        for one in crowd:
            assert status_of(one) == 404
        with engine.begin() as holding:
            holding.execute(text("SELECT FROM desks WHERE desk = 'LEDGER' FOR UPDATE"))
            for one in crowd:
                one.sendall(request)
            holding.execute(text("SELECT pg_sleep(:s)"), {"s": IDLE_S + 1})  # Longer than a connection may be idle.

        statuses = [status_of(one) for one in crowd]
    assert statuses == [200] * len(crowd)


def status_of(connection: socket.socket) -> int:
    """Of one answer, read to its end: head and body may come apart."""
    with HTTPResponse(connection) as response:
        response.begin()
        response.read()
        return response.status


def test_of_a_crowd_with_one_token_it_is_checked_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine.begin() as connection:
        token = enroll_channel(connection, "online", ADMIN)
    checked: list[str] = []

    def matches(on_file: str, shown: str) -> bool:
        checked.append(shown)
        return True

    def arrive() -> None:
        all_here.wait(60)

    monkeypatch.setattr(tokens, "matches", matches)
    monkeypatch.setattr(tokens, "TURN_TIMEOUT_S", 60)
    known, all_here = tokens.Tokens(engine), threading.Barrier(5)

    with ThreadPoolExecutor(4) as crowd, known._one_at_a_time:
        holders = [crowd.submit(known.holder, token, arrive) for _ in range(4)]
        all_here.wait(60)

    assert [holder.result() for holder in holders] == ["online"] * 4
    assert checked == [token]
