"""Looks at a check that was typed, before it counts as tendered."""

from dataclasses import replace

from cashier.domain.errors import FieldRefused
from cashier.usecases.look_at_tender import like_before, look_at
from cashier.usecases.ports.desk import Desk
from ui.counter.payment_state import PaymentState
from ui.tender.tender_state import Field, Problem


def looked_at(before: PaymentState, accepted: PaymentState, desk: Desk) -> PaymentState:
    """``accepted``; or ``before`` with what was typed, where it is not to be taken, or not without a lead."""
    if accepted.draft is not None or before.draft is None:
        return accepted
    *beside, tender = accepted.tenders
    try:
        lead = look_at(tender, tuple(beside), desk, accepted.paid_for)
    except FieldRefused as refused:
        return before.refused(refused.sentence, Field(refused.field))
    if lead is not None:
        return before.wanting(lead)
    if not before.draft.is_another and (
        alike := like_before(tender, desk, accepted.member_number, accepted.payor.name)
    ):
        asked = Problem(field=Field.NUMBER, sentence=alike, is_question=True)
        return replace(before, draft=replace(before.draft, is_another=True), problem=asked)
    return accepted
