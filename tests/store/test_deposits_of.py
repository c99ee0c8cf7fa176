"""The few payments with a deposit, and the uses of deposits, are found by whose they may be."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from cashier.domain.accounts import prepayment
from cashier.domain.line import LineKind
from tests.fakes.builders import GUARANTOR, MEMBER
from tests.store.desk_store import a_payment, new_store


def test_payments_with_a_deposit_are_found_by_member(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    with store.open_work() as work:
        journal = work.journal
        journal.append(a_payment(journal.next_receipt(), 1))
        paid = a_payment(journal.next_receipt(), 2)
        deposit = journal.append(replace(paid, transfers=(replace(paid.transfers[0], credit=prepayment("E-20441")),)))

        assert journal.deposits_of(MEMBER, 9) == (deposit,)
        assert journal.deposits_of("11059999", 9) == ()
    store.close()


def test_uses_of_deposits_are_found_by_guarantor_newest_first_through_their_own_index(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    with store.open_work() as work:
        journal = work.journal
        payment = a_payment(journal.next_receipt(), 1)
        slip = replace(payment, kind=LineKind.CREDIT_SLIP, transfers=(), shift_id=None)
        back = replace(slip, kind=LineKind.REFUND_SLIP)
        first, other, last = (
            journal.append(replace(line, line_id=UUID(int=place), facts={"guarantor": whose}))
            for place, (line, whose) in enumerate(((slip, GUARANTOR), (slip, "200999999"), (back, GUARANTOR)), start=90)
        )

        assert journal.uses_of(GUARANTOR, 9) == (last, first)
        assert journal.uses_of(GUARANTOR, 1) == (last,)
        assert journal.uses_of("200999999", 9) == (other,)
    store.close()
