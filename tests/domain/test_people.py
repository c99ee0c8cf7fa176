"""Who may do what, and whose word counts as the second person's."""

from dataclasses import replace
from typing import Any

import pytest

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.people import RIGHTS, Approval, Right, Role, Staff, check_approval, is_granted_by_two
from tests.fakes.builders import HELEN, NOW, ROSA

APPROVAL = Approval(approver="helen", approver_name="Helen Park", act="credit", amount=Money(5000), given_at=NOW)


def test_every_role_has_its_rights_and_an_administrator_no_cash_right() -> None:
    assert set(RIGHTS) == set(Role)
    assert RIGHTS[Role.ADMINISTRATOR] == {Right.ADMINISTER}
    assert [role for role in Role if Right.ADMINISTER in RIGHTS[role]] == [Role.ADMINISTRATOR]


def test_who_takes_money_without_being_a_lead_approves_none() -> None:
    assert ROSA.may(Right.TAKE_PAYMENTS)
    assert not ROSA.may(Right.APPROVE_CREDIT)
    assert HELEN.may(Right.APPROVE_CREDIT)


def test_a_missing_right_is_said_with_the_way_out() -> None:
    with pytest.raises(Refused) as refused:
        replace(ROSA, role=Role.AUDITOR).needs(Right.TAKE_PAYMENTS, "take payments")

    assert refused.value.sentence == "Rosa Delgado may not take payments. Ask a colleague who may."


def test_an_approval_of_this_act_and_amount_by_another_person_holds() -> None:
    check_approval(APPROVAL, requester="rosa", act="credit", amount=Money(5000), words="Credit")


@pytest.mark.parametrize(
    ("approval", "sentence"),
    [
        (None, "Credit needs a lead's approval."),
        (replace(APPROVAL, approver="rosa"), "Nobody approves for themselves. Ask a lead."),
        (replace(APPROVAL, act="void"), "The approval was given for something else. Ask the lead again."),
        (replace(APPROVAL, amount=Money(4999)), "The approval was given for something else. Ask the lead again."),
        (replace(APPROVAL, amount=Money(5001)), "The approval was given for something else. Ask the lead again."),
    ],
)
def test_any_other_approval_is_refused(approval: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_approval(approval, requester="rosa", act="credit", amount=Money(5000), words="Credit")

    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Rosa Delgado", "Rosa D."),
        ("Rosa Maria Delgado", "Rosa Maria D."),
        ("Rosa", "Rosa"),
        ("Rosa ", "Rosa"),
        (" ", "rosa"),
    ],
)
def test_paper_says_a_name_short(name: str, short: str) -> None:
    assert Staff(user="rosa", name=name, role=Role.CASHIER).short_name == short


def test_who_moves_or_approves_money_or_gives_rights_gets_them_from_two() -> None:
    assert {role for role in Role if is_granted_by_two(role)} == {
        Role.LEAD,
        Role.CASH_OFFICE,
        Role.SUPERVISOR,
        Role.ADMINISTRATOR,
    }
