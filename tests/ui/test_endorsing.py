"""At a printer with a slip station checks are written on and read step by step, and no payment waits for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.endorsement import EndorsedHow, endorsed_how
from cashier.domain.line import Line, LineKind
from cashier.domain.payment_facts import read_payment
from cashier.usecases.ports.desk import Lane
from cashier.usecases.ports.slip import CheckStation, SlipNews, SlipStep
from tests.ui.desk_driver import DeskDriver
from tests.ui.sample_desk import OFFICE, SampleDesk
from ui.doors import Doors
from ui.news import CheckNews, ReadNews

ENTER, ESC, TAB, SPACE, F5, F6 = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Space,
    Qt.Key.Key_F5,
    Qt.Key.Key_F6,
)
ALT = Qt.KeyboardModifier.AltModifier


@dataclass(slots=True)
class StationDesk(SampleDesk):
    """With a printer that has a slip station, and remembers what was asked of it."""

    asked: list[tuple[int, tuple[str, ...] | None]] = field(default_factory=list)
    stops: int = 0

    def doors(self, *lanes: Lane, terminal: str = "T1") -> Doors:
        station = CheckStation(
            write=lambda number, lines: self.asked.append((number, lines)),
            read=lambda number: self.asked.append((number, None)),
            stop=self._stop,
        )
        return replace(SampleDesk.doors(self, *lanes, terminal=terminal), check_station=station)

    def _stop(self) -> None:
        self.stops += 1


@pytest.fixture
def station(qtbot: QtBot) -> StationDesk:
    sample = StationDesk()
    sample.open_drawer()
    return sample


@pytest.fixture
def desk(qtbot: QtBot, station: StationDesk) -> Iterator[DeskDriver]:
    """Mai Linh Tran is about to pay $60.00 with a check."""
    driver = DeskDriver(qtbot, station)
    driver.sign_in()
    driver.scan(OFFICE)
    driver.press(ENTER)
    driver.press(F6)
    yield driver
    driver.close()


def say(desk: DeskDriver, station: StationDesk, step: SlipStep, why: str = "") -> None:
    """The printer's lane says this of what was asked last."""
    desk.tell(CheckNews(told=SlipNews(wish=station.asked[-1][0], step=step, why=why)))


def pay(desk: DeskDriver) -> None:
    desk.press(ENTER)
    desk.type("1043")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))


def endorsed(station: StationDesk) -> list[Line]:
    return [line for line in station.store.lines() if line.kind is LineKind.ENDORSED]


def test_a_check_is_endorsed_step_by_step_and_recorded_when_the_printer_says_so(
    desk: DeskDriver, station: StationDesk
) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    ((_, lines),) = station.asked
    assert lines is not None
    assert lines[:2] == ("FOR DEPOSIT ONLY", "Golden Coast Hospitals")
    assert desk.shows("Turn the check over.")
    assert not desk.shows("E-mail the receipt to"), "it makes room"
    assert endorsed(station) == []

    say(desk, station, SlipStep.WORKING)
    desk.press(ESC)
    assert desk.shows("The printer writes on the check."), "Esc takes nobody to the next member meanwhile"
    say(desk, station, SlipStep.REMOVE)
    (line,) = endorsed(station)
    assert endorsed_how(line) is EndorsedHow.PRINTED
    say(desk, station, SlipStep.STUCK)
    assert desk.shows("The check is still in the printer.")
    say(desk, station, SlipStep.DONE)

    assert desk.shows("Endorsed: Check 1043 · $60.00.")
    assert (desk.focus_name(), desk.shows("E-mail the receipt to")) == ("Next member", True)
    assert (len(endorsed(station)), len(station.asked)) == (1, 1)


@pytest.mark.parametrize(
    ("step", "why", "sentence"),
    [
        (SlipStep.LATE, "", "No check was put in, and nothing was written."),
        (SlipStep.FAILED, "does not answer", "The receipt printer does not answer. Nothing was written."),
    ],
)
def test_what_was_not_written_is_tried_again_by_the_cashier_alone(
    desk: DeskDriver, station: StationDesk, step: SlipStep, why: str, sentence: str
) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    say(desk, station, step, why)
    assert desk.shows(sentence)
    assert (desk.focus_name(), len(station.asked)) == ("Try again", 1)

    desk.press(ENTER)
    assert len(station.asked) == 2
    assert desk.shows("Turn the check over.")


def test_where_it_is_unsure_the_cashier_looks_and_nothing_is_written_twice_by_itself(
    desk: DeskDriver, station: StationDesk
) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    say(desk, station, SlipStep.UNSURE)
    assert desk.shows("look at its back")
    desk.press(ENTER)
    assert (endorsed(station), len(station.asked)) == ([], 1)

    desk.press(TAB)
    assert desk.focus_name() == "It is on the back"
    desk.press(ENTER)
    (line,) = endorsed(station)
    assert (endorsed_how(line), len(station.asked)) == (EndorsedHow.PRINTED, 1)
    assert desk.focus_name() == "Next member"


def test_a_stamp_does_where_the_printer_did_not(desk: DeskDriver, station: StationDesk) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    say(desk, station, SlipStep.LATE)
    desk.press(TAB)
    assert desk.focus_name() == "Stamped by hand"
    desk.press(SPACE)

    assert [endorsed_how(line) for line in endorsed(station)] == [EndorsedHow.STAMPED]


def test_the_wrong_side_is_written_on_again_when_the_cashier_says_so(desk: DeskDriver, station: StationDesk) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    say(desk, station, SlipStep.WORKING)
    say(desk, station, SlipStep.REMOVE)
    assert desk.focus_name() == "Next member", "Enter never writes again"
    desk.button("Wrong side: again").click()
    say(desk, station, SlipStep.REMOVE)

    assert (len(station.asked), len(endorsed(station))) == (2, 2)


def test_one_that_has_it_is_written_on_again_only_when_asked_for_twice(desk: DeskDriver, station: StationDesk) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    say(desk, station, SlipStep.REMOVE)
    say(desk, station, SlipStep.DONE)
    desk.press(Qt.Key.Key_E, ALT)
    assert desk.shows("Endorsed already: Check 1043 · $60.00.")
    assert len(station.asked) == 1

    desk.press(Qt.Key.Key_E, ALT)
    assert len(station.asked) == 2


def test_esc_stops_it_and_the_next_member_takes_it_away(desk: DeskDriver, station: StationDesk) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    desk.press(ESC)
    assert station.stops == 1
    assert desk.shows("Nothing was endorsed.")
    assert desk.shows("Payment taken")

    desk.press(Qt.Key.Key_E, ALT)
    desk.seconds.now += 2
    desk.button("Next member").click()
    assert (station.stops, endorsed(station)) == (2, [])


def test_a_check_that_the_printer_read_fills_the_form_like_that_of_any_reader(
    desk: DeskDriver, station: StationDesk
) -> None:
    for _ in range(12):
        if desk.focus_name() == "Read it in the printer":
            break
        desk.press(TAB)
    desk.press(ENTER)
    assert [lines for _, lines in station.asked] == [None]
    assert desk.shows("face up")

    say(desk, station, SlipStep.UNREAD, "no line")
    assert desk.shows("Turn the check face up and try again")
    desk.press(ENTER)
    desk.tell(ReadNews(text="T121000248T0012345678O1043"))
    say(desk, station, SlipStep.REMOVE)
    assert desk.shows("Take it out of the printer.")
    assert desk.field("Check number").text() == "1043"

    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    (tender,) = read_payment(station.payments()[0]).tenders
    assert (tender.number, tender.routing, tender.micr) == ("1043", "121000248", "reader")
    assert not any("12345678" in str(line.facts) for line in station.store.lines())


def test_a_form_that_is_left_waits_for_no_check(desk: DeskDriver, station: StationDesk) -> None:
    button = desk.button("Read it in the printer")
    button.click()
    desk.press(ESC)
    assert station.stops == 1

    desk.press(F5)
    assert not button.isVisible()


def test_a_check_that_lies_there_since_it_was_read_is_taken_out_first(desk: DeskDriver, station: StationDesk) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    say(desk, station, SlipStep.TURN)
    assert desk.shows("Take it out first")
    say(desk, station, SlipStep.INSERT)
    assert desk.shows("Turn the check over.")
    assert desk.focus_name() == "Stop"


def leave_by_f2(desk: DeskDriver) -> None:
    desk.seconds.now += 2
    desk.press(Qt.Key.Key_F2)
    desk.button("Next member").click()


@pytest.mark.parametrize("is_known_to_be_in", [True, False])
def test_a_check_that_is_written_on_once_its_member_has_left_is_recorded_all_the_same(
    desk: DeskDriver, station: StationDesk, is_known_to_be_in: bool
) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    if is_known_to_be_in:
        say(desk, station, SlipStep.WORKING)
    leave_by_f2(desk)
    assert endorsed(station) == []

    say(desk, station, SlipStep.WORKING)
    say(desk, station, SlipStep.REMOVE)
    say(desk, station, SlipStep.REMOVE)
    (line,) = endorsed(station)
    assert endorsed_how(line) is EndorsedHow.PRINTED


def test_a_check_that_went_in_as_it_was_stopped_is_recorded_and_told(desk: DeskDriver, station: StationDesk) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    desk.press(ESC)
    say(desk, station, SlipStep.WORKING)
    say(desk, station, SlipStep.REMOVE)

    assert len(endorsed(station)) == 1
    assert desk.shows("Endorsed: Check 1043 · $60.00.")


def test_of_a_check_that_went_in_as_it_was_stopped_it_is_told_that_nobody_knows(
    desk: DeskDriver, station: StationDesk
) -> None:
    pay(desk)
    desk.press(Qt.Key.Key_E, ALT)
    desk.press(ESC)
    say(desk, station, SlipStep.UNSURE)

    assert endorsed(station) == []
    assert desk.shows("The printer did not say whether it wrote on Check 1043 · $60.00.")
