"""A desk with its devices for the tests of the real window, and what can be known of it from outside the window."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cashier.devices.terminal_simulated import simulated_terminal
from cashier.domain.line import LineKind
from receipts.printers.simulated import SimulatedPrinter
from tests.e2e.refusing import journal_of
from tests.e2e.workplace import LedgerProcess, answer_of, new_desk, run_main


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstation:
    """``data`` is the desk's folder, ``code`` its name on receipts."""

    data: Path
    code: str
    office: LedgerProcess
    printer: SimulatedPrinter

    @property
    def papers(self) -> list[str]:
        """What has come out of the printer, the oldest first."""
        return [sheet.text for sheet in self.printer.machine.sheets()]

    def payments(self) -> list[dict[str, Any]]:
        """The journal's payments, in order, while the window is open, too."""
        return [json.loads(one.body) for one in journal_of(self.data) if one.line.kind is LineKind.PAYMENT]

    def posted(self) -> dict[str, int]:
        """What the ledger posted of this desk, in cents from and to each kind of account or statement."""
        shown = run_main("ledger", "transfers", *self.office.database)
        assert shown.returncode == 0, shown.stderr
        sums: Counter[str] = Counter()
        for row in csv.DictReader(io.StringIO(shown.stdout)):
            if row["desk"] == self.code and row["kind"] == "payment":
                sums[_short(row["debit"])] += int(row["cents"])
                sums[_short(row["credit"])] -= int(row["cents"])
        return dict(sums)

    def prove(self) -> None:
        """Journal and ledger hold what they promise."""
        assert answer_of("journal", "verify", "--data", str(self.data))["holds"]
        assert answer_of("ledger", "check", *self.office.database)["holds"]


@contextmanager
def workstation(folder: Path, code: str, office: LedgerProcess) -> Iterator[Workstation]:
    """A new desk at this ledger, its printer and card terminal on; their ports are served until the block ends."""
    with SimulatedPrinter() as printer, simulated_terminal() as terminal:
        data = new_desk(
            folder,
            ledger_url=office.url,
            code=office.invite_desk(code),
            desk=code,
            more=f"\n[printer]\nport = {printer.port}\ncontrol_port = {printer.control_port}\n" + terminal.toml(),
        )
        yield Workstation(data=data, code=code, office=office, printer=printer)


def _short(account: str) -> str:
    """The statement of a receivable, else what kind of account it is."""
    kind, _, name = account.partition(":")
    return name if kind == "receivable" else kind
