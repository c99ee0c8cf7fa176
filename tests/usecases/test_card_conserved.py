"""No card is charged twice, none given back twice, and no answer is lost, whatever dies in between: the terminal's own
book and ours agree, in 300 histories of each machine, and in as many as ``CARD_HISTORIES`` says.
"""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from cashier.devices.nexo_answers import read_payment_response
from cashier.devices.nexo_messages import part
from cashier.devices.nexo_protection import RESPONSE
from cashier.devices.terminal_client import TerminalClient
from cashier.devices.terminal_link import Silence
from cashier.domain.card import Attempt, AttemptState, CardOutcome
from cashier.usecases.card_lane import CardLane
from tests.usecases.card_machine import DIFFER, Cards, OftenSilent, Repeats, ThereAndBack

HISTORIES = int(os.environ.get("CARD_HISTORIES", "300"))  # A night has time for 10,000, and for other ones each time.
PLANTED = 10_000  # The search for a planted fault ends with it; the best hidden needs fifty histories, at times 300.


def _run(examples: int, machine: type[Cards] = Cards) -> None:
    quick = settings(
        max_examples=examples,
        stateful_step_count=14,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        derandomize="CARD_HISTORIES" not in os.environ,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with TemporaryDirectory(prefix="counterfoil-cards-") as folder:
        Cards.memory = Path(folder, "terminal.json")
        run_state_machine_as_test(machine, settings=quick)


def test_charges_at_the_terminal_are_card_tenders_at_the_desk() -> None:
    _run(HISTORIES)


def test_what_went_back_at_the_terminal_is_void_at_the_desk() -> None:
    _run(HISTORIES, ThereAndBack)


def _gives_back_under_a_new_id(lane: Any, attempt: Attempt) -> CardOutcome:
    """A reversal of which nobody knows is asked for again; sales are asked about."""
    if (back := attempt.gives_back) is None:
        said: CardOutcome = lane._terminal.status(attempt.service_id)
        return said
    with lane._desk.open_work() as work:
        service_id = work.attempts.next_service_id()
        work.commit()
    outcome: CardOutcome = lane._terminal.reverse(service_id, back.original, attempt.amount, str(attempt.shift_id))
    return outcome


def _silence_is_a_yes(real: Callable[[Any, Attempt], CardOutcome]) -> Callable[[Any, Attempt], CardOutcome]:
    def reverse(lane: Any, attempt: Attempt) -> CardOutcome:
        outcome = real(lane, attempt)
        is_silence = outcome.state is AttemptState.UNKNOWN
        return CardOutcome(state=AttemptState.REVERSED, authorized=attempt.amount) if is_silence else outcome

    return reverse


def _retries_under_a_new_id(lane: Any, attempt: Attempt) -> CardOutcome:
    with lane._desk.open_work() as work:
        service_id = work.attempts.next_service_id()
        work.commit()
    outcome: CardOutcome = lane._terminal.sale(service_id, attempt.amount, "")
    return outcome


def _believes_the_last_reply(client: Any, question: dict[str, Any], within_s: float = 120.0) -> dict[str, Any]:
    """Whatever was said is about this sale."""
    try:
        answer = client._protection.open(RESPONSE, client._send(question, within_s))
        (said,) = (value for name, value in answer.items() if name != "MessageHeader")
    except Exception as trouble:
        raise Silence("not understood") from trouble
    assert isinstance(said, dict)
    return said


def _silence_is_a_no(real: Callable[[Any, Attempt], CardOutcome]) -> Callable[[Any, Attempt], CardOutcome]:
    def sale(lane: Any, attempt: Attempt) -> CardOutcome:
        outcome = real(lane, attempt)
        is_silence = outcome.state is AttemptState.UNKNOWN
        return CardOutcome(state=AttemptState.DECLINED, words="no answer") if is_silence else outcome

    return sale


def _of_any_sale(said: dict[str, Any], _transaction: str) -> CardOutcome:
    return read_payment_response(said, part(said, "SaleData", "SaleTransactionID")["TransactionID"])


def test_a_new_id_for_a_retry_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CardLane, "_status", _retries_under_a_new_id)
    with pytest.raises(AssertionError, match=DIFFER):
        _run(PLANTED)


def test_a_last_reply_that_is_believed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TerminalClient, "_ask", _believes_the_last_reply)
    monkeypatch.setattr("cashier.devices.terminal_client.read_payment_response", _of_any_sale)
    with pytest.raises(AssertionError, match=DIFFER):
        _run(PLANTED, Repeats)


def test_a_silence_that_is_taken_for_a_no_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CardLane, "_sale", _silence_is_a_no(CardLane._sale))
    with pytest.raises(AssertionError, match=DIFFER):
        _run(PLANTED)


def test_a_reversal_that_is_sent_again_under_a_new_id_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CardLane, "_what_became_of", _gives_back_under_a_new_id)
    with pytest.raises(AssertionError, match=DIFFER):
        _run(PLANTED, ThereAndBack)


def test_a_silence_that_is_taken_for_money_given_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CardLane, "_reverse", _silence_is_a_yes(CardLane._reverse))
    with pytest.raises(AssertionError, match=DIFFER):
        _run(PLANTED, OftenSilent)
