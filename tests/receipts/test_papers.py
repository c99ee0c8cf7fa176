"""The short copy on the receipt printer, and jobs that are no receipt's."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.line import LineKind
from cashier.usecases.ports.work import JobState, PrintJob
from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.receipts.copies import PLACE, a_copy
from tests.receipts.print_room import Room


def said(copy: int = 0, **more: object) -> str:
    line, _ = a_copy(**more)  # type: ignore[arg-type]
    return "\n".join(text.text for text in lay_out(paper_document((line,), PLACE, copy), 42))


def test_the_slip_says_the_sums_and_no_line_of_what_was_treated() -> None:
    text = said()

    assert "S-48210377" in text
    assert "****8827" in text
    assert "$40.00" in text
    assert "visit" not in text
    assert "Tran" not in text
    assert "DUPLICATE" not in text


def test_a_second_paper_says_that_it_is_one_in_the_members_language() -> None:
    assert "DUPLICATE 1" in said(copy=1)
    assert "DUPLICADO 2" in said(copy=2, language="es")
    assert "已付" in said(language="zh-CN")


def test_a_statement_under_review_urges_nobody() -> None:
    assert "voluntary" in said(under_review=True)
    assert "past due" not in said(under_review=True)


def test_the_lane_prints_a_lines_own_paper() -> None:
    room, (line, _) = Room(), a_copy()
    with room.desk.open_work() as work:
        work.journal.append(line)
        work.jobs.add(str(line.line_id), 0)
        work.commit()

    room.lane().step()

    assert room.printer.papers == [b"S-48210377 copy 0"]
    assert room.states() == [JobState.CONFIRMED]


@pytest.mark.parametrize("kind", [None, LineKind.SIGNED_IN])
def test_a_job_whose_line_is_not_there_or_has_no_paper_is_given_up_and_said(kind: LineKind | None) -> None:
    room, (line, _) = Room(), a_copy()
    with room.desk.open_work() as work:
        if kind is not None:
            work.journal.append(replace(line, kind=kind))
        work.jobs.add(str(line.line_id), 0)
        work.commit()

    room.lane().step()

    assert room.states() == [JobState.GIVEN_UP]
    assert room.said == ["Paper 0000C0 cannot be printed: its lines cannot be read. Call support."]


def test_a_receipts_job_has_no_line_of_its_own() -> None:
    job = PrintJob(job_id=1, receipt="OAK3-0000001", copy=0, state=JobState.QUEUED, tries=0, words="")

    assert job.line_id is None
    assert job.name == "Receipt OAK3-0000001"
    assert replace(job, receipt=str(UUID(int=7))).line_id == UUID(int=7)
