"""Training in the window: from the Desk page, within a red frame, locked and left like the desk itself (R13)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cashier.domain.errors import StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.training import TRAINING_DESK
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import PLACE, SampleDesk
from ui.doors import Doors, Post
from ui.news import PaperNews

BAR = "TRAINING · No money is taken"


class TrainingSample(SampleDesk):
    """A sample desk with another one to train on, ``practice``."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.practice = SampleDesk()
        self.why_not = ""
        self.posts: list[Post] = []

    def doors(self, *lanes: object, terminal: str = "T1") -> Doors:
        return replace(super().doors(terminal=terminal), training=self._train)

    def _train(self, post: Post) -> Doors:
        if self.why_not:
            raise StoreTrouble(self.why_not)
        self.posts.append(post)
        doors = self.practice.doors()
        return replace(doors, desk=replace(doors.desk, place=replace(PLACE, desk=TRAINING_DESK)))


@pytest.fixture
def sample() -> TrainingSample:
    return TrainingSample()


@pytest.fixture
def desk(qtbot: QtBot, sample: TrainingSample) -> Iterator[DeskDriver]:
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    yield driver
    driver.close()


def go_desk(desk: DeskDriver) -> None:
    desk.button_on_rail("Desk").click()


def begin(desk: DeskDriver) -> None:
    go_desk(desk)
    desk.button("Training").setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.qtbot.waitUntil(lambda: desk.shows(BAR))


def kinds(sample: SampleDesk) -> list[LineKind]:
    return [line.kind for line in sample.store.lines()]


def test_a_payment_is_practised_and_the_real_desk_never_hears_of_it(desk: DeskDriver, sample: TrainingSample) -> None:
    begin(desk)
    assert desk.shows("Training · nothing is sent")
    assert desk.focus_name() == "$100"
    desk.type("2")
    for _ in range(14):
        desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Choose a member, then the statements to pay."))
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F5)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: bool(sample.practice.payments()))

    assert kinds(sample) == [LineKind.SIGNED_IN, LineKind.TRAINING_BEGUN]
    assert sample.drawer_pulses == 0
    go_desk(desk)
    leave = desk.button("Leave training")
    desk.qtbot.waitUntil(leave.isEnabled)


def test_it_is_left_from_the_desk_page_and_everything_of_it_is_closed(desk: DeskDriver, sample: TrainingSample) -> None:
    begin(desk)
    go_desk(desk)
    desk.button("Leave training").setFocus()
    desk.press(Qt.Key.Key_Space)

    assert not desk.shows(BAR)
    assert sample.practice.closed == ["hung up", "closed"]
    assert kinds(sample)[-1] == LineKind.TRAINING_ENDED
    assert desk.shows("no drawer open")
    begin(desk)
    assert len(sample.posts) == 2, "it can be begun again"


def test_it_does_not_begin_beside_an_open_drawer(qtbot: QtBot) -> None:
    sample = TrainingSample()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    go_desk(driver)

    button = driver.button("Training")
    assert not button.isEnabled()
    assert "Close the drawer first" in button.accessibleDescription() + button.toolTip()
    driver.close()


def test_locked_it_shows_nothing_and_is_there_again_for_who_trains(desk: DeskDriver, sample: TrainingSample) -> None:
    begin(desk)
    desk.press(Qt.Key.Key_F12)
    assert not desk.shows(BAR)
    desk.type("rosa 1")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows(BAR))

    assert kinds(sample)[-2:] == [LineKind.LOCKED, LineKind.UNLOCKED]


def test_whoever_takes_the_desk_over_finds_no_training(desk: DeskDriver, sample: TrainingSample) -> None:
    begin(desk)
    desk.press(Qt.Key.Key_F12)
    desk.try_sign_in("helen")
    desk.qtbot.waitUntil(lambda: desk.shows("Helen Park"))

    assert not desk.shows(BAR)
    assert LineKind.TRAINING_ENDED in kinds(sample)
    assert sample.practice.closed == ["hung up", "closed"]


def test_what_hinders_it_is_said_where_it_was_asked_for(desk: DeskDriver, sample: TrainingSample) -> None:
    sample.why_not = "The disk is full. Free some space."
    go_desk(desk)
    desk.button("Training").setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.qtbot.waitUntil(lambda: desk.shows("The disk is full"))

    assert LineKind.TRAINING_BEGUN not in kinds(sample)
    sample.why_not = ""
    begin(desk)


def test_the_window_closes_out_of_training(desk: DeskDriver, sample: TrainingSample) -> None:
    begin(desk)
    desk.window.close_now()

    assert sample.practice.closed == ["hung up", "closed"]
    assert kinds(sample)[-2:] == [LineKind.TRAINING_ENDED, LineKind.SIGNED_OUT]


def test_its_papers_stand_in_a_window_of_their_own(desk: DeskDriver, sample: TrainingSample) -> None:
    begin(desk)
    sample.posts[0](PaperNews(png=b"", text="TRAINING\nNO MONEY WAS TAKEN"))
    desk.settle()

    paper = desk.window._training._paper
    assert paper is not None
    assert any("NO MONEY WAS TAKEN" in label.text() for label in paper.findChildren(QLabel))
    assert not [b for b in desk.window.findChildren(QPushButton) if b.isVisible() and b.text() == "Sign out"]
