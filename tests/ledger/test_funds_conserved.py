"""What came to a guarantor's deposits and credit is there, paid bills, waits as a refund, or left; nothing of it twice.

A machine over a real PostgreSQL takes deposits, uses them, has them asked back, agreed to, declined and paid out, and
voids them at the desk; it keeps its own books and never reads a transfer to do so.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.errors import Refused
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.targets import Target, TargetKind
from cashier.ledger import database, loading, refunds
from cashier.ledger.check import check
from cashier.ledger.funds import use_fund
from cashier.ledger.refunds import approve_refund, ask_refund, decline_refund, pay_refund
from cashier.wire import StaffRow
from cashier.wire_deeds import Deed
from cashier.wire_funds import UseFund
from cashier.wire_refunds import AskRefund
from tests.ledger.conftest import GUARANTOR, MEMBER, add_desk, clock, emptied, load, new_id, send, statement
from tests.ledger.paper_desk import BOOK, CENTER, DRAWER, PaperDesk
from tests.ledger.test_corrections import void

DEPOSIT, CREDIT = Target(TargetKind.PREPAY, "E-20441"), Target(TargetKind.CREDIT, GUARANTOR)
WAYS = (DRAWER, replace(DRAWER, kind=AccountKind.DRAWER_CHECKS), Account(AccountKind.CARD_CLEARING, "OAK3", BOOK))
BILL, BILLED = "S-10000001", 10**9 - 1
ASKER, LEAD, PAYER = (Staff(user=r, name=r, role=r) for r in (Role.CASHIER, Role.LEAD, Role.CASH_OFFICE))
CENTS = st.integers(1, 9_000)
WHICH = st.integers(0, 99)
_SUMS = text(
    """
    SELECT account, (credit_cents - debit_cents)::bigint AS cents FROM trial_balance
    WHERE account LIKE 'credit:%' OR account LIKE 'prepayment:%' OR account LIKE 'refund_payable:%'
    """
)


class Funds(RuleBasedStateMachine):
    """``there``: by fund, as hands have it. ``paid``: payments by hand that a desk can still void."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        emptied(self.url)
        self.engine = database.service_engine(self.url)
        staff = [StaffRow(user=r, name=r, role=r, passphrase_hash="-") for r in Role]
        with self.engine.begin() as connection:
            load(connection, statement(BILL, BILLED))
            add_desk(connection, "OAK3")
            loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
        self.desk = PaperDesk("OAK3")
        self.sent = 0
        self.there = {DEPOSIT.code: 0, CREDIT.code: 0}
        self.paid: list[tuple[Line, str, int]] = []
        self.asked: dict[str, tuple[str, int]] = {}
        self.agreed: set[str] = set()
        self.open = BILLED
        self.overdrawn = 0

    @rule(is_credit=st.booleans(), cents=CENTS, way=WHICH)
    def take(self, is_credit: bool, cents: int, way: int) -> None:
        fund = CREDIT if is_credit else DEPOSIT
        line = self.desk.pay_target(fund, cents, into=WAYS[way % len(WAYS)])
        self.send()
        self.paid.append((line, fund.code, cents))
        self.there[fund.code] += cents

    @precondition(lambda self: self.paid)
    @rule(which=WHICH)
    def void(self, which: int) -> None:
        """The desk may not know what another one did meanwhile: what left is a fact."""
        line, fund, cents = self.paid.pop(which % len(self.paid))
        void(self.desk, line)
        self.send()
        self.overdrawn += self.there[fund] < cents
        self.there[fund] -= cents

    def send(self) -> None:
        """A desk that is a line behind sends it with the next one."""
        send(self.engine, self.desk, self.sent + 1)
        self.sent = len(self.desk.sent)

    @rule(is_credit=st.booleans(), cents=CENTS)
    def use(self, is_credit: bool, cents: int) -> None:
        fund = (CREDIT if is_credit else DEPOSIT).code
        wish = UseFund(
            line_id=new_id(),
            staff=ASKER.user,
            member=MEMBER,
            fund=fund,
            book=BOOK.code,
            statement=BILL,
            cents=cents,
            seen_cents=self.open,
        )
        if self.moves(fund, cents, use_fund, wish, desk="OAK4", center=CENTER):
            self.there[fund] -= cents
            self.open -= cents

    @rule(is_credit=st.booleans(), cents=CENTS)
    def ask(self, is_credit: bool, cents: int) -> None:
        fund = (CREDIT if is_credit else DEPOSIT).code
        wish = AskRefund(
            line_id=new_id(), staff=ASKER.user, member=MEMBER, fund=fund, book=BOOK.code, cents=cents, why="cancelled"
        )
        if self.moves(fund, cents, ask_refund, wish, ASKER, desk="OAK3", center=CENTER):
            self.there[fund] -= cents
            self.asked[f"refund.{wish.line_id}"] = fund, cents

    def moves(self, fund: str, cents: int, act: Callable[..., object], *args: object, **more: object) -> bool:
        """Whether it was done: exactly where so much is there."""
        try:
            with self.engine.begin() as connection:
                act(connection, *args, clock=clock, new_id=new_id, **more)
        except Refused:
            assert self.there[fund] < cents
            return False
        assert self.there[fund] >= cents
        return True

    @precondition(lambda self: self.asked)
    @rule(which=WHICH)
    def approve(self, which: int) -> None:
        about = [*self.asked][which % len(self.asked)]
        if self.deed(approve_refund, about, LEAD, what="approve"):
            assert about not in self.agreed
            assert self.there[self.asked[about][0]] >= 0
            self.agreed.add(about)

    @precondition(lambda self: self.asked)
    @rule(which=WHICH)
    def decline(self, which: int) -> None:
        about = [*self.asked][which % len(self.asked)]
        assert self.deed(decline_refund, about, LEAD, what="decline")
        fund, cents = self.asked.pop(about)
        self.there[fund] += cents

    @precondition(lambda self: self.asked)
    @rule(which=WHICH)
    def pay(self, which: int) -> None:
        about = [*self.asked][which % len(self.asked)]
        if self.deed(pay_refund, about, PAYER, what="pay_refund", receipt="AP 1"):
            assert about in self.agreed
            fund, _ = self.asked.pop(about)
            assert self.there[fund] >= 0

    def deed(self, act: Callable[..., str], about: str, staff: Staff, **more: Any) -> bool:
        wish = Deed(line_id=new_id(), staff=staff.user, about=about, **more)
        with suppress(Refused), self.engine.begin() as connection:
            act(connection, wish, staff, CENTER, clock=clock, new_id=new_id)
            return True
        return False

    @invariant()
    def the_ledger_agrees(self) -> None:
        with self.engine.connect() as connection:
            sums = {row.account: row.cents for row in connection.execute(_SUMS)}
            alarms = connection.scalar(text("SELECT count(*) FROM alarms WHERE what = 'fund_overdrawn'"))
        payable = sum(cents for _, cents in self.asked.values())
        expected = {
            DEPOSIT.account(CENTER).code: self.there[DEPOSIT.code],
            CREDIT.account(CENTER).code: self.there[CREDIT.code],
            f"refund_payable:{GUARANTOR}": payable,
        }
        assert {account: sums.get(account, 0) for account in expected} == expected
        assert alarms == self.overdrawn, "each one that is below zero, and none else"

    def teardown(self) -> None:
        """The ledger's own proof finds nothing either, but for what desks gave back twice."""
        try:
            findings = check(self.engine).findings
            assert [one for one in findings if "than ever came in" not in one] == []
        finally:
            self.engine.dispose()


SOME = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def funds(ledger_url: str) -> type[Funds]:
    return type("OurFunds", (Funds,), {"url": ledger_url})


def test_what_came_in_is_there_or_went_where_somebody_put_it(funds: type[Funds]) -> None:
    run_state_machine_as_test(funds, settings=SOME)


def test_a_cent_too_little_paid_out_is_caught(funds: type[Funds], monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof is believed because it finds the fault that is put there."""
    moves = refunds.payout

    def forgets(asked: Line) -> Any:
        return tuple(replace(t, amount=t.amount - Money(1)) if t.amount > Money(1) else t for t in moves(asked))

    monkeypatch.setattr(refunds, "payout", forgets)
    machine = funds()
    try:
        machine.take(is_credit=False, cents=6_000, way=0)
        machine.ask(is_credit=False, cents=4_000)
        machine.approve(0)
        machine.pay(0)
        with pytest.raises(AssertionError):
            machine.the_ledger_agrees()
    finally:
        machine.engine.dispose()
