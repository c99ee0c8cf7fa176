"""office-page: from the rail to the Office page painted, with a center of 200 drawers asked of a real ledger."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.doors.assembly import assembled
from cashier.doors.enrolling import enroll_desk
from cashier.doors.lanes import until_idle
from cashier.doors.papers import new_id, now_utc
from cashier.exchange.sample import sample_staff
from cashier.ledger.administration import Admin
from cashier.ledger.database import opened_ledger
from cashier.security.keys import KEY_FILE, FileKey
from cashier.store.opening import create_store
from cashier.wire_office import OfficeAsked
from tests.bench.backlog import _command, _lanes, _ledger
from tests.bench.figures import Figure, Outcome, Watch, ratio, share
from tests.bench.many_desks import names, take_in
from tests.bench.place import CENTER, DESK, Devices, write_papers
from tests.bench.window import Driver, open_window
from tests.domain.drawer_lines import shift_lines
from tests.fakes.builders import SHIFT_ID
from tests.ledger.paper_desk import BOOK, PaperDesk, payment_facts
from tests.receiving import receive_run
from ui.office.page import OfficePage
from ui.pages import DESK as DESK_PAGE
from ui.pages import OFFICE

_MEMBERS, _DRAWERS, _PAYMENTS, _OPENINGS = 2_000, 200, 30, 40
_OMAR = next((person.user, person.passphrase) for person in sample_staff() if person.user == "omar")


def measure(quick: bool) -> Outcome:
    """The first opening, those after it, and beside them the ledger's answer alone, without a page."""
    members, drawers, payments, openings = (500, 10, 3, 5) if quick else (_MEMBERS, _DRAWERS, _PAYMENTS, _OPENINGS)
    with _ledger(members) as ledger:
        _fill(ledger.said["database_url"], drawers, payments)
        with _desk(ledger.said["url"], ledger.said["database_url"]) as folder, open_window(folder) as desk:
            desk.sign_in(*_OMAR)
            first, again, floor = Watch(), Watch(), Watch()
            _open(desk, first)
            desk.gaps.begin()
            for _ in range(openings):
                _open(desk, again)
                _ask(desk, floor)
            held_up_ms = desk.gaps.longest_ms()
            shown = len(_page(desk)._table.drawers)
    figures: dict[str, Figure] = {
        "first_ms": share(first.times_s, 100),
        "p50_ms": share(again.times_s, 50),
        "p99_ms": share(again.times_s, 99),
        "gap_ms": held_up_ms,
        "opened": again.spread,
        "floor": {"the ledger's answer alone": floor.spread},
        "ratio": ratio(again.times_s, floor.times_s),
    }
    return Outcome(
        bench="office-page",
        workload=f"the Office page from the rail until the ledger answered over loopback and it was painted whole, "
        f"{openings} times; {shown:,} open drawers of a center with {payments} payments each, a list of {drawers:,} "
        f"payments without a name and one of {drawers:,} that could not be posted; window of 1440 x 900 off screen",
        figures=figures,
    )


@contextmanager
def _desk(url: str, database: str) -> Iterator[Path]:
    """A new desk, enrolled, without a drawer, that has heard all from its ledger."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as name:
        folder = Path(name)
        create_store(folder, key_source=FileKey(folder / KEY_FILE), desk=DESK, now=now_utc())
        write_papers(folder, Devices(ledger_url=url))
        enroll_desk(folder, code=_command("desks", "invite", DESK, "--center", CENTER, database=database)["code"])
        with assembled(folder) as assembly, _lanes(assembly) as sync:
            until_idle(sync.pull)  # Who may sign in is among it.
        yield folder


def _page(desk: Driver) -> OfficePage:
    page = desk._signed_in.office
    assert page is not None
    return page


def _open(desk: Driver, watch: Watch) -> None:
    """From another page; the ledger is asked anew each time."""
    shell, page = desk._signed_in._shell, _page(desk)
    desk.until(lambda: not page._asking._is_running, "no question is out")
    shell.show_page(DESK_PAGE)
    desk.let_go_on()
    before = page._last
    with watch:
        shell.show_page(OFFICE)
        desk.until(lambda: page._last is not before, "the center was seen")
        desk.paint_all()
    assert page._last is not None
    assert not page._last.away, page._last.away


def _ask(desk: Driver, floor: Watch) -> None:
    """What the ledger takes, on the client that the page asks with."""
    doors = desk.window._doors
    assert doors is not None
    source = doors.office._ledger  # type: ignore[attr-defined]
    asked = OfficeAsked(staff=_OMAR[0], business_date=now_utc().date(), cash_most_cents=200_000)
    since = perf_counter()
    source.office(asked)
    floor.times_s.append(perf_counter() - since)


def _fill(database: str, drawers: int, payments: int) -> None:
    """So many desks of the center, each with an open drawer, one payment without a name and one that is held."""
    admin = Admin(by="bench", clock=now_utc, new_id=new_id)
    with opened_ledger(data=None, database_url=database) as engine:
        for desk in names(drawers):
            with engine.begin() as connection:
                take_in(connection, desk, None, admin)
            paper = PaperDesk(desk)
            shift = new_id()
            paper.write(_opening(desk, shift))
            for turn in range(payments):
                paper.write(_payment(paper, shift, turn))
            run = paper.run()
            receive_run(engine, desk, run)


def _opening(desk: str, shift: UUID) -> Line:
    """A counted float, as a desk opens its drawer with it."""
    line = shift_lines()[0]
    body = line.body().decode().replace(str(SHIFT_ID), str(shift))
    return replace(read_line(body.encode()), line_id=new_id(), desk=desk, center=CENTER)


def _payment(paper: PaperDesk, shift: UUID, turn: int) -> Line:
    """Cash: the first has no name, the second a statement that nobody knows, the others pay a guarantor's credit."""
    targets = (Target(TargetKind.HOLDING, ""), Target(TargetKind.STATEMENT, f"{paper.desk}-99"))
    target = targets[turn] if turn < len(targets) else Target(TargetKind.CREDIT, "200417733")
    facts = payment_facts(f"{paper.desk}-{turn + 1:07d}", target, 1000)
    drawer = Account(AccountKind.DRAWER_CASH, str(shift), BOOK)
    moved = (Transfer(drawer, target.account(CENTER), Money(1000)),)
    line = paper.line(LineKind.PAYMENT, facts=facts.facts(), transfers=moved, line_id=facts.payment_id)
    return replace(line, shift_id=shift)
