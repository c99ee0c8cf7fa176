"""The bridge between threads and the window: results on the Qt thread, no failure lost, every lane ended."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from cashier.domain.errors import DeviceTrouble
from ui.news import LaneNews, News, PagesNews
from ui.work import Work

PATIENT_S = 60.0


class Counting:
    """A lane that counts its steps, and fails at the first ``failures`` of them."""

    name = "counting"

    def __init__(self, *, wait_s: float = 3600.0, failures: int = 0) -> None:
        self.steps = 0
        self.stepped = threading.Semaphore(0)
        self._wait_s = wait_s
        self._failures = failures

    def step(self) -> float:
        self.steps += 1
        self.stepped.release()
        if self.steps <= self._failures:
            raise DeviceTrouble("The printer is out of paper.")
        return self._wait_s


class Stuck:
    """A lane that hangs in its device."""

    name = "stuck"

    def __init__(self) -> None:
        self.free = threading.Event()

    def step(self) -> float:
        self.free.wait(PATIENT_S)
        return 0.0


@pytest.fixture
def work(qapp: object) -> Iterator[Work]:
    work = Work()
    yield work
    work.close()


def never(fault: BaseException) -> None:
    raise AssertionError from fault


def test_results_arrive_on_the_qt_thread_in_order(work: Work, qtbot: QtBot) -> None:
    arrived: list[int] = []
    threads: set[bool] = set()

    def done(number: int) -> None:
        arrived.append(number)
        threads.add(QThread.currentThread() is work.thread())

    for number in range(50):
        work.run("lane", partial(int, number), done=done, failed=never)

    qtbot.waitUntil(lambda: len(arrived) == 50)
    assert arrived == list(range(50))
    assert threads == {True}


def test_a_failure_is_handed_over(work: Work, qtbot: QtBot) -> None:
    faults: list[BaseException] = []

    def job() -> None:
        raise ValueError("no")

    work.run("lane", job, done=lambda _none: None, failed=faults.append)

    qtbot.waitUntil(lambda: len(faults) == 1)
    assert isinstance(faults[0], ValueError)


def test_a_woken_lane_steps_at_once_and_not_before(work: Work) -> None:
    lane = Counting()
    work.start((lane,))
    assert lane.stepped.acquire(timeout=PATIENT_S)
    assert not lane.stepped.acquire(timeout=0.05)

    work.wake()

    assert lane.stepped.acquire(timeout=PATIENT_S)


def test_a_lane_that_fails_is_said_and_goes_on(work: Work, qtbot: QtBot) -> None:
    heard: list[News] = []
    work.news.connect(heard.append)
    lane = Counting(failures=1)
    work.start((lane,))
    qtbot.waitUntil(lambda: len(heard) == 1)

    assert heard == [LaneNews(lane="counting", sentence="The printer is out of paper.")]
    work.wake()
    qtbot.waitUntil(lambda: lane.steps == 2)


def test_news_from_any_thread_arrives(work: Work, qtbot: QtBot) -> None:
    with qtbot.waitSignal(work.news) as blocker:
        threading.Thread(target=lambda: work.post(PagesNews())).start()

    assert blocker.args == [PagesNews()]


def test_closing_ends_every_lane_and_says_nothing_more(qapp: object, qtbot: QtBot) -> None:
    work, lane = Work(), Counting(wait_s=0.001)
    work.start((lane,))
    heard: list[News] = []
    work.news.connect(heard.append)

    assert work.close() == []

    steps = lane.steps
    work.post(PagesNews())
    qtbot.wait(20)
    assert lane.steps == steps
    assert heard == []


def test_a_lane_that_hangs_does_not_hold_up_the_end(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.work.STOP_WITHIN_S", 0.05)
    work, lane = Work(), Stuck()
    work.start((lane,))

    assert work.close() == ["stuck"]
    lane.free.set()
