"""The few payments with a deposit are found by whose they may be, in the bytes of their bodies."""

from dataclasses import replace
from pathlib import Path

from cashier.domain.accounts import prepayment
from tests.fakes.builders import MEMBER
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
