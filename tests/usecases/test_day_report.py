"""A day's report leaves the desk with a right, a reason and a record, and without an uncounted drawer's cash."""

import json
from dataclasses import replace

import pytest

from cashier.domain.day import Day
from cashier.domain.day_report import DayReport, ReportForm, read_report
from cashier.domain.errors import DeviceTrouble, NotAllowed, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.usecases.day_report import ReportAsked, report_day
from tests.fakes.builders import ROSA, Counter, a_desk, cash, check
from tests.usecases.test_activity import take

AUDITOR = Staff(user="ada", name="Ada Lin", role=Role.AUDITOR)


class Files:
    """Hands nothing out; ``trouble`` is what it says instead."""

    has_printer = False

    def __init__(self) -> None:
        self.made: list[tuple[DayReport, Day]] = []
        self.trouble = ""

    def hand_out(self, report: DayReport, day: Day) -> str:
        if self.trouble:
            raise DeviceTrouble(self.trouble)
        self.made.append((report, day))
        return "Saved."


def asked(counter: Counter, form: ReportForm = ReportForm.CSV, reason: str = "month end") -> ReportAsked:
    return ReportAsked(report_id=counter.desk.new_id(), form=form, reason=reason)


def records(counter: Counter) -> list[Line]:
    return [line for line in counter.store.lines() if line.kind is LineKind.DAY_REPORTED]


def test_a_report_is_recorded_with_its_reason_and_handed_out() -> None:
    counter, files = a_desk(), Files()
    take(counter, check(5000), cash(2000))

    reported = report_day(asked(counter), files, counter.desk, ROSA)
    assert reported.said == "Saved."
    (line,) = records(counter)
    assert (line.staff, line.facts["reason"], line.facts["form"]) == ("rosa", "month end", "csv")
    assert line.transfers == ()
    report = read_report(line)
    assert report == reported.report
    assert report.figures.checks.amount == Money(5000)
    assert [payment.receipt for payment in files.made[0][1].payments] == ["OAK3-0000001"]


def test_nothing_that_leaves_tells_the_cash_before_the_count() -> None:
    counter, files = a_desk(), Files()
    take(counter, cash(2345))
    report_day(asked(counter), files, counter.desk, ROSA)

    (line,) = records(counter)
    assert "2345" not in json.dumps(dict(line.facts))
    assert read_report(line).figures.total is None
    assert files.made[0][0].figures.cash.amount is None


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_without_a_reason_nothing_leaves_and_nothing_is_recorded(reason: str) -> None:
    counter, files = a_desk(), Files()

    with pytest.raises(Refused, match="Say what the report is for"):
        report_day(asked(counter, reason=reason), files, counter.desk, ROSA)
    assert records(counter) == []
    assert files.made == []


def test_a_bank_cards_number_is_no_reason() -> None:
    counter = a_desk()

    with pytest.raises(Refused, match="It was not kept"):
        report_day(asked(counter, reason="for 4111111111111111"), Files(), counter.desk, ROSA)
    assert records(counter) == []


def test_who_has_no_right_to_it_gets_no_report() -> None:
    counter, files = a_desk(), Files()

    with pytest.raises(NotAllowed, match="Ada Lin may not take reports out of this desk"):
        report_day(asked(counter), files, counter.desk, AUDITOR)
    assert records(counter) == []
    assert files.made == []


def test_a_disk_that_fails_leaves_one_record_however_often_it_is_asked() -> None:
    counter, files = a_desk(), Files()
    files.trouble = "The report could not be saved."
    wish = asked(counter)

    for _ in range(2):
        with pytest.raises(DeviceTrouble):
            report_day(wish, files, counter.desk, ROSA)
    files.trouble = ""
    assert report_day(wish, files, counter.desk, ROSA).said == "Saved."
    assert len(records(counter)) == 1


def test_a_slip_is_a_paper_of_the_receipt_printer() -> None:
    counter, files = a_desk(), Files()

    reported = report_day(asked(counter, ReportForm.SLIP), files, counter.desk, ROSA)
    assert reported.said == "The report is on its way to the receipt printer."
    assert files.made == []
    (line,) = records(counter)
    with counter.desk.open_reading() as work:
        assert [(job.line_id, job.copy) for job in (work.jobs.next(),) if job] == [(line.line_id, 0)], "no duplicate"


def test_a_line_that_says_no_report_is_unreadable() -> None:
    counter = a_desk()
    report_day(asked(counter), Files(), counter.desk, ROSA)
    opened = counter.store.lines()[0]

    with pytest.raises(UnreadableBody, match="day's report"):
        read_report(opened)


@pytest.mark.parametrize(
    "facts",
    [
        {"payments": -1},
        {"declined": True},
        {"with_two": "1"},
        {"window_s": 1.5},
        {"reason": 7},
        {"cash": [1, -1, None]},
    ],
)
def test_a_count_is_a_whole_number_and_a_reason_is_a_text(facts: dict[str, object]) -> None:
    counter = a_desk()
    report_day(asked(counter), Files(), counter.desk, ROSA)
    (line,) = records(counter)

    with pytest.raises(UnreadableBody, match="day's report"):
        read_report(replace(line, facts={**line.facts, **facts}))
    with pytest.raises(UnreadableBody, match="day's report"):
        read_report(replace(line, kind=LineKind.EXPORTED))


def test_what_was_voided_stands_in_the_list_and_is_no_receipt() -> None:
    counter = a_desk()
    take(counter, check(5000))
    report = report_day(asked(counter), Files(), counter.desk, ROSA).report
    (line,) = records(counter)

    again = read_report(replace(line, facts={**line.facts, "payments": 3, "voided": 1}))
    assert (report.payments, report.figures.receipts, report.figures.voided) == (1, 1, 0)
    assert (again.payments, again.figures.receipts, again.figures.voided) == (3, 2, 1)
