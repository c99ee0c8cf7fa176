"""A void of card money waits for the terminal: it is booked whole when the card has its money back, never before."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from cashier.domain.accounts import AccountKind
from cashier.domain.card import Attempt, AttemptState
from cashier.domain.correction import Why
from cashier.domain.drawer_acts import Drop
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import Refused, StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.domain.tenders import Tender
from cashier.domain.void import Void, void_act
from cashier.usecases.card_lane import IDLE_S, CardLane
from cashier.usecases.card_payment import Settled, ask_card, settle_card
from cashier.usecases.close_shift import close_sheet, count_drawer
from cashier.usecases.correct_payment import move_offer, void_offer, void_payment
from cashier.usecases.drawer_acts import drop, open_without_sale, read_x, suspend_drawer
from cashier.usecases.find_member import open_member
from cashier.usecases.reverse_card import ask_reversal
from cashier.usecases.start_day import recover
from cashier.usecases.take_payment import finish_payment, take_payment
from tests.domain.card_lines import a_reversal
from tests.fakes.builders import HELEN, MEMBER, ROSA, TERMINAL, Counter, a_desk, a_wish, cash, check, pays
from tests.fakes.terminal import (
    AWAY,
    DECLINED,
    NOT_FOUND,
    POI,
    UNKNOWN,
    Answer,
    ScriptedTerminal,
    approved,
    given_back,
)
from tests.store.desk_store import new_store

RECEIPT = "OAK3-0000001"
OFFICE = "Send the member to the cash office, (800) 464-4000: a refund is asked for there."


@dataclass(slots=True)
class Rig:
    """A desk where $412.60 was paid, some of it by card, and its terminal with the answers that it gives."""

    counter: Counter
    terminal: ScriptedTerminal
    lane: CardLane
    heard: list[Settled] = field(default_factory=list)

    def void(self, **said: object) -> Void:
        wish: dict[str, object] = {
            "line_id": uuid4(),
            "receipt": RECEIPT,
            "why": Why(reason="paid_twice"),
            "receipt_back": RECEIPT,
            "approval": signed(self),
        }
        return Void(**wish | said)  # type: ignore[arg-type]

    def ask(self, terminal: str = TERMINAL) -> Attempt:
        return ask_reversal(self.void(), terminal, self.counter.desk, ROSA)

    def kinds(self) -> list[LineKind]:
        said = [line for line in self.counter.store.lines() if line.kind is not LineKind.ACCOUNT_OPENED]
        return [line.kind for line in said][-2:]

    def state(self, attempt: Attempt) -> AttemptState:
        return self.counter.store.tables.attempts[attempt.attempt_id].state

    @property
    def due(self) -> Money:
        return open_member(MEMBER, "card scanned", self.counter.desk, ROSA).open_balance


def signed(rig: Rig) -> Approval:
    return Approval(
        approver=HELEN.user,
        approver_name=HELEN.name,
        act=void_act(RECEIPT),
        amount=void_offer(RECEIPT, rig.counter.desk, ROSA).amount,
        given_at=rig.counter.clock(),
    )


def a_rig(*answers: Answer, rest: Tender | None = None, counter: Counter | None = None) -> Rig:
    if counter is None:
        counter = a_desk()
        card = Money(41260) - (rest.amount if rest else Money(0))
        attempt = ask_card(a_wish(), card, TERMINAL, counter.desk, ROSA)
        settle_card(attempt.attempt_id, approved(card.cents, POI), counter.desk)
        if rest is not None:
            take_payment(a_wish(tenders=(rest,)), counter.desk, ROSA)
    terminal = ScriptedTerminal(counter.store, *answers)
    heard: list[Settled] = []
    lane = CardLane(counter.desk, terminal, ask_again_s=4.0, heard=heard.append, words=lambda *_: None)
    return Rig(counter, terminal, lane, heard)


def test_the_offer_says_that_the_card_gets_its_money_back() -> None:
    rig = a_rig(rest=cash(10000))

    offer = void_offer(RECEIPT, rig.counter.desk, ROSA, TERMINAL)

    assert (offer.refused, offer.gives_back) == ("", (("Visa ••4421", Money(31260)), ("Cash", Money(10000))))
    assert offer.card is not None
    assert (offer.card.amount, offer.card.original) == (Money(31260), POI)


def test_card_money_goes_back_once_and_then_the_void_is_booked() -> None:
    rig = a_rig(given_back(41260))
    attempt = rig.ask()
    before = rig.due

    assert (rig.lane.step(), rig.lane.step()) == (0.0, IDLE_S)

    assert rig.terminal.reversals == [(attempt.service_id, POI, Money(41260))]
    assert (before, rig.due) == (Money(0), Money(41260))
    assert rig.kinds() == [LineKind.REVERSAL_ASKED, LineKind.VOIDED]
    (settled,) = rig.heard
    assert settled.voided is not None
    line = settled.voided.line
    assert (line.staff, line.facts["reversal"]) == ("rosa", str(attempt.attempt_id))
    assert [t.credit.kind for t in line.transfers] == [AccountKind.CARD_CLEARING]
    with rig.counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(line.line_id))] == [0, 1]
        assert work.attempts.unsettled() == ()


def test_totals_of_the_shift_have_it_no_more() -> None:
    rig = a_rig(given_back(31260), rest=cash(10000))
    rig.ask()
    rig.lane.step()

    reading = read_x(rig.counter.desk.new_id(), rig.counter.desk, ROSA)
    assert (reading.payments, reading.tenders) == (0, ())
    assert [(card.terminal, card.count, card.amount) for card in reading.cards] == [(TERMINAL, 0, Money(0))]


def test_cash_is_handed_over_once_the_card_has_its_money_back() -> None:
    rig = a_rig(given_back(31260), rest=cash(10000))
    rig.ask()
    assert rig.kinds()[-1] is LineKind.REVERSAL_ASKED

    rig.lane.step()

    (settled,) = rig.heard
    assert settled.voided is not None
    facts = settled.voided.line.facts
    assert (facts["cents"], facts["cash_cents"]) == (41260, 10000)
    assert [(tender["kind"], tender["cents"]) for tender in facts["tenders"]] == [("card", 31260), ("cash", 10000)]


@pytest.mark.parametrize(
    ("answer", "state", "afterwards"),
    [
        (DECLINED, AttemptState.DECLINED, f"The terminal would not give the card money of receipt {RECEIPT} back. "),
        (AWAY, AttemptState.NOT_CHARGED, ""),
    ],
)
def test_what_the_terminal_did_not_give_back_is_no_void(answer: Answer, state: AttemptState, afterwards: str) -> None:
    """Refused once, the way is the office; where nothing was sent, it is asked again, as another one."""
    rig = a_rig(answer, given_back(41260))
    attempt = rig.ask()
    rig.lane.step()

    assert (rig.state(attempt), rig.due) == (state, Money(0))
    assert rig.kinds() == [LineKind.REVERSAL_ASKED, LineKind.REVERSAL_CLOSED]
    offer = void_offer(RECEIPT, rig.counter.desk, ROSA, TERMINAL)
    assert offer.refused == (afterwards and afterwards + OFFICE)
    if not afterwards:
        rig.ask()
        rig.lane.step()
        assert (rig.due, len({service for service, _, _ in rig.terminal.reversals})) == (Money(41260), 2)


def test_the_same_wish_twice_is_asked_once() -> None:
    rig = a_rig(given_back(41260))
    wish = rig.void()

    asked = [ask_reversal(wish, TERMINAL, rig.counter.desk, ROSA) for _ in range(2)]
    rig.lane.step()

    assert asked[0] == asked[1]
    assert len(rig.terminal.reversals) == 1


def _pay_cash(rig: Rig) -> object:
    wish = replace(a_wish(pays("S-48210377", 100), tenders=(cash(100),)), payment_id=UUID(int=5))
    return take_payment(wish, rig.counter.desk, ROSA)


def _ask_for_another(rig: Rig) -> object:
    wish = replace(a_wish(pays("holding", 100), tenders=()), payment_id=UUID(int=6))
    return ask_card(wish, Money(100), TERMINAL, rig.counter.desk, ROSA)


WAITS: dict[str, Callable[[Rig], object]] = {
    "the terminal": _ask_for_another,
    "its balance": _pay_cash,
    "another void of it": lambda rig: rig.ask("T2"),
    "a drop": lambda rig: drop(Drop(line_id=uuid4(), bag="7", count={"20.00": 1}), rig.counter.desk, ROSA),
    "a break": lambda rig: suspend_drawer(uuid4(), rig.counter.desk, ROSA),
    "a count": lambda rig: count_drawer(CountDrawer(line_id=uuid4(), count={"20.00": 5}), rig.counter.desk, ROSA),
    "a void without a card": lambda rig: void_payment(rig.void(), rig.counter.desk, ROSA),
}


@pytest.mark.parametrize("what", WAITS)
def test_while_nobody_knows_all_of_that_payment_waits_and_its_cash_stays(what: str) -> None:
    rig = a_rig(UNKNOWN, rest=cash(10000))
    rig.ask()
    rig.lane.step()
    before = rig.counter.store.tables

    with pytest.raises(Refused, match=r"not known yet|Wait until the terminal has said it"):
        WAITS[what](rig)
    assert rig.counter.store.tables == before
    assert "not known yet" in move_offer(RECEIPT, rig.counter.desk, ROSA).refused
    (blocked,) = close_sheet(rig.counter.desk, ROSA).blocked_by
    assert blocked.startswith("Whether a card got $312.60 back, asked for at 10:44 AM, is not known.")
    open_without_sale(uuid4(), "change", rig.counter.desk, ROSA)  # Nothing leaves the drawer for that.


def test_a_card_alone_holds_up_no_drop_and_no_break() -> None:
    rig = a_rig(UNKNOWN)
    rig.ask()
    rig.lane.step()

    suspend_drawer(uuid4(), rig.counter.desk, ROSA)


def test_after_a_lost_process_the_terminal_is_asked_about_it_and_never_again_to_give_back() -> None:
    """Its late answer books the void, under the names of those who signed then."""
    rig = a_rig(rest=check(10000))
    attempt = rig.ask()
    recover(rig.counter.desk)
    again = a_rig(UNKNOWN, given_back(31260), counter=a_desk(store=rig.counter.store))
    unknown = again.state(attempt)
    again.lane.step()
    again.counter.clock.forward(timedelta(hours=2).total_seconds())
    again.lane.step()

    assert (unknown, again.terminal.reversals) == (AttemptState.UNKNOWN, [])
    assert again.terminal.questions == [attempt.service_id] * 2
    with again.counter.desk.open_reading() as work:
        assert work.jobs.of(str(attempt.attempt_id)) == (), "the slip of a card that is not known is of sales"
    (voided,) = [settled.voided for settled in again.heard if settled.voided is not None]
    assert (voided.line.facts["approver"], voided.line.staff) == ("helen", "rosa")
    assert again.due == Money(41260)


def test_a_terminal_that_never_heard_of_it_is_believed_as_of_a_sale() -> None:
    rig = a_rig(UNKNOWN, NOT_FOUND, NOT_FOUND)
    attempt = rig.ask()
    rig.lane.step()
    rig.lane.step()
    before = rig.state(attempt)
    rig.counter.clock.forward(121)
    rig.lane.step()

    assert (before, rig.state(attempt), rig.due) == (AttemptState.UNKNOWN, AttemptState.NOT_CHARGED, Money(0))


def test_an_answer_that_could_not_be_written_down_is_heard_again_and_nothing_is_given_back_twice() -> None:
    rig = a_rig(given_back(41260), given_back(41260))
    rig.ask()
    rig.counter.store.fails_with = "The disk is full."
    with pytest.raises(StoreTrouble):
        rig.lane.step()
    rig.counter.store.fails_with = ""
    rig.lane.step()
    settle_card(rig.heard[0].attempt.attempt_id, given_back(41260), rig.counter.desk)

    assert (len(rig.terminal.reversals), rig.due) == (1, Money(41260))
    assert [line.kind for line in rig.counter.store.lines()].count(LineKind.VOIDED) == 1


def test_less_than_was_asked_back_is_no_answer() -> None:
    rig = a_rig(given_back(41259))
    attempt = rig.ask()
    rig.lane.step()

    assert (rig.state(attempt), rig.due) == (AttemptState.UNKNOWN, Money(0))


@pytest.mark.parametrize(
    ("terminal", "sentence"),
    [("", "is not at this desk. "), ("T2", "is not at this desk. ")],
)
def test_another_terminal_gives_nothing_back(terminal: str, sentence: str) -> None:
    rig = a_rig()

    assert void_offer(RECEIPT, rig.counter.desk, ROSA, terminal).refused.endswith(sentence + OFFICE)
    with pytest.raises(Refused, match="is not at this desk"):
        rig.ask(terminal)


def test_a_sale_that_the_terminal_gave_no_name_is_the_offices() -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(41260), counter.desk)

    assert void_offer(RECEIPT, counter.desk, ROSA, TERMINAL).refused == (
        f"Receipt {RECEIPT} has card money, which goes back to the same card and to nothing else. {OFFICE}"
    )


def test_two_cards_are_the_offices_since_one_may_go_back_without_the_other() -> None:
    counter = a_desk()
    for cents in (20000, 21260):
        attempt = ask_card(a_wish(), Money(cents), TERMINAL, counter.desk, ROSA)
        settle_card(attempt.attempt_id, approved(cents, POI), counter.desk)

    assert "several cards, and the first may go back without the others" in (
        void_offer(RECEIPT, counter.desk, ROSA, TERMINAL).refused
    )


def test_what_may_still_get_a_tender_is_finished_before_it_goes_back() -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(20000), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(20000, POI), counter.desk)

    assert void_offer(RECEIPT, counter.desk, ROSA, TERMINAL).refused.startswith(f"Receipt {RECEIPT} is not finished.")
    finish_payment(a_wish().payment_id, counter.desk)
    assert void_offer(RECEIPT, counter.desk, ROSA, TERMINAL).refused == ""


def test_nobody_gives_card_money_back_alone_or_without_the_terminal() -> None:
    rig = a_rig()

    with pytest.raises(Refused, match="needs a lead's approval"):
        ask_reversal(rig.void(approval=None), TERMINAL, rig.counter.desk, ROSA)
    with pytest.raises(Refused, match="The card terminal that charged"):
        void_payment(rig.void(), rig.counter.desk, ROSA)
    assert rig.kinds()[-1] is LineKind.PAYMENT


def test_the_store_takes_no_second_reversal_of_a_sale_that_went_back_or_may_have(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    first = replace(a_reversal(), wish=replace(a_wish(), tenders=()))
    with store.open_work() as work:
        work.attempts.add(first)
        work.attempts.move(first.attempt_id, AttemptState.DECLINED)
        work.attempts.add(replace(first, attempt_id=UUID(int=3), service_id="0000000003"))
        assert work.attempts.get(first.attempt_id) == replace(first, state=AttemptState.DECLINED)
        work.commit()
    for state in (AttemptState.UNKNOWN, AttemptState.REVERSED):
        with store.open_work() as work:
            work.attempts.move(UUID(int=3), state)
            work.commit()
        with store.open_work() as work, pytest.raises(StoreTrouble):
            work.attempts.add(replace(first, attempt_id=UUID(int=4), service_id="0000000004"))
        with store.open_reading() as work:
            last = work.attempts.reversal_of(first.gives_back.sale) if first.gives_back else None
            assert last is not None
            assert (last.attempt_id, last.state) == (UUID(int=3), state)
    store.close()
