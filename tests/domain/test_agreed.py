"""Who agreed to a line, and the right that this takes: each way in which a line names a second person."""

from uuid import UUID

import pytest

from cashier.domain.agreed import Agreed, agreed_in
from cashier.domain.line import Line, LineKind
from cashier.domain.people import Right
from tests.domain.card_lines import a_reversal, on_hold, settled
from tests.domain.card_lines import a_sale as a_card
from tests.domain.correcting import voided
from tests.fakes.builders import NOW, TODAY, a_shift


def a_line(kind: LineKind, **facts: object) -> Line:
    return Line(
        line_id=UUID(int=7),
        kind=kind,
        desk="OAK3",
        center="OAK",
        staff="rosa",
        taken_at=NOW,
        business_date=TODAY,
        shift_id=a_shift().shift_id,
        facts=facts,
    )


HELENS = Agreed("helen", Right.APPROVE_CORRECTIONS)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (a_line(LineKind.PAYMENT, approver="helen"), [Agreed("helen", Right.APPROVE_CREDIT)]),
        (a_line(LineKind.CASH_DROPPED, witness="helen"), [Agreed("helen", Right.SEE_OFFICE)]),
        (a_line(LineKind.DRAWER_COUNTED, witness="helen"), [Agreed("helen", Right.APPROVE_DRAWER)]),
        (a_line(LineKind.DRAWER_COUNTED, witness="helen", absent="rosa"), [Agreed("helen", Right.COUNT_ALONG)]),
        (a_line(LineKind.SIGNED_IN, approver="helen", date_by="helen", also_by="helen"), []),
        (
            a_line(LineKind.SHIFT_OPENED, approver="omar", date_by="helen", also_by="ana"),
            [
                Agreed("omar", Right.HOLD_DRAWER),
                Agreed("helen", Right.SET_BUSINESS_DATE),
                Agreed("ana", Right.APPROVE_DRAWER),
            ],
        ),
        (voided(), [HELENS]),
        (settled(a_card()), [HELENS]),
        (settled(a_reversal()), [HELENS]),
        (on_hold(a_card()), [HELENS]),
        (a_line(LineKind.REVERSAL_ASKED, gives_back={"approval": {"approver": "helen"}}), [HELENS]),
        (
            a_line(LineKind.PAYMENT, tenders=[{"kind": "cash"}, {"agreed": {"approver": "helen"}}]),
            [Agreed("helen", Right.AGREE_TO_CHECKS)],
        ),
    ],
)
def test_each_second_person_is_named_with_the_right_that_it_takes(line: Line, named: list[Agreed]) -> None:
    assert list(agreed_in(line)) == named


@pytest.mark.parametrize(
    "line",
    [
        a_line(LineKind.PAYMENT),
        a_line(LineKind.PAYMENT, approver=""),
        a_line(LineKind.PAYMENT, approver=["helen"]),
        a_line(LineKind.PAYMENT, tenders="helen"),
        a_line(LineKind.PAYMENT, tenders=["helen", {"agreed": "helen"}]),
        a_line(LineKind.DRAWER_RESUMED, tenders=[{"agreed": {"approver": "helen"}}]),
        a_line(LineKind.CARD_CLOSED, settled="helen", on_hold=None),
        a_line(LineKind.CARD_ASKED, settled={"approver": "helen"}, gives_back={"approval": {"approver": "helen"}}),
        a_line(LineKind.REVERSAL_ASKED, gives_back="helen"),
        a_line(LineKind.REVERSAL_ASKED, gives_back={"approval": "helen"}),
        a_line(LineKind.REVERSAL_ASKED),
    ],
)
def test_what_names_nobody_or_cannot_be_read_names_nobody(line: Line) -> None:
    assert agreed_in(line) == ()
