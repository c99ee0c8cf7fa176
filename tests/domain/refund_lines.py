"""The lines of a refund: asked for, agreed to, declined, paid out, and the slip of the desk that asked."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, prepayment, receivable
from cashier.domain.funds import Fund
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.refund import AskRefund, RefundAsked, RefundRecord, refund_payable
from cashier.domain.returned_check import ReturnRecord
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from tests.fakes.builders import MEDICAL, NOW

LINE_ID = UUID(int=7 << 76 | 2 << 62)
PAYABLE = refund_payable("200417733")
SAME = {"member": "11048827", "guarantor": "200417733", "fund": "prepay:E-20441", "book": MEDICAL.code, "center": "OAK"}


def _line(kind: LineKind, *moved: Transfer, staff: str = "rosa", **facts: Any) -> Line:
    subject = {} if kind in (LineKind.REFUND_SLIP, LineKind.RETURN_SLIP) else {"subject": f"refund.{LINE_ID}"}
    return Line(
        line_id=LINE_ID,
        kind=kind,
        desk="OAK3",
        center="OAK",
        staff=staff,
        taken_at=NOW,
        facts=subject | facts,
        transfers=moved,
    )


REFUND_LINES: dict[str, Callable[[], Line]] = {
    "refund_asked": lambda: _line(
        LineKind.REFUND_ASKED,
        Transfer(prepayment("E-20441"), PAYABLE, Money(6000)),
        **SAME,
        cents=6000,
        why="surgery was cancelled",
        desk="OAK3",
        not_before="2026-12-07",
        card_cents=2000,
        card="card_clearing:OAK3:ncal.medical",
    ),
    "refund_approved": lambda: _line(LineKind.REFUND_APPROVED, **SAME, staff="helen", words="seen", asked_cents=6000),
    "refund_declined": lambda: _line(
        LineKind.REFUND_DECLINED,
        Transfer(PAYABLE, prepayment("E-20441"), Money(6000)),
        **SAME,
        staff="helen",
        words="",
        asked_cents=6000,
    ),
    "refund_paid": lambda: _line(
        LineKind.REFUND_PAID,
        Transfer(PAYABLE, Account(AccountKind.CARD_CLEARING, "OAK3", MEDICAL), Money(2000)),
        Transfer(PAYABLE, Account(AccountKind.BANK, "ncal", MEDICAL), Money(4000)),
        **SAME,
        staff="priya",
        words="",
        asked_cents=6000,
        reference="AP 77120",
    ),
    "check_returned": lambda: Line(
        line_id=LINE_ID,
        kind=LineKind.CHECK_RETURNED,
        desk="OAK3",
        center="OAK",
        staff="priya",
        taken_at=NOW,
        facts={
            "subject": "check.OAK3-0019284.1043",
            "receipt": "OAK3-0019284",
            "number": "1043",
            "reason": "insufficient_funds",
            "words": "",
            "approver": "omar",
            "asked_fee_cents": None,
            "payment": str(UUID(int=LINE_ID.int ^ 2)),
            "tender": 0,
            "member": "11048827",
            "guarantor": "200417733",
            "desk": "OAK3",
            "center": "OAK",
            "token": "tok",
            "last_four": "5678",
            "cents": 6000,
            "parts": [[0, 6000]],
            "fee_cents": 2500,
            "fee_statement": "FEE-OAK3-0019284-1",
            "until": "2027-05-20",
        },
        transfers=(Transfer(receivable("S-48210377"), Account(AccountKind.BANK, "ncal", MEDICAL), Money(6000)),),
    ),
    "return_slip": lambda: _line(
        LineKind.RETURN_SLIP,
        staff="priya",
        **ReturnRecord(
            act_id=UUID(int=LINE_ID.int ^ 1),
            receipt="OAK3-0019284",
            number="1043",
            told=(("Check", "1043, receipt OAK3-0019284"), ("Open again, S-48210377", "60.00"), ("Fee", "none")),
            staff_name="Priya Nair",
            second_name="Omar Castellanos",
        ).facts(),
    ),
    "refund_slip": lambda: _line(
        LineKind.REFUND_SLIP,
        **RefundRecord(
            wish=AskRefund(
                act_id=UUID(int=LINE_ID.int ^ 1),
                opened="11048827",
                fund=Fund(target=Target(TargetKind.PREPAY, "E-20441"), book=MEDICAL, amount=Money(15000)),
                amount=Money(6000),
                why="surgery was cancelled",
            ),
            asked=RefundAsked(left=Money(9000), payable_from=date(2026, 12, 7), to_card=Money(2000)),
            member_number="11048827",
            guarantor_number="200417733",
            language="es",
            served_by="Rosa D.",
        ).facts(),
    ),
}
