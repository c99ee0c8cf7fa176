"""Sets a desk's data folder up: a new journal with its key, and the first fill of the directory."""

from contextlib import closing
from pathlib import Path

from cashier.domain.errors import CashierError
from cashier.domain.times import Clock
from cashier.doors.assembly import Assembly, assembled
from cashier.doors.key_place import find_key
from cashier.doors.lanes import sync_lanes, until_idle
from cashier.doors.machine import machine_id
from cashier.doors.papers import now_utc, read_papers
from cashier.security.keys import RECOVERY_FILE, wrap_key, write_private
from cashier.store.opening import Origin, create_store
from cashier.sync.link import Link


def make_desk(data: Path, *, clock: Clock = now_utc, replaces: str | None = None) -> None:
    """A new, empty journal in a folder that has its settings, and its key wrapped for recovery beside both copies.

    ``replaces``: the desk whose place it takes; it does not open before that one's lines have been brought along.
    Raises ConfigTrouble or StoreTrouble.
    """
    papers = read_papers(data, clock())
    keys, origin = find_key(data), Origin(machine=machine_id(), replaces=replaces)
    create_store(data, key_source=keys, desk=papers.settings.desk, now=clock(), origin=origin)
    key = keys.read()
    if key is None:
        raise CashierError(f"The new key of {data} can't be read back. Remove the folder and set the desk up again.")
    copy = data / papers.settings.second_copy_folder
    copy.mkdir(mode=0o700, parents=True, exist_ok=True)
    wrapped = wrap_key(key, papers.settings.keys.recovery_public).encode()
    for folder in (data, copy):
        write_private(folder / RECOVERY_FILE, wrapped)


def fill_directory(data: Path) -> None:
    """Take over all that the ledger has for this desk, so that its people can sign in. Raises CashierError."""
    with assembled(data) as assembly:
        fill(assembly)


def fill(assembly: Assembly, url: str | None = None) -> None:
    """The same for a desk that is open; ``url`` instead of the one in its settings. Raises CashierError."""
    link = Link(assembly.desk.clock, heard=lambda _: None)
    sync = sync_lanes(assembly, link=link, applied=lambda: None, hold_s=0, url=url)
    with closing(sync.plug):
        until_idle(sync.pull)
    if trouble := link.state().trouble:
        raise CashierError(trouble)
