"""A process that takes payments, telling each receipt's number once it is committed, until it is killed."""

import sys
from pathlib import Path

from tests.store.desk_store import a_payment, reopened


def main(folder: Path, count: int) -> None:
    store = reopened(folder)
    while True:
        with store.open_work() as work:
            receipt = work.journal.next_receipt()
            work.journal.append(a_payment(receipt, count))
            work.jobs.add(receipt, 0)
            work.commit()
        sys.stdout.write(f"{receipt}\n")
        sys.stdout.flush()
        count += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
