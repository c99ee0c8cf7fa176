"""A receipt by e-mail: one line for one wish, and none for what is no address or went back."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import LineKind
from cashier.domain.mailed_receipt import ADDRESS, read_address, read_mail_asked
from cashier.domain.people import Role
from cashier.domain.training import TRAINING_DESK
from cashier.usecases.correct_payment import void_payment
from cashier.usecases.mail_receipt import mail_receipt
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import ROSA, Counter, a_desk, a_wish, cash, check
from tests.usecases.test_correct_payment import a_void

RECEIPT, MAI = "OAK3-0000001", "mai.linh+bills@mail.example.org"
WISH = UUID(int=7 << 76 | 2 << 62 | 99)


@pytest.fixture
def counter() -> Counter:
    counter = a_desk()
    take_payment(a_wish(tenders=(check(20000), cash(25000))), counter.desk, ROSA)
    return counter


def test_the_same_wish_twice_is_one_line_without_money_and_without_paper(counter: Counter) -> None:
    papers = len(counter.store.tables.jobs)

    for _ in range(2):
        mail_receipt(WISH, RECEIPT, f" {MAI} ", counter.desk, ROSA)

    (line,) = [line for line in counter.store.lines() if line.kind is LineKind.RECEIPT_MAILED]
    said = read_mail_asked(line)
    assert (said.receipt, said.address, line.transfers) == (RECEIPT, MAI, ())
    assert len(counter.store.tables.jobs) == papers


@pytest.mark.parametrize(
    "typed", ["", "mai", "mai@", "@example.org", "mai@example", "a..b@example.org", ".a@example.org", "a b@example.org",
              "mai@exam_ple.org", "mai@example.org, b@example.org", f"{'a' * 65}@example.org", f"a@{'b' * 250}.org",
              "mai@example.org\nBcc: b@example.org"]
)  # fmt: skip
def test_what_is_no_address_is_refused_about_its_field(typed: str) -> None:
    with pytest.raises(FieldRefused, match="Enter an e-mail address") as refused:
        read_address(typed)

    assert refused.value.field == ADDRESS


def test_an_address_has_254_characters_at_most() -> None:
    longest = f"a@{'b' * 248}.org"

    assert read_address(longest) == longest
    with pytest.raises(FieldRefused):
        read_address(f"a{longest}")


def test_a_receipt_that_went_back_and_one_of_another_desk_are_not_sent(counter: Counter) -> None:
    with pytest.raises(Refused, match="was made at this desk"):
        mail_receipt(WISH, "OAK4-0000001", MAI, counter.desk, ROSA)
    with pytest.raises(Refused, match="may not send receipts"):
        mail_receipt(WISH, RECEIPT, MAI, counter.desk, replace(ROSA, role=Role.AUDITOR))
    void_payment(a_void(counter), counter.desk, ROSA)
    with pytest.raises(Refused, match="was voided: its money went back"):
        mail_receipt(WISH, RECEIPT, MAI, counter.desk, ROSA)
    assert LineKind.RECEIPT_MAILED not in [line.kind for line in counter.store.lines()]


def test_training_sends_no_mail(counter: Counter) -> None:
    desk = replace(counter.desk, place=replace(counter.desk.place, desk=TRAINING_DESK))
    before = len(counter.store.lines())

    with pytest.raises(Refused, match="Training sends no mail"):
        mail_receipt(WISH, RECEIPT, MAI, desk, ROSA)
    assert len(counter.store.lines()) == before
