"""The lines of an office's move and of what it explains: asked for, agreed to, declined, and the desk's slips."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from cashier.domain.accounts import receivable
from cashier.domain.closed_move import MoveRecord
from cashier.domain.explained import ExplainRecord
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.targets import Part, Placed, Target, TargetKind
from cashier.domain.transfer import Transfer
from tests.fakes.builders import MEDICAL, NOW, TODAY

LINE_ID = UUID(int=7 << 76 | 2 << 62)
PAID = UUID(int=LINE_ID.int ^ 2)
SUBJECT = {"subject": f"move.{LINE_ID}"}
WHY = {"cents": 6000, "reason": "wrong_member", "text": "twins"}
SAID = {"receipt": "OAK3-0019284", "desk": "OAK3", "center": "OAK", **WHY}


def _line(kind: LineKind, *moved: Transfer, staff: str, **facts: Any) -> Line:
    return Line(
        line_id=LINE_ID,
        kind=kind,
        desk="OAK3",
        center="OAK",
        staff=staff,
        taken_at=NOW,
        business_date=TODAY if moved else None,
        facts=facts,
        transfers=moved,
    )


MOVE_LINES: dict[str, Callable[[], Line]] = {
    "move_asked": lambda: _line(
        LineKind.MOVE_ASKED,
        staff="priya",
        **SUBJECT,
        **SAID,
        source="S-48210377",
        to="S-48211904",
        payment=str(PAID),
        cashier="rosa",
        taken_on="2026-11-20",
        staff_name="Priya Nair",
    ),
    "move_agreed": lambda: _line(
        LineKind.MOVE_AGREED,
        Transfer(receivable("S-48210377"), receivable("S-48211904"), Money(6000)),
        staff="omar",
        **SUBJECT,
        **SAID,
        words="seen",
        payment=str(PAID),
        corrects=str(PAID),
        lines=[str(PAID)],
        member="11048827",
        guarantor="200417733",
        parts=[[0, 6000]],
        asked_by="priya",
        book=MEDICAL.code,
        from_words="Hospital visit",
        to=Placed(
            part=Part(target=Target(TargetKind.STATEMENT, "S-48211904"), amount=Money(6000)),
            book=MEDICAL,
            member_number="11048835",
            words="Hospital visit",
            open_before=Money(6000),
        ).facts(),
        staff_name="Priya Nair",
        approver="omar",
        approver_name="Omar Castellanos",
        **{"from": "S-48210377"},
    ),
    "move_declined": lambda: _line(
        LineKind.MOVE_DECLINED,
        staff="omar",
        **SUBJECT,
        **SAID,
        words="no",
        asked_by="priya",
        **{"from": "S-48210377"},
    ),
    "difference_explained": lambda: _line(
        LineKind.DIFFERENCE_EXPLAINED,
        staff="priya",
        subject=f"explained.{LINE_ID}",
        source="OAK3-Z00012 cash",
        to="OAK3-Z00012 1043",
        asked_cents=None,
        reason="the envelope held notes",
        center="OAK",
        approver="omar",
        act="cash of OAK3-Z00012 explains check 1043 of OAK3-Z00012",
        over={
            "z": "OAK3-Z00012",
            "desk": "OAK3",
            "sequence": 41,
            "what": "cash",
            "words": "cash",
            "left_cents": -150,
        },
        short={
            "z": "OAK3-Z00012",
            "desk": "OAK3",
            "sequence": 41,
            "what": f"{PAID}.0",
            "words": "check 1043",
            "left_cents": 0,
        },
        cents=6000,
        book=MEDICAL.code,
        staff_name="Priya Nair",
        approver_name="Omar Castellanos",
    ),
    "explain_slip": lambda: _line(
        LineKind.EXPLAIN_SLIP,
        staff="priya",
        **ExplainRecord(
            act_id=UUID(int=LINE_ID.int ^ 1),
            told=(("Over", "cash of OAK3-Z00012"), ("Short", "check 1043 of OAK3-Z00012"), ("Amount", "$60.00")),
            staff_name="Priya Nair",
            second_name="Omar Castellanos",
        ).facts(),
    ),
    "move_slip": lambda: _line(
        LineKind.MOVE_SLIP,
        staff="omar",
        **MoveRecord(
            act_id=UUID(int=LINE_ID.int ^ 1),
            receipt="OAK3-0019284",
            told=(("Receipt", "OAK3-0019284"), ("From", "S-48210377"), ("To", "S-48211904, member …8835")),
            staff_name="Priya Nair",
            second_name="Omar Castellanos",
        ).facts(),
    ),
}
