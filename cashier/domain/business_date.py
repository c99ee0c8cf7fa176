"""Which day a shift counts for: proposed from the clock and the day start, confirmed where it disagrees, then fixed.

A shift keeps its date until it is closed, whatever the clock says: over midnight, over the two nights when clocks
change, and when somebody sets the clock.
"""

import re
from datetime import date, datetime, time, timedelta

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import ZERO
from cashier.domain.people import Approval, check_approval
from cashier.domain.times import day_words

DATE_ACT = "another business date"
DATE = "the business date"  # The field that a refusal may be about.
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")
DAYS_MOST = 31  # A date further away than this is a slip of the hand.


class ConfirmDate(FieldRefused):
    """The proposed date is not what the clock or the last shift would make one expect. Asked once."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, DATE)


def propose_date(local: datetime, day_start: time) -> date:
    """The day that a shift opened now counts for: before ``day_start`` it is still the day before.

    ``local`` is the center's wall clock, so that a day start of 2:30 AM holds also in a night that has no 2:30.
    """
    return local.date() if local.time() >= day_start else local.date() - timedelta(days=1)


def check_date(
    wanted: date | None,
    proposed: date,
    *,
    calendar: date,
    last: date | None,
    is_confirmed: bool,
    approval: Approval | None,
    requester: str,
) -> date:
    """The date that a new shift gets. ``wanted`` is None for the proposed one, ``last`` is the desk's last shift's.

    Raises ConfirmDate where the proposal is not the calendar's day or lies before the last shift; Refused for another
    date that nobody signed who may set one (R11).
    """
    if wanted is not None and wanted != proposed:
        if abs(wanted - proposed) > timedelta(days=DAYS_MOST):
            raise FieldRefused(f"Enter a business date within {DAYS_MOST} days of {day_words(proposed)}.", DATE)
        try:
            check_approval(approval, requester=requester, act=DATE_ACT, amount=ZERO, words="Another business date")
        except Refused as refused:
            raise FieldRefused(refused.sentence, DATE) from refused
        return wanted
    if is_confirmed:
        return proposed
    if last is not None and last > proposed:
        raise ConfirmDate(
            f"The last shift here counted for {day_words(last)}, and by the clock this one counts for "
            f"{day_words(proposed)}. Look at the clock, and open again if it is right."
        )
    if proposed != calendar:
        raise ConfirmDate(
            f"It is {day_words(calendar)} already, and this shift still counts for {day_words(proposed)}. "
            "Open again if that is right."
        )
    return proposed


def read_business_date(text: str, proposed: date) -> date:
    """A day as typed: ``11/20`` of the proposed year, ``11/20/26``, ``2026-11-20``. Raises FieldRefused."""
    typed = text.strip()
    try:
        if match := _DAY.fullmatch(typed):
            year = int(match.group(3) or proposed.year)
            return date(year + 2000 if year < 100 else year, int(match.group(1)), int(match.group(2)))
        return date.fromisoformat(typed)
    except ValueError as trouble:
        like = f"{proposed.month}/{proposed.day}/{proposed:%y}"
        raise FieldRefused(f"Enter the business date like {like}.", DATE) from trouble
