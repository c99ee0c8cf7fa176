"""What is handed over by mail, as a form says it: its kind, its texts, and the word that a lead gave for it."""

from dataclasses import replace

import pytest

from cashier.domain.errors import FieldRefused
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.domain.tender_terms import USUAL_TABLE
from cashier.domain.tenders import TenderKind
from cashier.usecases.look_at_tender import LeadWanted
from tests.fakes.builders import NOW, PlainSealer
from ui.mail import entry_state as said
from ui.mail.paper_state import PaperState
from ui.tender.tender_state import TICKED, Field

EMPTY = PaperState.empty(TenderKind.CASH, USUAL_TABLE)
SEAL = PlainSealer().seal_account


def _typed(kind: TenderKind, **texts: str) -> PaperState:
    state = EMPTY.of_kind(kind)
    for name, text in texts.items():
        state = state.typed(Field(name), text, {})
    return state


def test_what_was_typed_stays_while_its_kind_is_typed_anew_and_cash_has_none_of_it() -> None:
    check = _typed(TenderKind.CHECK, amount="60", number="1043", issuer="Chase")
    cash = check.of_kind(TenderKind.CASH)

    assert (cash.accept(SEAL).number, cash.accept(SEAL).issuer) == ("", "")
    assert cash.of_kind(TenderKind.CHECK).accept(SEAL).number == "1043"


def test_a_banks_order_stays_a_banks() -> None:
    order = _typed(TenderKind.MONEY_ORDER, amount="60", number="7", issuer="Chase", by_bank=TICKED)
    assert order.of_kind(TenderKind.MONEY_ORDER) is order
    again = order.of_kind(TenderKind.CHECK).of_kind(TenderKind.MONEY_ORDER)

    assert again.accept(SEAL).kind is TenderKind.CASHIERS_CHECK
    assert _typed(TenderKind.MONEY_ORDER, amount="6", number="7", issuer="X").accept(SEAL).kind is (
        TenderKind.MONEY_ORDER
    )


def test_a_leads_word_is_for_what_was_typed_then() -> None:
    state = _typed(TenderKind.CHECK, amount="60", number="1043")
    tender = state.accept(SEAL)
    wanted = state.wanting(LeadWanted(tender=tender, words="", act="act"))
    word = Approval(approver="helen", approver_name="Helen", act="act", amount=Money(6000), given_at=NOW)
    agreed = wanted.agreeing(word)

    assert agreed.accept(SEAL) == replace(tender, agreed=word)
    assert agreed.typed(Field.AMOUNT, "60", {}) is agreed
    assert agreed.typed(Field.AMOUNT, "61", {}).accept(SEAL).agreed is None
    assert state.agreeing(word).accept(SEAL).agreed is None, "nobody was asked"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("ca", "cash"), ("CHECK", "check"), ("m", "money_order"), ("mo", "money_order"), ("c", ""), ("", ""), ("x", "")],
)
def test_the_word_for_a_tender_is_read_from_its_beginning(text: str, kind: str) -> None:
    assert said.tender_kind(text) == (TenderKind(kind) if kind else None)


def test_a_scanned_statement_stands_there_once() -> None:
    assert said.with_statement("", "S-1") == "S-1"
    assert said.with_statement("S-1 60", "S-2") == "S-1 60 S-2"
    assert said.with_statement("s-1, S-2", "S-1") == "s-1, S-2"


def test_a_field_of_the_paper_is_known_by_what_the_rules_call_it() -> None:
    check = _typed(TenderKind.CHECK)

    assert check.has("number")
    assert not check.has("statement")
    assert not check.has("amount")
    assert not EMPTY.has("number")
    assert said.field_of(FieldRefused("x", "paper"), {said.NUMBER: ""}) == said.NUMBER
