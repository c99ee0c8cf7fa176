"""Joins a desk from its data folder: settings, store, secrets, and the use cases' `Desk`. No lanes, no window."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cashier.domain.sign_in import OfflineLimits
from cashier.domain.times import Clock
from cashier.doors.key_place import find_key, is_rekeying
from cashier.doors.machine import machine_id
from cashier.doors.papers import Papers, new_id, now_utc, read_papers
from cashier.security.passphrases import Passphrases
from cashier.security.sealing import OfficeSealer
from cashier.security.second_factor import Authenticators
from cashier.store.lock import FolderLock
from cashier.store.opening import Origin, Store, open_store
from cashier.usecases.ports.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """An open desk: nobody else can open it until its store is closed."""

    papers: Papers
    store: Store
    desk: Desk


@contextmanager
def assembled(data: Path, *, clock: Clock = now_utc, replaces: str | None = None) -> Iterator[Assembly]:
    """An open desk for the length of a ``with``; see `assemble`. Raises ConfigTrouble or StoreTrouble."""
    assembly = assemble(data, clock=clock, replaces=replaces)
    try:
        yield assembly
    finally:
        assembly.store.close()


def assemble(
    data: Path, *, clock: Clock = now_utc, lock: FolderLock | None = None, replaces: str | None = None
) -> Assembly:
    """Open a desk; the caller closes ``store``. ``lock``: the folder's, if it is held already.

    ``replaces``: the desk whose place this one is about to take; until it has, it opens for nothing else.
    Raises ConfigTrouble or StoreTrouble.
    """
    papers, origin = read_papers(data, clock()), Origin(machine=machine_id(), replaces=replaces)
    if is_rekeying(data):
        _finish_rekey(data, papers, lock)
    store = open_store(data, desk=papers.settings.desk, key_source=find_key(data), lock=lock, origin=origin)
    return join(papers, store, clock)


def _finish_rekey(data: Path, papers: Papers, lock: FolderLock | None) -> None:
    """Loaded where it is needed, which is hardly ever."""
    from cashier.doors.rekeying import finish_rekey

    own = FolderLock(data) if lock is None else None
    try:
        finish_rekey(data, papers)
    finally:
        if own is not None:
            own.release()


def join(papers: Papers, store: Store, clock: Clock) -> Assembly:
    """The use cases' `Desk` over an open store."""
    keys = papers.settings.keys
    desk = Desk(
        place=papers.place,
        open_work=store.open_work,
        open_reading=store.open_reading,
        directory=store.directory,
        activity=store.activity,
        clock=clock,
        new_id=new_id,
        hasher=Passphrases(),
        second_factor=Authenticators(keys.check_token),
        sealer=OfficeSealer(office_public=keys.office_public, token_key=keys.check_token.encode()),
        offline=OfflineLimits(
            sign_in_h=papers.settings.offline_sign_in_h,
            approve_h=papers.settings.offline_approve_h,
        ),
        keep_suspended=timedelta(hours=papers.settings.suspended_h),
    )
    return Assembly(papers=papers, store=store, desk=desk)
