"""The training desk as the program opens it: money that is practised with reaches no real journal, paper or drawer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cashier.config import DESK_FILE, ConfigTrouble
from cashier.domain.errors import LedgerAway
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.shift import OpenShift
from cashier.domain.training import TRAINING_PASSPHRASE
from cashier.doors import opened
from cashier.doors.papers import new_id
from cashier.store.lock import FolderLock
from cashier.usecases.find_member import find, today_at
from cashier.usecases.shift import open_shift
from cashier.usecases.sign_in import countersign
from cashier.usecases.take_payment import take_payment
from receipts.printers.simulated import SimulatedPrinter
from tests.bench.place import Devices, bench_desk
from tests.fakes.builders import a_wish, cash, pays
from ui.doors import Doors
from ui.news import News, PaperNews

ROSA = Staff(user="rosa", name="Rosa Delgado", role=Role.CASHIER)


@contextmanager
def real_desk(folder: Path) -> Iterator[Doors]:
    lock = FolderLock(folder)
    doors = opened.open_doors(folder, lock=lock, post=lambda _: None, is_demo=False)
    try:
        yield doors
    finally:
        doors.close()
        lock.release()


def _with_another_printer(folder: Path) -> Path:
    settings = folder / DESK_FILE
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[other_printer]\nport = 9\n", encoding="utf-8")
    return folder


def _step(doors: Doors, *names: str, until: Callable[[], bool] = lambda: False) -> None:
    """These lanes in turn, as their threads would."""
    for _ in range(500):
        for lane in doors.lanes:
            if lane.name in names:
                lane.step()
        if until():
            return


def test_what_is_practised_reaches_no_journal_no_printer_and_no_ledger_and_is_gone_after() -> None:
    news: list[News] = []
    with (
        SimulatedPrinter() as printer,
        bench_desk(2_000, Devices(printer_port=printer.port), shift_is_open=False) as folder,
        real_desk(_with_another_printer(folder)) as real,
    ):
        assert real.training is not None
        training = real.training(news.append)
        desk = training.desk
        assert real.receipt_printers is not None
        assert training.receipt_printers is not None
        assert (len(real.receipt_printers.names), len(training.receipt_printers.names)) == (2, 1)
        open_shift(OpenShift(shift_id=new_id(), count={"20.00": 5}, business_date=today_at(desk)), desk, ROSA)
        (tran,) = find("tran mai 3/14/61", desk).found
        taken = take_payment(a_wish(pays("S-48211904", 6000), tenders=(cash(10000),), payment_id=new_id()), desk, ROSA)
        training.open_drawer()
        _step(training, "printer", "papers", until=lambda: any(isinstance(one, PaperNews) for one in news))

        assert tran.number == "11048827"
        assert (taken.receipt, taken.change) == ("TRAINING-0000001", Money(4000))
        (paper,) = [one for one in news if isinstance(one, PaperNews)]
        assert paper.text.split("\n")[0].strip() == "TRAINING"
        assert "NO MONEY WAS TAKEN" in paper.text
        assert countersign("lead", TRAINING_PASSPHRASE, desk).role is Role.LEAD
        for ask in (lambda: training.elsewhere.search("tran"), lambda: training.funds.of("11048827")):
            with pytest.raises(LedgerAway, match="which training never reaches"):
                ask()
        training.close()

        with real.desk.open_reading() as work:
            assert [kept.line.kind for kept in work.journal.after(0, 100)] == [LineKind.DESK_OPENED]
        assert not (folder / "training").exists()
        _step(real, "printer", until=lambda: True)
        assert not printer.machine.sheets()
        assert printer.machine.pulses == 0


def test_each_training_begins_with_nothing_of_the_one_before_even_after_a_sudden_end() -> None:
    with bench_desk(2_000, Devices(), shift_is_open=False) as folder, real_desk(folder) as real:
        (folder / "training").mkdir()
        (folder / "training" / "journal.db").write_bytes(b"of a process that was killed")
        assert real.training is not None
        training = real.training(lambda _: None)

        with training.desk.open_reading() as work:
            assert work.journal.open_shift() is None
        assert LineKind.PAYMENT not in {kept.line.kind for kept in work.journal.after(0, 100)}
        assert training.training is None, "nobody goes to training from training"
        training.close()


def test_no_real_desk_has_its_name() -> None:
    with bench_desk(2_000, Devices(), shift_is_open=False) as folder:
        settings = folder / DESK_FILE
        settings.write_text(settings.read_text("utf-8").replace('desk = "OAK3"', 'desk = "TRAINING"'), "utf-8")

        with pytest.raises(ConfigTrouble, match="give this one another"):
            opened.open_doors(folder, lock=FolderLock(folder), post=lambda _: None, is_demo=False)
