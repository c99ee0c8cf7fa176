"""Who signed in together while nobody could alone is an alarm, once, however the run came."""

from typing import Any

from sqlalchemy import Engine, text

from cashier.domain.line import LineKind
from cashier.ledger.check import check
from tests.ledger.conftest import new_id, send
from tests.ledger.paper_desk import PaperDesk


def _alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT sentence FROM alarms")))


def test_the_office_hears_of_it_once_with_both_names(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    facts: dict[str, Any] = {"second": "helen", "second_name": "Helen Park", "heard_at": ""}
    desk.write(desk.line(LineKind.GLASS_BROKEN, facts=facts, transfers=(), line_id=new_id()))
    desk.pay("S-10000001", 100)
    send(engine, desk)
    send(engine, desk)

    (sentence,) = _alarms(engine)
    assert sentence.startswith("rosa signed in at OAK3 with helen beside, line 1:")
    assert sentence.endswith("Review what they took from there on.")
    assert check(engine).findings == []
