"""A card pays what is owed and not a cent more (Civil Code 1748.1), and its lines hold no address, phone or mail."""

import json
import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import AccountKind
from cashier.domain.card import Attempt, AttemptState, CardOutcome, asked_line, card_tender
from cashier.domain.money import Money, total
from cashier.domain.payment import book
from cashier.domain.payment_facts import read_payment
from tests.fakes.builders import NOW, SHIFT_ID, TERMINAL, a_situation, a_statement, a_wish, pays
from tests.rules.tree import read, tracked_files

BILL = "S-48210377"
PERSONAL = re.compile(r"address|zip|postal|e-?mail|phone", re.IGNORECASE)
SURCHARGE = re.compile(r"surcharge|convenience[ _]fee|card[ _]fee|processing[ _]fee", re.IGNORECASE)


def _attempt(cents: int) -> Attempt:
    return Attempt(
        attempt_id=UUID(int=3 << 76 | 2 << 62),
        service_id="0000000001",
        terminal=TERMINAL,
        amount=Money(cents),
        wish=a_wish(pays(BILL, cents), tenders=()),
        asked_at=NOW,
        state=AttemptState.ASKED,
        asked_by="rosa",
        shift_id=SHIFT_ID,
    )


@given(st.integers(1, 1_000_000))
def test_what_the_card_is_charged_is_what_is_paid(cents: int) -> None:
    attempt = _attempt(cents)
    approved = CardOutcome(
        state=AttemptState.APPROVED, authorized=Money(cents), brand="Visa", last_four="4421", approval_code="071882"
    )
    situation = a_situation(a_statement(BILL, cents))
    line = book(attempt.wish, situation, card_tender(attempt, approved), line_id=UUID(int=8 << 76))
    asked = json.loads(asked_line(attempt, situation).body())

    assert attempt.amount == read_payment(line).paid == total([transfer.amount for transfer in line.transfers])
    assert {transfer.credit.code for transfer in line.transfers} == {f"receivable:{BILL}"}
    assert asked["transfers"] == []


def test_no_account_takes_a_fee_for_a_card() -> None:
    assert [kind for kind in AccountKind if SURCHARGE.search(kind.value)] == []


def test_no_word_of_a_surcharge_stands_in_the_program() -> None:
    folders = ("cashier", "ui", "receipts")
    found = [str(path) for path in tracked_files(".py", ".toml") if path.parts[0] in folders
             and SURCHARGE.search(read(path))]  # fmt: skip

    assert found == []


@pytest.mark.parametrize("cents", [41260])
def test_what_is_kept_of_a_card_names_no_place_and_no_phone(cents: int) -> None:
    """Song-Beverly, Civil Code 1747.08: nothing of the kind is asked for with a card, so no field is there for it."""
    attempt, situation = _attempt(cents), a_situation()
    approved = CardOutcome(
        state=AttemptState.APPROVED, authorized=Money(cents), brand="Visa", last_four="4421", approval_code="071882"
    )
    for line in (
        asked_line(attempt, situation),
        book(attempt.wish, situation, card_tender(attempt, approved), line_id=UUID(int=8 << 76)),
    ):
        assert [name for name in _names(json.loads(line.body())) if PERSONAL.search(name)] == []


def _names(said: object) -> list[str]:
    if isinstance(said, dict):
        return [*said, *(name for value in said.values() for name in _names(value))]
    return [name for value in said for name in _names(value)] if isinstance(said, list) else []
