"""Cash is conserved between cashiers, too: given, counted wrong, accepted, rejected, taken back, and whole drawers.

The machine of one desk, with a second desk of another cashier and whatever decides between the two. Both keep books
of what hands did.
"""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from cashier.domain import hand_over as handing_over
from cashier.domain.accounts import BookLine
from cashier.domain.errors import Refused
from cashier.domain.hand_over import COUNTS_MOST, GIVE_ACT, TAKE_OVER_ACT, AcceptTransfer, GiveCash, HandOver
from cashier.domain.handing import Handed
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Role, Staff
from cashier.domain.shift import OpenShift, ShiftState
from cashier.domain.shift_close import CLOSE_ACT, Accounted, to_sign
from cashier.domain.transfer import Transfer
from cashier.usecases.close_shift import closing
from cashier.usecases.hand_over import (
    TakeOver,
    accept,
    coming,
    give_cash,
    given_here,
    hand_over,
    recall,
    reject,
    settle,
    take_over,
)
from cashier.usecases.ports.transfers import TransfersElsewhere
from cashier.usecases.shift import open_shift
from tests.fakes.builders import HELEN, ROSA, TODAY, CountingIds, a_desk
from tests.fakes.drawers_elsewhere import NOBODYS
from tests.fakes.memory_store import MemoryDesk
from tests.fakes.memory_transfers import Arbiter
from tests.usecases.test_cash_conserved import Drawers, notes, signed, sums_of

LUIS = Staff(user="luis", name="Luis Ortega", role=Role.CASHIER)
THEIR_FLOAT = 10_000
THEIR_IDS = 10**9  # No two desks make the same.
THEN = st.sampled_from(["", "", "accept", "accept", "reject", "take_back"])
MOSTLY = st.sampled_from([True, True, True, False])


@dataclass(slots=True)
class OnItsWay:
    """What hands sent off, in cents by whether it is premium money; and how often it was counted otherwise."""

    giver: str
    cash: dict[bool, int]
    paper: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})
    is_whole: bool = False
    is_here: bool = False
    is_rejected: bool = False
    counted_wrong: int = 0

    @property
    def cents(self) -> int:
        return sum(self.cash.values()) + sum(self.paper.values())


class TwoDesks(Drawers):
    """``on_way`` by transfer; ``arrived``: accepted at the other desk, which this one has not heard of."""

    def __init__(self) -> None:
        super().__init__()
        self.counter.store.directory.people[LUIS.user] = replace(
            self.counter.store.directory.people[ROSA.user], staff=LUIS
        )
        store = MemoryDesk("OAK4")
        self.other = self.opened(a_desk(store=store))
        place = replace(self.other.desk.place, desk="OAK4", window="Window 4")
        desk = replace(self.other.desk, place=place, directory=self.counter.desk.directory)
        ids = CountingIds(self.other.clock, last=THEIR_IDS)
        self.other = replace(self.other, desk=replace(desk, new_id=ids))
        wish = OpenShift(shift_id=self.other.desk.new_id(), count=notes(THEIR_FLOAT), business_date=TODAY)
        open_shift(wish, self.other.desk, HELEN)
        self.their_cash, self.their_paper, self.moved = THEIR_FLOAT, 0, 0
        self.on_way: dict[UUID, OnItsWay] = {}
        self.arrived: dict[UUID, OnItsWay] = {}
        self.arbiter = Arbiter()

    def link(self, desk: str) -> TransfersElsewhere:
        """What decides between the desks, as one of them has it."""
        return self.arbiter.at(desk)

    def send_word(self) -> None:
        """What decides hears of it; the other desk can't know of it before."""
        self.arbiter.hear(self.counter.store.lines())

    @precondition(Drawers.is_active)
    @rule(share=st.integers(1, 110), is_premium=st.booleans(), then=THEN)
    def give(self, share: int, is_premium: bool, then: str) -> None:
        """Some of it to another cashier, never more than is there; ``then``: what the other one does at once."""
        there = self.premium if is_premium else self.medical
        cents = max(1, there * share // 100)
        line = BookLine.PREMIUM if is_premium else BookLine.MEDICAL
        witness = signed(GIVE_ACT, cents)
        wish = GiveCash(line_id=self.new_id(), count=notes(cents), note="change", line=line, witness=witness)
        if cents > there:
            with pytest.raises(Refused):
                give_cash(wish, HELEN.user, self.counter.desk, self.staff)
            return
        give_cash(wish, HELEN.user, self.counter.desk, self.staff)
        self.send_off(wish.line_id, OnItsWay(self.staff.user, {is_premium: cents, not is_premium: 0}))
        if is_premium:
            self.premium -= cents
        else:
            self.medical -= cents
        self.go_on(then)

    @precondition(lambda self: self.is_active() and self.medical + self.premium > 0)
    @rule(off=st.sampled_from([0, 0, 1, -500]), is_here=st.booleans(), then=THEN)
    def hand_over(self, off: int, is_here: bool, then: str) -> None:
        """The counted drawer, to be accepted here or at the other desk; what differs is booked as at a close."""
        desk = self.counter.desk
        self.count_twice(off)
        at = closing(desk, self.staff)
        accounted = Accounted(
            present=frozenset(item.key for item in at.items),
            reason="counted twice",
            approval=signed(CLOSE_ACT, to_sign(at).cents),
        )
        wish = HandOver(line_id=self.new_id(), accounted=accounted, is_here=is_here)
        hand_over(wish, self.partner.user if is_here else HELEN.user, desk, self.staff)
        way = OnItsWay(self.staff.user, self.as_counted(at), dict(self.paper), is_whole=True, is_here=is_here)
        self.send_off(wish.line_id, way)
        self.empty()
        self.go_on("take_over" if is_here and then == "accept" else then)

    def send_off(self, transfer: UUID, way: OnItsWay) -> None:
        self.on_way[transfer] = way
        self.transit += way.cents
        self.send_word()

    def note(self) -> None:
        """An act is done, and its books are kept; another one begins."""

    def go_on(self, then: str) -> None:
        """What follows, where it can: the ledger may not have heard of it yet."""
        self.note()
        if then == "take_over":
            self.take_over(is_right=True)
        elif then == "take_back":
            self.take_back(which=9)
        elif then == "accept" and self.coming():
            self.accept(which=9, is_right=True)
            self.settle()
        elif then == "reject" and self.coming():
            self.reject()

    @property
    def partner(self) -> Staff:
        """Who takes over at this desk."""
        return LUIS if self.staff == ROSA else ROSA

    @precondition(lambda self: self.state is ShiftState.PENDING)
    @rule(is_right=MOSTLY)
    def take_over(self, is_right: bool) -> None:
        """At the desk where it was handed over: the next cashier counts, signs, and goes on with all of it."""
        (handed,) = [known for known in given_here(self.counter.desk) if known.is_whole]
        way = (self.on_way | self.arrived)[handed.transfer_id]
        signature = Approval(
            approver=self.partner.user,
            approver_name=self.partner.name,
            act=TAKE_OVER_ACT,
            amount=ZERO,
            given_at=self.counter.desk.clock(),
        )
        wish = TakeOver(
            counted=self.counted(handed, way, is_right=is_right),
            close_id=self.new_id(),
            shift_id=self.new_id(),
            approval=signature,
        )
        if not way.is_here or not is_right or way.counted_wrong >= COUNTS_MOST:
            with pytest.raises(Refused):
                take_over(wish, handed, self.counter.desk, self.staff, NOBODYS)
            way.counted_wrong += way.is_here and not is_right
            return
        take_over(wish, handed, self.counter.desk, self.staff, NOBODYS)
        self.comes_in(self.on_way.pop(handed.transfer_id))
        self.staff, self.here = self.partner, []

    def counted(self, handed: Handed, way: OnItsWay, *, is_right: bool) -> AcceptTransfer:
        count = notes(sum(way.cash.values()) + (0 if is_right else 100))
        papers = frozenset(item.key for item in handed.papers)
        return AcceptTransfer(line_id=self.new_id(), count=count, papers=papers)

    def comes_in(self, way: OnItsWay) -> None:
        self.medical += way.cash[False]
        self.premium += way.cash[True]
        self.transit -= way.cents
        for is_premium, cents in way.paper.items():
            self.paper[is_premium] += cents

    def coming(self) -> tuple[Handed, ...]:
        """What the other desk knows to be on its way to it."""
        return coming(self.other.desk, self.link("OAK4"), HELEN)

    @precondition(lambda self: len(self.coming()) > 0)
    @rule(which=st.integers(0, 9), is_right=MOSTLY)
    def accept(self, which: int, is_right: bool) -> None:
        """At the other desk, by its own count."""
        handed = self.coming()[which % len(self.coming())]
        way = self.on_way[handed.transfer_id]
        wish = replace(self.counted(handed, way, is_right=is_right), line_id=self.other.desk.new_id())
        if not is_right or way.counted_wrong >= COUNTS_MOST:
            with pytest.raises(Refused):
                accept(wish, handed, self.other.desk, self.link("OAK4"), HELEN)
            way.counted_wrong += not is_right
            return
        accept(wish, handed, self.other.desk, self.link("OAK4"), HELEN)
        self.arrived[handed.transfer_id] = self.on_way.pop(handed.transfer_id)
        self.their_cash += sum(way.cash.values())
        self.their_paper += sum(way.paper.values())
        self.moved += way.cents

    @precondition(lambda self: len(self.coming()) > 0)
    @rule()
    def reject(self) -> None:
        """Nobody accepts it any more; it is on its way until its giver takes it back."""
        handed = self.coming()[0]
        reject(self.other.desk.new_id(), handed, "torn", self.other.desk, self.link("OAK4"), HELEN)

    @precondition(
        lambda self: self.state in (ShiftState.ACTIVE, ShiftState.PENDING) and len(given_here(self.counter.desk)) > 0
    )
    @rule(which=st.integers(0, 9))
    def take_back(self, which: int) -> None:
        """Also what was given in a shift before this one; never what was accepted, and never by another cashier."""
        known = given_here(self.counter.desk)
        handed = known[which % len(known)]
        way = self.on_way.get(handed.transfer_id)
        is_ready = handed.is_whole or self.state is ShiftState.ACTIVE
        if way is None or way.giver != self.staff.user or not is_ready:
            with pytest.raises(Refused):
                recall(self.new_id(), handed, self.counter.desk, self.link("OAK3"), self.staff)
            return
        recall(self.new_id(), handed, self.counter.desk, self.link("OAK3"), self.staff)
        self.comes_in(self.on_way.pop(handed.transfer_id))

    @rule()
    def settle(self) -> None:
        """This desk hears what arrived; a whole drawer that did is closed by it."""
        settle(self.counter.desk, self.link("OAK3"))
        if any(way.is_whole for way in self.arrived.values()):
            self.here = []
        self.arrived = {}

    @invariant()
    def the_other_desk_has_what_it_accepted(self) -> None:
        assert sums_of(self.other.store, self.their_figures()) == self.their_figures()
        on_its_way = sum(way.cents for way in self.on_way.values()) + sum(cents for cents, _ in self.bagged.values())
        assert self.transit - self.moved - self.accepted == on_its_way

    def their_figures(self) -> dict[str, int]:
        """Where the other desk's lines moved it, by the kind of account."""
        return {
            "drawer_cash": self.their_cash,
            "drawer_checks": self.their_paper,
            "transit": -self.moved,
            "safe": -THEIR_FLOAT,
        }


TwoDesks.TestCase.settings = settings(
    max_examples=80, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestTwoDesks = TwoDesks.TestCase


def test_a_cent_that_is_lost_between_two_cashiers_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof is believed because it finds the fault that is put there."""
    moved = handing_over._moved

    def forgets(*known: Any, into_drawer: bool) -> tuple[Transfer, ...]:
        transfers = moved(*known, into_drawer=into_drawer)
        cents = [one.amount - Money(1) if into_drawer and one.amount > Money(1) else one.amount for one in transfers]
        return tuple(replace(one, amount=less) for one, less in zip(transfers, cents, strict=True))

    monkeypatch.setattr(handing_over, "_moved", forgets)
    some = settings(
        max_examples=5_000,  # Ends with the first that finds it.
        stateful_step_count=20,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(TwoDesks, settings=some)
