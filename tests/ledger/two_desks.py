"""A desk that died and one where its papers are entered again, for tests of both."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.line import Line, LineKind
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.ledger.held import held_rows
from tests.ledger.conftest import add_desk, balance, send
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
        with engine.begin() as connection:
            add_desk(connection, "OAK5")
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


Act = Callable[[Two], object]


def enter(two: Two) -> None:
    """Its second receipt, from the paper."""
    two.enter()


def rescue(two: Two) -> None:
    """Its second payment's own line."""
    two.rescue()


def sends(two: Two) -> None:
    """It comes on by itself after all."""
    send(two.engine, two.old, 2, 2)
