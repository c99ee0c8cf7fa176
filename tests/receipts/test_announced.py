"""A receipt that is announced before its commit: all that takes time is done by then, and nothing is printed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cashier.usecases.ports.work import JobState, UnitOfWork
from receipts.document import Document, receipt_document
from receipts.lane import LOOK_AGAIN_S
from tests.receipts import payments
from tests.receipts.print_room import Room, words


@pytest.fixture
def room() -> Room:
    return Room()


def test_an_announced_receipt_finds_the_printer_asked_and_its_bytes_made(room: Room) -> None:
    made: list[int] = []

    def count(document: Document) -> bytes:
        made.append(document.copy)
        return words(document)

    lane = room.lane(count)
    lane.step()
    room.printer.is_held = True
    lane.expect(payments.card_then_cash())

    assert 0.0 < lane.step() < LOOK_AGAIN_S
    assert (made, room.printer.papers) == ([0], [])
    assert room.printer.is_held

    room.pay()
    lane.step()

    assert (made, room.printer.papers) == ([0], [b"OAK3-0019284 copy 0"])
    assert room.states() == [JobState.CONFIRMED]


def test_an_announced_receipt_that_never_comes_holds_the_printer_for_a_moment_only(room: Room) -> None:
    lane = room.lane()
    lane.step()
    lane.expect(payments.card_then_cash())
    lane.step()
    room.printer.is_held = True

    assert lane.step() == LOOK_AGAIN_S
    assert not room.printer.is_held
    assert room.printer.papers == []


def test_what_was_announced_is_not_taken_for_a_copy_nor_for_another_receipt(room: Room) -> None:
    made: list[int] = []

    def count(document: Document) -> bytes:
        made.append(document.copy)
        return f"{document.copy}: {document}".encode()

    lane = room.lane(count)
    lane.step()
    lane.expect(payments.card_then_cash()[:1])
    lane.step()
    room.pay()
    room.pay(copy=1)

    while lane.step() == 0.0:
        pass

    assert made == [0, 0, 1]
    original, copy = room.printer.papers
    assert original != copy
    assert original == count(receipt_document(payments.card_then_cash(), payments.PLACE, 0))


def test_a_copy_of_an_announced_receipt_says_that_it_is_one(room: Room) -> None:
    lane = room.lane()
    lane.step()
    lane.expect(payments.card_then_cash())
    lane.step()
    room.pay(copy=1)

    lane.step()

    assert room.printer.papers == [b"OAK3-0019284 copy 1"]


def test_a_drawer_that_is_asked_for_while_the_job_waits_for_its_commit_opens_before_the_paper(room: Room) -> None:
    pulses: list[int] = []
    room.printer.while_printing = lambda: pulses.append(room.printer.pulses)
    room.pay()
    lane = room.lane()
    open_work = room.desk.open_work

    @contextmanager
    def slowly() -> Iterator[UnitOfWork]:
        if not pulses and not room.printer.pulses:
            lane.ask_drawer()
        with open_work() as work:
            yield work

    lane._open_work = slowly
    lane.step()

    assert pulses == [1]


def test_a_printer_that_is_away_is_not_asked_ahead_of_a_receipt(room: Room) -> None:
    room.printer.trouble = "does not answer"
    lane = room.lane()
    lane.step()
    looks = room.printer.looks
    lane.expect(payments.card_then_cash())

    lane.step()

    assert room.printer.looks == looks


def test_the_printer_waits_while_it_is_well_and_prints_nothing(room: Room) -> None:
    lane, while_printing = room.lane(), list[bool]()
    room.printer.while_printing = lambda: while_printing.append(lane.is_waiting())
    before = lane.is_waiting()

    lane.step()
    well = lane.is_waiting()
    room.pay()
    lane.step()
    after = lane.is_waiting()
    room.printer.trouble = "does not answer"
    room.pay(copy=1)
    lane.step()

    assert (before, well, while_printing, after, lane.is_waiting()) == (False, True, [False], True, False)


def test_a_receipt_that_its_payment_marked_as_sending_is_printed_after_older_ones(room: Room) -> None:
    lane = room.lane()
    lane.step()
    room.pay()
    room.pay(copy=1, state=JobState.SENDING)

    while lane.step() == 0.0:
        pass

    assert room.printer.papers == [b"OAK3-0019284 copy 0", b"OAK3-0019284 copy 1"]
    assert [(job.state, job.tries) for job in room.desk.tables.jobs] == [(JobState.CONFIRMED, 1)] * 2


def test_a_receipt_marked_as_sending_is_queued_when_the_printer_turns_out_to_be_away(room: Room) -> None:
    lane = room.lane()
    lane.step()
    lane.expect(payments.card_then_cash())
    room.printer.trouble = "is out of paper"
    room.pay(state=JobState.SENDING)

    lane.step()

    assert room.states() == [JobState.QUEUED]
    room.printer.trouble = ""
    lane.step()
    assert (room.states(), len(room.printer.papers)) == ([JobState.CONFIRMED], 1)
