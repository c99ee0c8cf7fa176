"""What of a card terminal's contract a terminal that speaks to nobody keeps, too."""

import threading

import pytest

from cashier.devices.terminal_by_hand import TerminalByHand
from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import Money
from cashier.domain.poi import PoiTransaction
from cashier.domain.typed_card import NOT_TYPED
from cashier.usecases.ports.devices import CardTerminal, StandAloneTerminal

ASKED = Money(12550)
APPROVED = CardOutcome(
    state=AttemptState.APPROVED, authorized=ASKED, last_four="4421", approval_code="A1", by_hand="T9"
)
BACK = CardOutcome(state=AttemptState.REVERSED, authorized=ASKED)
POI = PoiTransaction("0000000001", "2026-11-21T18:44:03Z")


@pytest.fixture
def terminal() -> StandAloneTerminal:
    return TerminalByHand("T9")


def test_a_sale_waits_until_it_is_typed_and_status_says_the_same(terminal: StandAloneTerminal) -> None:
    answers: list[CardOutcome] = []
    sale = threading.Thread(target=lambda: answers.append(terminal.sale("0000000001", ASKED, "shift")), daemon=True)
    sale.start()
    assert terminal.status("0000000001").state is AttemptState.UNKNOWN
    terminal.type_in("0000000001", APPROVED)
    sale.join(timeout=60)

    assert answers == [APPROVED]
    assert terminal.status("0000000001") == APPROVED


def test_what_was_typed_first_stands(terminal: StandAloneTerminal) -> None:
    terminal.type_in("0000000001", APPROVED)
    terminal.type_in("0000000001", CardOutcome(state=AttemptState.DECLINED))

    assert terminal.sale("0000000001", ASKED) == APPROVED


def test_a_reversal_is_typed_likewise(terminal: StandAloneTerminal) -> None:
    assert terminal.reversal_status("0000000002", ASKED).state is AttemptState.UNKNOWN
    terminal.type_in("0000000002", BACK)

    assert terminal.reverse("0000000002", POI, ASKED, "shift") == BACK


def test_a_refund_is_typed_likewise(terminal: StandAloneTerminal) -> None:
    assert terminal.refund_status("0000000002").state is AttemptState.UNKNOWN
    terminal.type_in("0000000002", BACK)

    assert terminal.refund("0000000002", ASKED, "shift") == BACK
    assert terminal.refund_status("0000000002") == BACK


def test_what_nobody_types_is_unknown_until_somebody_does() -> None:
    terminal = TerminalByHand("T9", wait_s=0.0)
    assert terminal.sale("0000000001", ASKED) == CardOutcome(state=AttemptState.UNKNOWN, words=NOT_TYPED)
    assert terminal.reverse("0000000002", POI, ASKED).state is AttemptState.UNKNOWN
    terminal.type_in("0000000001", APPROVED)

    assert terminal.status("0000000001") == APPROVED


def test_it_stops_nothing_and_says_no_total_but_what_to_do(terminal: CardTerminal) -> None:
    with pytest.raises(DeviceTrouble, match="Press its own cancel key"):
        terminal.abort("0000000001")
    with pytest.raises(DeviceTrouble, match="put that with the Z"):
        terminal.totals("shift")
    assert terminal.diagnose() == "Card terminal · typed by hand"
