"""A receipt says what the committed lines say, and of the member no more than a counter may show."""

import dataclasses
from datetime import date
from uuid import UUID

import pytest

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.origin import Origin, OriginKind
from receipts.document import Document, Feed, Pair, Rule, Text, receipt_document
from receipts.words import WORDS, receipt_words
from tests.domain.card_lines import card_paid
from tests.receipts import payments


def words_of(document: Document) -> str:
    said = []
    for block in document.blocks:
        match block:
            case Text():
                said.append(block.text)
            case Pair():
                said.append(f"{block.left} {block.right}")
            case Rule() | Feed():
                pass
    return "\n".join(said)


def receipt(lines: tuple[Line, ...], copy: int = 0) -> str:
    return words_of(receipt_document(lines, payments.PLACE, copy))


def test_two_lines_under_one_number_are_one_receipt() -> None:
    said = receipt(payments.card_then_cash())

    assert "Statement S-48210377 412.60" in said
    assert "Statement S-48211904 60.00" in said
    assert "TOTAL PAID $472.60" in said
    assert said.index("Visa ••4421 300.00") < said.index("Cash 180.00")
    assert payments.paid(payments.card_then_cash()).cents == 47260


def test_what_a_card_alone_paid_is_all_that_is_said_when_the_rest_never_came() -> None:
    said = receipt(payments.card_then_cash()[:1])

    assert "Statement S-48210377 300.00" in said
    assert "S-48211904" not in said
    assert "TOTAL PAID $300.00" in said


def test_a_card_that_its_bank_has_not_approved_yet_says_so() -> None:
    assert "pending authorization by the card's bank" in receipt((card_paid(is_offline=True),))
    assert "pending" not in receipt((card_paid(),))


def test_paper_shows_no_name_and_no_full_number_of_the_member() -> None:
    said = receipt(payments.check_and_cash())

    assert "Member ****8827" in said
    assert "Guarantor ***** 733" in said
    for secret in ("Tran", "Mai", "11048827", "200417733", "Hospital"):
        assert secret not in said


def test_a_credit_is_named_with_what_it_is_for_and_who_approved_it() -> None:
    said = receipt(payments.named_credit())

    assert "Credit on account 50.00\nclaim 3b1c9f0e" in said
    assert "Approved by Helen Park" in said


def test_what_several_members_owe_stands_under_each_ones_number() -> None:
    said = receipt(payments.family())

    assert "Member ****8827 412.60\nStatement S-48210377 412.60" in said
    assert "Member ****8828 25.00\nStatement S-48219001 20.00\nStatement S-48219002 5.00" in said
    assert "Member ****0001 80.00\nStatement S-70000001 80.00" in said


def test_a_premium_names_plan_and_month_and_a_deposit_that_it_pays_no_bill() -> None:
    said = receipt(payments.premium_and_deposit())

    assert "Statement P-77419204 298.17\nSenior Advantage, November" in said
    assert "Deposit, estimate E-20441 50.00\ndeposit, not applied to a bill" in said


def test_a_receipt_without_a_member_says_what_is_known_and_of_no_balance() -> None:
    said = receipt(payments.without_member())

    assert "Held for identification 90.00\ndrop box\nenvelope marked: for Mai" in said
    assert "Parking 8.00" in said
    for word in ("Member", "Guarantor", "Still open"):
        assert word not in said


def test_a_copy_says_which_one_it_is_and_the_original_says_nothing() -> None:
    assert "DUPLICATE 3" in receipt(payments.check_and_cash(), copy=3)
    assert "DUPLICATE" not in receipt(payments.check_and_cash())


def test_balances_of_another_day_say_the_day() -> None:
    assert "Still open on Nov 20 at 3:05 PM $0.00" in receipt(payments.all_settled())


def test_the_business_date_is_said_only_if_it_is_not_the_day_of_taking() -> None:
    assert "Business date Nov 20, 2026" in receipt(payments.card_then_cash())
    assert "Business date" not in receipt(payments.check_and_cash())


def test_the_receipt_of_the_stored_bytes_is_the_receipt_of_the_line() -> None:
    line = payments.named_credit()[0]

    assert receipt((read_line(line.body()),)) == receipt((line,))


def test_a_bill_on_a_plan_says_its_installments_to_who_pays_for_themselves() -> None:
    own = payments.on_plan()
    said = receipt(own)

    plan = "Payment plan: 6 x $68.77 a month from Dec 15, the last $68.75"
    assert f"Statement S-48210377 68.77\n{plan}\nStatement S-48211904" in said
    assert said.count("Payment plan") == 1
    other = dataclasses.replace(own[0], facts={**own[0].facts, "payor": "Tran, Bao"})
    assert "Payment plan" not in receipt((other,)), "who pays for another learns what they paid (R16)"


def test_spanish_says_every_word_in_spanish() -> None:
    said = words_of(receipt_document(payments.in_language("es", payments.card_then_cash()), payments.PLACE, 1))

    assert "TOTAL PAGADO $472.60" in said
    assert "Efectivo 180.00" in said
    assert "21 nov 2026  10:44 a. m. PST" in said
    assert "DUPLICADO 1 · DUPLICATE 1" in said
    for english in ("Receipt", "Change", "Cash ", "Served"):
        assert english not in said


def test_a_language_without_words_is_said_in_english() -> None:
    farsi, english = (payments.in_language(code, payments.check_and_cash()) for code in ("fa", "en"))

    document = receipt_document(farsi, payments.PLACE, 0)

    assert document == receipt_document(english, payments.PLACE, 0)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("es-MX", "es"),
        ("zh-CN", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("fil", "tl"),
        ("fi", "en"),
        ("", "en"),
    ],
)
def test_a_tag_with_a_place_is_read_by_its_language(tag: str, code: str) -> None:
    assert receipt_words(tag) is WORDS[code]


def test_a_bill_for_care_says_whom_to_ask_for_help_and_parking_does_not() -> None:
    assert "Financial help: (800) 390-3507" in receipt(payments.check_and_cash())
    assert "Financial help" not in receipt(payments.premium_only())


def test_a_line_that_is_no_payment_is_refused() -> None:
    line = dataclasses.replace(payments.check_and_cash()[0], kind=LineKind.SIGNED_IN, facts={})

    with pytest.raises(UnreadableBody):
        receipt((line,))


def test_no_line_is_no_receipt() -> None:
    with pytest.raises(ValueError, match="at least one"):
        receipt(())


def test_what_was_due_before_is_overdue_and_not_next() -> None:
    lines = payments.check_and_cash(payments.Said(next_due=date(2026, 11, 6)))
    late = [dataclasses.replace(line, facts={**line.facts, "next_due_autopay": False}) for line in lines]

    assert "overdue since Nov 06" in receipt(tuple(late))
    assert "next due" not in receipt(tuple(late))


def test_who_pays_for_another_learns_nothing_of_what_stays_open() -> None:
    said = receipt(payments.check_and_cash(payments.Said(payor="Ortega, Ana", change=4000)))

    assert "Paid by Ortega, Ana" in said
    assert "Still open" not in said


def test_an_agencys_receipt_names_the_members_above_their_own_parts_alone() -> None:
    origin = Origin(kind=OriginKind.AGENCY, batch=UUID(int=5)).facts()
    lines = payments.family()
    said = receipt(tuple(dataclasses.replace(line, facts={**line.facts, "origin": origin}) for line in lines))

    assert "Guarantor" not in said
    assert said.count("8827") == 1


def test_a_window_with_a_number_is_said_in_the_members_language() -> None:
    said = words_of(receipt_document(payments.in_language("es", payments.check_and_cash()), payments.PLACE, 0))

    assert "Caja, Ventanilla 3" in said
    assert "Cashier, Window 3" in receipt(payments.check_and_cash())
