"""Who goes on trying what a drawer holds is an alarm, once in a shift; a close that differs is none."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from cashier.domain.line import Line
from cashier.ledger.check import check
from tests.domain.drawer_lines import a_number, closed, counted, shift_lines, tried
from tests.ledger.conftest import send
from tests.ledger.paper_desk import PaperDesk


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'many_tries'")))


@pytest.mark.parametrize("make", [counted, tried])
def test_the_fourth_try_of_a_shift_is_an_alarm_once_however_they_come(engine: Engine, make: Callable[[], Line]) -> None:
    desk = PaperDesk("OAK3")
    for line in shift_lines():
        desk.write(line)
    for place in range(6):
        desk.write(replace(make(), line_id=a_number(60 + place)))
    before_the_fourth = len(shift_lines()) + 3
    send(engine, desk, last=before_the_fourth)
    assert alarms(engine) == []
    send(engine, desk, first=before_the_fourth + 1)
    send(engine, desk)

    (sentence,) = alarms(engine)
    assert sentence.startswith(f"rosa tried 4 times in one shift at OAK3, up to line {before_the_fourth + 1}:")
    assert check(engine).findings == []


def test_a_close_that_differs_is_none(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    for line in (*shift_lines(), counted(), counted(2), closed()):
        desk.write(line)
    send(engine, desk)

    assert alarms(engine) == []
