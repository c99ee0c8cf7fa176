"""A paper's id follows from its payment: the same whenever it is asked for, and no other paper's."""

from datetime import UTC, datetime
from uuid import RFC_4122, UUID

from cashier.domain.ids import uuid7
from cashier.domain.receipt_paper import ReceiptPaper, paper_id

PAYMENT = UUID("019aa7c0-0000-7000-8000-000000000002")


def test_it_is_the_same_for_ever() -> None:
    assert paper_id(PAYMENT, ReceiptPaper.OFFICE) == UUID("019aa7c0-0000-79a0-b578-1cfcffea2e52")
    assert paper_id(PAYMENT, ReceiptPaper.PART, "11048827") == UUID("019aa7c0-0000-797c-8ad2-c88d1e5811e2")


def test_it_is_a_uuidv7_of_the_payments_moment_and_each_papers_own() -> None:
    moments = [datetime(2026, 11, 21, 18, minute, tzinfo=UTC) for minute in range(60)]
    payments = [uuid7(moment, lambda size: b"\xff" * size) for moment in moments]
    made = {paper_id(payment, paper): payment for payment in payments for paper in ReceiptPaper}

    assert len(made) == len(payments) * len(ReceiptPaper)
    assert {(made_id.version, made_id.variant) for made_id in made} == {(7, RFC_4122)}
    assert all(made_id.int >> 80 == payment.int >> 80 for made_id, payment in made.items())
