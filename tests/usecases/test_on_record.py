"""What is on record before it is told, and what a desk writes down of itself: each as one line, by its own name."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import MagicMock
from uuid import UUID

import pytest

from cashier.domain.asks import Ask, AskAnswer, AskState
from cashier.domain.desk_messages import DeskMessage
from cashier.domain.errors import FieldRefused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Right, Role
from cashier.domain.revoked import FORGOTTEN, REVOKED
from cashier.usecases.asks import ask_for_word, look_for_word
from cashier.usecases.drawer_left_open import note_left_open
from cashier.usecases.find_elsewhere import bring_here, find_elsewhere
from cashier.usecases.forget import forget_people
from cashier.usecases.messages import hear_messages, message_now, read_it
from cashier.usecases.ports.directory import Found
from cashier.usecases.read_journal import REASON, read_journal
from tests.fakes.builders import MEMBER, NOW, ROSA, a_desk


def test_who_takes_lines_out_is_on_record_with_a_reason_and_without_one_takes_nothing() -> None:
    counter, auditor = a_desk(), replace(ROSA, user="ada", name="Ada Lin", role=Role.AUDITOR)
    with pytest.raises(FieldRefused, match="Say what it is for") as refused:
        read_journal("lines", " ", counter.desk, auditor)
    assert refused.value.field == REASON
    assert LineKind.JOURNAL_READ not in [line.kind for line in counter.store.lines()]

    read_journal("lines", " yearly audit ", counter.desk, auditor)
    line = counter.store.lines()[-1]
    assert (line.kind, line.staff) == (LineKind.JOURNAL_READ, "ada")
    assert line.facts == {"what": "lines", "reason": "yearly audit", "staff_name": "Ada Lin"}


@pytest.mark.parametrize(("is_open", "holder"), [(True, "rosa"), (False, "?")])
def test_a_drawer_that_stood_open_is_on_record_under_whose_it_is(is_open: bool, holder: str) -> None:
    counter = a_desk(is_open=is_open)
    note_left_open(61, counter.desk)

    line = counter.store.lines()[-1]
    assert (line.kind, line.staff, line.facts) == (LineKind.DRAWER_LEFT_OPEN, holder, {"seconds": 61})


def test_a_revoked_desk_forgets_each_time_and_says_so_once() -> None:
    counter, knowledge = a_desk(is_open=False), MagicMock()
    assert not forget_people(counter.desk, knowledge)
    with counter.desk.open_work() as work:
        work.journal.set_differs(REVOKED)
        work.commit()

    assert [forget_people(counter.desk, knowledge) for _ in range(2)] == [True, False]
    assert knowledge.forget.call_count == 3
    (line,) = counter.store.lines()
    assert (line.kind, line.staff, line.facts) == (LineKind.DESK_FORGOT, "?", {})
    with counter.desk.open_reading() as work:
        assert work.journal.differs() == FORGOTTEN


def test_what_the_office_says_is_shown_until_it_was_read_and_the_reading_is_on_record() -> None:
    counter = a_desk()
    message = DeskMessage(
        message_id=UUID(int=7), words="Bring bags down", sent_by="Priya", until=NOW + timedelta(hours=1)
    )
    shelf, ledger = MagicMock(), MagicMock()
    ledger.messages.return_value = shelf.messages.return_value = (message,)
    hear_messages(ledger, shelf)
    shelf.put.assert_called_once_with((message,))
    shelf.read_by.return_value = frozenset()
    assert message_now(shelf, ROSA, counter.desk) == message

    read_it(message, shelf, ROSA, counter.desk)
    line = counter.store.lines()[-1]
    assert (line.kind, line.facts["message"], line.facts["words"]) == (
        LineKind.MESSAGE_READ,
        str(message.message_id),
        "Bring bags down",
    )
    shelf.note_read.assert_called_once_with(message.message_id, "rosa")
    shelf.read_by.return_value = frozenset({message.message_id})
    assert message_now(shelf, ROSA, counter.desk) is None


def test_only_whom_this_desk_does_not_hold_is_found_and_brought_from_elsewhere() -> None:
    counter, elsewhere = a_desk(), MagicMock()
    known, other = (
        Found(number=number, family_name="Tran", given_names="", birth_year=1990, home_center="OAK")
        for number in (MEMBER, "11059999")
    )
    elsewhere.search.return_value = (known, other)

    assert find_elsewhere("tran", elsewhere, counter.desk.directory) == (other,)
    bring_here(MEMBER, elsewhere, counter.desk.directory)
    elsewhere.bring.assert_not_called()
    bring_here(other.number, elsewhere, counter.desk.directory)
    elsewhere.bring.assert_called_once_with(other.number)


def test_a_colleagues_word_is_asked_for_and_looked_for() -> None:
    ask = Ask(ask_id=UUID(int=7), act="a void", amount=Money(1), right=Right.APPROVE_CORRECTIONS, sentence="x")
    queue = MagicMock()
    queue.ask.return_value = AskAnswer(state=AskState.WAITS)
    queue.look.return_value = AskAnswer(state=AskState.GIVEN, by="helen", by_name="Helen Park", at=NOW)

    assert ask_for_word(ask, ROSA, queue, NOW) is None
    queue.ask.return_value = queue.look.return_value
    assert ask_for_word(ask, ROSA, queue, NOW) == look_for_word(ask, ROSA, queue, NOW), (
        "asked again it is there at once"
    )
    word = look_for_word(ask, ROSA, queue, NOW)
    assert word is not None
    assert (word.approver, word.word) == ("helen", str(ask.ask_id))
