"""A card whose terminal asks for a signature: the office copy comes at once with a line, and all in our words."""

from dataclasses import replace

from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.usecases.card_payment import ask_card, settle_card
from receipts.payment_papers import asked_document
from tests.fakes.builders import OAK3, ROSA, TERMINAL, Counter, a_desk, a_wish
from tests.fakes.terminal import approved


def paid(*, signs: bool) -> Counter:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    outcome = replace(approved(41260), entry="swipe", signs=signs)
    for _ in range(2):
        settle_card(attempt.attempt_id, outcome, counter.desk)
    return counter


def test_its_office_copy_is_printed_once_with_a_line_to_sign() -> None:
    lines = paid(signs=True).store.lines()
    payment, asked = (
        next(line for line in lines if line.kind is kind) for kind in (LineKind.PAYMENT, LineKind.PAPER_ASKED)
    )

    (tender,) = read_payment(payment).tenders
    assert (tender.entry, tender.signs) == ("swipe", True)
    assert sum(line.kind is LineKind.PAPER_ASKED for line in lines) == 1
    document = asked_document((asked, payment), OAK3, 0)
    assert [getattr(block, "text", "") for block in document.blocks[-2:]] == [
        "_" * 30,
        "Signature, Visa ••4421, $412.60",
    ]


def test_a_second_card_of_the_same_payment_is_signed_for_on_another_copy() -> None:
    counter = a_desk()
    for cents in (20000, 21260):
        attempt = ask_card(a_wish(), Money(cents), TERMINAL, counter.desk, ROSA)
        settle_card(attempt.attempt_id, replace(approved(cents), entry="swipe", signs=True), counter.desk)

    lines = counter.store.lines()
    (asked,) = (line for line in lines if line.kind is LineKind.PAPER_ASKED)
    (again,) = (line for line in lines if line.kind is LineKind.REPRINTED)
    assert (again.facts["receipt"], again.facts["copy"]) == (str(asked.line_id), 1)
    payments = tuple(line for line in lines if line.kind is LineKind.PAYMENT)
    document = asked_document((asked, *payments), OAK3, 1)
    signed = [text for block in document.blocks if (text := getattr(block, "text", "")).startswith("Signature, ")]
    assert signed == ["Signature, Visa ••4421, $200.00", "Signature, Visa ••4421, $212.60"]


def test_a_card_that_asks_for_none_has_no_line() -> None:
    lines = paid(signs=False).store.lines()

    assert not any(line.kind is LineKind.PAPER_ASKED for line in lines)
