"""A process that works on a disk which takes no more, or as a user who may not write; it tells what it was told."""

import os
import resource
import signal
import sys
from pathlib import Path

from cashier.domain.errors import StoreTrouble
from tests.store.desk_store import a_payment, reopened

NOBODY = 65_534
FILE_BYTES_MOST = 300_000


def take_until_refused(folder: Path) -> None:
    store = reopened(folder)
    for count in range(1_000, 3_000):
        with store.open_work() as work:
            receipt = work.journal.next_receipt()
            work.journal.append(a_payment(receipt, count))
            work.commit()
        sys.stdout.write(f"{receipt}\n")


def main(kind: str, folder: Path) -> None:
    try:
        if kind == "small":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MOST, FILE_BYTES_MOST))
            take_until_refused(folder)
        else:
            if os.getuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            reopened(folder)
    except StoreTrouble as trouble:
        sys.stdout.write(f"{trouble.sentence}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
