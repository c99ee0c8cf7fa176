"""Endorsing is a record with a slip of its own: who asked for it, for which receipt, and what was written."""

from dataclasses import replace

import pytest

from cashier.domain.endorsement import EndorsedHow, Payee, endorsed_how, read_endorsements
from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.line import LineKind
from cashier.domain.people import Role
from cashier.usecases.endorse import endorse, note_endorsed
from cashier.usecases.take_payment import take_payment
from receipts.layout import lay_out
from receipts.papers import lines_of, paper_document
from tests.fakes.builders import MEDICAL, OAK3, ROSA, Counter, a_desk, a_wish, check

PAYEE = Payee(book=MEDICAL, name="Coast Hospitals", account_last_four="4471", numbers_when_mailed=True)


@pytest.fixture
def counter() -> Counter:
    """A desk that took a check of $412.60."""
    made = a_desk()
    counter = replace(made, desk=replace(made.desk, place=replace(OAK3, payees=(PAYEE,))))
    take_payment(a_wish(tenders=(check(41260),)), counter.desk, ROSA)
    return counter


def test_a_slip_is_printed_for_the_back_and_its_line_says_what_was_written(counter: Counter) -> None:
    backs = endorse("OAK3-0000001", counter.desk, ROSA, mailed=True)

    line = counter.store.lines()[-1]
    assert (line.kind, line.staff, line.facts["mailed"]) == (LineKind.ENDORSED, "rosa", True)
    assert read_endorsements(line) == backs
    with counter.desk.open_reading() as work:
        (job,) = work.jobs.of(str(line.line_id))
        document = paper_document(lines_of(job, work.journal), counter.desk.place, job.copy)
    shown = [text.text.strip() for text in lay_out(document, 42) if text.text]
    assert shown[:4] == ["Check 1043 · $412.60", "FOR DEPOSIT ONLY", "Coast Hospitals", "Account ••4471"]
    assert shown[-2:] == ["Member 11048827", "Guarantor 200417733"]
    assert "DUPLICATE 1" in lay_out(paper_document((line,), counter.desk.place, 1), 42)[0].text


@pytest.mark.parametrize(
    ("receipt", "sentence"),
    [
        ("OAK3-0000009", "No receipt OAK3-0000009 was made at this desk. Check the number."),
        ("OAK3-0000001", "Receipt OAK3-0000001 has no check with a payee to endorse it for."),
    ],
)
def test_where_there_is_nothing_to_endorse_nothing_is_written(counter: Counter, receipt: str, sentence: str) -> None:
    desk = replace(counter.desk, place=replace(counter.desk.place, payees=()))
    before = counter.store.commits

    with pytest.raises(Refused) as refused:
        endorse(receipt, desk, ROSA)

    assert (refused.value.sentence, counter.store.commits) == (sentence, before)


def test_who_takes_no_payments_endorses_none(counter: Counter) -> None:
    with pytest.raises(Refused, match="may not endorse checks"):
        endorse("OAK3-0000001", counter.desk, replace(ROSA, role=Role.AUDITOR))


@pytest.mark.parametrize("how", [EndorsedHow.PRINTED, EndorsedHow.STAMPED])
def test_what_is_on_the_check_already_is_recorded_and_no_paper_follows(counter: Counter, how: EndorsedHow) -> None:
    (back,) = note_endorsed("OAK3-0000001", (0,), how, counter.desk, ROSA)

    line = counter.store.lines()[-1]
    assert (line.kind, endorsed_how(line), read_endorsements(line)) == (LineKind.ENDORSED, how, (back,))
    with counter.desk.open_reading() as work:
        assert work.jobs.of(str(line.line_id)) == ()


def test_a_slip_says_no_way_as_lines_of_before_said_none(counter: Counter) -> None:
    endorse("OAK3-0000001", counter.desk, ROSA)

    line = counter.store.lines()[-1]
    assert "how" not in line.facts
    assert endorsed_how(line) is EndorsedHow.SLIP
    with pytest.raises(UnreadableBody):
        endorsed_how(replace(line, facts={**line.facts, "how": "sung"}))


def test_a_check_that_is_not_there_is_not_recorded_and_nor_is_one_by_who_takes_none(counter: Counter) -> None:
    before = counter.store.commits
    for place in (1, 3):
        with pytest.raises(Refused, match="has no such check"):
            note_endorsed("OAK3-0000001", (place,), EndorsedHow.PRINTED, counter.desk, ROSA)
    with pytest.raises(Refused, match="may not endorse checks"):
        note_endorsed("OAK3-0000001", (0,), EndorsedHow.STAMPED, counter.desk, replace(ROSA, role=Role.AUDITOR))

    assert counter.store.commits == before
