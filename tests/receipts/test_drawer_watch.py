"""The drawer's sensor: looked at while the drawer stands open, said and recorded once each time it is left open."""

from dataclasses import replace

import pytest

from cashier.config_devices import PrinterSettings
from cashier.domain.line import LineKind
from cashier.doors.printers import drawer_watch
from cashier.usecases.drawer_left_open import note_left_open
from receipts.drawer_watch import LEFT_OPEN_S, LOOK_S, LOOK_SOON_S, DrawerWatch
from receipts.lane import LOOK_AGAIN_S
from receipts.printers.answers import Answers
from tests.fakes.builders import a_desk
from tests.receipts.print_room import READY, Room
from ui.desk.printer_state import printer_notice

OPEN, SHUT = replace(READY, pin_is_high=True), replace(READY, pin_is_high=False)


@pytest.fixture
def room() -> Room:
    """A drawer that stands open once it was pulsed."""
    made = Room(drawer=DrawerWatch(open_is_high=True))
    made.printer.state = SHUT
    return made


def test_a_drawer_left_open_is_said_and_recorded_once_until_it_is_shut(room: Room) -> None:
    lane = room.lane()
    lane.step()
    lane.ask_drawer()
    lane.step()
    room.printer.state = OPEN
    waits = []
    for _ in range(20):
        waits.append(lane.step())
        room.now_s += LOOK_S

    assert room.left_open == [int(LEFT_OPEN_S)]
    assert set(waits) == {LOOK_S}

    room.printer.state = SHUT
    assert lane.step() == LOOK_AGAIN_S
    lane.ask_drawer()
    lane.step()
    room.printer.state = OPEN
    for _ in range(20):
        lane.step()
        room.now_s += LOOK_S
    assert room.left_open == [int(LEFT_OPEN_S)] * 2
    assert room.printer.pulses == 2


def test_a_drawer_that_is_shut_in_time_is_no_news(room: Room) -> None:
    lane = room.lane()
    lane.ask_drawer()
    lane.step()
    room.printer.state = OPEN
    lane.step()
    room.now_s += LEFT_OPEN_S - 1
    room.printer.state = SHUT
    lane.step()
    room.now_s += LEFT_OPEN_S
    lane.step()

    assert room.left_open == []


def test_a_drawer_whose_sensor_never_says_open_is_said_to_be_not_confirmed_once(room: Room) -> None:
    lane = room.lane()
    lane.ask_drawer()
    lane.step()
    lane.step()
    assert room.said == [], "it needs a moment to spring open"

    for _ in range(3):
        room.now_s += LOOK_SOON_S
        lane.step()
    assert room.said == ["Whether the drawer opened is not confirmed: its sensor says shut. If so, use its key."]
    assert room.printer.pulses == 1, "it is never told twice"


def test_a_drawer_that_somebody_may_have_shut_again_meanwhile_is_no_news(room: Room) -> None:
    lane = room.lane()
    lane.ask_drawer()
    lane.step()
    room.now_s += 2 * LOOK_S
    lane.step()

    assert room.said == []


def test_a_drawer_that_springs_open_late_is_confirmed_and_watched(room: Room) -> None:
    lane = room.lane()
    lane.ask_drawer()
    lane.step()
    lane.step()
    room.printer.state = OPEN
    room.now_s += LOOK_S
    lane.step()
    room.printer.state = SHUT
    room.now_s += LOOK_S
    lane.step()

    assert (room.said, room.left_open) == ([], [])


def test_a_drawer_without_a_sensor_is_looked_at_no_more_often() -> None:
    room = Room()
    room.printer.state = OPEN
    lane = room.lane()
    lane.ask_drawer()
    lane.step()
    lane.step()
    room.now_s += 10 * LEFT_OPEN_S

    assert lane.step() == LOOK_AGAIN_S
    assert room.left_open == []


@pytest.mark.parametrize(("sensor", "is_high", "is_open"), [
    ("none", True, False), ("open_is_high", True, True), ("open_is_high", False, False),
    ("open_is_low", False, True), ("open_is_low", True, False),
])  # fmt: skip
def test_the_settings_say_what_the_pin_means(sensor: str, is_high: bool, is_open: bool) -> None:
    watch = drawer_watch(PrinterSettings.model_validate({"drawer_sensor": sensor}))

    watch.hear(pin_is_high=is_high, now_s=0)

    assert watch.is_open is is_open


def test_the_pin_is_read_from_the_first_status_and_is_no_news_by_itself() -> None:
    told = []
    for first in (b"\x12", b"\x16"):
        heard = Answers()
        heard.take(first + b"\x12\x12\x12")
        told.append(heard.status())

    assert [status is not None and status.pin_is_high for status in told] == [False, True]
    assert told[0] == told[1]


def test_the_banner_says_to_close_it_and_the_record_names_who_holds_the_drawer() -> None:
    assert printer_notice(replace(READY, drawer_left_open=True)).startswith("The drawer stands open. Close it")
    counter = a_desk()

    note_left_open(30, counter.desk)

    line = counter.store.lines()[-1]
    assert (line.kind, line.staff, line.facts, line.transfers) == (
        LineKind.DRAWER_LEFT_OPEN,
        "rosa",
        {"seconds": 30},
        (),
    )


@pytest.mark.parametrize(
    ("open_is_high", "pin_is_high", "words"),
    [
        (True, True, "open"),
        (True, False, "shut"),
        (False, False, "open"),
        (None, True, "none set up; its pin is high"),
        (True, None, "says nothing"),
    ],
)
def test_who_sets_the_printer_up_reads_what_the_sensor_says(
    open_is_high: bool | None, pin_is_high: bool | None, words: str
) -> None:
    assert DrawerWatch(open_is_high=open_is_high).words(pin_is_high=pin_is_high) == words
