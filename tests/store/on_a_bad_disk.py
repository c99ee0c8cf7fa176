"""A process that works on a disk which takes no more, or as a user who may not write; it tells what it was told."""

import os
import resource
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from cashier.domain.errors import StoreTrouble
from cashier.store.opening import Store, create_store, open_store
from cashier.store.verify import verify_journal
from tests.fakes.builders import NOW, OAK3
from tests.store.desk_store import KEY, MemoryKey, a_payment, reopened

NOBODY = 65_534
FILE_BYTES_MOST = 300_000


def take_until_refused(store: Store) -> None:
    for count in range(1_000, 3_000):
        with store.open_work() as work:
            receipt = work.journal.next_receipt()
            work.journal.append(a_payment(receipt, count))
            work.commit()
        sys.stdout.write(f"{receipt}\n")


def on_a_disk_of_its_own(folder: Path) -> None:
    """Fill a disk of 700 KiB, find it read-only at the next start, and go on when there is room: as root in a world of
    our own, where a disk may be mounted.
    """
    disk = folder / "disk"
    disk.mkdir()
    mount(disk, "size=700k")
    create_store(disk / "desk", key_source=MemoryKey(KEY), desk=OAK3.desk, now=NOW)
    with closing(opened(disk / "desk")) as store:
        try:
            take_until_refused(store)
        except StoreTrouble as trouble:
            sys.stdout.write(f"{trouble.sentence}\n")
        assert verify_journal(store.journal).holds
    mount(disk, "remount,ro,size=700k")
    try:
        opened(disk / "desk")
    except StoreTrouble as trouble:
        sys.stdout.write(f"{trouble.sentence}\n")
    mount(disk, "remount,rw,size=8m")
    with closing(opened(disk / "desk")) as store:
        report = verify_journal(store.journal)
        with store.open_work() as work:
            work.journal.append(a_payment(work.journal.next_receipt(), 5_000))
            work.commit()
    sys.stdout.write(f"{report.holds} {report.receipts}\n")


def opened(folder: Path) -> Store:
    return open_store(folder, key_source=MemoryKey(KEY), desk=OAK3.desk, free_mb_least=0)


def mount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(disk)], check=True)


def main(kind: str, folder: Path) -> None:
    try:
        if kind == "small":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MOST, FILE_BYTES_MOST))
            take_until_refused(reopened(folder))
        elif kind == "own":
            on_a_disk_of_its_own(folder)
        else:
            if os.getuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            reopened(folder)
    except StoreTrouble as trouble:
        sys.stdout.write(f"{trouble.sentence}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
