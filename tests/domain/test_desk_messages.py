"""What the office says to desks is read field by field, and stands until it is read or over."""

from datetime import timedelta
from uuid import UUID

import pytest

from cashier.domain.desk_messages import DeskMessage, NewMessage, read_message, to_show
from cashier.domain.errors import FieldRefused
from tests.fakes.builders import NOW

TYPED = {"message": "Card processing is down, take cash and check.", "minutes": "60", "desks": "oak3, OAK4 oak3"}


def said(number: int, minutes: int) -> DeskMessage:
    return DeskMessage(
        message_id=UUID(int=number), words=f"m{number}", sent_by="Helen Park", until=NOW + timedelta(minutes=minutes)
    )


def test_it_is_for_some_desks_once_each_or_for_all() -> None:
    assert read_message(TYPED) == NewMessage(words=TYPED["message"], minutes=60, desks=("OAK3", "OAK4"))
    assert read_message(TYPED | {"desks": " "}).desks == ()
    assert len(read_message(TYPED | {"desks": " ".join(f"D{number}" for number in range(100))}).desks) == 100


def test_it_holds_from_one_minute_to_a_week() -> None:
    assert [read_message(TYPED | {"minutes": text}).minutes for text in ("1", "10080")] == [1, 10080]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("message", " "),
        ("message", "x" * 161),
        ("message", "call 4111 1111 1111 1111"),
        ("minutes", ""),
        ("minutes", "0"),
        ("minutes", "-5"),
        ("minutes", "1.5"),
        ("minutes", "٣"),
        ("minutes", "10081"),
        ("desks", "OAK3; DROP"),
        ("desks", "ОАК3"),  # In Cyrillic letters.
        ("desks", " ".join(f"D{number}" for number in range(101))),
    ],
)
def test_what_cannot_be_is_said_at_its_field(field: str, text: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_message(TYPED | {field: text})

    assert refused.value.field == field


def test_the_one_that_ends_first_stands_there_until_it_is_read_or_over() -> None:
    messages = (said(1, 60), said(2, 5), said(3, 0))

    shown = to_show(messages, frozenset(), NOW)
    assert shown is not None
    assert shown.words == "m2"
    assert to_show(messages, frozenset({UUID(int=2)}), NOW) == messages[0]
    assert to_show(messages, frozenset(), NOW + timedelta(minutes=5)) == messages[0]
    assert to_show(messages, frozenset(), NOW + timedelta(minutes=60)) is None
