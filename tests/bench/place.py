"""Data folders to measure in: many invented members in a real, encrypted directory, made once and kept in a cache."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from secrets import token_urlsafe

import platformdirs

from cashier.config import DESK_FILE, ORGANIZATION_FILE
from cashier.domain.people import Staff
from cashier.domain.shift import OpenShift
from cashier.doors.assembly import assembled
from cashier.exchange.loaded import Loaded
from cashier.exchange.sample import sample_staff, sample_stream
from cashier.security.box import make_box_key
from cashier.security.keys import KEY_FILE, FileKey
from cashier.security.passphrases import hash_passphrase
from cashier.store.directory_pages import DirectoryPages
from cashier.store.engine import DatabaseFile, _opening
from cashier.store.opening import DIRECTORY_NAME, JOURNAL_NAME, create_store, open_store
from cashier.sync.rows import directory_page
from cashier.usecases.find_member import today_at
from cashier.usecases.shift import open_shift
from cashier.usecases.sign_in import sign_in
from cashier.wire import MemberRow, Page, StaffRow, StatementRow
from tests.bench.heavy import heavy_families

ROOT = Path(__file__).resolve().parents[2]
DESK, CENTER = "OAK3", "OAK"
SEED = 1
DAY = date(2026, 11, 21)  # The day that the members' bills are due around, so that a cached directory never ages.
ROSA = (sample_staff()[0].user, sample_staff()[0].passphrase)
"""Who sits at the desk: her name and passphrase."""
FLOAT_COUNT = {"20.00": 5, "10.00": 8, "1.00": 20}
_FAMILIES_AT_ONCE = 5_000
# Of these files a kept directory is made; if one changes, it is made anew.
_MADE_BY = (
    "cashier/domain/names.py",
    "cashier/store/directory_pages.py",
    "cashier/store/migrations/*/*.py",
    "cashier/exchange/sample*.py",
    "tests/bench/heavy.py",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Where a bench's printer and ledger are; port 0 where there is none. ``terminal``: the card terminal's section."""

    printer_port: int = 0
    printer_host: str = "127.0.0.1"
    terminal: str = ""
    ledger_url: str = "http://127.0.0.1:9"  # The discard port: nobody listens, as with a network that is down.


def cache_folder() -> Path:
    folder = platformdirs.user_cache_path("counterfoil") / "bench"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def bench_desk(members: int, devices: Devices, *, shift_is_open: bool = True) -> Iterator[Path]:
    """A desk's data folder for the length of a ``with``: so many members, an empty journal, Rosa's drawer open.

    The directory is the kept one itself, which a desk without a ledger only reads.
    """
    kept = kept_desk(members)
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as name:
        folder = Path(name)
        shutil.copyfile(kept / KEY_FILE, folder / KEY_FILE)
        (folder / KEY_FILE).chmod(0o600)
        shutil.copyfile(kept / JOURNAL_NAME, folder / JOURNAL_NAME)
        (folder / DIRECTORY_NAME).symlink_to(kept / DIRECTORY_NAME)
        write_papers(folder, devices)
        if shift_is_open:
            open_drawer(folder)
        yield folder


def open_drawer(folder: Path, count: Mapping[str, int] = FLOAT_COUNT) -> Staff:
    """Rosa signs in and opens her drawer with a float as it was left; the journal's second copy has it, too."""
    with assembled(folder) as assembly:
        desk = assembly.desk
        staff = sign_in(*ROSA, desk)
        wish = OpenShift(shift_id=desk.new_id(), count=count, business_date=today_at(desk))
        open_shift(wish, desk, staff)
        copy = assembly.store.second_copy(folder / assembly.papers.settings.second_copy_folder)
        while copy.step() == 0.0:
            continue
        copy.close()
    return staff


def kept_desk(members: int) -> Path:
    """The cached folder with the key, an empty journal and a directory of so many members."""
    folder = cache_folder() / f"desk-{members}-{fingerprint()}"
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
        unfinished.mkdir(mode=0o700)
        _make(unfinished, members)
        for older in cache_folder().glob(f"desk-{members}-????????????"):
            shutil.rmtree(older)
        unfinished.rename(folder)
    _hear_from_the_ledger(folder)
    return folder


def write_papers(folder: Path, devices: Devices) -> None:
    """The desk's two settings files, and the folder of its second copy."""
    keys = make_box_key().public, make_box_key().public
    shutil.copyfile(ROOT / "cashier" / ORGANIZATION_FILE, folder / ORGANIZATION_FILE)
    (folder / "second-copy").mkdir(mode=0o700)
    printer = ""
    if devices.printer_port:
        printer = f'[printer]\nhost = "{devices.printer_host}"\nport = {devices.printer_port}\n'
    (folder / DESK_FILE).write_text(
        f'desk = "{DESK}"\nwindow = "Window 3"\ncenter = "{CENTER}"\n\n'
        f'[ledger]\nurl = "{devices.ledger_url}"\n\n'
        f'[keys]\nrecovery_public = "{keys[0]}"\noffice_public = "{keys[1]}"\n'
        f'check_token = "{token_urlsafe(32)}"\n\n{printer}{devices.terminal}',
        "utf-8",
    )


def _make(folder: Path, members: int) -> None:
    key = FileKey(folder / KEY_FILE)
    create_store(folder, key_source=key, desk=DESK, now=datetime.now(UTC))
    store = open_store(folder, key_source=key, desk=DESK)
    try:
        _fill(store.directory_writer, members)
    finally:
        store.close()


def _hear_from_the_ledger(folder: Path) -> None:
    """Nothing new, as of now: nobody signs in at a desk that has not heard from its ledger for days."""
    store = open_store(folder, key_source=FileKey(folder / KEY_FILE), desk=DESK)
    try:
        _apply(store.directory_writer, [], after="end", more=False)
    finally:
        store.close()


def _fill(directory: DirectoryPages, members: int) -> None:
    """As the pull lane does, in larger pages; the last one says that there is no more."""
    families = sample_stream(members, SEED, DAY)
    number = 0
    while some := list(islice(families, _FAMILIES_AT_ONCE)):
        number += 1
        _apply(directory, some, after=str(number), more=True)
    _apply(directory, list(heavy_families(DAY)), after="end", more=False, staff=(_staff_row(),))


def _apply(
    directory: DirectoryPages, some: list[Loaded], *, after: str, more: bool, staff: tuple[StaffRow, ...] = ()
) -> None:
    people: tuple[MemberRow, ...] = tuple(row for part in some for row in part.members)
    bills: tuple[StatementRow, ...] = tuple(row for part in some for row in part.statements)
    page = Page(epoch="bench", mark=0, after=after, more=more, members=people, statements=bills, staff=staff)
    directory.apply(directory_page(page), datetime.now(UTC))


def _staff_row() -> StaffRow:
    who = sample_staff()[0]
    return StaffRow(
        user=who.user, name=who.name, role=who.role, passphrase_hash=hash_passphrase(who.passphrase), badge=who.badge
    )


def fingerprint(*others: str) -> str:
    """Twelve letters that change with the files of which a kept directory is made, or with the ``others``."""
    encryption = _opening(DatabaseFile(path=Path(), key=b"", cache_kib=0, when_damaged=""))
    digest = hashlib.sha256("".join(encryption).encode())
    for pattern in (*_MADE_BY, *others):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
