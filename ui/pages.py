"""The pages of the desk: their names, and which of them stand on whose rail."""

from collections.abc import Callable

from cashier.domain.people import Right, Staff
from ui.rail import RailPage

COUNTER, ACTIVITY, DRAWER, MAIL = "counter", "activity", "drawer", "mail"
DAY, DESK, OFFICE = "day", "desk", "office"

FOR_ALL = frozenset({OFFICE, DESK})
"""What is there for whoever signs in without taking payments."""


def rail_pages(staff: Staff, tr: Callable[[str], str]) -> list[RailPage]:
    """In the rail's order; the office's only for who may see it."""
    pages = [
        RailPage(name=COUNTER, words=tr("Counter"), icon="counter"),
        RailPage(name=ACTIVITY, words=tr("Activity"), icon="activity"),
        RailPage(name=DRAWER, words=tr("Drawer"), icon="drawer"),
        RailPage(name=MAIL, words=tr("Mail"), icon="mail"),
        RailPage(name=DAY, words=tr("Day"), icon="day"),
        RailPage(name=DESK, words=tr("Desk"), icon="desk"),
    ]
    if staff.may(Right.SEE_OFFICE):
        pages.append(RailPage(name=OFFICE, words=tr("Office"), icon="office"))
    return pages
