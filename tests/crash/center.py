"""A medical center to crash in: its ledger, its printers and terminals live on while its desks do not."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from cashier.config import DESK_FILE
from cashier.devices.terminal_simulated import SimulatedTerminal, simulated_terminal
from cashier.domain.ids import uuid7
from cashier.domain.statements import StatementKind
from cashier.doors.papers import now_utc
from cashier.ledger.administration import Admin
from cashier.ledger.database import service_engine
from cashier.ledger.enrollment import invite
from cashier.ledger.loading import load_directory
from cashier.ledger.people import new_staff
from cashier.wire import GuarantorRow, MemberRow, StatementRow
from receipts.printers.simulated import SimulatedPrinter
from tests.crash.nursery import Nursery, running_nursery
from tests.e2e.workplace import CENTER, HELEN, ROSA, LedgerProcess, new_desk
from tests.fakes.proxy import Proxy, cutting_proxy

MEMBER, GUARANTOR = "11048827", "200417733"
STATEMENTS = tuple(f"S-4821{number:04d}" for number in range(24))
BILLED_CENTS = 900_000
PAGE_ROWS_MAX = 5  # So that even this small directory comes in several pages.
ASK_AGAIN_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One desk's folder and its own devices."""

    code: str
    data: Path
    printer: SimulatedPrinter
    terminal: SimulatedTerminal

    def charged(self) -> dict[str, int]:
        """What the terminal's own book says: cents by approval code; each service id was charged once."""
        book = json.loads(self.terminal.terminal.obey(b'{"do": "book"}'))["book"]
        assert len({charge["service"] for charge in book}) == len(book)
        return {charge["approval"]: int(charge["authorized"].replace(".", "")) for charge in book}

    def given_back(self) -> dict[str, int]:
        """The same of what went back to a card."""
        book = json.loads(self.terminal.terminal.obey(b'{"do": "book"}'))["book"]
        gone = [charge for charge in book if "reversed" in charge]
        return {charge["approval"]: int(charge["reversed"].replace(".", "")) for charge in gone}

    def steer_terminal(self, do: str) -> None:
        self.terminal.terminal.obey(json.dumps({"do": do}).encode())


@dataclass(slots=True)
class CrashCenter:
    """What outlives a desk. ``nursery`` is where desks run and die, ``line`` is between them and the ledger."""

    folder: Path
    ledger: LedgerProcess
    line: Proxy
    nursery: Nursery
    chance: random.Random
    desks: int = 0

    def new_id(self) -> str:
        """As a window makes one when it opens a member."""
        return str(uuid7(now_utc(), self.chance.randbytes))

    @contextmanager
    def desk(self) -> Iterator[Place]:
        """A new desk with an empty journal, the whole directory, a printer and a terminal."""
        self.desks += 1
        code = f"CR{self.desks:02d}"
        with self.books() as engine, engine.begin() as connection:
            admin = Admin(by="crash", clock=now_utc, new_id=lambda: UUID(self.new_id()))
            invitation = invite(connection, code, CENTER, admin)
        with SimulatedPrinter() as printer, simulated_terminal() as terminal:
            data = new_desk(
                self.folder / code,
                ledger_url=f"http://127.0.0.1:{self.line.port}",
                code=invitation.code,
                desk=code,
                more=f"\n[printer]\nport = {printer.port}\n" + terminal.toml(ask_again_s=ASK_AGAIN_S),
            )
            yield Place(code=code, data=data, printer=printer, terminal=terminal)

    @contextmanager
    def books(self) -> Iterator[Engine]:
        """The ledger's database, looked at beside the service."""
        engine = service_engine(self.ledger.database[1])
        try:
            yield engine
        finally:
            engine.dispose()


def in_small_pages(data: Path) -> None:
    """Let a desk ask for its directory in many pages, and forget the one it has."""
    settings = data / DESK_FILE
    settings.write_text(
        settings.read_text("utf-8").replace("[ledger]\n", f"[ledger]\npage_rows_max = {PAGE_ROWS_MAX}\n"), "utf-8"
    )
    for name in ("directory.db", "directory.db-wal", "directory.db-shm"):
        (data / name).unlink(missing_ok=True)


@contextmanager
def crash_center(folder: Path, seed: int) -> Iterator[CrashCenter]:
    """A ledger with one member who owes a lot, and the nursery."""
    ledger = LedgerProcess(folder / "ledger")
    ledger.start()
    try:
        with cutting_proxy(lambda: False) as line, running_nursery(folder) as nursery:
            line.target = ledger.port
            center = CrashCenter(folder=folder, ledger=ledger, line=line, nursery=nursery, chance=random.Random(seed))
            _load_people(center)
            yield center
    finally:
        ledger.stop()


def _load_people(center: CrashCenter) -> None:
    today = now_utc().date()
    people: dict[str, Any] = {
        "members": [
            MemberRow(
                number=MEMBER,
                guarantor_number=GUARANTOR,
                family_name="Tran",
                given_names="Mai Linh",
                birth_date=date(1961, 3, 14),
                region="ncal",
                home_center=CENTER,
            )
        ],
        "guarantors": [GuarantorRow(number=GUARANTOR, name="Tran, Mai Linh", region="ncal")],
        "statements": [_statement(number, today) for number in STATEMENTS],
        "staff": [
            new_staff(user=one.user, name=one.name, role=one.role, passphrase=one.passphrase) for one in (ROSA, HELEN)
        ],
    }
    with center.books() as engine, engine.begin() as connection:
        load_directory(connection, **people, clock=now_utc, new_id=lambda: UUID(center.new_id()))


def _statement(number: str, today: date) -> StatementRow:
    return StatementRow(
        number=number,
        kind=StatementKind.HOSPITAL,
        region="ncal",
        member_number=MEMBER,
        guarantor_number=GUARANTOR,
        title="Hospital bill",
        statement_date=today,
        due_date=today + timedelta(days=30),
        billed_cents=BILLED_CENTS,
        open_cents=BILLED_CENTS,
        version=1,
    )
