"""A cashier's working day: the drawer is opened, members come in rushes, breaks, drops, voids, and the close."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from cashier.domain.accounts import BookLine
from cashier.domain.correction import Why
from cashier.domain.count import propose_float
from cashier.domain.drawer_acts import DROP_ACT, Drop
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Right
from cashier.domain.shift import OPEN_ACT, OpenShift, ShiftState, counted
from cashier.domain.shift_close import CLOSE_ACT, CloseShift, most_to_leave, to_sign
from cashier.domain.void import Void, void_act
from cashier.usecases.close_shift import close_sheet, close_shift, closing, count_drawer, terminal_totals
from cashier.usecases.correct_payment import void_offer, void_payment
from cashier.usecases.drawer_acts import drop, resume_drawer, suspend_drawer
from cashier.usecases.shift import current_shift, open_shift, second_count
from cashier.usecases.sign_in import InPerson, sign_in, sign_out
from cashier.usecases.take_payment import finish_payment
from tests.simulation.center import LEAD, PASSPHRASE, Center, cashier_of
from tests.simulation.desk import SimDesk
from tests.simulation.hands import Hands, notes
from tests.simulation.serving import Serving
from tests.simulation.world import Broken

FLOAT_CENTS = 20_000
DROP_ABOVE_CENTS = 80_000
CLOSE_TRIES_MOST = 400


class Cashier:
    """Who sits at one desk. What hands did is kept over a desk's sudden end; who comes back goes on from there."""

    def __init__(self, at: SimDesk, center: Center) -> None:
        self.at = at
        self.hands = Hands()
        self.serving = Serving(at, center, self.hands)
        self.is_done = True
        self._arrivals: list[datetime] = []
        self._break_at: datetime | None = None
        self._ends = at.world.now
        # What was pressed Enter for, by the id of its line, with what hands do once it is there.
        self._half_done: dict[UUID, str] = {}
        self._drop_cents = 0
        self._void_of: UUID | None = None
        at.restarted = self._come_back

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
        self.is_done = False
        if self.at.is_running:
            self.at.walk(self._work())

    def _come_back(self) -> None:
        if not self.is_done:
            self.at.walk(self._work())

    def _work(self) -> Iterator[float]:
        world, at = self.at.world, self.at
        while True:
            try:
                self.serving.staff = sign_in(cashier_of(at.code), PASSPHRASE, at.desk)
                break
            except Refused as refused:
                world.note(at.code, f"cannot sign in: {refused.sentence}")
                yield 60.0
        at.committed()
        self.serving.look_what_was_taken()
        self._look_what_was_done()
        yield 5.0
        if current_shift(at.desk) is None:
            yield from self._open()
        while self._is_working():
            yield from self._next()
        yield from self._close()
        sign_out(self.serving.staff, at.desk)
        at.committed()
        self.is_done = True

    def _is_working(self) -> bool:
        """Until the day ends, or the drawer is being counted, or was closed before the desk died."""
        shift = current_shift(self.at.desk)
        if shift is None or shift.state is ShiftState.COUNTING:
            return False
        return bool(self._arrivals) and self.at.world.now < self._ends

    def _next(self) -> Iterator[float]:
        """The break, a drop, a void, or the next member."""
        world, at = self.at.world, self.at
        shift = current_shift(at.desk)
        assert shift is not None
        if shift.state is ShiftState.SUSPENDED:
            resume_drawer(at.desk.new_id(), at.desk, self.serving.staff)
            at.committed()
        if self._break_at is not None and world.now >= self._break_at:
            self._break_at = None
            suspend_drawer(at.desk.new_id(), at.desk, self.serving.staff)
            at.committed()
            yield world.between(900, 1800)
            resume_drawer(at.desk.new_id(), at.desk, self.serving.staff)
            at.committed()
        self.serving.look_at_cards()
        if self.hands.cash - self.hands.premium > DROP_ABOVE_CENTS:
            self._drop()
            yield 60.0
        if self.hands.here and world.likely(0.04):
            self._void()
            yield 60.0
        if (wait_s := (self._arrivals[0] - world.now).total_seconds()) > 0:
            yield wait_s
        self._arrivals.pop(0)
        yield from self.serving.serve()
        yield world.between(3, 20)

    def _open(self) -> Iterator[float]:
        at, hands = self.at, self.hands
        left = hands.float_left
        count = notes(FLOAT_CENTS) if left is None or counted(left).cents < 5_000 else left
        shift_id = at.desk.new_id()
        differs = second_count(count, at.desk)
        approval = self._signed(OPEN_ACT, differs, Right.HOLD_DRAWER) if differs > ZERO else None
        self._half_done[shift_id] = "open"
        open_shift(
            OpenShift(shift_id=shift_id, count=count, approval=approval, is_date_confirmed=True),
            at.desk,
            self.serving.staff,
        )
        self._opened(shift_id, counted(count).cents)
        at.committed()
        at.world.note(at.code, f"drawer open with {hands.cash} cents")
        yield 5.0

    def _opened(self, shift_id: UUID, cents: int) -> None:
        del self._half_done[shift_id]
        self.hands.cash, self.hands.premium, self.hands.paper, self.hands.off = cents, 0, 0, 0
        self.hands.here = []
        self.hands.safe -= cents

    def _drop(self) -> None:
        at, hands = self.at, self.hands
        cents = (hands.cash - hands.premium - FLOAT_CENTS) // 2_000 * 2_000
        bag = hands.new_bag(at.code)
        witness = self._signed(DROP_ACT, Money(cents), Right.HOLD_DRAWER)
        line_id = at.desk.new_id()
        self._half_done[line_id], self._drop_cents = f"drop {bag}", cents
        drop(Drop(line_id=line_id, count=notes(cents), bag=bag, witness=witness), at.desk, self.serving.staff)
        self._done(line_id)
        at.committed()

    def _void(self) -> None:
        """A member changed their mind, and brings the receipt."""
        at, hands = self.at, self.hands
        payment_id = at.world.chance.choice(hands.here)
        told = hands.told[payment_id]
        offer = void_offer(told.receipt, at.desk, self.serving.staff)
        if offer.refused or told.net_cash > (hands.premium if told.is_premium else hands.cash - hands.premium):
            return
        if offer.amount.cents != told.cents:
            raise Broken(f"A void of {told.receipt} gives back {offer.amount}, and {told.cents} cents were taken.")
        wish = Void(
            line_id=at.desk.new_id(),
            receipt=told.receipt,
            why=Why(reason="not_today"),
            receipt_back=told.receipt,
            approval=self._signed(void_act(told.receipt), offer.amount, Right.APPROVE_CORRECTIONS),
        )
        self._half_done[wish.line_id], self._void_of = "void", payment_id
        try:
            void_payment(wish, at.desk, self.serving.staff)
        except Refused as refused:
            del self._half_done[wish.line_id]
            at.world.note(at.code, f"no void of {told.receipt}: {refused.sentence}")
            return
        self._done(wish.line_id)
        at.committed()

    def _look_what_was_done(self) -> None:
        """After a sudden end: each act of the drawer is in the journal, or it is not."""
        for line_id in list(self._half_done):
            with self.at.desk.open_reading() as work:
                there = work.journal.line(line_id)
            if there is None:
                del self._half_done[line_id]
            elif self._half_done[line_id] == "open":
                self._opened(line_id, there.line.facts["float_cents"])
            elif self._half_done[line_id] == "close":
                self._closed(line_id, there.line.facts["left"], there.line.facts["bags"])
            else:
                self._done(line_id)

    def _done(self, line_id: UUID) -> None:
        what, hands = self._half_done.pop(line_id), self.hands
        if what == "void":
            assert self._void_of is not None
            hands.give_back(self._void_of)
            self.at.world.count("voids")
        else:
            hands.cash -= self._drop_cents
            hands.bagged += self._drop_cents
            hands.bags.append(what.removeprefix("drop "))
            self.at.world.count("drops")
        self.at.world.note(self.at.code, f"{what} done")

    def _close(self) -> Iterator[float]:
        at = self.at
        for _ in range(CLOSE_TRIES_MOST):
            shift = current_shift(at.desk)
            if shift is None:
                return
            self.serving.look_at_cards()
            if shift.state is ShiftState.SUSPENDED:
                resume_drawer(at.desk.new_id(), at.desk, self.serving.staff)
            with at.desk.open_reading() as work:
                unfinished = [work.journal.receipt(receipt)[0] for receipt in work.jobs.unprinted_payments()]
            for first in unfinished:
                finish_payment(UUID(first.line.facts["payment"]), at.desk)
            sheet = close_sheet(at.desk, self.serving.staff)
            if not sheet.blocked_by:
                self._count_and_close()
                at.committed()
                return
            at.world.note(at.code, f"the close waits: {sheet.blocked_by[0]}")
            yield 60.0
        raise Broken(f"The drawer of {at.code} cannot be closed.")

    def _count_and_close(self) -> None:
        at, hands, staff = self.at, self.hands, self.serving.staff
        for attempt in range(2):
            known = close_sheet(at.desk, staff).counted
            if known is not None and known.difference is not None:
                break
            slip = 500 if attempt == 0 and at.world.likely(0.05) else 0
            count_drawer(CountDrawer(line_id=at.desk.new_id(), count=notes(hands.cash + slip)), at.desk, staff)
        known = close_sheet(at.desk, staff).counted
        if known is None or known.difference is None or known.difference.cents != hands.off:
            raise Broken(f"The drawer of {at.code} is off by {hands.off} cents, and {known} is said.")
        now = closing(at.desk, staff)
        left = propose_float(now.attempts[-1].count, min(Money(FLOAT_CENTS), most_to_leave(now)))
        signs = to_sign(now)
        wish = CloseShift(
            line_id=at.desk.new_id(),
            present=frozenset(item.key for item in now.items),
            reason="counted twice" if signs > ZERO else "",
            approval=self._signed(CLOSE_ACT, signs, Right.APPROVE_DRAWER) if signs > ZERO else None,
            left=left,
            till_bag=hands.new_bag(at.code),
            received_by=LEAD,
            bags={BookLine.MEDICAL: hands.new_bag(at.code), BookLine.PREMIUM: hands.new_bag(at.code)},
            terminals=terminal_totals(at.desk, staff, at.terminal),
        )
        self._half_done[wish.line_id] = "close"
        numbered = close_shift(wish, at.desk, staff)
        self._closed(wish.line_id, left, numbered.line.facts["bags"])

    def _closed(self, line_id: UUID, left: dict[str, int], bags: list[dict[str, object]]) -> None:
        del self._half_done[line_id]
        hands = self.hands
        stays = counted(left).cents
        hands.safe += stays
        hands.bagged += hands.cash - stays + hands.paper
        hands.differences += hands.off
        hands.float_left = dict(left)
        hands.bags += [str(bag["number"]) for bag in bags]
        hands.cash = hands.premium = hands.paper = hands.off = 0
        hands.here = []
        self.at.world.note(self.at.code, f"drawer closed, {stays} cents stay")

    def _signed(self, act: str, amount: Money, right: Right) -> Approval:
        return InPerson(self.at.desk).approve(LEAD, PASSPHRASE, act=act, amount=amount, right=right)
