"""Gives a desk's data another key, and finishes that where something ended it in between."""

import json
from contextlib import closing
from pathlib import Path

from cashier.domain.errors import StoreTrouble
from cashier.doors.assembly import assembled
from cashier.doors.key_place import find_key
from cashier.doors.papers import Papers, now_utc, read_papers
from cashier.security.keys import NEXT_SUFFIX, RECOVERY_FILE, take_place, wrap_key, write_private
from cashier.store.lock import FolderLock
from cashier.store.rekey import rekey_store
from cashier.store.verify import VerifyReport


def run_rekey(data: Path) -> int:
    """Print what was proven under the new key as one JSON object; the second copy is whole again by then.

    Raises ConfigTrouble or StoreTrouble.
    """
    papers = read_papers(data, now_utc())
    copy = data / papers.settings.second_copy_folder
    if not copy.is_dir():
        raise StoreTrouble(f"The second copy's folder {copy} is not there. Bring its disk back, then try again.")
    lock = FolderLock(data)
    try:
        keys = find_key(data)
        if keys.read() is not None and keys.successor().read() is None:
            keys.successor().make()
        proof = finish_rekey(data, papers)
    finally:
        lock.release()
    with assembled(data) as assembly, closing(assembly.store.second_copy(copy)) as lane:
        while lane.step() == 0:
            pass
        if trouble := lane.trouble():
            raise StoreTrouble(trouble)
    print(json.dumps({"desk": proof.desk, "lines": proof.lines, "chain": proof.chain, "holds": proof.holds}))
    return 0


def finish_rekey(data: Path, papers: Papers) -> VerifyReport:
    """Every file under the new key, then the key itself; the folder's lock is the caller's. Raises StoreTrouble."""
    keys = find_key(data)
    old, new = keys.read(), keys.successor().read()
    if old is None or new is None:
        raise StoreTrouble(f"A key of {data} is missing. Put it back where it was; no new one is made for old data.")
    copy = data / papers.settings.second_copy_folder
    proof = rekey_store(data, copy, old=old, new=new)
    wrapped = wrap_key(new, papers.settings.keys.recovery_public).encode()
    for folder in (data, copy) if copy.is_dir() else (data,):
        unfinished = folder / f"{RECOVERY_FILE}{NEXT_SUFFIX}"
        unfinished.unlink(missing_ok=True)
        write_private(unfinished, wrapped)
        take_place(unfinished, folder / RECOVERY_FILE)
    keys.succeed()
    return proof
