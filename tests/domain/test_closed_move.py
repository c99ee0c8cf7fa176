"""What is typed about a closed drawer's payment: read field by field, and never more than is there."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import Account, Book, BookLine, credit, held, receivable
from cashier.domain.closed_move import (
    ClosedPayment,
    ClosedSource,
    MoveRecord,
    Piece,
    book_of_part,
    day_of,
    must_be_medical,
    read_closed_move,
    read_goal,
    read_move_record,
    read_receipt_number,
    sources_of,
    take_pieces,
)
from cashier.domain.correction import PaymentNow, Why
from cashier.domain.errors import FieldRefused, UnreadableBody
from cashier.domain.line import LineKind
from cashier.domain.money import Money, total
from cashier.domain.targets import Target, TargetKind
from tests.domain.correcting import a_paid, moved
from tests.domain.written import WRITTEN
from tests.fakes.builders import NOW, TODAY

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


def test_a_number_that_no_paper_has_is_refused_beside_its_field() -> None:
    with pytest.raises(FieldRefused) as refused:
        read_receipt_number("4111 1111 1111 1111")
    assert refused.value.field == "receipt"
    assert read_goal("\u0661\u0662").kind is TargetKind.STATEMENT, "no guarantor's number is written so"
    for to in ("prepay:E-1", "credit:200417733", ""):
        with pytest.raises(FieldRefused, match="Enter a statement's number, a guarantor's, or NOBODY") as refused:
            read_goal(to)
        assert refused.value.field == "to"


def test_what_may_leave_is_summed_by_what_it_pays_and_called_as_its_lines_call_it() -> None:
    payment = PaymentNow(lines=(a_paid(),), corrections=(moved(1260),))
    pieces = (
        piece(40000, receivable("S-48210377")),
        piece(1000, receivable("S-48211904")),
        piece(260, receivable("S-48211904"), part=1),
        piece(100, credit("200417733")),
        piece(50, receivable("S-9")),
        piece(7, held("OAK")),
    )

    assert [(each.target.code, each.words, each.amount.cents) for each in sources_of(pieces, payment)] == [
        ("S-48210377", "Hospital bill", 40000),
        ("S-48211904", "Hospital bill", 1260),
        ("credit:200417733", "Credit on account", 100),
        ("S-9", "Statement", 50),
    ]


def test_where_no_book_is_asked_for_it_is_the_first_ones() -> None:
    pieces = (piece(500, book=PREMIUM), piece(700, part=1))

    assert [one.part for one in take_pieces(pieces, BILL, None, Money(500))] == [0]
    with pytest.raises(FieldRefused, match=r"Only \$5\.00"):
        take_pieces(pieces, BILL, None, Money(501))


def test_a_guarantors_credit_is_medical_money_alone() -> None:
    must_be_medical(MEDICAL)
    with pytest.raises(FieldRefused, match="Premium money pays premiums, and no account") as refused:
        must_be_medical(PREMIUM)
    assert refused.value.field == "to"


def test_a_parts_book_is_where_it_lies_or_what_it_pays() -> None:
    rounded = PaymentNow(lines=(WRITTEN["payment-rounded"](),))
    taken, rounding = rounded.parts

    assert book_of_part(rounded, taken, "OAK") == book_of_part(rounded, rounding, "OAK") == MEDICAL
    assert book_of_part(rounded, replace(rounding, target=receivable("S-9")), "OAK") is None
    assert book_of_part(rounded, replace(taken, target=receivable("S-9")), "OAK") == MEDICAL


def test_a_slip_is_read_back_and_no_other_line_is_one() -> None:
    said = MoveRecord(
        act_id=UUID(int=7), told=(("From", "S-1"),), staff_name="Priya", second_name="Omar", receipt="OAK3-1"
    )
    line = replace(moved(), kind=LineKind.MOVE_SLIP, facts=said.facts())

    assert read_move_record(line) == said
    for other in (replace(line, kind=LineKind.MOVED), replace(line, facts={})):
        with pytest.raises(UnreadableBody):
            read_move_record(other)


def test_a_payments_day_is_its_shifts_and_else_its_clocks() -> None:
    line = replace(moved(), taken_at=NOW + timedelta(days=2))

    assert day_of(line) == TODAY
    assert day_of(replace(line, business_date=None)) == TODAY + timedelta(days=2)
