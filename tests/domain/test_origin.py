"""A paper receipt is entered as it says, by book, number, time and two names; a batch comes out or is signed for."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.batch import Batch, Entered, decide_close_batch, decide_open_batch, read_batch
from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.money import Money
from cashier.domain.origin import MISSING_MOST, Origin, OriginKind, check_origin, missing_numbers, read_origin
from cashier.domain.payment import decide_payment
from cashier.domain.payment_facts import read_payment
from tests.domain.written import LATE
from tests.fakes.builders import HELEN, NOW, ROSA, SHIFT_ID, a_shift, a_situation, a_wish

BATCH = Batch(
    batch_id=UUID(int=5),
    kind=OriginKind.MAIL,
    count=2,
    total=Money(9000),
    opener=ROSA.user,
    second=HELEN.user,
    second_name=HELEN.name,
)


def test_the_payment_says_where_it_came_from() -> None:
    for origin in (LATE, Origin(kind=OriginKind.DROP_BOX, batch=SHIFT_ID)):
        line = decide_payment(replace(a_wish(), origin=origin), a_situation())
        assert read_payment(line).origin == origin
    assert read_payment(decide_payment(a_wish(), a_situation())).origin is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"book": ""}, "receipt book"),
        ({"book": "B 12/7"}, "receipt book"),
        ({"number": 0}, "number of the paper receipt"),
        ({"number": 1_000_000}, "number of the paper receipt"),
        ({"book": "OAK4-0000012"}, "OAK4-0000012 is a number that a desk printed"),
        ({"book": "oak4-12", "number": 0}, "enter all its digits: OAK4-0000012"),
        ({"book": "B12-57", "number": 0}, "enter book and number apart"),
        ({"book": "OAK4-12", "number": 1_000_000}, "number of the paper receipt"),
        ({"written_at": None}, "when the paper receipt was written"),
        ({"written_at": NOW + timedelta(seconds=1)}, "that are over"),
        ({"written_at": NOW - timedelta(days=31, seconds=1)}, "31 days old"),
        ({"names": ("Rosa Delgado",)}, "two names"),
        ({"names": ("Rosa Delgado", "")}, "two names"),
        ({"names": ("Rosa Delgado", "rosa  DELGADO")}, "two names"),
        ({"names": ("Rosa Delgado", "4111 1111 1111 1111")}, "bank card"),
    ],
)
def test_a_paper_receipt_that_lacks_something_is_refused(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_origin(replace(LATE, **change), NOW)  # type: ignore[arg-type]


def test_a_desks_receipt_is_named_instead_of_a_book() -> None:
    origin = check_origin(replace(LATE, book=" oak4-0000012 ", number=0), NOW)

    assert (origin.receipt, origin.words) == ("OAK4-0000012", "paper receipt OAK4-0000012")
    assert read_origin(origin.facts()) == origin
    assert (LATE.receipt, replace(origin, number=57).receipt) == ("", "")
    assert check_origin(replace(LATE, book="OAKLD4-0000012", number=0), NOW).receipt == "OAKLD4-0000012"


def test_what_came_by_mail_or_with_a_list_says_so_and_is_no_receipt() -> None:
    origins = [Origin(kind=kind, batch=SHIFT_ID) for kind in (OriginKind.MAIL, OriginKind.DROP_BOX, OriginKind.AGENCY)]

    assert [(origin.words, origin.receipt) for origin in origins] == [
        ("mail", ""),
        ("drop box", ""),
        ("agency list", ""),
    ]


@pytest.mark.parametrize("book", ["B12", "S-48210377", "12-0000012"])
def test_a_book_is_no_desks_receipt(book: str) -> None:
    with pytest.raises(FieldRefused, match="number of the paper receipt") as refused:
        check_origin(replace(LATE, book=book, number=0), NOW)
    assert refused.value.field == "paper"


def test_the_book_is_known_in_one_form() -> None:
    assert check_origin(replace(LATE, book=" b12 "), NOW).book == "B12"


@pytest.mark.parametrize("said", [{}, {"kind": "late"}, {"kind": "mail"}, {"kind": "mail", "batch": "x"}, {"kind": 5}])
def test_an_origin_that_is_none_is_unreadable(said: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody):
        read_origin(said)


@given(st.sets(st.integers(1, 400), max_size=60))
def test_what_is_missing_lies_between_the_first_and_the_last(numbers: set[int]) -> None:
    missing = missing_numbers(numbers)
    between = set(range(min(numbers), max(numbers))) - numbers if numbers else set()

    assert set(missing) <= between
    assert len(missing) == min(len(between), MISSING_MOST)


def test_two_open_a_batch() -> None:
    line = decide_open_batch(BATCH, staff=ROSA, second=HELEN, shift=a_shift(), open_now=None, now=NOW)
    assert read_batch(line) == BATCH
    for change, second, open_now, sentence in (
        ({}, ROSA, None, "Two people open"),
        ({}, HELEN, BATCH, "still open"),
        ({"count": 0}, HELEN, None, "how many items"),
        ({"total": Money(0)}, HELEN, None, "above zero"),
        ({"kind": OriginKind.LATE}, HELEN, None, "mail or a drop box"),
    ):
        with pytest.raises(Refused, match=sentence):
            decide_open_batch(
                replace(BATCH, **change),
                staff=ROSA,
                second=second,
                shift=a_shift(),
                open_now=open_now,
                now=NOW,
            )
    with pytest.raises(Refused, match="your own drawer"):
        decide_open_batch(BATCH, staff=ROSA, second=HELEN, shift=None, open_now=None, now=NOW)


def _close(entered: Entered, *, second: bool = False, reason: str = "") -> dict[str, object]:
    line = decide_close_batch(
        BATCH,
        entered,
        staff=ROSA,
        second=HELEN if second else None,
        reason=reason,
        shift=a_shift(),
        now=NOW,
        line_id=UUID(int=6),
    )
    return dict(line.facts)


def test_on_its_count_and_total_a_batch_closes_by_itself() -> None:
    facts = _close(Entered(2, Money(9000)))

    assert (facts["difference_count"], facts["difference_cents"], "second" in facts) == (0, 0, False)


@pytest.mark.parametrize("entered", [Entered(1, Money(9000)), Entered(2, Money(8999)), Entered()])
def test_else_both_sign_and_say_why(entered: Entered) -> None:
    with pytest.raises(Refused, match="signed by both"):
        _close(entered)
    with pytest.raises(Refused, match="Say why"):
        _close(entered, second=True)
    facts = _close(entered, second=True, reason="one was empty")

    assert (facts["second"], facts["difference_cents"]) == (HELEN.user, entered.total.cents - 9000)


def test_only_those_who_opened_it_close_it() -> None:
    with pytest.raises(Refused, match="another cashier's"):
        decide_close_batch(
            BATCH, Entered(2, Money(9000)), staff=HELEN, second=None, reason="", shift=a_shift(), now=NOW,
            line_id=UUID(int=6),
        )  # fmt: skip
    with pytest.raises(Refused, match="signs for the difference"):
        decide_close_batch(
            BATCH, Entered(), staff=ROSA, second=replace(HELEN, user="oscar"), reason="x", shift=a_shift(), now=NOW,
            line_id=UUID(int=6),
        )  # fmt: skip


@pytest.mark.parametrize(
    "said", [{"number": "7"}, {"number": True}, {"book": 7}, {"names": ["Ana", 7]}, {"names": [7, "Ana"]}]
)
def test_a_paper_receipt_whose_facts_are_of_another_kind_is_unreadable(said: dict[str, object]) -> None:
    good = LATE.facts()
    assert read_origin(good) == LATE
    with pytest.raises(UnreadableBody):
        read_origin(good | said)


def test_a_paper_receipt_is_of_now_or_of_a_month_ago_and_no_older_and_has_two_names() -> None:
    now = NOW
    for at in (now, now - timedelta(days=31)):
        assert check_origin(replace(LATE, written_at=at), now).written_at == at
    for at in (now + timedelta(seconds=1), now - timedelta(days=31, seconds=1)):
        with pytest.raises(FieldRefused) as refused:
            check_origin(replace(LATE, written_at=at), now)
        assert refused.value.field == "time"
    assert check_origin(replace(LATE, written_at=now, number=1), now).number == 1
    for names, field in (((), "taker"), (("", "Ana"), "taker"), (("Ana", ""), "second"), (("Ana", "ana"), "second")):
        with pytest.raises(FieldRefused, match="Enter the two names") as refused:
            check_origin(replace(LATE, written_at=now, names=names), now)
        assert refused.value.field == field
