"""What is typed about a closed drawer's payment: read field by field, and never more than is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import Account, Book, BookLine, credit, receivable
from cashier.domain.closed_move import (
    ClosedPayment,
    ClosedSource,
    Piece,
    read_closed_move,
    read_receipt_number,
    take_pieces,
)
from cashier.domain.correction import Why
from cashier.domain.errors import FieldRefused
from cashier.domain.money import Money, total
from cashier.domain.targets import Target, TargetKind

MEDICAL, PREMIUM = (Book("ncal", line) for line in (BookLine.MEDICAL, BookLine.PREMIUM))
BILL, OTHER = (Target(TargetKind.STATEMENT, f"S-{n}") for n in (1, 2))
PAYMENT = ClosedPayment(receipt="OAK3-1", sources=(ClosedSource(target=BILL, words="Visit", amount=Money(6000)),))
WHY = Why(reason="wrong_member")


BILLED = receivable("S-1")


def piece(cents: int, account: Account = BILLED, book: Book = MEDICAL, part: int = 0) -> Piece:
    return Piece(part=part, account=account, book=book, amount=Money(cents))


@pytest.mark.parametrize(
    ("typed", "goal", "cents"),
    [
        (("s-2", "12.50"), OTHER, 1250),
        (("S-2", ""), OTHER, 6000),
        (("200417733", "60"), Target(TargetKind.CREDIT, "200417733"), 6000),
        (("nobody", "1"), Target(TargetKind.HOLDING), 100),
    ],
)
def test_what_was_typed_is_read(typed: tuple[str, str], goal: Target, cents: int) -> None:
    move = read_closed_move(PAYMENT, "S-1", *typed, WHY)
    assert (move.source, move.to, move.amount) == (BILL, goal, Money(cents))


@pytest.mark.parametrize(
    ("source", "to", "amount", "why", "field"),
    [
        ("", "S-2", "1", WHY, "from"),
        ("S-9", "S-2", "1", WHY, "from"),
        ("S-1", "S-1", "1", WHY, "to"),
        ("S-1", "", "1", WHY, "to"),
        ("S-1", "misc:COPIES", "1", WHY, "to"),
        ("S-1", "S-2", "60.01", WHY, "amount"),
        ("S-1", "S-2", "-1", WHY, "amount"),
        ("S-1", "S-2", "1", Why(reason=""), "reason"),
        ("S-1", "S-2", "1", Why(reason="other", text=" "), "more"),
    ],
)
def test_a_refusal_names_its_field(source: str, to: str, amount: str, why: Why, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_closed_move(PAYMENT, source, to, amount, why)
    assert refused.value.field == field


def test_a_receipt_is_named() -> None:
    assert read_receipt_number(" oak3-0000001 ") == "OAK3-0000001"
    with pytest.raises(FieldRefused, match="Enter the number of the receipt"):
        read_receipt_number(" ")


def test_only_money_of_the_same_books_is_taken() -> None:
    pieces = (piece(500, credit("200"), PREMIUM), piece(700, credit("200"), MEDICAL, part=1))
    source = Target(TargetKind.CREDIT, "200")
    assert [one.part for one in take_pieces(pieces, source, MEDICAL, Money(700))] == [1]
    with pytest.raises(FieldRefused, match=r"Only \$7\.00"):
        take_pieces(pieces, source, MEDICAL, Money(701))
    with pytest.raises(FieldRefused, match="same books"):
        take_pieces(pieces[:1], source, MEDICAL, Money(1))
    with pytest.raises(FieldRefused, match="any more"):
        take_pieces(pieces, BILL, MEDICAL, Money(1))


@given(
    st.lists(st.tuples(st.integers(1, 9_999), st.booleans(), st.booleans()), max_size=6),
    st.integers(1, 30_000),
)
def test_what_is_taken_is_what_was_asked_and_of_each_piece_no_more_than_it_is(
    drawn: list[tuple[int, bool, bool]], cents: int
) -> None:
    pieces = [
        piece(amount, BILLED if is_there else receivable("S-2"), MEDICAL if is_medical else PREMIUM, part)
        for part, (amount, is_there, is_medical) in enumerate(drawn)
    ]
    fit = {p.part: p.amount for p in pieces if p.account == BILLED and p.book == MEDICAL}
    if cents > total(fit.values()).cents:
        with pytest.raises(FieldRefused):
            take_pieces(pieces, BILL, MEDICAL, Money(cents))
        return
    taken = take_pieces(pieces, BILL, MEDICAL, Money(cents))
    assert total([p.amount for p in taken]) == Money(cents)
    assert all(Money(0) < p.amount <= fit[p.part] for p in taken)
    assert len({p.part for p in taken}) == len(taken)
