"""Who of thousands that wait is told of a change, and when."""

import asyncio

import pytest
from sqlalchemy import Engine, text

from cashier.ledger.channels import take_channel_payments
from cashier.ledger.keeping import hold_family
from cashier.ledger.news import News, news_after
from cashier.ledger.watch import TOLD_MOST, Watch
from cashier.wire import ChannelPayment
from tests.ledger.conftest import MEMBER, clock, load, new_id, send, statement
from tests.ledger.paper_desk import TODAY, PaperDesk

DESKS = [f"OAK{number}" for number in range(3 * TOLD_MOST)]


async def _told_by(watch: Watch, news: News, waits: dict[str, "asyncio.Task[bool]"]) -> list[str]:
    """Which desks one look tells."""
    before = {desk for desk, wait in waits.items() if wait.done()}
    watch.news = news
    watch._tell()
    for _ in range(5):  # A wait ends in a few turns of the loop.
        await asyncio.sleep(0)
    return [desk for desk, wait in waits.items() if wait.done() and desk not in before]


def test_a_look_tells_few_desks_first_whom_it_concerns_then_who_waits_longest(engine: Engine) -> None:
    async def looks() -> list[list[str]]:
        watch = Watch(engine)
        waits = {
            desk: asyncio.create_task(watch.wait(desk, center="OAK", epoch="now", seen=7, wait_s=60)) for desk in DESKS
        }
        await asyncio.sleep(0)
        found = [
            await _told_by(watch, News(epoch="now", newest={"OAK": 7, "SFO": 8}), waits),
            await _told_by(watch, News(epoch="now", newest={"OAK": 8}, first={DESKS[-1]: 8}), waits),
            await _told_by(watch, News(epoch="now", newest={"OAK": 8}), waits),
            await _told_by(watch, News(epoch="now", newest={"OAK": 8}), waits),
        ]
        assert all(await asyncio.gather(*waits.values()))
        return found

    nobody, first, second, third = asyncio.run(looks())

    assert nobody == []
    assert first == [*DESKS[: TOLD_MOST - 1], DESKS[-1]]
    assert second == DESKS[TOLD_MOST - 1 : 2 * TOLD_MOST - 1]
    assert third == DESKS[2 * TOLD_MOST - 1 : -1]


def test_nobody_is_told_while_as_many_are_still_to_read(engine: Engine) -> None:
    async def read() -> tuple[list[str], list[str]]:
        watch, is_over = Watch(engine), asyncio.Event()

        async def one_page() -> None:
            async with watch.turn_to_read():
                await is_over.wait()

        waits = {
            desk: asyncio.create_task(watch.wait(desk, center="OAK", epoch="now", seen=7, wait_s=60)) for desk in DESKS
        }
        readers = [asyncio.create_task(one_page()) for _ in range(TOLD_MOST - 1)]
        await asyncio.sleep(0)
        while_they_read = await _told_by(watch, News(epoch="now", newest={"OAK": 8}), waits)
        is_over.set()
        await asyncio.gather(*readers)
        afterwards = await _told_by(watch, News(epoch="now", newest={"OAK": 8}), waits)
        watch.release()
        await asyncio.gather(*waits.values())
        return while_they_read, afterwards

    assert asyncio.run(read()) == (DESKS[:1], DESKS[1 : TOLD_MOST + 1])


def test_whoever_waits_is_let_go_when_the_service_stops_and_knows_that_it_was_not_told(engine: Engine) -> None:
    async def stop() -> list[bool]:
        watch = Watch(engine)
        waits = [asyncio.create_task(watch.wait(desk, center="OAK", epoch="now", seen=0, wait_s=60)) for desk in DESKS]
        await asyncio.sleep(0)
        watch.release()
        return [*await asyncio.gather(*waits), await watch.wait("OAK3", center="OAK", epoch="now", seen=0, wait_s=60)]

    assert not any(asyncio.run(stop()))


def test_a_new_epoch_is_told_to_whoever_waits_and_nobody_waits_in_an_old_one(engine: Engine) -> None:
    async def restore() -> tuple[list[str], bool]:
        watch = Watch(engine)
        waits = {
            desk: asyncio.create_task(watch.wait(desk, center="OAK", epoch="old", seen=9, wait_s=60))
            for desk in DESKS[:3]
        }
        await asyncio.sleep(0)
        told = await _told_by(watch, News(epoch="new", newest={"OAK": 2}), waits)
        return told, await watch.wait("OAK3", center="OAK", epoch="old", seen=9, wait_s=60)

    assert asyncio.run(restore()) == (DESKS[:3], False)


def test_money_of_another_channel_concerns_the_desks_of_the_familys_centers_first(engine: Engine) -> None:
    _move_desks(engine, OAK3="OAK", SAC1="SAC")
    before = _look(engine, News())

    _pay_online(engine, "S-10000001")
    after = _look(engine, before)

    assert (before.first, set(after.first)) == ({}, {"OAK3"})
    assert before.newest["OAK"] < after.newest["OAK"] == after.first["OAK3"]
    assert after.newest["SAC"] == before.newest["SAC"]
    assert _look(engine, after) == after


def test_what_desks_and_billing_change_concerns_nobody_first(engine: Engine) -> None:
    _move_desks(engine, OAK3="OAK")
    before = _look(engine, News())
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)

    send(engine, desk)
    with engine.begin() as connection:
        load(connection, statement("S-10000009", 700))
    after = _look(engine, before)

    assert after.first == {}
    assert after.newest["OAK"] > before.newest["OAK"]


def test_what_a_page_cannot_show_yet_is_told_as_soon_as_it_can(engine: Engine) -> None:
    _move_desks(engine, OAK3="OAK")
    before = _look(engine, News())

    with engine.begin() as older:
        older.execute(text("SELECT pg_current_xact_id()"))
        _pay_online(engine, "S-10000001")
        hidden = _look(engine, before)
    shown = _look(engine, hidden)

    assert (set(hidden.first), hidden.newest) == (set(), before.newest)
    assert (set(shown.first), shown.newest["OAK"] > before.newest["OAK"]) == ({"OAK3"}, True)


@pytest.mark.parametrize("payments", [1, 3])
def test_a_statement_that_was_paid_again_by_a_desk_meanwhile_is_told_all_the_same(
    engine: Engine, payments: int
) -> None:
    _move_desks(engine, OAK3="OAK")
    before = _look(engine, News())
    desk = PaperDesk("OAK3")

    _pay_online(engine, "S-10000001")
    for _ in range(payments):
        desk.pay("S-10000001", 100)
    send(engine, desk)

    assert set(_look(engine, before).first) == {"OAK3"}


def test_money_of_another_channel_concerns_a_desk_of_another_center_that_served_the_family(engine: Engine) -> None:
    _move_desks(engine, OAK3="OAK", SAC1="SAC", SAC2="SAC")
    with engine.begin() as connection:
        hold_family(connection, "SAC1", MEMBER)
    before = _look(engine, News())

    _pay_online(engine, "S-10000001")
    after = _look(engine, before)

    assert set(after.first) == {"OAK3", "SAC1"}
    assert after.newest_for("SAC1", "SAC") > before.newest_for("SAC1", "SAC")
    assert after.newest_for("SAC2", "SAC") == before.newest_for("SAC2", "SAC")


def _look(engine: Engine, before: News) -> News:
    with engine.connect() as connection:
        return news_after(connection, before)


def _pay_online(engine: Engine, number: str) -> None:
    payment = ChannelPayment(reference=number, statement_number=number, cents=300, business_date=TODAY)
    with engine.begin() as connection:
        take_channel_payments(connection, "online", [payment], clock=clock, new_id=new_id)


def _move_desks(engine: Engine, **centers: str) -> None:
    """Where desks stand; one that is not known is made known."""
    with engine.begin() as connection:
        for desk, center in centers.items():
            connection.execute(
                text(
                    "INSERT INTO desks (desk, center, chain) VALUES (:desk, :center, '') "
                    "ON CONFLICT (desk) DO UPDATE SET center = excluded.center"
                ),
                {"desk": desk, "center": center},
            )
