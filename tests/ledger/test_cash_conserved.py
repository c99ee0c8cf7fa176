"""Cash is conserved on the ledger, too: whatever is sent when, twice or in pieces, until it is in the bank's deposit.

The machine of two desks, with hands that send, carry bags into the safe and take them to the bank; it keeps its own
books and never reads a transfer to do so. The ledger, which also decides between the desks, is a real PostgreSQL.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, text

from cashier.domain import hand_over, shift_close
from cashier.domain.accounts import Book, BookLine
from cashier.domain.bags import bags_of
from cashier.domain.count import exactly
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Role, Staff
from cashier.domain.shift import DENOMINATIONS
from cashier.domain.statements import StatementKind
from cashier.ledger import as_said, database, deposits, rows
from cashier.ledger.check import check
from cashier.ledger.custody import deposit_arrived, give_deposit
from cashier.ledger.deposits import prepare_deposit, review_deposit
from cashier.ledger.filled import bag_in_safe
from cashier.ledger.handed import arriving, decide
from cashier.ledger.judging import Posted
from cashier.ledger.safe import accept_bag
from cashier.sync.handed import LedgerTransfers
from cashier.usecases.ports.transfers import TransfersElsewhere
from cashier.wire import Run, SentLine
from cashier.wire_handed import DecideHanded, HandedDecided, HandedList
from cashier.wire_safe import DepositArrived, GiveDeposit, PrepareDeposit, ReviewDeposit, Seen
from tests.fakes.memory_store import MemoryDesk
from tests.ledger.conftest import add_desk, clock, emptied, load, load_helen, new_id, statement
from tests.receiving import receive_run
from tests.usecases.test_cash_between_desks import THEIR_FLOAT, TwoDesks
from tests.usecases.test_cash_conserved import BILL, PREMIUM_BILL

KEEPER = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
REVIEWER = Staff(user="omar", name="Omar Castellanos", role=Role.CASH_OFFICE)
CENTER = "OAK"
ALL_NOTES = {kind.code: 9999 for kind in DENOMINATIONS}
BILLED = 10**9 - 1
_SUMS = text(
    """
    SELECT kind, sum(cents)::bigint AS cents FROM (
        SELECT split_part(debit, ':', 1) AS kind, cents FROM transfers
        UNION ALL SELECT split_part(credit, ':', 1), -cents FROM transfers
    ) AS moved GROUP BY kind
    """
)


@dataclass(frozen=True, slots=True)
class AtTheLedger:
    """Asks the ledger about cash between desks, as one of them."""

    engine: Engine
    desk: str

    def handed(self, staff: str, *, left_behind: bool = False) -> HandedList:
        assert not left_behind
        with self.engine.connect() as connection:
            return arriving(connection, self.desk, CENTER, staff)

    def decide_handed(self, transfer_id: str, wish: DecideHanded) -> HandedDecided:
        with self.engine.begin() as connection:
            return decide(connection, UUID(transfer_id), wish, desk=self.desk, center=CENTER, now=clock())


class Books(TwoDesks):
    """Two desks and their ledger. ``at``: by place in the journal, where all money was and how much had been taken.

    ``theirs_at``: the same of the other desk, which takes none.
    """

    url = ""

    def __init__(self) -> None:
        super().__init__()
        emptied(self.url)
        self.engine = database.service_engine(self.url)
        premium = statement(PREMIUM_BILL, BILLED).model_copy(update={"kind": StatementKind.PREMIUM})
        with self.engine.begin() as connection:
            load(connection, statement(BILL, BILLED), premium)
            for desk in ("OAK3", "OAK4"):
                add_desk(connection, desk)
            load_helen(connection)
        self.theirs_at = [dict.fromkeys(self.their_figures(), 0)]
        self.at: list[tuple[dict[str, int], int]] = [(self.figures(), 0)]
        self.sent = self.theirs_sent = 0
        self.in_safe: list[str] = []
        self.contents: dict[str, tuple[int, bool]] = {}
        self.prepared: list[tuple[Any, list[str]]] = []
        self.sealed: list[tuple[str, int]] = []
        self.on_road: list[tuple[str, int]] = []
        self.accepted = self.deposited = self.given = self.banked = 0

    @initialize()
    def begin(self) -> None:
        """The first line is written by then."""
        self.note()

    def note(self) -> None:
        """Of several lines that one act writes, the last moves the money."""
        for _ in range(len(self.counter.store.lines()) - len(self.at)):
            self.at.append(self.at[-1])
        if len(self.counter.store.lines()) == len(self.at):
            self.at.append((self.figures(), self.taken))
        for _ in range(len(self.other.store.lines()) - len(self.theirs_at)):
            self.theirs_at.append(self.theirs_at[-1])
        if len(self.other.store.lines()) == len(self.theirs_at):
            self.theirs_at.append(self.their_figures())

    def link(self, desk: str) -> TransfersElsewhere:
        return LedgerTransfers(AtTheLedger(self.engine, desk))

    def send_word(self) -> None:
        """The ledger hears of it when the desk sends it, and not before."""

    @rule(share=st.integers(1, 100), again=st.integers(0, 3))
    def send(self, share: int, again: int) -> None:
        """Some of what is to send, and some of what was sent before: its answer was lost."""
        self.note()
        self.sent = self.push("OAK3", self.counter.store, self.sent, share, again)

    @rule(share=st.integers(1, 100), again=st.integers(0, 3))
    def send_theirs(self, share: int, again: int) -> None:
        self.note()
        self.theirs_sent = self.push("OAK4", self.other.store, self.theirs_sent, share, again)

    def push(self, desk: str, store: MemoryDesk, sent: int, share: int, again: int) -> int:
        """Returns how far the ledger has it then."""
        lines = store.tables.lines
        last = sent + (len(lines) - sent) * share // 100
        if some := lines[max(0, sent - again) : last]:
            run = Run(lines=tuple(SentLine(sequence=n.sequence, chain=n.chain, body=n.body.decode()) for n in some))
            assert receive_run(self.engine, desk, run).received_through == last
        return last

    @rule()
    def restart(self) -> None:
        """The service ends, and another one is started over the same database."""
        self.engine.dispose()
        self.engine = database.service_engine(self.url)

    def known_bags(self) -> list[str]:
        """Those whose line the ledger has, and which are not in the safe yet."""
        said = [line.facts for line in self.counter.store.lines()[: self.sent]]
        filled = [bag["number"] for facts in said for bag in facts.get("bags", ()) if isinstance(bag, dict)]
        return [bag for bag in filled if bag in self.bagged]

    @precondition(lambda self: self.known_bags())
    @rule(which=st.integers(0, 99))
    def take_in(self, which: int) -> None:
        bags = self.known_bags()
        bag = bags[which % len(bags)]
        with self.engine.begin() as connection:
            accept_bag(connection, bag, new_id(), KEEPER, CENTER, clock=clock, new_id=new_id)
        cents, is_premium = self.bagged.pop(bag)
        self.in_safe.append(bag)
        self.accepted += cents
        self.contents[bag] = cents, is_premium

    @precondition(lambda self: self.in_safe)
    @rule(is_premium=st.booleans())
    def prepare(self, is_premium: bool) -> None:
        bags = [bag for bag in self.of_closed_drawers() if self.contents[bag][1] == is_premium]
        if not bags:
            return
        book = Book("ncal", BookLine.PREMIUM if is_premium else BookLine.MEDICAL)
        wish = PrepareDeposit(line_id=new_id(), center=CENTER, book=book.code, bags=tuple(bags), **self.in_bags(bags))
        with self.engine.begin() as connection:
            prepare_deposit(connection, wish, KEEPER, clock=clock, new_id=new_id)
        self.in_safe = [bag for bag in self.in_safe if bag not in bags]
        self.prepared.append((wish.line_id, bags))

    @precondition(lambda self: self.prepared)
    @rule()
    def review(self) -> None:
        deposit, bags = self.prepared.pop()
        wish = ReviewDeposit(line_id=new_id(), seal=bags[0], **self.in_bags(bags))
        with self.engine.begin() as connection:
            review_deposit(connection, deposit, wish, REVIEWER, clock=clock, new_id=new_id)
        cents = sum(self.contents[bag][0] for bag in bags)
        self.deposited += cents
        self.sealed.append((bags[0], cents))

    @precondition(lambda self: self.sealed)
    @rule()
    def hand_to_courier(self) -> None:
        seal, cents = self.sealed.pop()
        wish = GiveDeposit(line_id=new_id(), staff=KEEPER.user, number=seal, courier="Lee, Bay Couriers")
        with self.engine.begin() as connection:
            give_deposit(connection, wish, KEEPER, CENTER, clock=clock, new_id=new_id)
        self.given += cents
        self.on_road.append((seal, cents))

    @precondition(lambda self: self.on_road)
    @rule()
    def arrive(self) -> None:
        seal, cents = self.on_road.pop()
        wish = DepositArrived(line_id=new_id(), staff=KEEPER.user, number=seal, receipt="118")
        with self.engine.begin() as connection:
            deposit_arrived(connection, wish, KEEPER, CENTER, clock=clock, new_id=new_id)
        self.banked += cents

    def of_closed_drawers(self) -> list[str]:
        """Bags in the safe whose drawer was closed, as far as the ledger has heard."""
        lines = self.counter.store.lines()[: self.sent]
        closed = {line.shift_id for line in lines if line.kind is LineKind.SHIFT_CLOSED}
        filled = {bag for line in lines if line.shift_id in closed for bag in bags_of(line)}
        return [bag for bag in self.in_safe if bag in filled]

    def in_bags(self, bags: list[str]) -> dict[str, Any]:
        """Cash and checks of some bags: cash as their slips say, and each check that was put into them."""
        said = [bag for line in self.counter.store.lines() for bag in line.facts.get("bags", ()) if "cash_cents" in bag]
        cash = sum(bag["cash_cents"] for bag in said if bag["number"] in bags)
        with self.engine.connect() as connection:
            items = [item for bag in bags for item in bag_in_safe(connection, bag, CENTER).items]
        checks = tuple(Seen(number=item.number, cents=item.amount.cents) for item in items)
        assert sum(check.cents for check in checks) == sum(self.contents[bag][0] for bag in bags) - cash
        return {"count": exactly(ALL_NOTES, Money(cash)) or {}, "checks": checks}

    @invariant()
    def the_ledger_agrees(self) -> None:
        self.note()
        figures, taken = self.at[self.sent]
        theirs = self.theirs_at[self.theirs_sent]
        figures = {kind: cents + theirs.get(kind, 0) for kind, cents in figures.items()}
        with self.engine.connect() as connection:
            sums = {row.kind: row.cents for row in connection.execute(_SUMS)}
        expected = figures | {
            "transit": figures["transit"] - self.accepted,
            "safe": figures["safe"] + self.accepted - self.deposited,
            "deposit": self.deposited - self.given,
            "courier": self.given - self.banked,
            "bank": self.banked,
        }
        held = {kind: sums.get(kind, 0) for kind in expected}
        assert held == expected
        assert sum(held.values()) == taken

    def teardown(self) -> None:
        """The ledger's own proof finds nothing either."""
        try:
            assert check(self.engine).findings == []
        finally:
            self.engine.dispose()


SOME = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def books(ledger_url: str) -> type[Books]:
    return type("Books", (Books,), {"url": ledger_url})


def test_the_cash_of_drawers_transit_safe_and_deposits_is_what_was_taken(books: type[Books]) -> None:
    run_state_machine_as_test(books, settings=SOME)


def walk(books: type[Books]) -> Books:
    """One way through all of it, until the money is in the bank's deposit; the ledger is looked at after each step."""
    machine = books()
    steps: list[Callable[[], None]] = [
        lambda: machine.first_shift(20000),
        machine.begin,
        lambda: machine.send(100, 0),  # What follows is a run of payments alone, which goes the short way.
        lambda: machine.take(6000, is_premium=False, by_check=False, more=17),
        lambda: machine.take(41260, is_premium=False, by_check=True, more=0),
        lambda: machine.take(2500, is_premium=True, by_check=False, more=0),
        lambda: machine.take(700, is_premium=False, by_check=False, more=0),
        lambda: machine.void(3),
        lambda: machine.drop(4000, is_premium=False),
        lambda: machine.send(60, 0),
        lambda: machine.give(5, is_premium=False, then=""),
        lambda: machine.send(100, 0),
        lambda: machine.accept(0, is_right=False),
        lambda: machine.accept(0, is_right=True),
        lambda: machine.send_theirs(100, 0),
        machine.settle,
        machine.crash,
        lambda: machine.count(-500, is_closed=True, left=20000),
        lambda: machine.send(100, 2),
        machine.restart,
        *(lambda: machine.take_in(0) for _ in range(3)),
        lambda: machine.prepare(is_premium=False),
        lambda: machine.prepare(is_premium=True),
        machine.review,
        machine.review,
        machine.hand_to_courier,
        machine.hand_to_courier,
        machine.arrive,
    ]
    try:
        for step in steps:
            step()
            machine.the_ledger_agrees()
        return machine
    finally:
        machine.engine.dispose()


def test_all_of_it_comes_into_the_banks_deposit(books: type[Books]) -> None:
    machine = walk(books)

    given = machine.their_cash - THEIR_FLOAT
    assert given == (20000 + 6000 - 4000) * 5 // 100
    assert machine.deposited == machine.accepted == 4000 + (6000 - 4000 - given - 500) + 41260 + 2500
    assert not machine.prepared
    assert not machine.in_safe


def a_cent_less_in_the_bag(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the desk's code: the close forgets a cent."""
    goes = shift_close._goes

    def forgets(*known: Any) -> Money:
        amount = goes(*known)
        return amount - Money(1) if amount > ZERO else amount

    monkeypatch.setattr(shift_close, "_goes", forgets)


def a_cent_less_posted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the ledger's code: of each cash that comes in a cent is not posted."""
    columns = as_said._transfer_columns

    def forgets(*known: Any) -> tuple[list[object], ...]:
        *others, debits, paid, cents = columns(*known)
        less = [
            c - 1 if str(d).startswith("drawer_cash") and isinstance(c, int) and c > 1 else c
            for d, c in zip(debits, cents, strict=True)
        ]
        return (*others, debits, paid, less)

    monkeypatch.setattr(as_said, "_transfer_columns", forgets)
    row = rows.transfer_row

    def forgets_one(desk: str, one: Posted) -> str:
        is_in = one.debit.startswith("drawer_cash") and one.cents > 1
        return row(desk, replace(one, cents=one.cents - 1) if is_in else one)

    monkeypatch.setattr(
        "cashier.ledger.posting.transfer_row", forgets_one
    )  # What has to be judged, as cash between drawers has.


def a_cent_less_in_the_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the ledger's code: a deposit takes a cent less out of the safe than is in its bags."""
    moves = deposits.deposit_move

    def forgets(*known: Any) -> Any:
        moved = moves(*known)
        return replace(moved, amount=moved.amount - Money(1)) if moved.amount > Money(1) else moved

    monkeypatch.setattr(deposits, "deposit_move", forgets)


def a_cent_less_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the desk's code: what is accepted from a colleague is a cent less than what they gave."""
    moved = hand_over._moved

    def forgets(*known: Any, into_drawer: bool) -> Any:
        transfers = moved(*known, into_drawer=into_drawer)
        less = Money(1 if into_drawer else 0)
        return tuple(replace(one, amount=one.amount - less) for one in transfers)

    monkeypatch.setattr(hand_over, "_moved", forgets)


@pytest.mark.parametrize(
    "plant", [a_cent_less_in_the_bag, a_cent_less_posted, a_cent_less_in_the_bank, a_cent_less_arrives]
)
def test_an_off_by_one_is_caught_wherever_it_is_planted(
    books: type[Books], monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """The proof is believed because it finds the fault that is put there."""
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        walk(books)
