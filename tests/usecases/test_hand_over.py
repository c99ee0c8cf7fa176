"""Cash from one cashier to another, and whole drawers: exactly one end, each cent somewhere, nobody told an amount."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from cashier.domain.drawer import items_in
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import LedgerAway, Refused
from cashier.domain.hand_over import GIVE_ACT, TAKE_OVER_ACT, AcceptTransfer, GiveCash, HandOver
from cashier.domain.handing import Handed, read_handed
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Right, Role, Staff
from cashier.domain.shift import OpenShift, ShiftState
from cashier.domain.shift_close import CLOSE_ACT, Accounted, CloseShift
from cashier.domain.tries import WITNESS_RIGHT
from cashier.domain.z_report import read_z
from cashier.usecases.close_shift import close_sheet, close_shift, closing, count_drawer
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
from cashier.usecases.ports.transfers import Decision
from cashier.usecases.shift import current_shift, open_shift
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import HELEN, OAK3, ROSA, TODAY, Counter, a_desk, a_wish, check, pays
from tests.fakes.drawers_elsewhere import NOBODYS, OtherDrawers
from tests.fakes.memory_store import MemoryDesk
from tests.fakes.memory_transfers import Arbiter

FORTY = {"20.00": 2}
ALL = {"20.00": 5}


@dataclass(frozen=True, slots=True)
class Two:
    """Rosa's window with a float of $100.00, Helen's with another, and the ledger between them."""

    rosa: Counter
    helen: Counter
    ledger: Arbiter

    def cash(self) -> tuple[int, int, int]:
        """Cents in Rosa's drawer, in Helen's and on the way."""
        sums = {"OAK3": 0, "OAK4": 0, "transit": 0}
        for counter in (self.rosa, self.helen):
            for line in counter.store.lines():
                for moved in line.transfers:
                    for account, cents in ((moved.debit, moved.amount.cents), (moved.credit, -moved.amount.cents)):
                        if account.kind.startswith("drawer_"):
                            sums[line.desk] += cents
                        elif account.kind == "transit":
                            sums["transit"] += cents
        return sums["OAK3"], sums["OAK4"], sums["transit"]

    def hear(self) -> None:
        """The ledger hears all that both desks wrote."""
        for counter in (self.rosa, self.helen):
            self.ledger.hear(counter.store.lines())

    def give(self, count: Mapping[str, int] = FORTY, **more: object) -> Handed:
        wish = replace(GiveCash(line_id=self.rosa.desk.new_id(), count=count, note="small notes"), **more)  # type: ignore[arg-type]
        handed = read_handed(give_cash(wish, "helen", self.rosa.desk, ROSA).line)
        self.hear()
        return handed

    def accept(self, handed: Handed, count: Mapping[str, int] = FORTY, staff: Staff = HELEN) -> None:
        papers = frozenset(item.key for item in handed.papers)
        wish = AcceptTransfer(line_id=self.helen.desk.new_id(), count=count, papers=papers)
        accept(wish, handed, self.helen.desk, self.ledger.at("OAK4"), staff)

    def recall(self, handed: Handed, staff: Staff = ROSA) -> None:
        recall(self.rosa.desk.new_id(), handed, self.rosa.desk, self.ledger.at("OAK3"), staff)

    def settle(self) -> Mapping[UUID, str]:
        return settle(self.rosa.desk, self.ledger.at("OAK3"))


@pytest.fixture
def two() -> Two:
    rosa, store = a_desk(), MemoryDesk("OAK4")
    helen = a_desk(store=store)
    place = replace(OAK3, desk="OAK4", window="Window 4")
    helen = replace(helen, desk=replace(helen.desk, place=place, directory=rosa.desk.directory))
    open_shift(OpenShift(shift_id=helen.desk.new_id(), count=ALL, business_date=TODAY), helen.desk, HELEN)
    return Two(rosa, helen, Arbiter())


def whole(two: Two, *, is_here: bool = False, reason: str = "", approval: Approval | None = None) -> Handed:
    desk = two.rosa.desk
    at = closing(desk, ROSA)
    accounted = Accounted(present=frozenset(item.key for item in at.items), reason=reason, approval=approval)
    wish = HandOver(line_id=desk.new_id(), accounted=accounted, is_here=is_here)
    handed = read_handed(hand_over(wish, "helen", desk, ROSA).line)
    two.hear()
    return handed


def count(two: Two, notes: Mapping[str, int] = ALL) -> None:
    count_drawer(CountDrawer(line_id=two.rosa.desk.new_id(), count=notes), two.rosa.desk, ROSA)


def test_it_is_in_transit_until_it_is_accepted_and_then_in_the_other_drawer(two: Two) -> None:
    handed = two.give()
    assert two.cash() == (6000, 10000, 4000)
    with two.rosa.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(handed.transfer_id))] == [0, 1]

    assert coming(two.helen.desk, two.ledger.at("OAK4"), HELEN) == (handed,)
    two.accept(handed)

    assert two.cash() == (6000, 14000, 0)
    assert coming(two.helen.desk, two.ledger.at("OAK4"), HELEN) == ()


@pytest.mark.parametrize("first", ["accept", "recall"])
def test_exactly_one_of_accepting_and_taking_back_wins(two: Two, first: str) -> None:
    handed = two.give()
    acts: tuple[Callable[[Handed], None], ...] = (two.accept, two.recall)
    one, other = acts if first == "accept" else acts[::-1]

    one(handed)
    with pytest.raises(Refused, match="was first"):
        other(handed)

    assert two.cash() == ((6000, 14000, 0) if first == "accept" else (10000, 10000, 0))


def test_with_the_ledger_away_nothing_happens_and_the_cash_stays_on_its_way(two: Two) -> None:
    handed = two.give()
    two.ledger.trouble = "The ledger cannot be reached."

    for act in (lambda: two.accept(handed), lambda: two.recall(handed), two.settle):
        with pytest.raises(LedgerAway):
            act()

    assert two.cash() == (6000, 10000, 4000)
    assert given_here(two.rosa.desk) == (handed,)


def test_a_desk_that_died_between_the_ledgers_word_and_its_line_goes_on(two: Two) -> None:
    handed = two.give()
    two.ledger.at("OAK4").decide(handed.transfer_id, Decision.ACCEPTED, "helen")

    assert coming(two.helen.desk, two.ledger.at("OAK4"), HELEN) == (handed,)
    two.accept(handed)
    two.accept(handed)

    assert two.cash() == (6000, 14000, 0), "accepted twice it is there once"


def test_a_count_that_differs_is_kept_said_blindly_and_after_two_it_can_only_be_rejected(two: Two) -> None:
    handed = two.give()
    said = []
    for notes in ({"20.00": 1}, {"100.00": 9}, FORTY):
        with pytest.raises(Refused) as refused:
            two.accept(handed, notes)
        said.append(refused.value.sentence)

    assert said == [
        "Your count doesn't match. Count again.",
        "Your count doesn't match. Reject it, and count it together with its giver.",
        "Both counts differ from what was given. Reject it, and count it together with its giver.",
    ]
    kept = [line.facts for line in two.helen.store.lines() if line.kind is LineKind.TRANSFER_COUNTED]
    assert [(facts["attempt"], facts["cents"]) for facts in kept] == [(1, 2000), (2, 90000)]
    assert two.cash() == (6000, 10000, 4000)


def test_what_is_rejected_is_nobodys_to_accept_and_its_giver_takes_it_back(two: Two) -> None:
    handed = two.give()
    desk, ledger = two.helen.desk, two.ledger.at("OAK4")
    with pytest.raises(Refused, match="Enter a reason"):
        reject(desk.new_id(), handed, " ", desk, ledger, HELEN)
    with pytest.raises(Refused, match="for Helen Park, and only they"):
        reject(desk.new_id(), handed, "torn", desk, ledger, ROSA)

    reject(desk.new_id(), handed, "one is torn", desk, ledger, HELEN)

    with pytest.raises(Refused, match="was first"):
        two.accept(handed)
    assert two.settle() == {handed.transfer_id: "Helen does not take it: one is torn."}
    two.recall(handed)
    assert two.cash() == (10000, 10000, 0)
    assert given_here(two.rosa.desk) == ()


def test_only_who_it_is_for_accepts_and_only_who_gave_it_takes_it_back(two: Two) -> None:
    handed = two.give()

    with pytest.raises(Refused, match="This drawer is Helen Park's"):
        two.accept(handed, staff=ROSA)
    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        two.recall(handed, staff=HELEN)
    for to, sentence in (("rosa", "to themselves"), ("nobody", "Nobody of that name"), ("", "Nobody of that name")):
        wish = GiveCash(line_id=two.rosa.desk.new_id(), count=FORTY, note="x")
        with pytest.raises(Refused, match=sentence):
            give_cash(wish, to, two.rosa.desk, ROSA)
    known = two.rosa.store.directory.people["helen"]
    two.rosa.store.directory.people["helen"] = replace(known, staff=replace(HELEN, role=Role.AUDITOR))
    with pytest.raises(Refused, match="Helen Park holds no drawer"):
        two.give()


def test_absurd_counts_give_nothing(two: Two) -> None:
    for notes, sentence in (
        ({}, "Count what you give first"),
        ({"20.00": 0}, "Count what you give first"),
        ({"20.00": -1}, "as a whole number up to 9,999"),
        ({"20.00": 10**9}, "as a whole number up to 9,999"),
        ({"7.00": 1}, "There is no 7.00 note"),
    ):
        with pytest.raises(Refused, match=sentence):
            two.give(notes)
    assert two.cash() == (10000, 10000, 0)


def test_nobody_finds_out_by_trying_how_much_there_is(two: Two) -> None:
    """More than is there is told once; from then on another one signs before it is looked at (R2)."""
    with pytest.raises(Refused, match="There is not that much medical cash"):
        two.give({"100.00": 2})
    for cents, notes in ((4000, FORTY), (20000, {"100.00": 2})):
        with pytest.raises(Refused, match="Giving cash now needs a witness"):
            two.give(notes)
        own = Approval(
            approver="rosa", approver_name="Rosa", act=GIVE_ACT, amount=Money(cents), given_at=two.rosa.clock()
        )
        with pytest.raises(Refused, match="Nobody approves for themselves"):
            two.give(notes, witness=own)
    signed = InPerson(two.rosa.desk).approve(
        "helen", "helen's words", act=GIVE_ACT, amount=Money(4000), right=WITNESS_RIGHT
    )

    assert two.give(witness=signed).line.facts["witness"] == "helen"
    kept = [line.facts["cents"] for line in two.rosa.store.lines() if line.kind is LineKind.TRANSFER_COUNTED]
    assert kept == [20000]


def close(two: Two) -> None:
    at = closing(two.rosa.desk, ROSA)
    wish = CloseShift(line_id=two.rosa.desk.new_id(), present=frozenset(item.key for item in at.items))
    close_shift(wish, two.rosa.desk, ROSA)


def test_cash_on_its_way_blocks_the_close_until_it_arrived(two: Two) -> None:
    handed = two.give(ALL)
    count(two, {})

    (sentence,) = close_sheet(two.rosa.desk, ROSA).blocked_by
    assert sentence.startswith("Cash for Helen Park, given at 10:44 AM, is on its way. Have them accept it, or take it")
    with pytest.raises(Refused, match="is on its way"):
        close(two)
    with pytest.raises(Refused, match="is on its way"):
        whole(two)
    two.accept(handed, ALL)
    assert two.settle() == {}
    close(two)

    assert current_shift(two.rosa.desk) is None
    assert two.cash() == (0, 20000, 0)
    z = read_z([line for line in two.rosa.store.lines() if line.kind is LineKind.SHIFT_CLOSED][-1])
    assert z.said["given"] == [["Helen Park", 10000]]


def test_a_small_site_closes_all_the_same_and_takes_it_back_the_next_morning(two: Two) -> None:
    place = replace(OAK3, drawers=DrawerRules(transfers_block_close=False))
    lax = replace(two, rosa=replace(two.rosa, desk=replace(two.rosa.desk, place=place)))
    handed = lax.give(ALL)
    count(lax, {})
    close(lax)
    desk = lax.rosa.desk
    open_shift(OpenShift(shift_id=desk.new_id(), count={}, business_date=TODAY), desk, ROSA)

    lax.recall(handed)

    assert lax.cash() == (10000, 10000, 0)


def test_a_whole_drawer_waits_and_nobody_takes_money_in_it(two: Two) -> None:
    with pytest.raises(Refused, match="Count the drawer first"):
        whole(two)
    count(two)
    handed = whole(two)
    shift = current_shift(two.rosa.desk)

    assert shift is not None
    assert shift.state is ShiftState.PENDING
    assert two.cash() == (0, 10000, 10000)
    with pytest.raises(Refused, match="This drawer was handed over"):
        take_payment(a_wish(payment_id=two.rosa.desk.new_id()), two.rosa.desk, ROSA)
    with pytest.raises(Refused, match="This drawer was handed over"):
        count(two)
    with pytest.raises(Refused, match="This drawer was handed over"):
        close(two)
    two.recall(handed)
    assert two.cash() == (10000, 10000, 0)
    with pytest.raises(Refused, match="Count the drawer first"):
        close(two)
    count(two)
    assert whole(two).cash == Money(10000)


def test_an_accepted_drawer_closes_its_givers_shift_with_their_count_and_checks_go_along(two: Two) -> None:
    wish = a_wish(pays("S-48210377", 41260), tenders=(check(41260),), payment_id=two.rosa.desk.new_id())
    take_payment(wish, two.rosa.desk, ROSA)
    count(two, {"20.00": 4})
    count(two, {"20.00": 4})
    at = closing(two.rosa.desk, ROSA)
    with pytest.raises(Refused, match="enter a reason"):
        whole(two)
    with pytest.raises(Refused, match="needs a lead's approval"):
        whole(two, reason="gone")
    signed = InPerson(two.rosa.desk).approve(
        "helen", "helen's words", act=CLOSE_ACT, amount=Money(2000), right=Right.APPROVE_DRAWER
    )
    handed = whole(two, reason="gone", approval=signed)
    assert [item.number for item in handed.papers] == ["1043"]
    assert at.items == handed.papers
    empty = AcceptTransfer(line_id=two.helen.desk.new_id(), count={"20.00": 4})
    with pytest.raises(Refused, match="Check 1043 comes with it"):
        accept(empty, handed, two.helen.desk, two.ledger.at("OAK4"), HELEN)

    two.accept(handed, {"20.00": 4})
    two.settle()
    two.settle()

    assert two.cash() == (0, 10000 + 8000 + 41260, 0)
    closes = [line for line in two.rosa.store.lines() if line.kind is LineKind.SHIFT_CLOSED]
    assert len(closes) == 1
    assert closes[0].staff == "rosa"
    z = read_z(closes[0])
    said = z.counted.cents, z.difference.cents, z.left.cents, z.said["handed_over"]["at_desk"]
    assert said == (8000, -2000, 0, "OAK4")
    shift = current_shift(two.helen.desk)
    assert shift is not None
    with two.helen.desk.open_reading() as work:
        lines = [numbered.line for numbered in work.journal.drawers.paper_and_cards(shift.shift_id)]
    assert [item.number for item in items_in(shift.shift_id, lines)] == ["1043"]


def taken_over(
    two: Two, handed: Handed, notes: Mapping[str, int] = ALL, by: str = "helen", elsewhere: OtherDrawers = NOBODYS
) -> None:
    desk = two.rosa.desk
    signed = InPerson(desk).approve(by, f"{by}'s words", act=TAKE_OVER_ACT, amount=ZERO, right=Right.HOLD_DRAWER)
    wish = TakeOver(
        counted=AcceptTransfer(line_id=desk.new_id(), count=notes),
        close_id=desk.new_id(),
        shift_id=desk.new_id(),
        approval=signed,
    )
    take_over(wish, handed, desk, ROSA, elsewhere)


def test_at_one_desk_both_sign_and_the_drawer_goes_on_in_other_hands(two: Two) -> None:
    count(two)
    handed = whole(two, is_here=True)
    with pytest.raises(Refused, match="accepted where it was given"):
        two.accept(handed)
    with pytest.raises(Refused, match="can't approve here"):
        taken_over(two, handed, by="rosa")
    with pytest.raises(Refused, match="Count again"):
        taken_over(two, handed, FORTY)
    two.ledger.trouble = "The ledger cannot be reached."

    taken_over(two, handed)

    shift = current_shift(two.rosa.desk)
    assert shift is not None
    assert (shift.staff, shift.state, shift.business_date) == ("helen", ShiftState.ACTIVE, TODAY)
    assert two.cash() == (10000, 10000, 0)
    take_payment(a_wish(payment_id=two.rosa.desk.new_id()), two.rosa.desk, HELEN)
    with pytest.raises(Refused, match="This drawer is Helen Park's"):
        two.recall(handed)
    assert given_here(two.rosa.desk) == ()


def test_at_one_desk_its_giver_takes_it_back_without_the_ledger(two: Two) -> None:
    count(two)
    handed = whole(two, is_here=True)
    two.ledger.trouble = "The ledger cannot be reached."

    two.recall(handed)

    assert two.cash() == (10000, 10000, 0)
    with pytest.raises(Refused, match="not on its way any more"):
        two.recall(handed)
