"""A shop with a ledger for day scripts, desks that are added one by one, and a script that is worked through at one."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cashier.devices.terminal_simulated import simulated_terminal
from cashier.doors.replay import run_replay
from receipts.printers.simulated import SimulatedPrinter
from tests.e2e.workplace import HELEN, ROSA, LedgerProcess, new_desk

SIGN_IN = {"do": "sign_in", "user": ROSA.user, "passphrase": ROSA.passphrase}
OPEN = {"do": "open_shift", "float": {"20.00": 5, "10.00": 8, "1.00": 20}}
AS_HELEN = {"do": "sign_in", "user": HELEN.user, "passphrase": HELEN.passphrase}
APPROVER = {"user": HELEN.user, "passphrase": HELEN.passphrase}
MAI_LINH, GUARANTOR = "11048827", "200417733"


@dataclass(slots=True)
class Shop:
    """A ledger with the sample's people, and desks that are added one by one, each with devices of its own."""

    folder: Path
    ledger: LedgerProcess
    desks: int = 0

    @contextmanager
    def new_desk(self) -> Iterator[Path]:
        self.desks += 1
        code = f"OAK{self.desks}"
        with SimulatedPrinter(has_slip=True) as printer, simulated_terminal() as terminal, ExitStack() as leaving:
            leaving.callback(self.ledger.retire_desk, code)
            yield new_desk(
                self.folder / code,
                ledger_url=self.ledger.url,
                code=self.ledger.invite_desk(code),
                desk=code,
                more=f"\n[printer]\nport = {printer.port}\ncontrol_port = {printer.control_port}\n"
                'check_station = "slip"\nmicr = true\n' + terminal.toml(),
            )


@dataclass(frozen=True, slots=True)
class Replayed:
    """The exit code, and an answer for each line."""

    code: int
    answers: list[dict[str, Any]]


class Script:
    """Works through acts at one desk of its own."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = data
        self._capsys = capsys

    def play(self, *acts: dict[str, Any] | str) -> Replayed:
        path = self.data / "day.jsonl"
        path.write_text("".join(f"{a if isinstance(a, str) else json.dumps(a)}\n" for a in acts), "utf-8")
        code = run_replay(path, data=self.data, ledger_url=None)
        return Replayed(code, [json.loads(line) for line in self._capsys.readouterr().out.splitlines()])
