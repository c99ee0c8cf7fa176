"""Business days of banks: none on a weekend or a holiday of the Federal Reserve (12 CFR 229.2(g), 5 USC 6103)."""

from datetime import date, timedelta

_SATURDAY, _SUNDAY, _MONDAY, _THURSDAY = 5, 6, 0, 3
_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_FLOATING = ((1, _MONDAY, 3), (2, _MONDAY, 3), (9, _MONDAY, 1), (10, _MONDAY, 2), (11, _THURSDAY, 4))
"""Month, weekday, and which one of the month."""


def is_bank_day(day: date) -> bool:
    """Whether banks work. One that falls on a Sunday is kept on Monday; on a Saturday, Friday is a day of work."""
    if day.weekday() in (_SATURDAY, _SUNDAY):
        return False
    eve = day - timedelta(days=1)
    if (day.month, day.day) in _FIXED or (eve.weekday() == _SUNDAY and (eve.month, eve.day) in _FIXED):
        return False
    if day.month == 5 and day.weekday() == _MONDAY and (day + timedelta(days=7)).month == 6:
        return False
    return (day.month, day.weekday(), (day.day + 6) // 7) not in _FLOATING


def after_bank_days(day: date, days: int) -> date:
    """The ``days``-th business day after ``day``."""
    while days:
        day += timedelta(days=1)
        days -= is_bank_day(day)
    return day
