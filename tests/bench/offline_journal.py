"""A desk that was offline for long: a journal full of real payments that no ledger has, made once and kept."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

from cashier.domain.money import Money
from cashier.domain.payment import TakePayment, decide_payment
from cashier.domain.people import Staff
from cashier.domain.targets import Part, Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.doors.assembly import assembled
from cashier.security.keys import KEY_FILE
from cashier.store.opening import DIRECTORY_NAME, JOURNAL_NAME
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.situation import situation
from cashier.usecases.take_payment import add_receipt
from tests.bench.payers import Payer, payers
from tests.bench.place import Devices, cache_folder, fingerprint, kept_desk, open_drawer, write_papers

_PAYMENTS_A_STATEMENT = 20  # More than any is paid here, so that none is ever paid in full.
_PAYMENTS_AT_ONCE = 1_000
# Of these a line's bytes are made; if one changes, so does the journal.
_MADE_BY = ("cashier/domain/*.py", "cashier/store/journal.py", "tests/bench/offline_journal.py")


@contextmanager
def offline_desk(payments: int, members: int, devices: Devices) -> Iterator[Path]:
    """A data folder whose journal holds so many payments, for the length of a ``with``."""
    kept = _kept_journal(payments, members)
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as name:
        folder = Path(name)
        for file in (KEY_FILE, JOURNAL_NAME):
            shutil.copy2(kept / file, folder / file)
        write_papers(folder, devices)
        yield folder


def _kept_journal(payments: int, members: int) -> Path:
    kind = f"journal-{payments}-of-{members}"  # Each of these desks has a key of its own.
    folder = cache_folder() / f"{kind}-{fingerprint(*_MADE_BY)}"
    if not folder.exists():
        desk = kept_desk(members)
        unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
        unfinished.mkdir(mode=0o700)
        for file in (KEY_FILE, JOURNAL_NAME):
            shutil.copy2(desk / file, unfinished / file)
        (unfinished / DIRECTORY_NAME).symlink_to(desk / DIRECTORY_NAME)
        write_papers(unfinished, Devices())
        _take(unfinished, payments, members)
        for older in cache_folder().glob(f"{kind}-????????????"):
            shutil.rmtree(older)
        unfinished.rename(folder)
    return folder


def _take(folder: Path, payments: int, members: int) -> None:
    """By the use case's own steps, but many in one commit."""
    staff = open_drawer(folder)
    people = islice(cycle(list(islice(payers(members), payments))), payments)
    with assembled(folder) as assembly:
        while some := list(islice(people, _PAYMENTS_AT_ONCE)):
            with assembly.desk.open_work() as work:
                for person in some:
                    take_one(person, work, assembly.desk, staff)
                work.commit()


def take_one(person: Payer, work: UnitOfWork, desk: Desk, staff: Staff, *, parts: int = _PAYMENTS_A_STATEMENT) -> None:
    """One cash payment of so many that a bill is paid in, within the caller's unit of work."""
    bill = person.due[0]
    amount = Money(max(1, bill.open_cents // parts))
    wish = TakePayment(
        payment_id=desk.new_id(),
        member_number=person.number,
        parts=(Part(target=Target(TargetKind.STATEMENT, bill.number), amount=amount),),
        tenders=(Tender(kind=TenderKind.CASH, amount=amount),),
        identified={person.number: "number and date of birth"},
    )
    now = situation(wish, work, desk, staff=staff, shift=work.journal.open_shift())
    work.journal.append(decide_payment(wish, now))
    add_receipt(now.receipt, work)
