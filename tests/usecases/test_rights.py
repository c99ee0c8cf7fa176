"""Every use case asks for a right at its door: whoever lacks it is refused, and nothing is looked at or written.

A new use case that takes ``staff`` fails here until it stands in one of the two tables.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest.mock import MagicMock

import pytest

from cashier import usecases
from cashier.domain.errors import NotAllowed
from cashier.domain.office_tasks import Deed
from cashier.domain.people import RIGHTS, Right, Role, Staff
from cashier.usecases.drawer_acts import read_x
from cashier.usecases.office_tasks import do_about, may_do
from tests.fakes.builders import a_desk

NEEDS: dict[Right, str] = {
    Right.TAKE_PAYMENTS: """
        agency.take_agency arrange.agree_plan arrange.extend arrange.give_application arrange.refer
        card_payment.ask_card endorse.endorse endorse.note_endorsed
        enter.close_batch enter.enter enter.open_batch enter.open_statements
        find_member.open_member find_member.record_search
        find_member.open_statement large_cash.keep_form statement_copy.copy_statement statement_copy.record_copy
        stop_card.stop_card suspend.claim suspend.resume suspend.suspend take_payment.begin_payment
        take_payment.take_payment type_card.type_card use_fund.use_fund
    """,
    Right.HOLD_DRAWER: """
        asks.ask_for_word asks.look_for_word close_shift.close_sheet close_shift.close_shift close_shift.closing
        close_shift.count_drawer close_shift.terminal_totals drawer_acts.drop drawer_acts.exchange_bills
        drawer_acts.open_for drawer_acts.open_without_sale
        drawer_acts.resume_drawer drawer_acts.suspend_drawer hand_over.accept hand_over.coming
        hand_over.left_behind hand_over.recall hand_over.reject hand_over.take_over shift.drawers_elsewhere
        shift.must_hold_no_other
        shift.open_shift surprise.surprise_count
    """,
    Right.PAY_OUT: "drawer_acts.pay_in_or_out hand_over.give_cash hand_over.hand_over",
    Right.COUNT_FOR_ABSENT: "absent.stand_in absent.take_back_for drawer_acts.open_for_absent",
    Right.ASK_CORRECTIONS: """
        change_tender.change_offer change_tender.change_tender
        correct_payment.move_offer correct_payment.move_payment correct_payment.void_offer correct_payment.void_payment
        reverse_card.ask_reversal settle_card.settle_by_two settle_card.hold_by_two
    """,
    Right.ASK_REFUNDS: "ask_refund.ask_refund",
    Right.LIST_ACCOUNTS: "return_check.return_check",
    Right.MOVE_CLOSED: "explain_difference.explain_difference move_closed.look_at_closed",
    Right.APPROVE_CORRECTIONS: "move_closed.agree_to_move",
    Right.REPRINT: """
        ask_papers.ask_papers mail_receipt.mail_receipt
        receipt_elsewhere.copy_receipt receipt_elsewhere.look_at_receipt reprint.find_receipt reprint.reprint
        reprint.say_not_printed
    """,
    Right.READ_JOURNAL: "read_journal.read_journal records_seen.export_records records_seen.see_records",
    Right.REPORT_DAY: "day_report.report_day",
    Right.TRAIN: "training.begin_training",
    Right.SEE_OFFICE: "office.see_office",
    Right.SEE_EXPECTED_CASH: "office.see_trend",
    Right.OPEN_CENTER: "safe.count_safe",
    Right.KEEP_SAFE: """
        office.accept_bag safe.arrived_at_bank safe.correct_deposit safe.count_bag safe.give_to_courier
        safe.hand_out_deposit safe.name_bags
        safe.look_at_bag safe.look_at_safe safe.prepare_deposit safe.review_deposit safe.take_change
    """,
}
OPEN = {
    "absent.absent_news": "whoever is signed in hears what was done with their drawer",
    "absent.tell_absent": "whoever is signed in hears what was done with their drawer",
    "ask_papers.print_to_sign": "a part of booking a card",
    "close_shift.print_unfinished": "a part of closing, within its transaction",
    "close_shift.closing_in": "a part of closing, within its transaction",
    "correct_payment.void_at": "a part of others",
    "drawer_acts.read_x": "who holds a drawer reads it, and who may see expected cash; see below",
    "messages.message_now": "whoever is signed in reads what the office says",
    "messages.read_it": "whoever is signed in reads what the office says",
    "move_closed.do_deed": "each deed asks for its own right, as do_about",
    "office_tasks.agree": "a part of others",
    "office_tasks.do_about": "each deed asks for its own right; see below",
    "office_tasks.may_do": "only says whether one may",
    "records.each_word_once": "a part of others",
    "records.keep_try": "a part of others",
    "records.record_refused": "a part of others",
    "records.record": "a part of others",
    "reverse_card.book_void": "a part of settling: the card has its money back",
    "use_fund.keep_slip": "a part of others",
    "reprint.paper_again": "a part of others",
    "safe.second_person": "the second person's rights are asked for with the count",
    "sign_in.lock": "whoever is signed in hides what is theirs",
    "sign_in.must_work_here": "is itself the check",
    "sign_in.sign_out": "whoever came may go",
    "situation.situation": "a part of others",
    "training.end_training": "whoever began may leave",
}
USE_CASES: dict[str, Callable[..., Any]] = {
    f"{module.name}.{name}": function
    for module in pkgutil.iter_modules(usecases.__path__)
    if not module.ispkg
    for name, function in vars(importlib.import_module(f"cashier.usecases.{module.name}")).items()
    if inspect.isfunction(function)
    and function.__module__ == f"cashier.usecases.{module.name}"
    and not name.startswith("_")
    and "staff" in inspect.signature(function).parameters
}
ASKED = [(right, name) for right, names in NEEDS.items() for name in names.split()]


def test_every_use_case_stands_in_one_of_the_tables() -> None:
    assert sorted([*(name for _, name in ASKED), *OPEN]) == sorted(USE_CASES)


@pytest.mark.parametrize(("right", "name"), ASKED, ids=[name for _, name in ASKED])
def test_nobody_does_what_their_role_has_no_right_to(right: Right, name: str) -> None:
    for role in Role:
        if right in RIGHTS[role]:
            continue
        counter = a_desk()
        before = len(counter.store.lines())
        with pytest.raises(NotAllowed):
            USE_CASES[name](**anything(USE_CASES[name], counter.desk, role))
        assert len(counter.store.lines()) == before
        assert counter.store.tables.attempts == {}


@pytest.mark.parametrize(
    ("right", "name"),
    [row for row in ASKED if row[0] not in (Right.TAKE_PAYMENTS, Right.HOLD_DRAWER, Right.REPRINT)],
    ids=str,
)
def test_who_broke_the_glass_is_turned_away_wherever_more_is_done_than_to_take_and_count(
    right: Right, name: str
) -> None:
    counter = a_desk()
    role = next(role for role in Role if right in RIGHTS[role])
    given = anything(USE_CASES[name], counter.desk, role)
    given["staff"] = replace(given["staff"], broke_glass=True)
    before = len(counter.store.lines())

    with pytest.raises(NotAllowed):
        USE_CASES[name](**given)
    assert len(counter.store.lines()) == before


def anything(use_case: Callable[..., Any], desk: object, role: Role) -> dict[str, Any]:
    """Arguments of which none but the person and the desk is looked at before the refusal."""
    given: dict[str, Any] = {}
    for parameter in inspect.signature(use_case).parameters.values():
        if parameter.name == "staff":
            given["staff"] = Staff(user="dana", name="Dana Whitfield", role=role)
        elif parameter.name == "desk":
            given["desk"] = desk
        elif parameter.default is inspect.Parameter.empty:
            given[parameter.name] = "x" if parameter.annotation is str else MagicMock()
    return given


def test_an_administrator_holds_no_right_about_money() -> None:
    assert RIGHTS[Role.ADMINISTRATOR] == {Right.ADMINISTER}
    assert [role for role in Role if Right.ADMINISTER in RIGHTS[role]] == [Role.ADMINISTRATOR]


def test_an_auditor_only_reads() -> None:
    assert RIGHTS[Role.AUDITOR] == {
        Right.READ_JOURNAL, Right.SEE_OFFICE, Right.SEE_EXPECTED_CASH, Right.SEE_SAFE, Right.EXPORT
    }  # fmt: skip


@pytest.mark.parametrize("deed", Deed)
def test_each_deed_of_the_office_asks_for_a_right_of_its_own(deed: Deed) -> None:
    lacking = [role for role in Role if not may_do(deed, Staff(user="x", name="X", role=role))]

    assert {Role.CASHIER, Role.AUDITOR, Role.ADMINISTRATOR} <= set(lacking)
    for role in lacking:
        ledger = MagicMock()
        with pytest.raises(NotAllowed):
            do_about(MagicMock(deed=deed), Staff(user="x", name="X", role=role), ledger, MagicMock())
        ledger.do.assert_not_called()


def test_who_neither_holds_drawers_nor_sees_expected_cash_reads_none() -> None:
    counter = a_desk()

    with pytest.raises(NotAllowed, match="may not read a drawer"):
        read_x(counter.desk.new_id(), counter.desk, Staff(user="dana", name="Dana", role=Role.ADMINISTRATOR))


def test_who_broke_the_glass_takes_counts_and_closes_and_keeps_no_other_right() -> None:
    for role in Role:
        staff = Staff(user="x", name="X", role=role, broke_glass=True)
        assert {right for right in Right if staff.may(right)} == RIGHTS[role] & {
            *(Right.TAKE_PAYMENTS, Right.HOLD_DRAWER, Right.REPRINT)
        }
