"""What every card terminal keeps to, whatever it is made of, and what ours adds where there is none."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cashier.devices.terminal_client import TerminalClient
from cashier.devices.terminal_simulated import SimulatedTerminal, simulated_terminal
from cashier.domain.card import NOT_FOUND, AttemptState, CardOutcome
from cashier.domain.drawer import BrandTotal
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import ZERO, Money
from cashier.domain.poi import PoiTransaction
from cashier.usecases.ports.devices import CardTerminal

ASKED = Money(12550)
DESK = "OAK3"


class Controlled:
    """A terminal as the desk has it, and the orders a test gives its simulator."""

    def __init__(self, served: SimulatedTerminal) -> None:
        self._served = served
        self.desk: CardTerminal = TerminalClient(
            served.settings(answer_timeout_s=60.0, control_port=served.control_port), DESK
        )

    def impatient(self) -> CardTerminal:
        return TerminalClient(self._served.settings(answer_timeout_s=0.2), DESK)

    def order(self, do: str, **more: Any) -> dict[str, Any]:
        with socket.create_connection(("127.0.0.1", self._served.control_port), timeout=60) as control:
            control.sendall(json.dumps({"do": do, **more}).encode() + b"\n")
            answer: dict[str, Any] = json.loads(control.makefile("rb").readline())
        return answer

    def book(self) -> list[dict[str, str]]:
        charges: list[dict[str, str]] = self.order("book")["book"]
        return charges


@pytest.fixture
def terminal() -> Iterator[Controlled]:
    with simulated_terminal() as served:
        yield Controlled(served)


def test_an_approved_sale_says_brand_last_four_and_code_and_no_more_of_the_card(terminal: Controlled) -> None:
    outcome = terminal.desk.sale("0000000001", ASKED)

    assert outcome.state is AttemptState.APPROVED
    assert outcome.authorized == ASKED
    assert (outcome.brand, outcome.last_four, outcome.approval_code) == ("Visa", "4421", "A00001")


@pytest.mark.parametrize(("order", "entry"), [("ok", "chip"), ("tap", "tap"), ("swipe", "swipe")])
def test_how_a_card_was_read_is_known_and_whether_its_slip_is_signed(
    terminal: Controlled, order: str, entry: str
) -> None:
    terminal.order(order)
    outcome = terminal.desk.sale("0000000001", ASKED)

    assert (outcome.entry, outcome.signs) == (entry, entry == "swipe")


def test_amounts_cross_as_text_with_two_decimals(terminal: Controlled) -> None:
    terminal.desk.sale("0000000001", Money(5))
    terminal.desk.sale("0000000002", Money(100_000_000))

    assert [charge["amount"] for charge in terminal.book()] == ["0.05", "1000000.00"]


def test_a_repeated_sale_of_one_id_charges_once_and_answers_the_same(terminal: Controlled) -> None:
    first = terminal.desk.sale("0000000001", ASKED)
    terminal.order("decline")

    assert terminal.desk.sale("0000000001", ASKED) == first
    assert len(terminal.book()) == 1


def test_a_declined_sale_charges_nothing(terminal: Controlled) -> None:
    terminal.order("decline")

    assert terminal.desk.sale("0000000001", ASKED).state is AttemptState.DECLINED
    assert terminal.book() == []


def test_a_partial_approval_says_what_was_authorized(terminal: Controlled) -> None:
    terminal.order("partial", cents=5000)

    outcome = terminal.desk.sale("0000000001", ASKED)

    assert (outcome.state, outcome.authorized) == (AttemptState.APPROVED, Money(5000))


def test_a_busy_terminal_charges_nothing_and_takes_the_same_id_later(terminal: Controlled) -> None:
    terminal.order("busy")
    busy = terminal.desk.sale("0000000001", ASKED)
    terminal.order("ok")

    assert busy.state is AttemptState.NOT_CHARGED
    assert terminal.desk.sale("0000000001", ASKED).state is AttemptState.APPROVED


def test_silence_after_an_approval_is_unknown_until_status_says_it(terminal: Controlled) -> None:
    terminal.order("silent_after_approve")

    lost = terminal.desk.sale("0000000001", ASKED)
    found = terminal.desk.status("0000000001")

    assert lost.state is AttemptState.UNKNOWN
    assert (found.state, found.authorized) == (AttemptState.APPROVED, ASKED)
    assert len(terminal.book()) == 1


def test_what_it_charged_and_answers_outlives_its_power(tmp_path: Path) -> None:
    memory = tmp_path / "terminal.json"
    with simulated_terminal(memory=memory) as served:
        before = Controlled(served)
        before.order("silent_after_approve")
        assert before.desk.sale("0000000001", ASKED, "shift").state is AttemptState.UNKNOWN

    with simulated_terminal(memory=memory) as served:
        after = Controlled(served)
        found = after.desk.status("0000000001")
        assert (found.state, found.authorized) == (AttemptState.APPROVED, ASKED)
        assert after.desk.sale("0000000001", ASKED, "shift") == found
        assert after.desk.totals("shift").amount == ASKED
        assert found.poi is not None
        assert after.desk.reverse("0000000002", found.poi, ASKED).state is AttemptState.REVERSED

    with simulated_terminal(memory=memory) as served:
        again = Controlled(served)
        assert again.desk.reversal_status("0000000002", ASKED).state is AttemptState.REVERSED
        assert again.desk.totals("shift").amount == ZERO


LOST: dict[str, dict[str, Any]] = {
    "a reply for another sale": {"do": "wrong_service"},
    "a reply that says so outside alone": {"do": "other_header"},
    "the reply of the sale before": {"do": "duplicate"},
    "a garbled reply": {"do": "garbled"},
    "a reply that others signed": {"do": "bad_signature"},
    "no byte of a reply": {"do": "cut", "bytes": 0},
    "some bytes of a reply": {"do": "cut", "bytes": 700},
}


@pytest.mark.parametrize("order", LOST.values(), ids=LOST.keys())
def test_an_answer_that_cannot_be_trusted_is_unknown_until_status_says_it(
    terminal: Controlled, order: dict[str, Any]
) -> None:
    terminal.desk.sale("0000000001", Money(100))
    terminal.order(**order)

    lost = terminal.desk.sale("0000000002", ASKED)
    terminal.order("ok")
    found = terminal.desk.status("0000000002")

    assert lost.state is AttemptState.UNKNOWN
    assert (found.state, found.authorized) == (AttemptState.APPROVED, ASKED)
    assert len(terminal.book()) == 2


@pytest.mark.parametrize("do", ["in_progress", "not_found"])
def test_what_it_cannot_say_yet_is_unknown_as_often_as_it_cannot(terminal: Controlled, do: str) -> None:
    terminal.order(do, times=2)

    answers = [terminal.desk.sale("0000000001", ASKED), *(terminal.desk.status("0000000001") for _ in range(3))]

    assert [answer.state for answer in answers] == [*[AttemptState.UNKNOWN] * 3, AttemptState.APPROVED]
    assert (answers[1].words == NOT_FOUND) is (do == "not_found")
    assert len(terminal.book()) == 1


@pytest.mark.parametrize(
    ("order", "words"), [("rebooting", "cannot be reached"), ("wrong_certificate", "another device. Nothing was sent")]
)
def test_who_is_not_the_terminal_is_sent_nothing(terminal: Controlled, order: str, words: str) -> None:
    terminal.order(order)

    with pytest.raises(DeviceTrouble, match=words):
        terminal.desk.sale("0000000001", ASKED)
    terminal.order("ok")

    assert terminal.desk.status("0000000001").words == NOT_FOUND


@pytest.mark.parametrize(("order", "state"), [("wrong_pin", AttemptState.DECLINED), ("cancel", AttemptState.CANCELLED)])
def test_what_a_member_does_wrong_or_no_longer_wants_charges_nothing(
    terminal: Controlled, order: str, state: AttemptState
) -> None:
    terminal.order(order)

    assert terminal.desk.sale("0000000001", ASKED).state is state
    assert terminal.book() == []


def test_a_terminal_whose_clock_is_off_is_heard_all_the_same(terminal: Controlled) -> None:
    terminal.order("clock_off", seconds=7200)

    sale = terminal.desk.sale("0000000001", ASKED)

    assert sale.state is AttemptState.APPROVED
    assert terminal.desk.reverse("0000000002", named(sale), ASKED).state is AttemptState.REVERSED


def test_plain_silence_is_unknown_and_then_the_terminal_knows_no_such_sale(terminal: Controlled) -> None:
    terminal.order("silent")
    lost = terminal.impatient().sale("0000000001", ASKED)
    terminal.order("ok")
    asked = terminal.desk.status("0000000001")

    assert lost.state is AttemptState.UNKNOWN
    assert (asked.state, asked.words) == (AttemptState.UNKNOWN, NOT_FOUND)
    assert terminal.book() == []


def test_a_slow_sale_is_unknown_while_it_runs_and_an_abort_ends_it_uncharged(terminal: Controlled) -> None:
    terminal.order("slow", seconds=30)
    answers = []
    sale = threading.Thread(target=lambda: answers.append(terminal.desk.sale("0000000001", ASKED)))
    sale.start()
    while terminal.desk.status("0000000001").words == NOT_FOUND:
        pass  # Until the sale has arrived.

    running = terminal.desk.status("0000000001")
    other = terminal.desk.sale("0000000002", ASKED)
    terminal.desk.abort("0000000001")
    sale.join(timeout=60)

    assert running.state is AttemptState.UNKNOWN
    assert other.state is AttemptState.NOT_CHARGED
    assert [answer.state for answer in answers] == [AttemptState.CANCELLED]
    assert terminal.book() == []


def test_an_abort_after_the_end_changes_nothing(terminal: Controlled) -> None:
    terminal.desk.sale("0000000001", ASKED)
    terminal.desk.abort("0000000001")

    assert terminal.desk.status("0000000001").state is AttemptState.APPROVED


def named(sale: CardOutcome) -> PoiTransaction:
    """The terminal's own name for an approved sale."""
    assert sale.poi is not None
    return sale.poi


def test_an_approved_sale_is_given_back_once(terminal: Controlled) -> None:
    sale = named(terminal.desk.sale("0000000001", ASKED))

    first = terminal.desk.reverse("0000000002", sale, ASKED)
    terminal.order("decline")
    again, another = (terminal.desk.reverse(service, sale, ASKED) for service in ("0000000002", "0000000003"))

    assert (first.state, first.authorized) == (AttemptState.REVERSED, ASKED)
    assert again == first
    assert another.state is AttemptState.DECLINED
    assert [charge["reversed"] for charge in terminal.book()] == ["125.50"]


def test_what_it_does_not_know_or_more_than_it_charged_is_not_given_back(terminal: Controlled) -> None:
    sale = named(terminal.desk.sale("0000000001", ASKED))

    more = terminal.desk.reverse("0000000002", sale, ASKED + Money(1))
    unknown = terminal.desk.reverse("0000000003", PoiTransaction("0000000009", sale.at), ASKED)

    assert (more.state, unknown.state) == (AttemptState.DECLINED, AttemptState.DECLINED)
    assert "reversed" not in terminal.book()[0]


def test_a_busy_terminal_gives_nothing_back_and_is_asked_again_later(terminal: Controlled) -> None:
    sale = named(terminal.desk.sale("0000000001", ASKED))
    terminal.order("busy")
    busy = terminal.desk.reverse("0000000002", sale, ASKED)
    terminal.order("ok")

    assert busy.state is AttemptState.NOT_CHARGED
    assert terminal.desk.reverse("0000000003", sale, ASKED).state is AttemptState.REVERSED


@pytest.mark.parametrize("order", [*LOST.values(), {"do": "silent_after_approve"}, {"do": "in_progress", "times": 1}])
def test_a_reversal_whose_answer_is_lost_is_unknown_until_status_says_it(
    terminal: Controlled, order: dict[str, Any]
) -> None:
    sale = named(terminal.desk.sale("0000000001", ASKED))
    terminal.order(**order)

    lost = terminal.desk.reverse("0000000002", sale, ASKED)
    terminal.order("ok")
    said = [terminal.desk.reversal_status("0000000002", ASKED) for _ in range(2)]

    assert lost.state is AttemptState.UNKNOWN
    assert said[-1].state is AttemptState.REVERSED
    assert terminal.desk.status("0000000002").words == NOT_FOUND, "a reversal is no sale"
    assert terminal.desk.reversal_status("0000000001", ASKED).words == NOT_FOUND, "a sale is no reversal"


def test_a_reversal_that_never_arrived_is_not_known(terminal: Controlled) -> None:
    said = terminal.desk.reversal_status("0000000002", ASKED)

    assert (said.state, said.words) == (AttemptState.UNKNOWN, NOT_FOUND)


def test_a_group_comes_to_what_it_charged_and_did_not_give_back(terminal: Controlled) -> None:
    groups = (("0000000001", "morning"), ("0000000002", "evening"), ("0000000003", "evening"))
    sales = [named(terminal.desk.sale(service, ASKED, group)) for service, group in groups]
    terminal.desk.reverse("0000000005", sales[-1], ASKED)
    terminal.order("decline")
    terminal.desk.sale("0000000004", ASKED, "evening")

    evening = terminal.desk.totals("evening")
    assert (evening.terminal, evening.count, evening.amount) == ("T1", 1, ASKED)
    assert evening.brands == (BrandTotal("Visa", 1, ASKED),)
    assert terminal.desk.totals("noon").count == 0


def test_a_sale_keyed_at_the_terminal_itself_counts_to_the_shift_that_used_it_last(terminal: Controlled) -> None:
    terminal.desk.sale("0000000001", ASKED, "morning")
    assert terminal.order("by_hand", cents=4000)["ok"]
    assert not terminal.order("by_hand", cents=0)["ok"]

    assert (terminal.desk.totals("morning").count, terminal.desk.totals("morning").amount) == (2, Money(16550))


def test_a_silent_terminal_says_no_total(terminal: Controlled) -> None:
    terminal.order("silent")

    with pytest.raises(DeviceTrouble, match="did not say its total"):
        terminal.impatient().totals("morning")


def test_a_ready_terminal_says_so_for_the_strip(terminal: Controlled) -> None:
    assert terminal.desk.diagnose() == "Card terminal"


def test_a_silent_terminal_is_no_ready_one(terminal: Controlled) -> None:
    terminal.order("silent")

    with pytest.raises(DeviceTrouble, match="does not answer"):
        terminal.impatient().diagnose()


@pytest.mark.parametrize(
    "order",
    [
        {"do": "dance"},
        {"do": "cut"},
        {"do": "cut", "bytes": 1.5},
        {"do": "in_progress", "times": -1},
        {"do": "partial", "cents": "5"},
        {"do": "partial", "cents": -1},
        {"do": "slow"},
        {},
    ],
)
def test_an_order_that_is_none_is_answered_so_and_changes_nothing(terminal: Controlled, order: dict[str, Any]) -> None:
    assert terminal.order(**({"do": ""} | order))["ok"] is False
    assert terminal.desk.sale("0000000001", ASKED).state is AttemptState.APPROVED
