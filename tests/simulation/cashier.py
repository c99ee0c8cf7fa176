"""A cashier's working day: the drawer is opened, members come in rushes, breaks, drops, corrections, and the close."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from cashier.domain.errors import Refused
from cashier.domain.payment import TakePayment
from cashier.domain.shift import ShiftState
from cashier.domain.sign_in import OutOfTouch
from cashier.usecases.close_shift import close_sheet
from cashier.usecases.drawer_acts import resume_drawer, suspend_drawer
from cashier.usecases.shift import current_shift
from cashier.usecases.sign_in import sign_in, sign_out
from cashier.usecases.take_payment import finish_payment
from tests.simulation.acts import DrawerActs
from tests.simulation.center import PASSPHRASE, Center
from tests.simulation.desk import SimDesk
from tests.simulation.handing import TAKEN_BACK_AFTER, Handing
from tests.simulation.hands import Hands, Told
from tests.simulation.serving import Serving
from tests.simulation.world import Broken

DROP_ABOVE_CENTS = 80_000
CLOSE_TRIES_MOST = 400


class Cashier:
    """Who sits at one desk. What hands did is kept over a desk's sudden end; who comes back goes on from there."""

    def __init__(self, at: SimDesk, center: Center, user: str) -> None:
        self.at = at
        self.user = user
        self.hands = Hands()
        self.is_done = True
        self.is_lost = self.is_gone = False  # Its machine is; another desk took its place.
        self._serving = Serving(at, center, self.hands)
        self._acts = DrawerActs(at, center, self.hands, self._serving)
        self._handing = Handing(at, self.hands, self._serving, self._acts, center.table)
        self.colleagues: list[str] = []
        self._arrivals: list[datetime] = []
        self._break_at: datetime | None = None
        self._ends = at.world.now
        at.restarted = self._come_back

    def goes_on_for(self, other: "Cashier") -> None:
        """The same person at the desk that took another one's place, with the members who did not come yet."""
        self.colleagues, self._ends = other.colleagues, other._ends
        self._arrivals, self._break_at = other._arrivals, other._break_at
        if self.at.world.now < self._ends:
            self._come()

    def stands_still(self) -> bool:
        """Whether nothing was begun of which hands do not know yet how it ended."""
        return self._serving.stands_still() and self._acts.leaves()

    def may_enter(self) -> bool:
        """Whether there is a drawer into which something can be put just now."""
        if not self.at.is_running or self.is_done or not self.stands_still() or self.at.differs():
            return False
        shift = current_shift(self.at.desk)
        return shift is not None and shift.state is ShiftState.ACTIVE

    def enter(self, wish: TakePayment, paper: Told, then: Callable[[UUID], None]) -> None:
        """A lost desk's receipt again, with the money of it. Raises Refused."""
        self._serving.enter(wish, paper, then)

    def leaves(self) -> bool:
        """This machine is gone for good: what of it is only here is told. False where something is half done."""
        if not (self.at.is_running and self._serving.leaves() and self._acts.leaves()):
            return False
        self.is_done = self.is_lost = True
        return True

    def looks_back(self) -> None:
        """Before this desk is taken away: of a card that was found out about since, its member is told."""
        self._serving.leaves()

    def begin_day(self, opens: datetime, customers: int) -> None:
        """Plan a day: half of the members come at nine and at noon."""
        world = self.at.world
        self._ends = opens + timedelta(hours=8.5)
        peaks = (timedelta(hours=0.5), timedelta(hours=3.5))
        self._arrivals = sorted(
            opens + (world.chance.choice(peaks) + timedelta(hours=world.between(0, 1)))
            if world.likely(0.5)
            else opens + timedelta(hours=world.between(0.1, 8))
            for _ in range(customers)
        )
        self._break_at = opens + timedelta(hours=world.between(4.5, 5.5))
        world.at(opens, self._come)

    def _come(self) -> None:
        """The day begins; where the desk is just dead, when it is back."""
        if self.is_lost or self.is_gone:
            return
        self.is_done = False
        if self.at.is_running:
            self.at.walk(self._work())

    def _come_back(self) -> None:
        if not self.is_done:
            self.at.walk(self._work())

    def _work(self) -> Iterator[float]:
        at = self.at
        while True:
            try:
                self._serving.staff = sign_in(self.user, PASSPHRASE, at.desk)
                break
            except Refused as refused:
                at.world.note(at.name, f"cannot sign in: {refused.sentence}")
            if at.differs() and at.world.now >= self._ends:
                self.is_done = True
                return
            yield 60.0
        at.committed()
        self._serving.look_what_was_taken()
        self._acts.look_what_was_done()
        self._acts.look_at_cards_back()
        yield 5.0
        if current_shift(at.desk) is None and at.world.now < self._ends:
            with suppress(OutOfTouch):
                self._acts.open()
        try:
            while self._is_working():
                try:
                    yield from self._next()
                except OutOfTouch as refused:
                    at.world.note(at.name, f"cannot go on: {refused.sentence}")
                    yield 60.0
            yield from self._close()
        except Refused as refused:
            if not at.differs():
                raise
            at.world.note(at.name, f"stops: {refused.sentence}")
        sign_out(self._serving.staff, at.desk)
        at.committed()
        self.is_done = True

    def _is_working(self) -> bool:
        """Until the day ends, or the drawer is being counted, or was closed before the desk died."""
        shift = current_shift(self.at.desk)
        if shift is None or self.at.differs() or shift.state is ShiftState.COUNTING:
            return False
        return bool(self._arrivals) and self.at.world.now < self._ends

    def _next(self) -> Iterator[float]:
        """The break, a drop, a correction, or the next member."""
        world, at = self.at.world, self.at
        self._resume()
        if self._break_at is not None and world.now >= self._break_at:
            self._break_at = None
            suspend_drawer(at.desk.new_id(), at.desk, self._serving.staff)
            at.committed()
            yield world.between(900, 1800)
            self._resume()
        self._serving.look_at_cards()
        self._acts.look_at_cards_back()
        if self.hands.cash - self.hands.premium > DROP_ABOVE_CENTS:
            self._acts.drop()
            yield 60.0
        if self.hands.here and world.likely(0.04):
            self._acts.void()
            yield 60.0
        if self.hands.here and world.likely(0.08):
            self._acts.move()
            yield 60.0
        yield from self._handing.look()
        if self.colleagues and world.likely(0.05):
            self._handing.give(world.chance.choice(self.colleagues))
            yield 60.0
        if self.hands.here and world.likely(0.08):
            self._acts.call_otherwise()
            yield 60.0
        if (wait_s := (self._arrivals[0] - world.now).total_seconds()) > 0:
            yield wait_s
        self._arrivals.pop(0)
        yield from self._serving.serve()
        yield world.between(3, 20)

    def _resume(self) -> None:
        shift = current_shift(self.at.desk)
        if shift is not None and shift.state is ShiftState.SUSPENDED:
            resume_drawer(self.at.desk.new_id(), self.at.desk, self._serving.staff)
            self.at.committed()

    def _close(self) -> Iterator[float]:
        at = self.at
        for tried in range(CLOSE_TRIES_MOST):
            if current_shift(at.desk) is None or at.differs():
                return
            yield from self._handing.look()
            if tried >= TAKEN_BACK_AFTER:
                self._handing.take_all_back()
            self._serving.look_at_cards()
            self._acts.look_at_cards_back()
            self._resume()
            with at.desk.open_reading() as work:
                unfinished = [work.journal.receipt(receipt)[0] for receipt in work.jobs.unprinted_payments()]
            for first in unfinished:
                finish_payment(UUID(first.line.facts["payment"]), at.desk)
            sheet = close_sheet(at.desk, self._serving.staff, self._handing.comes)
            waits = sheet.blocked_by[0] if sheet.blocked_by else ""
            if not waits:
                try:
                    self._acts.count_and_close()
                    return
                except OutOfTouch as refused:
                    waits = refused.sentence
            at.world.note(at.name, f"the close waits: {waits}")
            yield 60.0
        raise Broken(f"The drawer of {at.code} cannot be closed.")
