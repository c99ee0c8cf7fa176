"""A receipt of a dead desk that was entered again from its paper, and its own line: one payment, posted once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.chain import chained
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.ledger.check import check
from cashier.ledger.enrollment import revoke_desk
from cashier.ledger.held import held_rows
from cashier.ledger.keeping import NobodyKnown
from cashier.ledger.past import member_payments
from cashier.ledger.payment_found import find_payment
from cashier.ledger.receipts import receipt_of
from cashier.ledger.receive import _receive, read_run
from tests.ledger.conftest import (
    ADMIN,
    MEMBER,
    add_desk,
    balance,
    gather_all,
    owner_engine,
    send,
    wait_until_blocked,
)
from tests.ledger.paper_desk import BOOK, DRAWER, NOW, PaperDesk
from tests.ledger.test_carried import carry, replace_desk

BILL, OTHER = "S-10000001", "S-10000002"
OPEN, OPEN_OTHER = f"receivable:{BILL}", f"receivable:{OTHER}"
RECEIPT = "OAK3-0000002"
OLD_DRAWER = Account(AccountKind.DRAWER_CASH, "0198f1c0-0000-7000-8000-000000000003", BOOK)
CHECKS = Account(AccountKind.DRAWER_CHECKS, DRAWER.owner, BOOK)


def origin_of(receipt: str) -> dict[str, object]:
    """What an entry says of the paper that it is made from."""
    names = ["Rosa Delgado", "Helen Park"]
    return {"kind": "late", "book": receipt, "number": 0, "written_at": "2026-11-21T17:00:00.000000Z", "names": names}


class Two:
    """OAK3, which died with its second payment unsent, and OAK5, where its paper is entered."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.old, self.there = PaperDesk("OAK3"), PaperDesk("OAK5")
        self.old.pay_target(Target(TargetKind.STATEMENT, BILL), 100, OLD_DRAWER)
        self.own = self.old.pay_target(Target(TargetKind.STATEMENT, BILL), 300, OLD_DRAWER)
        send(engine, self.old, 1, 1)

    def enter(self, cents: int = 300, bill: str = BILL, into: Account = DRAWER, receipt: str = RECEIPT) -> Line:
        line = self.there.pay_target(Target(TargetKind.STATEMENT, bill), cents, into)
        self.there.sent.pop()
        entry = self.there.write(replace(line, facts={**line.facts, "origin": origin_of(receipt)}))
        send(self.engine, self.there)
        return entry

    def rescue(self, desk: str = "OAK7", replaces: str = "OAK3") -> PaperDesk:
        replace_desk(self.engine, desk, replaces)
        new = PaperDesk(desk)
        carry(new, self.old, 1)
        send(self.engine, new)
        return new

    def void(self, at: PaperDesk, paid: Line) -> Line:
        """By a second person's word, all of it."""
        back = tuple(Transfer(t.credit, t.debit, t.amount) for t in paid.transfers)
        facts = {
            "payment": paid.facts["payment"],
            "receipt": paid.facts["receipt"],
            "corrects": str(paid.line_id),
            "lines": [str(paid.line_id)],
            "parts": [[place, t.amount.cents] for place, t in enumerate(paid.transfers)],
            "approver": "helen",
            "approver_name": "Helen Park",
            "reason": "member asked",
        }
        return at.write(at.line(LineKind.VOIDED, facts=facts, transfers=back, line_id=uuid4()))

    def alarms(self) -> list[str]:
        with self.engine.connect() as connection:
            alarms = connection.execute(text("SELECT what, sentence FROM alarms ORDER BY alarm")).all()
        return [alarm.sentence for alarm in alarms if alarm.what == "entered_twice"]

    def held(self) -> list[tuple[str, str, int]]:
        with self.engine.connect() as connection:
            return [(row.desk, row.statement_number, row.held_cents) for row in held_rows(connection, NOW)]

    def money(self) -> dict[str, int]:
        """What lies in both drawers, what is held and what was paid on the bills."""
        with self.engine.connect() as connection:
            rows = connection.execute(text("SELECT account, debit_cents - credit_cents AS cents FROM trial_balance"))
            kept = {row.account: row.cents for row in rows}
        return {
            "old": kept.get(OLD_DRAWER.code, 0),
            "there": kept.get(DRAWER.code, 0),
            "held": -kept.get("held:OAK", 0),
            BILL: 10_000 - balance(self.engine, OPEN),
        }


@pytest.fixture
def two(engine: Engine) -> Two:
    with engine.begin() as connection:
        add_desk(connection, "OAK5")
    return Two(engine)


Act = Callable[[Two], object]


def _enter(two: Two) -> None:
    two.enter()


def _rescue(two: Two) -> None:
    two.rescue()


@pytest.mark.parametrize("acts", [(_enter, _rescue), (_rescue, _enter)])
def test_what_agrees_is_one_payment_whose_cash_lies_where_it_was_entered(two: Two, acts: tuple[Act, ...]) -> None:
    for act in acts:
        act(two)

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms(), two.held()) == ([], [], [])


def _sends(two: Two) -> None:
    send(two.engine, two.old, 2, 2)


@pytest.mark.parametrize(
    "acts", [(_enter, _rescue), (_rescue, _enter), (_enter, _rescue, _sends), (_sends, _rescue), (_rescue, _sends)]
)
def test_its_cash_is_counted_once_for_the_law(two: Two, acts: tuple[Act, ...]) -> None:
    for act in acts:
        act(two)
        gather_all(two.engine)
    with two.engine.connect() as connection:
        counted = connection.scalars(text("SELECT cents FROM cash_received ORDER BY cents")).all()
    assert counted == [100, 300]


@pytest.mark.parametrize("acts", [(_enter, _rescue), (_rescue, _enter)])
def test_it_is_listed_once_and_found_by_the_number_that_it_stands_under(two: Two, acts: tuple[Act, ...]) -> None:
    for act in acts:
        act(two)
    gather_all(two.engine)

    with two.engine.connect() as connection:
        assert sorted(row.cents for row in member_payments(connection, MEMBER)) == [100, 300]
        taken = connection.scalar(text("SELECT sum(cents) FROM day_sums"))
        for look in (receipt_of, find_payment):
            with pytest.raises(FieldRefused, match="entered from its paper at OAK5: use its number OAK5-0000001"):
                look(connection, RECEIPT)
        assert find_payment(connection, "OAK5-0000001").maker == "OAK5"
        assert receipt_of(connection, "OAK3-0000001").bodies
    assert taken == 400


def test_before_the_rescue_its_number_is_known_and_no_other_is(two: Two) -> None:
    two.enter()

    with two.engine.connect() as connection:
        with pytest.raises(Refused, match="OAK5-0000001"):
            receipt_of(connection, RECEIPT)
        with pytest.raises(NobodyKnown):
            receipt_of(connection, "OAK3-0000003")


@pytest.mark.parametrize("acts", [(_enter, _rescue), (_rescue, _enter)])
@pytest.mark.parametrize(("cents", "bill", "into"), [(310, BILL, DRAWER), (300, OTHER, DRAWER), (300, BILL, CHECKS)])
def test_of_two_that_differ_the_later_is_held_and_the_office_hears_of_it(
    two: Two, acts: tuple[Act, ...], cents: int, bill: str, into: Account
) -> None:
    is_first = acts[0] is _enter
    for act in acts:
        act(two) if act is _rescue else two.enter(cents, bill, into)

    (alarm,) = two.alarms()
    assert RECEIPT in alarm
    assert "line 2 of OAK7 (OAK3-0000002: $3.00 to S-10000001)" in alarm
    assert f"line 1 of OAK5 (OAK5-0000001: {Money(cents)} to {bill})" in alarm
    assert two.held() == ([("OAK7", BILL, 300)] if is_first else [("OAK5", bill, cents)])
    paid = (cents if bill == BILL else 0) if is_first else 300
    assert two.money()[BILL] == 100 + paid
    assert two.money()["old"] == 400, "a drawer has what its own journal says"
    assert check(two.engine).findings == []


def test_a_desk_that_comes_back_by_itself_counts_its_own_drawer(two: Two) -> None:
    two.enter()

    send(two.engine, two.old)

    assert two.money() == {"old": 400, "there": 300, "held": 300, BILL: 400}
    assert (len(two.alarms()), check(two.engine).findings) == (1, [])


def test_a_revoked_desk_that_delivers_by_itself_doubles_nothing(two: Two) -> None:
    two.enter()
    with two.engine.begin() as connection:
        revoke_desk(connection, "OAK3", "it may be stolen", ADMIN)

    send(two.engine, two.old)
    two.rescue()

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


def test_a_desk_whose_receipt_is_entered_while_it_delivers_doubles_nothing(two: Two, ledger_url: str) -> None:
    entry = two.there.pay_target(Target(TargetKind.STATEMENT, BILL), 300, DRAWER)
    two.there.sent.pop()
    two.there.write(replace(entry, facts={**entry.facts, "origin": origin_of(RECEIPT)}))
    lines = read_run("OAK5", two.there.run())

    with ThreadPoolExecutor(1) as pool:
        with two.engine.begin() as connection:
            _receive(connection, "OAK5", lines, b"", may_repeat=False)
            delivered = pool.submit(send, two.engine, two.old, 2, 2)
            wait_until_blocked(ledger_url, 1)
        assert delivered.result().received_through == 2

    assert len(two.alarms()) == 1
    assert balance(two.engine, OPEN) == 10_000 - 100 - 300
    assert check(two.engine).findings == []


def test_what_was_sent_before_the_desk_died_is_taken_out_of_its_drawer(two: Two) -> None:
    send(two.engine, two.old)
    two.rescue()

    two.enter()

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


def test_an_entry_from_a_drawer_that_was_closed_with_the_money_in_it_is_held(two: Two) -> None:
    shift = UUID(OLD_DRAWER.owner)
    two.old.sent.pop()
    own = replace(two.own, shift_id=shift)
    two.old.write(own)
    closed = two.old.line(LineKind.SHIFT_CLOSED, facts={}, transfers=(), line_id=uuid4())
    two.old.write(replace(closed, shift_id=shift))
    two.rescue()

    two.enter()

    assert two.money() == {"old": 400, "there": 300, "held": 300, BILL: 400}
    assert len(two.alarms()) == 1


def test_carried_on_and_sent_again_it_stays_one(two: Two) -> None:
    two.enter()
    two.rescue()
    two.rescue("OAK8", "OAK7")
    for desk in (two.old, two.there):
        send(two.engine, desk)

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


@pytest.mark.parametrize("is_rescued_first", [False, True])
def test_entered_at_two_desks_the_second_is_held(two: Two, is_rescued_first: bool) -> None:
    if is_rescued_first:
        two.rescue()
    two.enter()
    two.enter()
    if not is_rescued_first:
        two.rescue()

    assert two.money() == {"old": 100, "there": 600, "held": 300, BILL: 400}
    assert (len(two.alarms()), check(two.engine).findings) == (1, [])


@pytest.mark.parametrize("acts", [(_enter, _rescue), (_rescue, _enter)])
def test_an_entry_that_is_voided_after_both_are_here_is_the_payment_that_went_back(
    two: Two, acts: tuple[Act, ...]
) -> None:
    for act in acts:
        act(two)
    entry = _line_of(two, two.there, 0)
    two.void(two.there, entry)
    send(two.engine, two.there)
    gather_all(two.engine)

    assert two.money() == {"old": 100, "there": 0, "held": 0, BILL: 100}
    with two.engine.connect() as connection:
        assert [row.cents for row in member_payments(connection, MEMBER) if not row.is_voided] == [100]
    assert check(two.engine).findings == []


def test_what_comes_home_after_its_entry_was_voided_is_held(two: Two) -> None:
    two.void(two.there, two.enter())
    send(two.engine, two.there)

    two.rescue()

    assert two.money() == {"old": 400, "there": 0, "held": 300, BILL: 100}
    (alarm,) = two.alarms()
    assert "and voided there" in alarm
    assert check(two.engine).findings == []


def test_a_wrong_entry_that_was_voided_and_entered_right_is_the_payment(two: Two) -> None:
    two.void(two.there, two.enter(310))
    send(two.engine, two.there)
    with two.engine.connect() as connection, pytest.raises(NobodyKnown):
        receipt_of(connection, RECEIPT)
    two.enter()

    two.rescue()

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


def test_a_held_entry_that_is_voided_leaves_nothing(two: Two) -> None:
    two.rescue()
    entry = two.enter(310)
    two.void(two.there, entry)
    send(two.engine, two.there)

    assert two.money() == {"old": 400, "there": 0, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.held()) == ([], [])


@pytest.mark.parametrize("is_rescued_first", [False, True])
def test_a_payment_that_its_own_desk_voided_is_not_paid_by_its_paper(two: Two, is_rescued_first: bool) -> None:
    """Its paper was entered all the same: once both are here, what went back went back, or a person looks."""
    two.void(two.old, two.own)
    if is_rescued_first:
        two.rescue()
    two.enter()
    if not is_rescued_first:
        two.rescue()

    money = two.money()
    assert money[BILL] == 100
    assert money["old"] + money["there"] == 100 + money["held"]
    assert (len(two.alarms()), money["held"]) == ((1, 300) if is_rescued_first else (0, 0))
    assert check(two.engine).findings == []


def test_entry_and_own_line_in_one_run_are_one_payment(two: Two) -> None:
    replace_desk(two.engine, "OAK7", "OAK3")
    new = two.there = PaperDesk("OAK7")
    carry(new, two.old, 1)

    two.enter()

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


@pytest.mark.parametrize("receipt", ["OAK3-2", "OAK9-0000001", "S-10000001", ""])
def test_a_paper_that_no_desk_of_ours_made_is_a_payment(two: Two, receipt: str) -> None:
    two.enter(receipt=receipt)
    two.rescue()

    assert two.money() == {"old": 400, "there": 300, "held": 0, BILL: 700}
    assert check(two.engine).findings == []


def test_the_check_finds_one_that_counts_twice(two: Two, ledger_url: str) -> None:
    two.enter(receipt="OAK3-0000009")
    two.rescue()
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE reentered SET receipt = :receipt"), {"receipt": RECEIPT})
        body = connection.scalar(text("SELECT body FROM lines WHERE desk = 'OAK5'")).replace("OAK3-0000009", RECEIPT)
        chain = chained(PaperDesk("OAK5").chain, 1, body.encode())
        connection.execute(text("UPDATE lines SET body = :body, chain = :chain WHERE desk = 'OAK5'"), locals())
        connection.execute(text("UPDATE desks SET chain = :chain WHERE desk = 'OAK5'"), {"chain": chain})
    owner.dispose()

    assert check(two.engine).findings == [f"Receipt {RECEIPT} is paid by line 1 of OAK5 and line 2 of OAK7."]


def _line_of(two: Two, desk: PaperDesk, at: int) -> Line:
    return read_line(desk.sent[at].body.encode())
