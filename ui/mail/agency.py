"""An agency's list: read from its file, shown line by line, and taken with the same words entered once more."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cashier.domain.agency_list import BYTES_MOST, ListLine, Match, list_words, read_list
from cashier.domain.errors import BalanceChanged, CashierError, Refused
from cashier.domain.tenders import Tender, TenderKind
from cashier.usecases.agency import AgencyCheck, check_agency, match_agency, take_agency
from ui.counter.around import Around
from ui.doors import Doors
from ui.mail import entry_state as said
from ui.mail.forms import AgencyForm
from ui.mail.paper_side import PaperSide
from ui.mail.tender_form import bring
from ui.work import sentence_of

_LANE = "agency"
_NAME_MOST = 60


class AgencySide(QObject):
    """``committed`` when the payment was taken. ``form`` and what ``paper`` tells stand on the page."""

    committed = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form = AgencyForm()
        self.paper = PaperSide(self.form, doors, around, TenderKind.CHECK)
        self._doors = doors
        self._around = around
        self._ids = doors.desk.new_id(), doors.desk.new_id()
        self._looked_at: tuple[dict[str, str], tuple[ListLine, ...], tuple[Match, ...]] | None = None
        self.form.entered.connect(self._on_entered)

    def _on_entered(self, texts: dict[str, str]) -> None:
        if self._looked_at is not None and self._looked_at[0] == texts:
            take = partial(self._take, texts, *self._looked_at[1:])
            self.paper.give(texts[said.AMOUNT], (), texts[said.AGENCY].strip(), take)  # The check is the agency's own.
            return
        try:
            check_agency(texts[said.AGENCY])
            said.read_amount(texts, said.AMOUNT, "the agency's check")
        except CashierError as trouble:
            self.paper.refuse(trouble)
            return
        if self.paper.reads(texts[said.AMOUNT]) is None:
            return
        path = Path(texts[said.FILE].strip())
        self.paper.told.clear()
        self.form.set_busy(self.tr("The list is being read."))
        self._around.work.run(
            _LANE,
            lambda: _read(path),
            done=lambda lines: self._show(texts, lines),
            failed=lambda fault: self.form.say(sentence_of(fault), said.FILE),
        )

    def _show(self, texts: dict[str, str], lines: tuple[ListLine, ...]) -> None:
        self.form.set_busy("")
        try:
            matches = match_agency(lines, self._doors.desk)
        except CashierError as trouble:
            self.form.say(trouble.sentence)
            return
        self._looked_at = texts, lines, matches
        self.paper.told.say("warn", list_words(matches), self.tr("Nothing is taken yet. Enter once more takes it."))
        bring(self.paper.told)

    def _take(
        self, texts: dict[str, str], lines: tuple[ListLine, ...], shown: tuple[Match, ...], check: Tender
    ) -> None:
        payment_id, list_id = self._ids
        wish = AgencyCheck(
            payment_id=payment_id, list_id=list_id, agency=texts[said.AGENCY], lines=lines, check=check, shown=shown
        )
        try:
            taken = take_agency(wish, self._doors.desk, self._around.staff)
        except BalanceChanged as changed:
            self._looked_at = None
            self.form.say(changed.sentence)
            return
        except CashierError as trouble:
            self.paper.refuse(trouble)
            return
        self._ids = self._doors.desk.new_id(), self._doors.desk.new_id()
        self._looked_at = None
        self.form.begin()
        self.paper.taken(taken, self.tr("The list is taken as %s.") % taken.receipt)
        bring(self.paper.told)
        self.committed.emit()
        if taken.opens_drawer:
            self._doors.open_drawer()


def _read(path: Path) -> tuple[ListLine, ...]:
    """Raises Refused for a file that cannot be read or is no list, naming it and, where it is one line, that."""
    name = "".join(mark for mark in path.name if mark.isprintable())[:_NAME_MOST]
    data = b""
    try:
        path = path.expanduser()
        if path.exists() and not path.is_file():
            raise ValueError("a device or a pipe could be read for ever")
        with path.open("rb") as file:
            data = file.read(BYTES_MOST * 4 + 1)
        return read_list(data.decode())
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        raise Refused(f"{name}, line {line}: this cannot be read as a list. Save it as CSV in UTF-8.") from trouble
    except (OSError, RuntimeError, ValueError) as trouble:
        raise Refused(f"There is no file {name} that can be read. Choose it, or type where it lies.") from trouble
    except Refused as refused:
        raise Refused(f"{name}: {refused.sentence}") from refused
