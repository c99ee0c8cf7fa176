"""day-totals: what a day's 600,000 payments come to, by center, desk, cashier and tender, asked of a real ledger."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from os import urandom
from pathlib import Path
from time import perf_counter
from uuid import UUID

from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind, credit
from cashier.domain.ids import uuid7
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.shift import OpenShift, decide_open_shift
from cashier.domain.targets import Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.transfer import Transfer
from cashier.doors.papers import new_id, now_utc
from cashier.doors.processes import MAIN
from cashier.ledger import database, loading
from cashier.ledger.administration import Admin, keep_center
from cashier.ledger.check import check
from cashier.ledger.day_sums import EVERYTHING, day_totals, dimensions
from cashier.ledger.drawers import open_drawers
from cashier.ledger.embedded import embedded_postgres_url, remove_embedded_postgres
from cashier.wire import RUN_LINES_MAX, GuarantorRow
from tests.bench.figures import Figure, Outcome, Watch
from tests.bench.many_desks import take_in
from tests.ledger.paper_desk import BOOK, NOW, TODAY, PaperDesk, payment_facts
from tests.receiving import receive_run

_DESKS, _PAYMENTS = 3_000, 200  # A desk's; together 600,000.
_DESKS_A_CENTER = 75
_GUARANTORS = 2_000
_TIMES = 20
_BY = (EVERYTHING, "region,center,tender", "center", "cashier", "")
_TENDERS = (
    (TenderKind.CASH, AccountKind.DRAWER_CASH),
    (TenderKind.CARD, AccountKind.CARD_CLEARING),
    (TenderKind.CHECK, AccountKind.DRAWER_CHECKS),
)
_FROM_TRANSFERS = text(
    """
    SELECT desk, staff, split_part(debit, ':', 1), sum(cents) FROM transfers JOIN lines USING (desk, sequence)
    WHERE business_date = :day AND kind = 'payment' GROUP BY 1, 2, 3
    """
)
_ADMIN = Admin(by="bench", clock=now_utc, new_id=new_id)


def measure(quick: bool) -> Outcome:
    """The whole answer in this process, and the command from its start to its end."""
    desks, payments = (30, 20) if quick else (_DESKS, _PAYMENTS)
    with tempfile.TemporaryDirectory(prefix="counterfoil-ledger-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL's own user goes in and out here, where the bench runs as root.
        try:
            with embedded_postgres_url(folder) as url:
                database.prepare(url)
                engine = database.service_engine(url)
                _fill(engine, desks, payments)
                figures = _measured(engine, url, expected=desks * payments)
                engine.dispose()
        finally:
            remove_embedded_postgres(folder)
    return Outcome(
        bench="day-totals",
        workload=f"{desks * payments:,} payments of one day, {payments:,} at each of {desks:,} desks, each shift with "
        f"cash, cards and checks; every way to ask {_TIMES} times (PostgreSQL, fsync on)",
        figures=figures,
    )


def _measured(engine: Engine, url: str, *, expected: int) -> Mapping[str, Figure]:
    watches = {by or "one total": _asked(engine, by, expected) for by in _BY}
    worst = max(max(watch.times_s) for watch in watches.values())
    with engine.connect() as connection:
        since = perf_counter()
        connection.execute(_FROM_TRANSFERS, {"day": TODAY}).all()
        from_transfers_s = perf_counter() - since
    report = check(engine)
    assert report.holds, report.findings
    return {
        "ms": round(worst * 1000, 1),
        "asked": {by: watch.spread for by, watch in watches.items()},
        "asked by the office": _by_the_office(engine),
        "command_ms": round(_command_s(url) * 1000),
        "floor": {"summed from the transfers themselves, ms": round(from_transfers_s * 1000)},
        "ratio": round(worst / from_transfers_s, 4),
        "check": {"holds": report.holds, "payments": report.payments},
    }


def _by_the_office(engine: Engine) -> dict[str, Figure]:
    """What a supervisor asks, who is told no sum with the cash of her own drawer; here she has none."""
    totals, drawers, supervisor = Watch(), Watch(), Staff(user="ana", name="Ana Ruiz", role=Role.SUPERVISOR)
    for _ in range(_TIMES):
        with totals, engine.connect() as connection:
            day_totals(connection, TODAY, dimensions("center"), caller=supervisor.user)
        with drawers, engine.connect() as connection:
            open_drawers(connection, supervisor, center="C000")
    return {"totals by center": totals.spread, "the drawers of a center": drawers.spread}


def _asked(engine: Engine, by: str, expected: int) -> Watch:
    watch, counted = Watch(), 0
    for _ in range(_TIMES):
        with watch, engine.connect() as connection:
            counted += sum(row.tenders or 0 for row in day_totals(connection, TODAY, dimensions(by)))
    assert counted == _TIMES * expected
    return watch


def _command_s(url: str) -> float:
    since = perf_counter()
    command = ("ledger", "day-totals", "--date", TODAY.isoformat(), "--database-url", url)
    subprocess.run([sys.executable, str(MAIN), *command], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - since


def _fill(engine: Engine, desks: int, payments: int) -> None:
    guarantors = [f"{200_000_000 + number}" for number in range(_GUARANTORS)]
    rows = [GuarantorRow(number=number, name="Tran, Mai", region="ncal") for number in guarantors]
    with engine.begin() as connection:
        loading.load_directory(connection, guarantors=rows, clock=lambda: datetime.now(UTC), new_id=_new_id)
    for place in range(desks):
        desk, center = PaperDesk(f"D{place:04d}"), f"C{place // _DESKS_A_CENTER:03d}"
        with engine.begin() as connection:
            keep_center(connection, center, center, "ncal", _ADMIN)
            take_in(connection, desk.desk, None, _ADMIN, center=center)
        shift_id = _open_drawer(desk, center)
        for turn in range(payments):
            _pay(desk, center, shift_id, guarantors[(place * payments + turn) % _GUARANTORS], turn)
        for first in range(1, len(desk.sent) + 1, RUN_LINES_MAX):
            run = desk.run(first, first + RUN_LINES_MAX - 1)
            receive_run(engine, desk.desk, run)


def _open_drawer(desk: PaperDesk, center: str) -> UUID:
    """The cashier's drawer with nothing in it; returns its shift."""
    wish = OpenShift(shift_id=_new_id(), count={}, business_date=TODAY)
    cashier = Staff(user=_cashier(desk), name="Rosa Delgado", role=Role.CASHIER)
    opening = decide_open_shift(
        wish,
        staff=cashier,
        desk=desk.desk,
        center=center,
        region=BOOK.region,
        float_book=BOOK,
        open_now=None,
        now=NOW,
    )
    desk.write(opening)
    return wish.shift_id


def _cashier(desk: PaperDesk) -> str:
    return f"cashier{desk.desk}"


def _pay(desk: PaperDesk, center: str, shift_id: UUID, guarantor: str, turn: int) -> None:
    kind, account = _TENDERS[turn % len(_TENDERS)]
    cents = 1_000 + 37 * turn
    desk.receipts += 1
    target = Target(TargetKind.CREDIT, guarantor)
    facts = payment_facts(f"{desk.desk}-{desk.receipts:07d}", target, cents)
    facts = replace(facts, tenders=(Tender(kind=kind, amount=Money(cents), number=str(turn)),))
    owner = desk.desk if account is AccountKind.CARD_CLEARING else str(shift_id)
    moved = Transfer(Account(account, owner, BOOK), credit(guarantor), Money(cents))
    line = desk.line(LineKind.PAYMENT, facts=facts.facts(), transfers=(moved,), line_id=facts.payment_id)
    desk.write(replace(line, center=center, staff=_cashier(desk), shift_id=shift_id))


def _new_id() -> UUID:
    return uuid7(datetime.now(UTC), urandom)
