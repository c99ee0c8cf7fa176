"""Opens the training desk (R13): a store, people, printer and card terminal of its own, and no way to any ledger.

All of it is made anew each time and goes when training ends. Its key is kept nowhere, so that a folder which a sudden
end leaves behind can be read by nobody.
"""

import os
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from cashier.config_devices import PrinterSettings, TerminalSettings
from cashier.devices.terminal_simulated import simulated_terminal
from cashier.domain.people import Role
from cashier.domain.training import TRAINING_DESK, TRAINING_LEDGER, TRAINING_PASSPHRASE, TRAINING_SIGNERS
from cashier.doors.assembly import Assembly, join
from cashier.doors.folder import TRAINING_FOLDER, forget_training
from cashier.doors.papers import Papers, new_id
from cashier.doors.plug import NoLedger
from cashier.exchange.sample import sample_stream
from cashier.security.passphrases import hash_passphrase
from cashier.store.opening import Store, create_store, open_store
from cashier.sync.rows import directory_page
from cashier.usecases.ports.directory import DirectoryPage
from cashier.wire import MemberRow, Page, StaffRow, StatementRow
from receipts.printers.simulated import SimulatedPrinter

_MEMBERS, _SEED = 300, 2
_HERE = "ncal"  # Whose invented people become the desk's own; all others are another region's, or are left out.


def training_papers(real: Papers, now: datetime, *, printer: PrinterSettings, terminal: TerminalSettings) -> Papers:
    """The desk's own settings with another name, simulated devices and no others."""
    settings = real.settings.model_copy(
        update={
            "desk": TRAINING_DESK,
            "printer": printer,
            "terminal": terminal,
            "reader": None,  # The real one is heard through the desk's own lane.
            "office_printer": None,
            "other_printer": None,
            "demo_sign_ins": (),
        }
    )
    place = real.organization.place(TRAINING_DESK, settings.center, settings.window, now.date())
    return Papers(settings=settings, organization=real.organization, place=place)


def make_training(real: Assembly, undoing: ExitStack) -> Assembly:
    """A new training desk, open, in a folder within the desk's own; ``undoing`` ends its devices and removes it.

    Slow. Raises StoreTrouble.
    """
    folder, now = real.store.folder / TRAINING_FOLDER, real.desk.clock()
    forget_training(real.store.folder)
    undoing.callback(forget_training, real.store.folder)
    columns = (real.papers.settings.printer or PrinterSettings()).columns
    printer = undoing.enter_context(SimulatedPrinter(columns=columns))
    terminal = undoing.enter_context(simulated_terminal())
    papers = training_papers(
        real.papers,
        now,
        printer=PrinterSettings(port=printer.port, control_port=printer.control_port, columns=columns),
        terminal=terminal.settings(control_port=terminal.control_port),
    )
    store = _new_store(folder, now)
    try:
        store.directory_writer.apply(_people(papers, now), now)
    except BaseException:
        store.close()
        raise
    return join(papers, store, real.desk.clock)


def no_ledger() -> NoLedger:
    """What stands where the ledger's line would be."""
    return NoLedger(TRAINING_LEDGER)


def _new_store(folder: Path, now: datetime) -> Store:
    key = _KeptNowhere()
    create_store(folder, key_source=key, desk=TRAINING_DESK, now=now)
    return open_store(folder, key_source=key, desk=TRAINING_DESK)


class _KeptNowhere:
    """The port `KeySource` for data that outlives no session."""

    def __init__(self) -> None:
        self._key: bytes | None = None

    def read(self) -> bytes | None:
        return self._key

    def make(self) -> bytes:
        self._key = os.urandom(32)
        return self._key


def _people(papers: Papers, now: datetime) -> DirectoryPage:
    """Invented members with their bills, at home at this desk's center, and colleagues who sign beside the trainee."""
    place = papers.place
    regions = {_HERE: place.region} | ({"scal": place.elsewhere[0].region} if place.elsewhere else {})
    members: list[MemberRow] = []
    statements: list[StatementRow] = []
    for family in sample_stream(_MEMBERS, _SEED, now.astimezone(place.time_zone).date()):
        for member in family.members:
            if member.region in regions:
                home = place.center_name if member.region == _HERE else member.home_center
                members.append(member.model_copy(update={"region": regions[member.region], "home_center": home}))
        statements += [
            bill.model_copy(update={"region": regions[bill.region]})
            for bill in family.statements
            if bill.region in regions
        ]
    words = hash_passphrase(TRAINING_PASSPHRASE)
    staff = tuple(
        StaffRow(user=user, name=name, role=Role(role), passphrase_hash=words, badge="", active=True)
        for user, name, role in TRAINING_SIGNERS
    )
    return directory_page(
        Page(
            epoch=str(new_id()),
            mark=0,
            after="",
            more=False,
            members=tuple(members),
            statements=tuple(statements),
            staff=staff,
        )
    )
