"""Which day a shift counts for: by wall clock and day start, over midnight and in both nights of changing clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cashier.domain.business_date import DATE_ACT, ConfirmDate, check_date, propose_date, read_business_date
from cashier.domain.errors import FieldRefused
from cashier.domain.money import ZERO
from cashier.domain.people import Approval
from tests.fakes.builders import NOW

OAKLAND = ZoneInfo("America/Los_Angeles")
SATURDAY, SUNDAY = date(2026, 10, 31), date(2026, 11, 1)


def at(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=OAKLAND, fold=fold)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("local", "starts", "day"),
    [
        (at(2026, 11, 21, 0, 0), time(0), date(2026, 11, 21)),
        (at(2026, 11, 20, 23, 59), time(0), date(2026, 11, 20)),
        (at(2026, 11, 21, 3, 59), time(4), date(2026, 11, 20)),
        (at(2026, 11, 21, 4, 0), time(4), date(2026, 11, 21)),
        (at(2026, 11, 1, 1, 30, fold=0), time(1, 15), SUNDAY),  # The first 1:30 AM of the night, and the second.
        (at(2026, 11, 1, 1, 30, fold=1), time(1, 15), SUNDAY),
        (at(2026, 3, 8, 1, 59), time(2, 30), date(2026, 3, 7)),  # That night has no 2:30: 3:00 comes at once.
        (at(2026, 3, 8, 3, 0), time(2, 30), date(2026, 3, 8)),
    ],
)
def test_it_is_the_wall_clocks_day_from_the_day_start_on(local: datetime, starts: time, day: date) -> None:
    assert propose_date(local, starts) == day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (SUNDAY, 25)])
def test_the_nights_when_clocks_change_have_one_day_each(day: date, hours: int) -> None:
    """Minute by minute in real time: no minute belongs to another day, and the day has 23 or 25 hours."""
    began = datetime(day.year, day.month, day.day, tzinfo=OAKLAND).astimezone(UTC)
    minutes = [began + timedelta(minutes=n) for n in range(-60, 27 * 60)]
    proposed = [propose_date(minute.astimezone(OAKLAND), time(0)) for minute in minutes]

    assert proposed == sorted(proposed)
    assert sum(each == day for each in proposed) == hours * 60


def check(
    wanted: date | None = None,
    *,
    proposed: date = SUNDAY,
    calendar: date = SUNDAY,
    last: date | None = SATURDAY,
    is_confirmed: bool = False,
    approval: Approval | None = None,
) -> date:
    return check_date(
        wanted,
        proposed,
        calendar=calendar,
        last=last,
        is_confirmed=is_confirmed,
        approval=approval,
        requester="rosa",
    )


def test_what_clock_and_last_shift_agree_on_is_asked_about_by_nobody() -> None:
    assert check() == check(last=None) == check(SUNDAY) == check(last=SUNDAY) == SUNDAY


def test_after_midnight_and_before_the_day_start_it_is_confirmed() -> None:
    with pytest.raises(ConfirmDate, match=r"It is Nov 01, 2026 already, and this shift still counts for Oct 31, 2026"):
        check(proposed=SATURDAY)
    assert check(proposed=SATURDAY, is_confirmed=True) == SATURDAY


def test_a_clock_that_was_set_back_before_the_last_shift_is_looked_at() -> None:
    with pytest.raises(ConfirmDate, match=r"last shift here counted for Nov 02, 2026, .* Look at the clock"):
        check(last=date(2026, 11, 2))
    assert check(last=date(2026, 11, 2), is_confirmed=True) == SUNDAY


def test_another_date_is_set_by_who_has_the_right_and_never_by_oneself() -> None:
    signed = Approval(approver="helen", approver_name="Helen", act=DATE_ACT, amount=ZERO, given_at=NOW)
    for approval, sentence in (
        (None, "needs a lead's approval"),
        (Approval(approver="rosa", approver_name="R", act=DATE_ACT, amount=ZERO, given_at=NOW), "for themselves"),
        (Approval(approver="helen", approver_name="H", act="a drop", amount=ZERO, given_at=NOW), "something else"),
    ):
        with pytest.raises(FieldRefused, match=sentence) as refused:
            check(SATURDAY, approval=approval, is_confirmed=True)
        assert refused.value.field == "the business date"
    with pytest.raises(FieldRefused, match="within 31 days"):
        check(date(2062, 11, 1), approval=signed)

    assert check(SATURDAY, approval=signed) == SATURDAY


def test_a_year_is_the_proposed_one_or_as_it_is_typed() -> None:
    proposed = date(2026, 11, 21)

    assert read_business_date("11/20", proposed) == date(2026, 11, 20)
    assert read_business_date("11/20/27", proposed) == date(2027, 11, 20)
    assert read_business_date("11/20/2028", proposed) == date(2028, 11, 20)
    assert read_business_date("11/20/0100", proposed) == date(100, 11, 20)


def test_a_date_a_month_away_is_the_furthest() -> None:
    proposed = date(2026, 11, 21)
    word = Approval(approver="helen", approver_name="Helen", act=DATE_ACT, amount=ZERO, given_at=NOW)

    def checked(days: int) -> date:
        return check_date(
            proposed + timedelta(days=days),
            proposed,
            calendar=proposed,
            last=None,
            is_confirmed=False,
            approval=word,
            requester="rosa",
        )

    assert checked(31) == proposed + timedelta(days=31)
    assert checked(-31) == proposed - timedelta(days=31)
    for days in (32, -32):
        with pytest.raises(FieldRefused, match="within 31 days"):
            checked(days)
