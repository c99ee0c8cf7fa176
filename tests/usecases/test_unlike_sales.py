"""Where a terminal's total differs, the sale that is the reason is found, on either side, with the way to settle it."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.card import CardOutcome, asked_line
from cashier.domain.drawer import CardTotal
from cashier.domain.money import Money
from cashier.domain.terminal_totals import TerminalTotal, held_against, read_held_against, terminal_facts
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.close_shift import terminal_totals
from cashier.usecases.unlike_sales import with_unlike
from tests.domain.card_lines import a_sale, card_paid, card_voided
from tests.fakes.builders import ROSA, TERMINAL, Counter, a_desk, a_situation, a_statement, a_wish
from tests.fakes.terminal import AWAY, DECLINED, NOT_FOUND, UNKNOWN, Answer, ScriptedTerminal, approved
from tests.usecases.test_close_shift import count


@pytest.fixture
def counter() -> Counter:
    return a_desk(a_statement())


def card(counter: Counter, answer: CardOutcome, cents: int = 2000, terminal: str = TERMINAL) -> str:
    """A card that was asked for and answered so; its number at the terminal."""
    part = replace(a_wish().parts[0], amount=Money(cents))
    wish = replace(a_wish(), payment_id=counter.desk.new_id(), parts=(part,))
    attempt = ask_card(wish, Money(cents), terminal, counter.desk, ROSA)
    settle_card(attempt.attempt_id, answer, counter.desk)
    return attempt.service_id


def total(counter: Counter, charged: tuple[int, int], *answers: Answer) -> tuple[TerminalTotal, ScriptedTerminal]:
    count(counter, n20=5)
    terminal = ScriptedTerminal(counter.store, *answers)
    terminal.charged = charged
    (said,) = terminal_totals(counter.desk, ROSA, terminal)
    return said, terminal


def words(said: TerminalTotal, taken: int, cents: int) -> tuple[str, ...]:
    (held,) = held_against([CardTotal(terminal=TERMINAL, count=taken, amount=Money(cents))], [said])
    return held.found_words


def test_the_same_total_asks_about_no_sale(counter: Counter) -> None:
    card(counter, approved(2000))
    said, terminal = total(counter, (1, 2000))

    assert said.unlike == ()
    assert terminal.questions == []


def test_what_was_taken_here_and_not_charged_there_is_named(counter: Counter) -> None:
    first, second = card(counter, approved(2000)), card(counter, approved(2000))
    said, _ = total(counter, (1, 2000), approved(2000), NOT_FOUND)

    assert first != second
    (sentence,) = words(said, 2, 4000)
    assert sentence == (
        f"Number {second}, receipt OAK3-0000002: $20.00 was taken here and not charged there. The member still owes it."
    )


def test_what_was_charged_there_and_not_taken_here_is_named(counter: Counter) -> None:
    number = card(counter, DECLINED)
    said, _ = total(counter, (1, 2000), approved(2000))

    assert words(said, 0, 0) == (
        f"Number {number}: $20.00 was charged there and not taken here. Void it at the terminal.",
    )


def test_another_amount_is_named_and_what_no_sale_explains_was_keyed_there(counter: Counter) -> None:
    number = card(counter, approved(2000))
    said, _ = total(counter, (2, 6500), approved(2500))

    assert words(said, 1, 2000) == (
        f"Number {number}, receipt OAK3-0000001: $20.00 was taken here and $25.00 charged there. Look at both slips.",
        "$40.00 was keyed at the terminal itself. Find its slip: take the payment, or void it there.",
    )


def test_of_a_sale_that_the_terminal_has_forgotten_nobody_is_told_that_it_was_not_charged(counter: Counter) -> None:
    numbers = [card(counter, approved(2000)) for _ in range(3)]
    said, _ = total(counter, (4, 8000), DECLINED, NOT_FOUND, NOT_FOUND)

    owed = "$20.00 was taken here and not charged there. The member still owes it."
    look = "$20.00 was taken here, and the terminal does not know it. Look for it in its report."
    found = (
        f"Number {numbers[0]}, receipt OAK3-0000001: {owed}",
        f"Number {numbers[1]}, receipt OAK3-0000002: {look}",
        f"Number {numbers[2]}, receipt OAK3-0000003: {look}",
        "With what was keyed or given back at the terminal itself that comes to $40.00 more there than here.",
    )
    assert words(said, 3, 6000) == found
    facts = {"cards": [[TERMINAL, 3, 6000]], **terminal_facts([said])}
    (again,) = read_held_against(facts)
    assert again.found_words == found


def test_one_that_is_missing_there_is_named_beside_one_that_was_keyed_there(counter: Counter) -> None:
    number = card(counter, approved(6000), 6000)
    said, _ = total(counter, (1, 4000), NOT_FOUND)

    assert words(said, 1, 6000)[0].startswith(f"Number {number}, receipt OAK3-0000001: $60.00 was taken here, and")
    assert words(said, 1, 6000)[1].endswith("comes to $20.00 less there than here.")


def test_a_terminal_that_has_forgotten_many_names_none_of_them(counter: Counter) -> None:
    for _ in range(6):
        card(counter, approved(2000))
    said, _ = total(counter, (5, 10000), *[NOT_FOUND] * 6)

    assert (said.unlike, said.forgotten) == ((), ())


def test_a_terminal_that_has_forgotten_five_names_them(counter: Counter) -> None:
    for _ in range(5):
        card(counter, approved(2000))
    said, _ = total(counter, (4, 7000), *[NOT_FOUND] * 5)

    assert len(said.forgotten) == 5


def test_a_terminal_is_asked_about_its_own_sales_alone(counter: Counter) -> None:
    card(counter, approved(3000), 3000, terminal="T2")
    number = card(counter, approved(2000))
    said, terminal = total(counter, (0, 0), DECLINED)

    assert terminal.questions == [number]
    assert [sale.service for sale in said.unlike] == [number]


def test_what_was_given_back_is_not_asked_about_and_what_came_after_it_is() -> None:
    asked = asked_line(a_sale(), a_situation())
    facts = {**asked.facts, "service_id": "0000000007"}
    later = replace(asked, line_id=UUID(int=5 << 76), facts=facts)
    terminal = ScriptedTerminal(a_desk().store, approved(2000))

    said = TerminalTotal(terminal=TERMINAL, count=1, amount=Money(2000))
    found = with_unlike(said, (asked, card_paid(), card_voided(), later), terminal)
    assert terminal.questions == ["0000000007"]
    assert [(sale.service, sale.desk, sale.terminal) for sale in found.unlike] == [
        ("0000000007", Money(0), Money(2000))
    ]


@pytest.mark.parametrize("answer", [AWAY, UNKNOWN])
def test_a_terminal_that_cannot_say_it_names_nothing(counter: Counter, answer: Answer) -> None:
    card(counter, approved(2000))
    said, _ = total(counter, (2, 6500), answer)

    assert (said.count, said.unlike) == (2, ())


def test_more_given_back_there_than_here_is_said() -> None:
    said = TerminalTotal(terminal=TERMINAL, count=0)

    assert words(said, 1, 2000) == (
        "$20.00 was given back at the terminal itself, or never charged there. Look for it in its report.",
    )
