"""Whatever pays, moves, comes back or is refunded: what was handed over is somewhere, once, and its day stays.

A machine over a real PostgreSQL takes checks, moves their money at the desk and at the office, has credit asked back
and checks returned; it keeps its own books and never reads a transfer to do so.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.errors import Refused
from cashier.domain.line import Line
from cashier.domain.people import Role, Staff
from cashier.domain.targets import Target, TargetKind
from cashier.ledger import database, loading, moves_decided
from cashier.ledger.check import check
from cashier.ledger.moving_closed import agree_to_move, ask_move
from cashier.ledger.payment_found import pieces_of
from cashier.ledger.refunds import ask_refund
from cashier.ledger.returning_checks import return_check
from cashier.wire import StaffRow
from cashier.wire_deeds import Deed
from cashier.wire_refunds import AskRefund
from tests.ledger.conftest import GUARANTOR, MEMBER, add_desk, clock, emptied, load, new_id, send, statement
from tests.ledger.paper_desk import BOOK, CENTER, PaperDesk
from tests.ledger.test_corrections import move
from tests.ledger.test_returning_checks import CHECKS, pay

BILLED = 10**9 - 1
CREDIT, NOBODY = Target(TargetKind.CREDIT, GUARANTOR), Target(TargetKind.HOLDING)
BILLS = tuple(Target(TargetKind.STATEMENT, f"S-1000000{n}") for n in (1, 2))
GOALS = (*BILLS, CREDIT, NOBODY)
OFFICE, LEAD, SECOND, CASHIER = (
    Staff(user=r, name=r, role=r) for r in (Role.CASH_OFFICE, Role.LEAD, Role.SUPERVISOR, Role.CASHIER)
)
CENTS, WHICH = st.integers(1, 4_000), st.integers(0, 99)
_SUMS = text("SELECT account, (credit_cents - debit_cents)::bigint AS cents FROM trial_balance")


class Payments(RuleBasedStateMachine):
    """``pays``: of each payment by its receipt, what it pays by now. ``back``: what the bank took back."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        emptied(self.url)
        self.engine = database.service_engine(self.url)
        staff = [StaffRow(user=r, name=r, role=r, passphrase_hash="-") for r in Role]
        with self.engine.begin() as connection:
            load(connection, *(statement(bill.number, BILLED) for bill in BILLS))
            add_desk(connection, "OAK3")
            loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
        self.desk, self.sent = PaperDesk("OAK3"), 0
        self.lines: dict[str, Line] = {}
        self.pays: dict[str, dict[Target, int]] = {}
        self.untouched: set[str] = set()
        self.taken = self.back = self.asked_back = 0

    @rule(first=CENTS, second=CENTS, goal=st.integers(0, 2))
    def take(self, first: int, second: int, goal: int) -> None:
        paid = {GOALS[goal]: first, GOALS[(goal + 1) % 3]: second}
        line = pay(self.desk, *paid.items())
        self.send()
        receipt = str(line.facts["receipt"])
        self.lines[receipt], self.pays[receipt] = line, paid
        self.untouched.add(receipt)
        self.taken += first + second

    @precondition(lambda self: self.untouched)
    @rule(which=WHICH, cents=CENTS)
    def move_at_the_desk(self, which: int, cents: int) -> None:
        """While its drawer is open, so before the office does anything about it."""
        receipt = sorted(self.untouched)[which % len(self.untouched)]
        source, to = next(iter(self.pays[receipt])), BILLS[1]
        cents = min(cents, self.pays[receipt][source])
        if source == to or source is CREDIT:
            return
        move(self.desk, self.lines[receipt], to.account(CENTER).code, cents)
        self.send()
        self.untouched.discard(receipt)
        self.shift(receipt, source, to, cents)

    @precondition(lambda self: self.pays)
    @rule(which=WHICH, source=st.integers(0, 2), to=st.integers(0, 3), cents=CENTS)
    def move_at_the_office(self, which: int, source: int, to: int, cents: int) -> None:
        """Done exactly where so much of this payment is there, and on the account where that is one."""
        receipt, leaves, goes = self.receipt(which), GOALS[source], GOALS[to]
        there = self.pays[receipt].get(leaves, 0)
        if leaves == CREDIT:
            there = min(there, self.on(CREDIT) - self.asked_back)
        about = self.ask(receipt, leaves, goes, cents)
        assert bool(about) == (leaves != goes and cents <= there), (leaves, goes, cents, there)
        if about:
            assert self.agree(about)
            assert not self.agree(about), "once"
            self.untouched.discard(receipt)
            self.shift(receipt, leaves, goes, cents)

    @precondition(lambda self: self.pays)
    @rule(which=WHICH)
    def return_its_check(self, which: int) -> None:
        """All that it pays goes back from where it is, also below zero where credit was asked back."""
        receipt = self.receipt(which)
        wish = Deed(line_id=new_id(), staff=OFFICE.user, what="return_check", receipt=receipt, number="1043", words="x")
        done = self.does(return_check, wish, OFFICE, SECOND, CENTER)
        assert done == (sum(self.pays[receipt].values()) > 0)
        self.untouched.discard(receipt)
        self.back += sum(self.pays[receipt].values())
        self.pays[receipt] = {}

    @rule(cents=CENTS)
    def ask_back(self, cents: int) -> None:
        wish = AskRefund(
            line_id=new_id(), staff=CASHIER.user, member=MEMBER, fund=CREDIT.code, book=BOOK.code, cents=cents, why="x"
        )
        done = self.does(ask_refund, wish, CASHIER, desk="OAK3", center=CENTER)
        assert done == (cents <= self.on(CREDIT) - self.asked_back)
        self.asked_back += cents * done

    def ask(self, receipt: str, source: Target, to: Target, cents: int) -> str:
        """The name of the move; empty where it was refused."""
        wish = Deed(
            line_id=new_id(),
            staff=OFFICE.user,
            what="move_closed",
            receipt=receipt,
            source=source.code,
            to=to.code,
            cents=cents,
            reason="wrong_statement",
        )
        return f"move.{wish.line_id}" if self.does(ask_move, wish, OFFICE, CENTER) else ""

    def agree(self, about: str) -> bool:
        return self.does(
            agree_to_move, Deed(line_id=new_id(), staff=LEAD.user, what="approve", about=about), LEAD, CENTER
        )

    def receipt(self, which: int) -> str:
        return sorted(self.pays)[which % len(self.pays)]

    def on(self, target: Target) -> int:
        return sum(paid.get(target, 0) for paid in self.pays.values())

    def shift(self, receipt: str, source: Target, to: Target, cents: int) -> None:
        paid = self.pays[receipt]
        paid[source] -= cents
        paid[to] = paid.get(to, 0) + cents

    def send(self) -> None:
        send(self.engine, self.desk, self.sent + 1)
        self.sent = len(self.desk.sent)

    def does(self, act: Callable[..., object], *args: Any, **more: Any) -> bool:
        with suppress(Refused), self.engine.begin() as connection:
            act(connection, *args, clock=clock, new_id=new_id, **more)
            return True
        return False

    @invariant()
    def the_ledger_agrees(self) -> None:
        with self.engine.connect() as connection:
            sums = {row.account: row.cents for row in connection.execute(_SUMS)}
        bank = Account(AccountKind.BANK, BOOK.region, BOOK)
        expected = {bill.account(CENTER).code: self.on(bill) - BILLED for bill in BILLS} | {
            CREDIT.account(CENTER).code: self.on(CREDIT) - self.asked_back,
            NOBODY.account(CENTER).code: self.on(NOBODY),
            CHECKS.code: -self.taken,
            bank.code: self.back,
        }
        assert {account: sums.get(account, 0) for account in expected} == expected
        assert sum(map(self.on, GOALS)) == self.taken - self.back, "applied is what was tendered and stayed"

    def teardown(self) -> None:
        try:
            assert check(self.engine).findings == []
        finally:
            self.engine.dispose()


SOME = settings(
    max_examples=10,
    stateful_step_count=25,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def payments(ledger_url: str) -> type[Payments]:
    return type("OurPayments", (Payments,), {"url": ledger_url})


def test_what_was_handed_over_is_somewhere_once(payments: type[Payments]) -> None:
    run_state_machine_as_test(payments, settings=SOME)


def test_a_part_that_is_moved_twice_is_caught(payments: type[Payments], monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof is believed because it finds the fault that is put there: what was moved before is looked for again."""
    monkeypatch.setattr(moves_decided, "pieces_of", _as_first_paid(pieces_of))
    machine = payments()
    try:
        machine.take(first=3_000, second=1_000, goal=0)
        for _ in range(2):
            assert machine.agree(machine.ask("OAK3-0000001", BILLS[0], BILLS[1], 3_000))
        with pytest.raises(AssertionError):
            machine.the_ledger_agrees()
        assert any("than it brought" in one for one in check(machine.engine).findings)
    finally:
        machine.engine.dispose()


def _as_first_paid(really: Callable[..., Any]) -> Callable[..., Any]:
    """What each payment paid when it was first looked at."""
    first: dict[UUID, list[Any]] = {}

    def forgets(connection: Any, found: Any) -> list[Any]:
        return first.setdefault(found.payment.lines[0].line_id, list(really(connection, found)))

    return forgets
