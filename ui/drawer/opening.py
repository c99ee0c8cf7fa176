"""Opens the drawer from the page that counts its float: with the second person, and the lead who sets another date.

Off this thread the ledger is asked whether its cashier has another one open, and passphrases are checked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal

from cashier.domain.business_date import DATE_ACT, read_business_date
from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.money import ZERO
from cashier.domain.people import Approval, Right
from cashier.domain.shift import ALSO_ACT, OPEN_ACT, OpenShift
from cashier.usecases.shift import (
    drawers_elsewhere,
    open_shift,
    opening_right,
    opens_otherwise,
    proposed_date,
    second_count,
)
from ui.counter.around import Around
from ui.doors import Doors
from ui.drawer.open_shift import OpenShiftPage
from ui.work import SIGNING, said_of, sentence_of


class Opening(QObject):
    """``opened`` carries the shift."""

    opened = Signal(object)

    def __init__(self, page: OpenShiftPage, doors: Doors, around: Around) -> None:
        super().__init__(page)
        self._page, self._doors, self._around = page, doors, around
        # Made with the first count, so that a second Enter is the same opening.
        self._shift_id = doors.desk.new_id()
        self._is_asking = False
        self._others: tuple[str, ...] = ()  # What the lead was asked about, who may sign as the ledger goes away.
        page.open_asked.connect(self._ask)

    def clear(self) -> None:
        """For the next shift."""
        self._shift_id = self._doors.desk.new_id()
        self._page.clear()

    def _ask(self, count: dict[str, int]) -> None:
        """A float that is not the one that was left is counted by a second person (R3); a lead sets another date."""
        if self._is_asking:
            return
        desk, step_up = self._doors.desk, self._doors.step_up
        typed = self._page.date_typed()
        try:
            differs = second_count(count, desk)
            wanted = read_business_date(typed, proposed_date(desk)) if typed is not None else None
        except FieldRefused as refused:
            self._page.say_trouble(refused)
            return
        except CashierError as trouble:
            self._page.say_refused(trouble.sentence)
            return
        second, lead = self._page.second(), self._page.date_by()
        if differs and not all(second):
            self._page.ask_second(opens_otherwise(desk))
            return
        agrees = self._page.is_also_asked and all(second)
        signs_date = wanted is not None and all(lead)
        staff, drawers, before = self._around.staff, self._doors.drawers, self._others

        def signed() -> _Signed:
            others = drawers_elsewhere(staff, drawers) or (before if agrees else ())
            counted, dated, also = None, None, None
            if others and agrees:
                right = Right.APPROVE_DRAWER
                also = _sign(lambda: step_up.approve(*second, act=ALSO_ACT, amount=ZERO, right=right), ALSO_ACT)
            if differs:
                right = opening_right(differs, desk)
                counted = _sign(lambda: step_up.approve(*second, act=OPEN_ACT, amount=differs, right=right), OPEN_ACT)
            if signs_date:
                right = Right.SET_BUSINESS_DATE
                dated = _sign(lambda: step_up.approve(*lead, act=DATE_ACT, amount=ZERO, right=right), DATE_ACT)
            return _Signed(counted=counted, dated=dated, others=others, also=also)

        self._is_asking = True
        self._page.set_busy(True)
        self._around.work.run(
            SIGNING,
            signed,
            done=lambda said: self._open(count, wanted, said),
            failed=self._on_refused,
        )

    def _on_refused(self, fault: BaseException) -> None:
        self._end_asking()
        if isinstance(fault, _NotSigned):
            self._page.say_sign(*said_of(fault.why), sets_date=fault.act == DATE_ACT)
        else:
            self._page.say_refused(sentence_of(fault))

    def _end_asking(self) -> None:
        self._is_asking = False
        self._page.set_busy(False)

    def _open(self, count: dict[str, int], wanted: date | None, said: "_Signed") -> None:
        self._end_asking()
        self._others = said.others
        if count != self._page.count:
            self._page.say_refused(self.tr("The count was changed meanwhile. Open the drawer again."))
            return
        wish = OpenShift(
            shift_id=self._shift_id,
            count=count,
            approval=said.counted,
            business_date=wanted,
            is_date_confirmed=self._page.is_date_asked,
            date_approval=said.dated,
            also_at=said.others,
            also_approval=said.also,
        )
        try:
            shift = open_shift(wish, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self._page.say_trouble(trouble)
            return
        self.opened.emit(shift)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signed:
    """Who counted the float, too, who set the date, at which other desks a drawer is open, and who agreed to that."""

    counted: Approval | None
    dated: Approval | None
    others: tuple[str, ...]
    also: Approval | None


class _NotSigned(CashierError):
    """One of the two does not sign ``act``, and ``why``."""

    def __init__(self, why: CashierError, act: str) -> None:
        super().__init__(why.sentence)
        self.why, self.act = why, act


def _sign(approve: Callable[[], Approval], act: str) -> Approval:
    try:
        return approve()
    except CashierError as why:
        raise _NotSigned(why, act) from why
