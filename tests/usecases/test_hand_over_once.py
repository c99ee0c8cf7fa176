"""Cash between cashiers: what is pressed twice is done once, and what has ended meanwhile does not begin again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from cashier.domain.absent import ABSENT_ACT
from cashier.domain.accounts import BookLine
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import LedgerAway, Refused
from cashier.domain.hand_over import TAKE_OVER_ACT, AcceptTransfer, GiveCash, HandOver
from cashier.domain.handing import Handed, read_handed
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval
from cashier.domain.shift import OpenShift, Shift
from cashier.domain.shift_close import CLOSE_ACT, Accounted, FoundItem
from cashier.domain.tenders import TenderKind
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.close_shift import count_drawer
from cashier.usecases.hand_over import (
    TakeOver,
    accept,
    give_cash,
    given_here,
    hand_over,
    needs_witness,
    recall,
    reject,
    settle,
    take_over,
)
from cashier.usecases.ports.transfers import Decided, Decision
from cashier.usecases.shift import current_shift, open_shift
from tests.fakes.builders import HELEN, NOW, OAK3, ROSA, TERMINAL, TODAY, Counter, a_desk, a_wish
from tests.fakes.drawers_elsewhere import NOBODYS
from tests.fakes.memory_store import MemoryDesk
from tests.fakes.memory_transfers import AsDesk
from tests.fakes.terminal import approved
from tests.usecases.test_hand_over import ALL, FORTY, Two, count, two, whole

__all__ = ["two"]

LUIS = replace(ROSA, user="luis", name="Luis Ortega")


@dataclass(frozen=True, slots=True)
class Meanwhile(AsDesk):
    """The ledger, before whose answer arrives something else is done."""

    first: Callable[[], object] = lambda: None

    def decide(self, transfer_id: UUID, wanted: Decision, staff: str, reason: str = "") -> Decided:
        said = AsDesk.decide(self, transfer_id, wanted, staff, reason)
        self.first()
        return said


def kinds(counter: Counter, kind: LineKind) -> int:
    return [line.kind for line in counter.store.lines()].count(kind)


def a_new_desk(two: Two) -> Counter:
    """OAK5, where Rosa works since OAK3 is gone."""
    new = a_desk(store=MemoryDesk("OAK5"))
    place = replace(OAK3, desk="OAK5", window="Window 3")
    new = replace(new, desk=replace(new.desk, place=place, directory=two.rosa.desk.directory))
    open_shift(OpenShift(shift_id=new.desk.new_id(), count={}, business_date=TODAY), new.desk, ROSA)
    return new


def test_cash_is_given_once_and_a_drawer_is_handed_over_once(two: Two) -> None:
    desk = two.rosa.desk
    give = GiveCash(line_id=desk.new_id(), count=FORTY, note="small notes")
    assert give_cash(give, "helen", desk, ROSA) == give_cash(give, "helen", desk, ROSA)
    two.hear()
    two.accept(given_here(desk)[0])
    two.settle()
    count(two, {"20.00": 3})
    over = HandOver(line_id=desk.new_id(), accounted=Accounted(present=frozenset()))
    assert hand_over(over, "helen", desk, ROSA) == hand_over(over, "helen", desk, ROSA)

    assert two.cash() == (0, 14000, 6000)


def test_it_is_accepted_once_whichever_wish_comes_second(two: Two) -> None:
    handed, desk = two.give(), two.helen.desk
    wish = AcceptTransfer(line_id=desk.new_id(), count=FORTY)
    other = replace(wish, line_id=desk.new_id())

    first, again, second = (accept(each, handed, desk, two.ledger.at("OAK4"), HELEN) for each in (wish, wish, other))
    assert first == again == second
    assert two.cash() == (6000, 14000, 0)


def test_it_is_taken_back_once_whichever_window_is_second(two: Two) -> None:
    handed, desk = two.give(), two.rosa.desk
    line_id = desk.new_id()
    first = recall(line_id, handed, desk, two.ledger.at("OAK3"), ROSA)
    assert recall(line_id, handed, desk, two.ledger.at("OAK3"), ROSA) == first
    two.ledger.trouble = "The ledger cannot be reached."
    with pytest.raises(Refused, match="not on its way any more"):
        recall(desk.new_id(), handed, desk, two.ledger.at("OAK3"), ROSA)
    two.ledger.trouble = ""

    handed = two.give()
    elsewhere = Meanwhile(two.ledger, "OAK3", first=lambda: two.recall(handed))
    with pytest.raises(Refused, match="not on its way any more"):
        recall(desk.new_id(), handed, desk, elsewhere, ROSA)
    assert two.cash() == (10000, 10000, 0)


def test_it_is_rejected_once_and_not_at_all_where_its_giver_was_first(two: Two) -> None:
    handed, desk = two.give(), two.helen.desk
    line_id = desk.new_id()
    for _ in range(2):
        reject(line_id, handed, "one is torn", desk, two.ledger.at("OAK4"), HELEN)
    assert kinds(two.helen, LineKind.TRANSFER_REJECTED) == 1
    two.recall(handed)

    handed = two.give()
    two.recall(handed)
    with pytest.raises(Refused, match="was first"):
        reject(desk.new_id(), handed, "one is torn", desk, two.ledger.at("OAK4"), HELEN)
    assert kinds(two.helen, LineKind.TRANSFER_REJECTED) == 1


def test_what_the_ledger_has_as_accepted_here_is_taken_in_where_it_should_be_rejected(two: Two) -> None:
    handed, desk, ledger = two.give(), two.helen.desk, two.ledger.at("OAK4")

    def dies() -> None:
        raise LedgerAway("the desk dies before the answer")

    wish = AcceptTransfer(line_id=desk.new_id(), count=FORTY)
    with pytest.raises(LedgerAway):
        accept(wish, handed, desk, Meanwhile(two.ledger, "OAK4", first=dies), HELEN)
    for _ in range(2):
        with pytest.raises(Refused, match="Your count doesn't match"):
            two.accept(handed, {"20.00": 1})

    for _ in range(2):
        with pytest.raises(Refused, match="your count was right then: it is in your drawer now"):
            reject(desk.new_id(), handed, "one is missing", desk, ledger, HELEN)

    assert kinds(two.helen, LineKind.TRANSFER_ACCEPTED) == 1
    assert kinds(two.helen, LineKind.TRANSFER_REJECTED) == 0
    settle(two.rosa.desk, two.ledger.at("OAK3"))
    assert two.cash() == (6000, 14000, 0)


def test_a_desk_that_hears_of_another_history_meanwhile_writes_no_more(two: Two) -> None:
    handed, desk = two.give(), two.helen.desk

    def hears() -> None:
        with desk.open_work() as work:
            work.journal.set_differs("The ledger has more lines of this desk than its journal.")
            work.commit()

    wish = AcceptTransfer(line_id=desk.new_id(), count=FORTY)
    with pytest.raises(Refused, match="Take no more payments here"):
        accept(wish, handed, desk, Meanwhile(two.ledger, "OAK4", first=hears), HELEN)
    assert two.cash() == (6000, 10000, 4000)


def test_nobody_is_asked_about_a_drawer_that_goes_on_at_its_own_desk(two: Two) -> None:
    count(two)
    handed = whole(two, is_here=True)
    two.ledger.trouble = "The ledger cannot be reached."

    assert settle(two.rosa.desk, two.ledger.at("OAK3")) == {}
    assert given_here(two.rosa.desk) == (handed,)


def signed(by: str = "helen", act: str = TAKE_OVER_ACT) -> Approval:
    return Approval(approver=by, approver_name=by.capitalize(), act=act, amount=ZERO, given_at=NOW)


def takes_over(
    two: Two, handed: Handed, approval: Approval | None, shift_id: UUID | None = None, staff: object = ROSA
) -> Shift:
    desk = two.rosa.desk
    wish = TakeOver(
        counted=AcceptTransfer(line_id=desk.new_id(), count=ALL),
        close_id=desk.new_id(),
        shift_id=shift_id or desk.new_id(),
        approval=approval,
    )
    return take_over(wish, handed, desk, staff, NOBODYS)  # type: ignore[arg-type]


def test_a_drawer_is_taken_over_once(two: Two) -> None:
    count(two)
    handed, shift_id = whole(two, is_here=True), two.rosa.desk.new_id()

    first = takes_over(two, handed, signed(), shift_id)
    assert takes_over(two, handed, signed(), shift_id) == first == current_shift(two.rosa.desk)
    assert (first.staff, first.shift_id) == ("helen", shift_id)
    assert kinds(two.rosa, LineKind.SHIFT_CLOSED) == 1


@pytest.mark.parametrize(
    ("approval", "sentence"),
    [
        (None, "Taking over needs a lead's approval"),
        (signed("rosa"), "Nobody approves for themselves"),
        (signed(act="a void"), "given for something else"),
        (signed("luis"), "This drawer is for Helen Park, and only they sign for it."),
    ],
)
def test_only_who_it_is_for_signs_for_a_drawer(two: Two, approval: Approval | None, sentence: str) -> None:
    count(two)
    handed = whole(two, is_here=True)

    with pytest.raises(Refused, match=sentence):
        takes_over(two, handed, approval)
    assert two.cash() == (0, 10000, 10000)


def test_who_has_left_since_takes_no_drawer_over_and_is_given_no_cash(two: Two) -> None:
    count(two)
    handed = whole(two, is_here=True)
    people = two.rosa.store.directory.people
    people["helen"] = replace(people["helen"], active=False)

    with pytest.raises(Refused, match="only they sign for it"):
        takes_over(two, handed, signed())
    two.recall(handed)
    count(two)
    with pytest.raises(Refused, match="Nobody of that name works here"):
        whole(two)


def test_a_drawer_is_taken_over_beside_its_giver_and_where_it_is_handed_over(two: Two) -> None:
    count(two)
    away = whole(two)
    with pytest.raises(Refused, match="not handed over here any more"):
        takes_over(two, away, signed())
    two.recall(away)
    count(two)
    here = whole(two, is_here=True)
    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        takes_over(two, here, signed(), staff=LUIS)
    two.recall(here)
    with pytest.raises(Refused, match="not handed over here any more"):
        takes_over(two, here, signed())
    assert two.cash() == (10000, 10000, 0)


def test_what_was_left_behind_is_taken_back_by_the_ledgers_word_once_each(two: Two) -> None:
    lax = replace(two.rosa.desk.place, drawers=DrawerRules(transfers_block_close=False))
    two = replace(two, rosa=replace(two.rosa, desk=replace(two.rosa.desk, place=lax)))
    first, second = two.give(), two.give()
    count(two, {"20.00": 1})
    drawer = whole(two, is_here=True)
    new = a_new_desk(two)
    elsewhere = AsDesk(two.ledger, "OAK5", replaces="OAK3")

    two.ledger.trouble = "The ledger cannot be reached."
    for handed in (first, drawer):
        with pytest.raises(LedgerAway):
            recall(new.desk.new_id(), handed, new.desk, elsewhere, ROSA)
    two.ledger.trouble = ""
    for handed in (first, second):
        recall(new.desk.new_id(), handed, new.desk, elsewhere, ROSA)
        with pytest.raises(Refused, match="not on its way any more"):
            recall(new.desk.new_id(), handed, new.desk, elsewhere, ROSA)
    assert kinds(new, LineKind.TRANSFER_RECALLED) == 2


def test_a_witness_is_asked_for_once_somebody_tried_to_give_more_than_there_is(two: Two) -> None:
    desk = two.rosa.desk
    assert not needs_witness(two.helen.desk)
    two.give()
    assert not needs_witness(desk)
    with pytest.raises(Refused, match="There is not that much medical cash"):
        two.give({"100.00": 2})

    assert needs_witness(desk)
    assert not needs_witness(a_desk(is_open=False).desk)
    two.accept(given_here(desk)[0])
    two.settle()
    count(two, {"20.00": 3})
    two.accept(whole(two), {"20.00": 3})
    two.settle()
    assert not needs_witness(desk), "no shift is open here any more"


def test_what_an_absent_cashier_left_unfinished_is_printed_when_their_drawer_goes_on(two: Two) -> None:
    desk = two.rosa.desk
    attempt = ask_card(a_wish(), Money(41160), TERMINAL, desk, ROSA)
    settle_card(attempt.attempt_id, approved(41160), desk)
    along = Approval(approver="luis", approver_name="Luis", act=ABSENT_ACT, amount=ZERO, given_at=NOW)
    count_drawer(CountDrawer(line_id=desk.new_id(), count=ALL, witness=along), desk, HELEN)
    people = two.rosa.store.directory.people
    people["luis"] = replace(people["rosa"], staff=LUIS)
    accounted = Accounted(present=frozenset(), reason="went home ill", approval=replace(along, act=CLOSE_ACT))

    line = hand_over(HandOver(line_id=desk.new_id(), accounted=accounted), "luis", desk, HELEN).line

    assert read_handed(line).to == "luis"
    with desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of("OAK3-0000001")] == [0]


def test_without_a_drawer_nothing_is_given() -> None:
    closed = a_desk(is_open=False)
    wish = GiveCash(line_id=closed.desk.new_id(), count=FORTY, note="x")

    with pytest.raises(Refused, match="Open your drawer first"):
        give_cash(wish, "helen", closed.desk, ROSA)


def test_an_absent_cashiers_drawer_goes_to_somebody_else_at_another_desk(two: Two) -> None:
    desk = two.rosa.desk
    along = Approval(approver="luis", approver_name="Luis", act=ABSENT_ACT, amount=ZERO, given_at=NOW)
    count_drawer(CountDrawer(line_id=desk.new_id(), count=ALL, witness=along), desk, HELEN)
    accounted = Accounted(present=frozenset(), reason="went home ill", approval=replace(along, act=CLOSE_ACT))
    people = two.rosa.store.directory.people
    people["luis"] = replace(people["rosa"], staff=LUIS)

    with pytest.raises(Refused, match="This is Rosa Delgado's own drawer"):
        hand_over(HandOver(line_id=desk.new_id(), accounted=accounted), "rosa", desk, HELEN)
    with pytest.raises(Refused, match="They accept it at another desk"):
        hand_over(HandOver(line_id=desk.new_id(), accounted=accounted, is_here=True), "luis", desk, HELEN)
    assert two.cash() == (10000, 10000, 0)


def test_paper_that_was_found_goes_along(two: Two) -> None:
    desk = two.rosa.desk
    count(two)
    found = FoundItem(kind=TenderKind.CHECK, number="77", amount=Money(500), line=BookLine.MEDICAL)
    word = Approval(approver="helen", approver_name="Helen", act=CLOSE_ACT, amount=Money(500), given_at=NOW)
    accounted = Accounted(present=frozenset(), found=(found,), reason="lay below", approval=word)
    wish = HandOver(line_id=desk.new_id(), accounted=accounted)

    handed = read_handed(hand_over(wish, "helen", desk, ROSA).line)
    assert [(paper.key, paper.number, paper.amount.cents) for paper in handed.papers] == [
        (f"{wish.line_id}.0", "77", 500)
    ]
