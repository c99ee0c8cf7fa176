"""day-page: from the rail to the Day page painted with 5,000 payments, and each frame while its list scrolls."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from cashier.store.opening import DIRECTORY_NAME
from tests.bench.figures import Figure, Outcome, Watch, ratio, share
from tests.bench.offline_journal import offline_desk
from tests.bench.place import ROSA, Devices, kept_desk
from tests.bench.window import Driver, open_window
from ui.day.page import DayPage
from ui.pages import COUNTER, DAY

_MEMBERS, _PAYMENTS = 50_000, 5_000
_OPENINGS, _FRAMES = 40, 1_000
_STEP_PX = 97  # A little more than two rows: no two frames paint the same.
_FRAME_S = 0.0167


def measure(quick: bool) -> Outcome:
    """The first opening, those after it, scrolling, and the longest the window was held up meanwhile."""
    members, payments, openings, frames = (2_000, 200, 4, 20) if quick else (_MEMBERS, _PAYMENTS, _OPENINGS, _FRAMES)
    with _desk(payments, members) as folder, open_window(folder) as desk:
        desk.sign_in(*ROSA)
        doors = desk.window._doors
        assert doors is not None
        desk.until(lambda: doors.desk.activity.behind() == 0, "the lane has read the journal")
        first, again = Watch(), Watch()
        _open(desk, first)
        desk.gaps.begin()
        for _ in range(openings):
            _open(desk, again)
        held_up_ms = desk.gaps.longest_ms()
        shown = len(_page(desk)._table.payments)
        scrolled, floor = _scroll(desk, frames)
    figures: dict[str, Figure] = {
        "first_ms": share(first.times_s, 100),
        "p50_ms": share(again.times_s, 50),
        "p99_ms": share(again.times_s, 99),
        "gap_ms": held_up_ms,
        "opened": again.spread,
        "frames": scrolled.spread,
        "frames over 16.7 ms": sum(took > _FRAME_S for took in scrolled.times_s),
        "frames over 16.7 ms of CPU": sum(took > _FRAME_S for took in scrolled.cpu_s),
        "floor's frames over 16.7 ms": sum(took > _FRAME_S for took in floor.times_s),
        "floor": {"frames of a bare table": floor.spread},
        "ratio": ratio(scrolled.times_s, floor.times_s),
    }
    return Outcome(
        bench="day-page",
        workload=f"the Day page from the rail until painted whole, with its day read anew, {openings} times; then "
        f"{frames:,} steps of {_STEP_PX} px through its list; {shown:,} payments, window of 1440 x 900 off screen",
        figures=figures,
    )


@contextmanager
def _desk(payments: int, members: int) -> Iterator[Path]:
    """With the people of its center, and who may sign in."""
    with offline_desk(payments, members, Devices()) as folder:
        (folder / DIRECTORY_NAME).symlink_to(kept_desk(members) / DIRECTORY_NAME)
        yield folder


def _page(desk: Driver) -> DayPage:
    return desk._signed_in.day


def _open(desk: Driver, watch: Watch) -> None:
    """From another page; painted at once, and again with the day as it was read now."""
    shell, page = desk._signed_in._shell, _page(desk)
    shell.show_page(COUNTER)
    desk.let_go_on()
    before = page._state
    with watch:
        shell.show_page(DAY)
        desk.until(lambda: page._state is not before, "the day was read")
        desk.paint_all()


def _scroll(desk: Driver, frames: int) -> tuple[Watch, Watch]:
    """In both tables by turns."""
    scrolled, floor = Watch(), Watch()
    table, bare = _page(desk)._table, _BareTable(len(_page(desk)._table.payments))
    desk.let_go_on()  # A window that was not shown yet paints nothing.
    for step in range(frames):
        with scrolled:
            table.verticalScrollBar().setValue((step * _STEP_PX) % max(1, table.verticalScrollBar().maximum()))
            table.viewport().repaint()
        with floor:
            bar = bare.table.verticalScrollBar()
            bar.setValue((step * _STEP_PX) % max(1, bar.maximum()))
            bare.table.viewport().repaint()
    bare.close()
    return scrolled, floor


class _BareTable(QWidget):
    """As many rows of the same six columns, as Qt paints them by itself."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.table = QTableView()
        self.table.setModel(_Rows(rows))
        self.table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().setDefaultSectionSize(45)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        self.resize(780, 600)
        self.show()


_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_CELLS = ("10:44", "OAK3-0019284", "M. T. · 8827", "Check + Cash", "472.60", "posted")


class _Rows(QAbstractTableModel):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_CELLS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return _CELLS[index.column()] if role == Qt.ItemDataRole.DisplayRole else None
