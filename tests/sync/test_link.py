"""Two lanes meet one ledger; the strip says one thing, and it is the worse of the two."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.link_words import LinkState
from cashier.sync.back_off import BackOff
from cashier.sync.link import Link

START = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)


def a_clock() -> Callable[[], datetime]:
    minutes = count()
    return lambda: START + timedelta(minutes=next(minutes))


def after(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def test_before_the_first_answer_nothing_is_claimed() -> None:
    assert Link(a_clock(), heard=lambda _: None).state() == LinkState(online=False, since=None)


def test_online_since_the_first_answer_and_offline_since_the_first_failure() -> None:
    states: list[LinkState] = []
    link = Link(a_clock(), heard=states.append)

    link.answered("push")
    link.answered("pull")
    link.failed("push", "Away.")
    link.failed("push", "Still away.")
    link.answered("push")

    assert states == [
        LinkState(online=True, since=after(0)),
        LinkState(online=True, since=after(0)),
        LinkState(online=False, since=after(1), trouble="Away."),
        LinkState(online=False, since=after(1), trouble="Still away."),
        LinkState(online=True, since=after(2)),
    ]


def test_one_lane_that_gets_through_does_not_hide_the_other_that_does_not() -> None:
    link = Link(a_clock(), heard=lambda _: None)
    link.failed("push", "Away.")
    link.answered("pull")

    assert not link.state().online


def test_what_only_a_person_can_mend_is_said_before_what_mends_itself() -> None:
    link = Link(a_clock(), heard=lambda _: None)
    link.failed("pull", "Away.")
    link.failed("push", "Call support.", stopped=True)

    assert link.state() == LinkState(online=False, since=after(0), trouble="Call support.", stopped=True)


def test_a_desk_that_only_hears_nothing_more_still_posts() -> None:
    link = Link(a_clock(), heard=lambda _: None)
    link.failed("pull", "Revoked.", stopped=True)
    unknown = link.state().posts
    link.answered("push")
    posting = link.state()
    link.failed("push", "Away.")

    assert not unknown
    assert (posting.online, posting.stopped, posting.posts) == (False, True, True)
    assert (link.state().stopped, link.state().posts) == (True, False)


def test_the_first_lane_that_gets_through_again_calls_the_other() -> None:
    calls: list[str] = []
    link = Link(a_clock(), heard=lambda _: None, came_back=lambda: calls.append("back"))
    link.answered("pull")
    link.failed("pull", "Away.")
    link.failed("push", "Away.")
    link.answered("pull")
    link.answered("pull")

    assert calls == ["back"]


@given(st.lists(st.floats(min_value=0, max_value=1, exclude_max=True), min_size=1, max_size=80))
def test_pauses_stay_between_least_and_most_and_their_bound_doubles(chances: list[float]) -> None:
    drawn = iter(chances)
    back_off = BackOff(least_s=0.5, most_s=30.0, chance=lambda: next(drawn))

    pauses = [back_off.pause_s() for _ in chances]

    assert all(0.5 <= pause <= min(0.5 * 2 ** (n + 1), 30.0) for n, pause in enumerate(pauses))


def test_an_answer_makes_the_next_failure_a_first_one() -> None:
    back_off = BackOff(least_s=0.5, most_s=30.0, chance=lambda: 1.0)
    first, second = back_off.pause_s(), back_off.pause_s()
    back_off.reset()

    assert (first, second, back_off.pause_s()) == (1.0, 2.0, 1.0)
