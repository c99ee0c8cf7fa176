"""The card terminal's lane asks for money once, then only what became of it, until there is a definite answer."""

from dataclasses import dataclass, field, replace

import pytest

from cashier.domain.card import UNSETTLED, Attempt, AttemptState, CardOutcome
from cashier.domain.errors import StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.usecases.card_lane import IDLE_S, CardLane
from cashier.usecases.card_payment import Settled, ask_card, settle_card
from cashier.usecases.start_day import recover
from tests.fakes.builders import ROSA, TERMINAL, Counter, a_desk, a_wish, pays
from tests.fakes.memory_store import MemoryDesk
from tests.fakes.terminal import AWAY, CANCELLED, DECLINED, NOT_FOUND, UNKNOWN, Answer, ScriptedTerminal, approved
from tests.usecases.test_reverse_card import a_rig

ASK_AGAIN_S = 4.0


@dataclass(frozen=True, slots=True)
class Rig:
    """A lane between a desk with one asked attempt and a scripted terminal."""

    counter: Counter
    attempt: Attempt
    terminal: ScriptedTerminal
    lane: CardLane
    heard: list[Settled] = field(default_factory=list)
    words: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def state(self) -> AttemptState:
        return self.counter.store.tables.attempts[self.attempt.attempt_id].state

    @property
    def payments(self) -> int:
        return sum(line.kind is LineKind.PAYMENT for line in self.counter.store.lines())


def _rig(*answers: Answer) -> Rig:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    return _with_lane(counter, attempt, *answers)


def _with_lane(counter: Counter, attempt: Attempt, *answers: Answer) -> Rig:
    heard: list[Settled] = []
    words: list[tuple[str, bool]] = []
    terminal = ScriptedTerminal(counter.store, *answers)
    lane = CardLane(
        counter.desk,
        terminal,
        ask_again_s=ASK_AGAIN_S,
        heard=heard.append,
        words=lambda said, well: words.append((said, well)),
    )
    return Rig(counter, attempt, terminal, lane, heard, words)


def test_the_terminal_is_asked_after_the_commit_and_once() -> None:
    """The terminal of the tests looks into the store when it is asked."""
    rig = _rig(approved(41260))

    assert (rig.lane.step(), rig.lane.step()) == (0.0, IDLE_S)
    assert rig.terminal.sales == [(rig.attempt.service_id, Money(41260))]
    assert (rig.state, rig.payments) == (AttemptState.APPROVED, 1)
    assert [settled.rest for settled in rig.heard] == [Money(0)]
    assert rig.words == [("Card terminal", True)]


@pytest.mark.parametrize("answer", [DECLINED, CANCELLED])
def test_a_no_settles_the_attempt(answer: Answer) -> None:
    rig = _rig(answer)
    rig.lane.step()

    assert rig.lane.step() == IDLE_S
    assert (rig.state in {AttemptState.DECLINED, AttemptState.CANCELLED}, rig.payments) == (True, 0)


def test_a_partial_approval_leaves_the_rest_open() -> None:
    rig = _rig(approved(10000))
    rig.lane.step()

    assert [settled.rest for settled in rig.heard] == [Money(31260)]


def test_a_terminal_that_cannot_be_reached_has_not_charged() -> None:
    rig = _rig(AWAY)
    rig.lane.step()

    assert rig.state is AttemptState.NOT_CHARGED
    assert rig.words == [("The card terminal does not answer.", False)]


def test_after_a_silence_the_terminal_is_asked_about_the_same_id_until_it_knows() -> None:
    rig = _rig(UNKNOWN, UNKNOWN, AWAY, approved(41260))

    assert [rig.lane.step() for _ in range(5)] == [0.0, ASK_AGAIN_S, ASK_AGAIN_S, ASK_AGAIN_S, IDLE_S]
    assert len(rig.terminal.sales) == 1
    assert set(rig.terminal.questions) == {rig.attempt.service_id}
    assert (rig.state, rig.payments) == (AttemptState.APPROVED, 1)


def test_a_terminal_that_never_heard_of_it_is_believed_after_two_minutes_and_two_answers() -> None:
    rig = _rig(UNKNOWN, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND)
    rig.lane.step()
    rig.lane.step()
    rig.counter.clock.forward(119)
    rig.lane.step()
    before = rig.state
    rig.counter.clock.forward(1)
    rig.lane.step()

    assert (before, rig.state) == (AttemptState.UNKNOWN, AttemptState.NOT_CHARGED)


def test_one_not_found_is_not_enough_however_late() -> None:
    rig = _rig(UNKNOWN, NOT_FOUND, approved(41260))
    rig.lane.step()
    rig.counter.clock.forward(3600)
    rig.lane.step()
    before = rig.state
    rig.lane.step()

    assert (before, rig.state, rig.payments) == (AttemptState.UNKNOWN, AttemptState.APPROVED, 1)


def test_a_terminal_that_is_not_well_is_not_believed() -> None:
    rig = _rig(UNKNOWN, NOT_FOUND, NOT_FOUND, NOT_FOUND)
    rig.terminal.trouble = "The terminal is updating itself."
    rig.lane.step()
    rig.counter.clock.forward(121)
    rig.lane.step()
    rig.lane.step()
    before = rig.state
    rig.terminal.trouble = ""
    rig.lane.step()

    assert (before, rig.state) == (AttemptState.UNKNOWN, AttemptState.NOT_CHARGED)
    assert ("The terminal is updating itself.", False) in rig.words


@pytest.mark.parametrize(
    ("said", "state", "payments"),
    [(approved(41260), AttemptState.APPROVED, 1), (DECLINED, AttemptState.DECLINED, 0)],
)
def test_an_answer_that_could_not_be_written_down_is_asked_for_again_and_not_charged_again(
    said: CardOutcome, state: AttemptState, payments: int
) -> None:
    rig = _rig(said, said)
    rig.counter.store.fails_with = "The disk is full."
    with pytest.raises(StoreTrouble):
        rig.lane.step()
    rig.counter.store.fails_with = ""
    rig.lane.step()

    assert (len(rig.terminal.sales), len(rig.terminal.questions)) == (1, 1)
    assert (rig.state, rig.payments) == (state, payments)


def test_a_fault_of_ours_after_the_question_left_is_asked_about_and_never_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rig = _rig(approved(41260))
    with monkeypatch.context() as patch:
        patch.setattr(rig.terminal, "sale", _breaks)
        with pytest.raises(ZeroDivisionError):
            rig.lane.step()
    assert rig.state is AttemptState.ASKED, "nobody was told a no"
    rig.lane.step()

    assert (rig.terminal.sales, len(rig.terminal.questions)) == ([], 1)
    assert (rig.state, rig.payments) == (AttemptState.APPROVED, 1)


def _breaks(*_: object) -> CardOutcome:
    raise ZeroDivisionError


@pytest.mark.parametrize("first", [UNKNOWN, NOT_FOUND, DECLINED, CANCELLED, AWAY, approved(41260), approved(0)])
@pytest.mark.parametrize("then", [DECLINED, CANCELLED, approved(41260), approved(100)])
def test_no_answer_leaves_an_attempt_without_an_end(first: Answer, then: Answer) -> None:
    rig = _rig(first, UNKNOWN, AWAY, then, then)
    for _ in range(4):
        rig.lane.step()

    assert rig.state not in UNSETTLED
    assert rig.payments == (rig.state is AttemptState.APPROVED)
    assert rig.lane.step() == IDLE_S
    assert len(rig.terminal.sales) == 1


def test_after_a_lost_process_the_terminal_is_asked_about_it_and_never_again_for_money() -> None:
    rig = _rig()
    recover(rig.counter.desk)
    recovered = rig.state
    restarted = _with_lane(a_desk(store=rig.counter.store), rig.attempt, approved(41260))
    restarted.lane.step()

    assert recovered is AttemptState.UNKNOWN
    assert restarted.terminal.sales == []
    assert (restarted.state, restarted.payments) == (AttemptState.APPROVED, 1)


def test_another_terminals_attempt_is_never_asked_of_this_one() -> None:
    rig = _rig()
    wish = replace(a_wish(pays("holding", 100)), payment_id=rig.attempt.attempt_id)
    ask_card(wish, Money(100), "T2", rig.counter.desk, ROSA)
    rig.terminal.name = "T9"

    assert rig.lane.step() == IDLE_S
    assert (rig.terminal.sales, rig.terminal.questions) == ([], [])


def test_with_nothing_asked_the_lane_rests() -> None:
    rig = _rig(DECLINED)
    rig.lane.step()

    assert rig.lane.step() == IDLE_S


def test_the_member_gets_one_slip_once_the_terminal_was_asked_and_still_nothing_is_known() -> None:
    rig = _rig(UNKNOWN, AWAY, UNKNOWN, approved(41260))

    papers = []
    for _ in range(4):
        rig.lane.step()
        papers.append([job.receipt for job in rig.counter.store.tables.jobs])

    slip = str(rig.attempt.attempt_id)
    assert papers == [[], [slip], [slip], [slip, "OAK3-0000001"]]


def test_a_silence_that_the_first_question_ends_makes_no_slip() -> None:
    rig = _rig(UNKNOWN, approved(41260))

    for _ in range(3):
        rig.lane.step()

    assert [job.receipt for job in rig.counter.store.tables.jobs] == ["OAK3-0000001"]


def test_after_a_restart_there_is_no_second_slip() -> None:
    rig = _rig(UNKNOWN, UNKNOWN)
    for _ in range(2):
        rig.lane.step()

    again = _with_lane(rig.counter, rig.attempt, UNKNOWN, UNKNOWN)
    again.lane.step()

    assert len(again.counter.store.tables.jobs) == 1


def test_once_two_people_have_settled_it_the_strip_says_no_more_that_the_terminal_is_asked() -> None:
    rig = _rig(UNKNOWN)
    rig.lane.step()
    settle_card(rig.attempt.attempt_id, DECLINED, rig.counter.desk)

    assert rig.lane.step() == IDLE_S
    assert rig.words == [("Card terminal · asking", True), ("Card terminal", True)]


def test_once_two_people_have_settled_it_the_strip_asks_no_more() -> None:
    rig = _rig(UNKNOWN, UNKNOWN)
    rig.lane.step()
    rig.lane.step()
    assert rig.words[-1] == ("Card terminal · asking", True)
    settle_card(rig.attempt.attempt_id, DECLINED, rig.counter.desk)

    assert rig.lane.step() == IDLE_S
    assert rig.words[-1] == ("Card terminal", True)
    said = len(rig.words)
    rig.lane.step()
    assert len(rig.words) == said


def test_a_strip_that_asked_nothing_yet_says_nothing() -> None:
    rig = _rig()
    settle_card(rig.attempt.attempt_id, DECLINED, rig.counter.desk)

    assert rig.lane.step() == IDLE_S
    assert rig.words == []


def test_a_silence_that_goes_on_has_one_slip_and_is_asked_under_the_sales_own_question() -> None:
    rig = _rig(UNKNOWN, UNKNOWN, UNKNOWN, NOT_FOUND)
    for _ in range(4):
        rig.lane.step()

    with rig.counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(rig.attempt.attempt_id))] == [0]
    assert rig.terminal.questions == [rig.attempt.service_id] * 3


def test_another_unknown_than_not_found_is_never_taken_for_a_no() -> None:
    rig = _rig(UNKNOWN, *[UNKNOWN] * 4)
    rig.counter.clock.forward(600)
    for _ in range(5):
        rig.lane.step()

    assert rig.state is AttemptState.UNKNOWN


def test_what_the_terminal_knows_is_on_the_strip_at_once_and_believed_whatever_its_words_are() -> None:
    rig = _rig(UNKNOWN, NOT_FOUND, replace(approved(41260), words=NOT_FOUND.words))
    rig.lane.step()
    rig.counter.clock.forward(600)
    rig.lane.step()
    assert rig.words[-1] == ("Card terminal · asking", True)

    rig.lane.step()

    assert (rig.state, rig.payments) == (AttemptState.APPROVED, 1)
    assert rig.words[-1] == ("Card terminal", True)


class _Apart(ScriptedTerminal):
    """Says of which way of a card's money it was asked."""

    def __init__(self, store: MemoryDesk, *answers: Answer) -> None:
        super().__init__(store, *answers)
        self.ways: list[str] = []

    def status(self, service_id: str) -> CardOutcome:
        self.ways.append("sale")
        return super().status(service_id)

    def reversal_status(self, service_id: str, amount: Money) -> CardOutcome:
        self.ways.append(f"reversal of {amount}")
        return super().reversal_status(service_id, amount)


def test_a_sale_is_asked_about_as_a_sale_and_a_reversal_as_one_which_needs_no_slip() -> None:
    sold = _rig()
    back = a_rig()
    reversal = back.ask()

    for counter, ways, papers in ((sold.counter, ["sale"], 1), (back.counter, ["reversal of $412.60"], 0)):
        terminal = _Apart(counter.store, UNKNOWN, UNKNOWN)
        lane = CardLane(counter.desk, terminal, ask_again_s=ASK_AGAIN_S, heard=lambda _: None, words=lambda *_: None)
        lane.step()
        before = len(counter.store.tables.jobs)
        lane.step()
        assert terminal.ways == ways
        assert len(counter.store.tables.jobs) - before == papers
    assert back.state(reversal) is AttemptState.UNKNOWN
