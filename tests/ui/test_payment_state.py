"""A payment on its way: what is chosen, what is typed, what Enter does, and the sentence beside the field."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cashier.domain.money import Money
from cashier.domain.tenders import SealedAccount, TenderKind
from tests.ui.sample_desk import STATEMENTS
from ui.counter.payment_state import PaymentState, Step
from ui.tender.tender_state import Draft, Field, NotYet, quick_amounts

HOSPITAL, OFFICE, PRESCRIPTION, PREMIUM = STATEMENTS
TODAY = date(2026, 11, 21)
NOTHING = PaymentState(payment_id=UUID(int=1), member_number="11048827")
CHOSEN = NOTHING.toggled(HOSPITAL).toggled(OFFICE)


def seal(routing: str, account: str) -> SealedAccount:
    return SealedAccount(last_four=account[-4:], token=routing, sealed="sealed")


def tendered(state: PaymentState, kind: TenderKind, amount: str, number: str = "") -> PaymentState:
    """A tender typed and accepted."""
    typed = state.tendering(kind).typed(Field.AMOUNT, amount)
    return typed.typed(Field.NUMBER, number).accepting(seal) if number else typed.accepting(seal)


def test_a_ticked_statement_pays_all_that_is_open_until_it_is_edited() -> None:
    edited = CHOSEN.paying(HOSPITAL, "100")

    assert CHOSEN.to_pay == Money(47260)
    assert CHOSEN.sum_words == "2 statements"
    assert edited.to_pay == Money(16000)
    assert edited.toggled(OFFICE).to_pay == Money(10000)
    assert edited.paying(OFFICE, "").sum_words == "1 statement"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "Enter an amount above zero for S-48211904."),
        ("-5", "Enter an amount above zero for S-48211904."),
        ("0,012", "Enter the amount for S-48211904 in dollars and cents, like 50 or 1,250.75."),
        ("1e9", "Enter the amount for S-48211904 in dollars and cents, like 50 or 1,250.75."),
        ("١٢", "Enter the amount for S-48211904 in dollars and cents, like 50 or 1,250.75."),
        ("60.01", "Only $60.00 is open on S-48211904. Alt P takes more, as credit with a reason."),
    ],
)
def test_a_bad_amount_is_named_and_nothing_can_be_taken(text: str, sentence: str) -> None:
    state = NOTHING.paying(OFFICE, text)

    assert state.choices[OFFICE.number].problem == sentence
    assert state.why_not == sentence
    assert state.step is Step.CHOOSE


def test_forty_digits_are_refused() -> None:
    assert "is more than" in NOTHING.paying(OFFICE, "9" * 40).choices[OFFICE.number].problem


def test_nothing_chosen_says_how_to_choose() -> None:
    state = NOTHING.tendering(TenderKind.CASH)

    assert state.problem is not None
    assert state.problem.sentence.startswith("First choose what is paid")
    assert state.draft is None


def test_check_and_cash_with_change() -> None:
    check = tendered(CHOSEN, TenderKind.CHECK, "272.60", "1043")
    cash = check.tendering(TenderKind.CASH).typed(Field.AMOUNT, "240")

    assert check.remaining == Money(20000)
    assert cash.step is Step.TAKE
    assert cash.change == Money(4000)
    assert cash.remaining == Money(20000), "what is typed is not tendered yet"
    assert cash.accepting(seal).wish({}).tenders[1].amount == Money(24000)


def test_enter_adds_a_part_and_takes_the_whole() -> None:
    part = CHOSEN.tendering(TenderKind.CASH).typed(Field.AMOUNT, "100")

    assert part.step is Step.ADD
    assert CHOSEN.tendering(TenderKind.CASH).step is Step.TAKE
    assert CHOSEN.tendering(TenderKind.CARD).step is Step.ASK_CARD
    assert CHOSEN.step is Step.TENDER


def test_the_amount_starts_as_all_that_remains_and_follows_the_choice() -> None:
    cash = CHOSEN.tendering(TenderKind.CASH)

    assert cash.draft is not None
    assert cash.draft.text(Field.AMOUNT) == "472.60"
    changed = cash.toggled(OFFICE)
    assert changed.draft is not None
    assert changed.draft.text(Field.AMOUNT) == "412.60"
    typed = cash.typed(Field.AMOUNT, "500").toggled(OFFICE)
    assert typed.draft is not None
    assert typed.draft.text(Field.AMOUNT) == "500"


def test_much_cash_is_asked_about_once() -> None:
    typed = NOTHING.toggled(OFFICE).tendering(TenderKind.CASH).typed(Field.AMOUNT, "200")
    asked = typed.accepting(seal)

    assert asked.problem is not None
    assert asked.problem.is_question
    assert asked.problem.sentence.startswith("$200.00 is $140.00 more than remains.")
    assert asked.accepting(seal).tenders[0].amount == Money(20000)
    assert asked.typed(Field.AMOUNT, "2000").accepting(seal).tenders == (), "another amount is asked about anew"


def test_exactly_a_hundred_more_is_not_asked_about() -> None:
    assert tendered(NOTHING.toggled(OFFICE), TenderKind.CASH, "160").tenders


@pytest.mark.parametrize("kind", [TenderKind.CHECK, TenderKind.MONEY_ORDER, TenderKind.CARD])
def test_only_cash_gives_change(kind: TenderKind) -> None:
    state = tendered(NOTHING.toggled(OFFICE), kind, "60.01", "77")

    assert state.problem is not None
    assert state.problem.sentence == "That is $0.01 more than is to pay. Change is given from cash only."
    assert state.tenders == ()


def test_a_check_needs_its_number_and_a_routing_number_that_holds() -> None:
    bare = tendered(CHOSEN, TenderKind.CHECK, "10")
    wrong = replace(CHOSEN.tendering(TenderKind.CHECK)).typed(Field.NUMBER, "1043").typed(Field.ROUTING, "123456789")
    lone = CHOSEN.tendering(TenderKind.CHECK).typed(Field.NUMBER, "1043").typed(Field.ACCOUNT, "0012345678")

    assert [s.problem.field for s in (bare, wrong.accepting(seal), lone.accepting(seal)) if s.problem] == [
        Field.NUMBER,
        Field.ROUTING,
        Field.ROUTING,
    ]
    whole = lone.typed(Field.ROUTING, "121000248").accepting(seal)
    assert whole.tenders[0].account == SealedAccount(last_four="5678", token="121000248", sealed="sealed")


def test_a_check_pays_one_book() -> None:
    state = tendered(NOTHING.toggled(OFFICE).toggled(PREMIUM), TenderKind.CHECK, "358.17", "1043")

    assert state.problem is not None
    assert "either medical bills or premium" in state.problem.sentence


def test_a_bank_card_number_typed_anywhere_is_forgotten() -> None:
    for field in (Field.AMOUNT, Field.NUMBER, Field.ISSUER):
        state = CHOSEN.tendering(TenderKind.CHECK).typed(field, "4111111111111111")

        assert state.draft is not None
        assert state.draft.text(field) == ""
        assert state.problem is not None
        assert state.problem.sentence.startswith("That looks like a bank card number.")


def test_esc_goes_one_step_back_and_never_drops_a_tender_unasked() -> None:
    check = tendered(CHOSEN, TenderKind.CHECK, "272.60", "1043")
    typing = check.tendering(TenderKind.CASH)

    step_back = typing.back()
    assert step_back is not None
    assert step_back.draft is None
    assert step_back.tenders == check.tenders
    asked = step_back.back()
    assert asked is not None
    assert asked.asks_to_drop
    assert asked.tenders == check.tenders
    assert asked.step is Step.TENDER, "Enter takes nothing while it is asked"
    kept = asked.back()
    assert kept is not None
    assert not kept.asks_to_drop
    assert asked.dropped().tenders == ()
    assert CHOSEN.back() is None


def test_all_due_and_oldest_first_stay_in_one_book_and_skip_review_and_autopay() -> None:
    assert dict(NOTHING.paying_all_due(STATEMENTS, TODAY).choices).keys() == {OFFICE.number, PRESCRIPTION.number}
    spread = NOTHING.paying_oldest_first(STATEMENTS, Money(7000), TODAY)
    assert [(number, choice.text) for number, choice in spread.choices.items()] == [
        (OFFICE.number, "60.00"),
        (PRESCRIPTION.number, "10.00"),
    ]


def test_new_figures_keep_what_was_typed() -> None:
    state = CHOSEN.paying(HOSPITAL, "100").refreshed(
        (replace(HOSPITAL, open=Money(5000)), replace(OFFICE, open=Money(1)))
    )

    assert state.choices[HOSPITAL.number].text == "100"
    more = "Alt P takes more, as credit with a reason."
    assert state.choices[HOSPITAL.number].problem == f"Only $50.00 is open on {HOSPITAL.number}. {more}"
    assert state.choices[OFFICE.number].text == "0.01"


def test_while_card_money_is_booked_what_is_paid_stands_still() -> None:
    card = replace(CHOSEN.tendering(TenderKind.CARD).accepting(seal).tenders[0], amount=Money(20000))
    state = CHOSEN.card_taken((card,))

    assert state.toggled(PRESCRIPTION) == state
    assert state.paying_all_due(STATEMENTS, TODAY) == state
    assert state.remaining == Money(27260)
    assert state.refreshed((replace(HOSPITAL, open=Money(1)),)) == state


@pytest.mark.parametrize(
    ("remaining", "sums"),
    [
        (20000, ("$220.00", "$250.00", "$300.00")),
        (4760, ("$50.00", "$60.00", "$100.00")),
        (3500, ("$40.00", "$50.00", "$100.00")),
        (1250, ("$15.00", "$20.00", "$50.00")),
        (300, ("$5.00", "$10.00", "$20.00")),
        (6000, ("$100.00",)),
        (41260, ("$420.00", "$450.00", "$500.00")),
        (123456, ("$1,240.00", "$1,250.00", "$1,300.00")),
    ],
)
def test_quick_sums_are_what_a_person_would_hand_over(remaining: int, sums: tuple[str, ...]) -> None:
    assert tuple(str(amount) for amount in quick_amounts(Money(remaining))) == sums


def test_a_draft_names_the_field_that_is_wrong() -> None:
    with pytest.raises(NotYet) as refused:
        Draft(kind=TenderKind.CASH, texts={Field.AMOUNT: "1e9"}).accept(Money(100), seal)

    assert refused.value.problem.field is Field.AMOUNT


def test_where_nothing_is_open_nobody_is_told_to_choose_a_statement() -> None:
    problem = NOTHING.paying_all_due((), TODAY).problem

    assert problem is not None
    assert problem.sentence == "Nothing is due now. No statement can be paid here now."


def test_where_nothing_is_due_what_was_chosen_stays() -> None:
    chosen = NOTHING.toggled(HOSPITAL)

    state = chosen.paying_all_due((HOSPITAL,), TODAY)

    assert state.choices == chosen.choices
    assert state.problem is not None
    assert state.problem.sentence == "Nothing is due now. What is chosen stays."


def test_no_change_is_shown_while_an_amount_cannot_be_read() -> None:
    tendered = NOTHING.paying(HOSPITAL, "40").tendering(TenderKind.CASH).typed(Field.AMOUNT, "50")
    assert tendered.change == Money(1000)

    assert tendered.paying(HOSPITAL, "4x").change == Money(0)


def test_after_a_part_the_rest_is_asked_for() -> None:
    part = CHOSEN.tendering(TenderKind.CASH).typed(Field.AMOUNT, "10").accepting(seal)

    assert CHOSEN.why_not == "Choose how it is paid: cash, check, money order or card."
    assert part.why_not == "Choose how the rest is paid: cash, check, money order or card."
