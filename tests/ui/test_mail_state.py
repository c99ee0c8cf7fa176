"""The address that stands ready under a payment is its payor's, or none."""

from dataclasses import replace

from cashier.domain.payor import MEMBER_PAYS, Payor
from tests.ui.sample_desk import NOW, PLACE
from tests.ui.test_account_state import account
from ui.counter.account_state import AccountState
from ui.counter.mail_state import known_address


def test_a_members_address_stands_ready_where_they_pay_for_themselves_and_for_nobody_else() -> None:
    seen = account()
    known = replace(seen, member=replace(seen.member, email="mai@example.org"))
    here = AccountState(account=known, place=PLACE, now=NOW, online=True)

    assert known_address(here, MEMBER_PAYS) == "mai@example.org"
    assert known_address(here, Payor(name="Kevin Tran")) == ""
    assert known_address(None, MEMBER_PAYS) == ""
    assert known_address(replace(here, account=seen), MEMBER_PAYS) == ""
