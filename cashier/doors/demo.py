"""From nothing to a working desk: embedded ledger, invented people, simulated printer and card terminal, the window."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cashier.config import DEMO_ORGANIZATION, DESK_FILE, ORGANIZATION_FILE
from cashier.doors.folder import own_folder
from cashier.doors.key_place import read_desk_key
from cashier.doors.ledger_process import RunningLedger, running_ledger
from cashier.doors.processes import MAIN, say_ready, start_child, when_asked_to_leave
from cashier.doors.screen import check_screen
from cashier.exchange.sample import sample_staff
from cashier.ledger.embedded import REMEMBERED
from cashier.security.keys import write_private
from cashier.security.organization import new_organization_keys

_DESK, _CENTER, _WINDOW, _COLUMNS = "OAK3", "OAK", "Window 3", 42
_TERMINAL_ROOT = "terminal-root.pem"
# Two cashiers, two who approve, two who keep the safe and release money: every act of two or three can be tried.
SHOWN = ("rosa", "luis", "helen", "omar", "priya")


def run_demo(data: Path | None, *, members: int, window: bool) -> int:
    """Serve the demo until its window is closed, or until it is stopped. Returns the exit code. Raises CashierError."""
    if window:
        check_screen()
    folder = (data or own_folder("demo")).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    print(f"The demo's data is in {folder}.", file=sys.stderr)
    with _running(folder, members) as demo:
        if window:
            from cashier.doors.desk import run_desk

            return run_desk(demo.desk_folder, is_demo=True)
        leaving = threading.Event()
        when_asked_to_leave(leaving.set, until_eof=False)
        say_ready(demo.facts)
        leaving.wait()
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Demo:
    """What runs: where the desk's data folder is, and what a script needs to know."""

    desk_folder: Path
    facts: dict[str, Any]


@contextmanager
def _running(folder: Path, members: int) -> Iterator[_Demo]:
    """The demo's ledger and devices, and a desk that is enrolled and has its directory."""
    with running_ledger(folder / "ledger") as ledger:
        _say_database(folder)
        memory = str(folder / "terminal.json")
        devices = start_child(
            "simulators", "--columns", str(_COLUMNS), "--terminal-memory", memory, log=folder / "demo.log"
        )
        try:
            desk_folder = _prepare(folder, ledger, devices.said, members)
            yield _Demo(desk_folder=desk_folder, facts=_facts(desk_folder, ledger, devices.said))
        finally:
            devices.stop()


def _say_database(folder: Path) -> None:
    """Where the ledger's database is, when it is not with the rest: whoever begins anew deletes both."""
    outside = folder / "ledger" / REMEMBERED
    if outside.exists():
        place = Path(outside.read_text("utf-8").strip())
        print(f"Its ledger's database is in {place}. To begin anew, delete both folders.", file=sys.stderr)


def _prepare(folder: Path, ledger: RunningLedger, devices: dict[str, Any], members: int) -> Path:
    """Fill a new ledger, enroll the desk, write its settings. A second start only writes where things listen now.

    Returns the desk's data folder.
    """
    from cashier.doors.enrolling import enroll_desk
    from cashier.doors.setup import fill_directory, make_desk

    desk_folder, kept, database = folder / "desk", folder / "kept.json", ("--database-url", ledger.database_url)
    is_new = not kept.exists()
    if is_new:
        print("Making the demo's people and bills; this takes a few seconds, once.", file=sys.stderr)
        _ledger("load-sample", "--members", str(members), *database)
        # What a real organization keeps in its office lies beside the demo, so that recovery can be tried.
        _write_anew(folder / "kept.new", json.dumps(new_organization_keys()).encode())
        shutil.rmtree(desk_folder, ignore_errors=True)  # Of a first start that did not end, as may be that file.
        desk_folder.mkdir(mode=0o700)
        shutil.copyfile(DEMO_ORGANIZATION, desk_folder / ORGANIZATION_FILE)
    of = json.loads((folder / "kept.new" if is_new else kept).read_text("utf-8"))
    authority = desk_folder / _TERMINAL_ROOT
    _write_anew(authority, devices["terminal"]["authority"].encode())
    terminal = devices["terminal"] | {"authority": str(authority)}
    _write_anew(desk_folder / DESK_FILE, _settings(of, ledger, devices | {"terminal": terminal}).encode())
    if is_new:
        make_desk(desk_folder)
    if is_new or read_desk_key(desk_folder) is None:
        invited = _ledger("desks", "invite", _DESK, "--center", _CENTER, "--by", "demo", *database)
        enroll_desk(desk_folder, code=invited["code"])
    if is_new:
        (folder / "kept.new").rename(kept)
    fill_directory(desk_folder)
    return desk_folder


def _write_anew(path: Path, content: bytes) -> None:
    """There are secrets in it: nobody else may read the file."""
    path.unlink(missing_ok=True)
    write_private(path, content)


def _ledger(*arguments: str) -> Any:
    """Run one of the ledger's own commands; returns the JSON that it printed."""
    done = subprocess.run([sys.executable, str(MAIN), "ledger", *arguments], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def _settings(kept: dict[str, Any], ledger: RunningLedger, devices: dict[str, Any]) -> str:
    """The demo desk's ``desk.toml``."""
    printer, other, reader = devices["printer"], devices["other_printer"], devices["reader"]
    terminal = "".join(f"{name} = {json.dumps(said)}\n" for name, said in devices["terminal"].items())
    check_reader = (
        f'[reader]\ndevice = "{reader["device"]}"\ncontrol_port = {reader["control_port"]}\n\n' if reader else ""
    )
    people = "\n".join(
        f"[[demo_sign_ins]]\nuser = {json.dumps(person.user)}\npassphrase = {json.dumps(person.passphrase)}\n"
        f"role = {json.dumps(person.role.value)}\n"
        for person in sample_staff()
        if person.user in SHOWN
    )
    return (
        f'desk = "{_DESK}"\nwindow = "{_WINDOW}"\ncenter = "{_CENTER}"\n\n'
        f"[ledger]\nurl = {json.dumps(ledger.url)}\n\n"
        f"[keys]\nrecovery_public = {json.dumps(kept['recovery']['public'])}\n"
        f"office_public = {json.dumps(kept['office']['public'])}\ncheck_token = {json.dumps(kept['check_token'])}\n\n"
        f"[printer]\nport = {printer['port']}\ncontrol_port = {printer['control_port']}\ncolumns = {_COLUMNS}\n"
        'check_station = "slip"\nmicr = true\n\n'
        f'[other_printer]\nname = "Printer at Window 2"\nport = {other["port"]}\n'
        f"control_port = {other['control_port']}\ncolumns = {_COLUMNS}\n\n"
        f"[terminal]\n{terminal}\n{check_reader}{people}"
    )


def _facts(desk_folder: Path, ledger: RunningLedger, devices: dict[str, Any]) -> dict[str, Any]:
    return {
        "ledger_url": ledger.url,
        "database_url": ledger.database_url,
        "data": str(desk_folder),
        "desk": _DESK,
        "center": _CENTER,
        "sign_ins": [{"user": p.user, "passphrase": p.passphrase, "role": p.role.value} for p in sample_staff()],
        "printer": {"host": "127.0.0.1", "port": devices["printer"]["port"]},
        "terminal": {"host": "127.0.0.1", "port": devices["terminal"]["port"]},
    }
